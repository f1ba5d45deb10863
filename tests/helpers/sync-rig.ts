import type { ChatCommand } from '../../src/model/events'
import { native } from '../../src/protocols/native/native'
import type { ChangeSet } from '../../src/sync/changes'
import { Vault } from '../../src/storage/vault'
import { Sync } from '../../src/sync/sync'
import { FakeClock, settle } from './fake-clock'
import type { FakeServer, Session } from './fake-server'
import { MemoryStorage } from './memory-storage'

/**
 * A Sync joined to a server by a wire that the test holds: frames lie on it until `run`, and it can be cut after any
 * number of them.
 */
export class SyncRig {
  readonly clock = new FakeClock()
  readonly changes: ChangeSet[] = []
  /** The commands that were handed over, by all links. */
  readonly commands: ChatCommand[] = []
  readonly sync: Sync
  /** What the storage complained of. */
  readonly warnings: string[] = []
  /** How many frames have gone over the wire, both ways. */
  frames = 0
  /** From this frame on nothing arrives any more, until the next `connect`. */
  dieAt = Infinity
  private session: Session | null = null
  private wire: (() => void)[] = []
  private ids = 0

  /** @param storage what was left by an app that ran before */
  constructor(readonly server: FakeServer, readonly storage = new MemoryStorage()) {
    this.sync = new Sync({
      clock: this.clock,
      // Ids differ, and are the same in each run.
      random: () => (this.ids += 1) / 1_000_003,
      transmit: command => this.transmit(command),
      openVault: userId => new Vault(this.storage, userId, line => this.warnings.push(line)),
      changed: changes => this.changes.push(changes),
    })
  }

  /** Signs in over a new link, and lets all that follows happen. */
  async connect(person = 'ann'): Promise<void> {
    const session: Session = this.server.connect(frame => this.carry(session, () => {
      const event = native.decode(frame)
      if (event.type === 'ignored') throw new Error(event.why)
      this.sync.receive(event)
    }))
    this.session = session
    this.carry(session, () => session.receive(String(native.hello(person))))
    await this.run()
  }

  /** The link breaks, and the client learns of it. What is on the wire is lost. */
  cut(): void {
    this.session?.end()
    this.session = null
    this.wire = []
    this.sync.disconnected()
  }

  /** Lets everything happen that can happen without time passing. */
  async run(): Promise<void> {
    await settle()
    for (let next = this.wire.shift(); next; next = this.wire.shift()) {
      next()
      await settle()
    }
  }

  /** The texts of a conversation as they are shown. */
  texts(id = 'room'): string[] {
    return (this.sync.timeline(id)?.messages ?? [])
      .map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
  }

  /** How the messages of a conversation stand. */
  statuses(id = 'room'): string[] {
    return (this.sync.timeline(id)?.messages ?? []).map(({ status }) => status)
  }

  /** The commands of a type that were handed over. */
  sent<Type extends ChatCommand['type']>(type: Type): Extract<ChatCommand, { type: Type }>[] {
    return this.commands.filter((command): command is Extract<ChatCommand, { type: Type }> => command.type === type)
  }

  private transmit(command: ChatCommand): boolean {
    const { session } = this
    if (!session) return false
    this.commands.push(command)
    const frame = String(native.encode(command))
    this.carry(session, () => session.receive(frame))
    return true
  }

  private carry(session: Session, arrive: () => void): void {
    this.wire.push(() => {
      this.frames += 1
      if (this.frames < this.dieAt && session === this.session) arrive()
    })
  }
}
