import type { ChatCommand, ChatEvent } from '../../src/model/events'
import { native } from '../../src/protocols/native/native'
import type { ChangeSet } from '../../src/sync/changes'
import { Vault } from '../../src/storage/vault'
import { createSync, type Sync } from '../../src/sync/sync'
import { FakeClock, settle } from './fake-clock'
import type { FakeServer, Session } from './fake-server'
import { MemoryStorage } from './memory-storage'

export interface RigOptions {
  clock?: FakeClock
  maxGap?: number
  /** Where its ids begin: those of two rigs must not be the same. */
  firstId?: number
}

interface Carried {
  readonly up: boolean
  readonly arrive: () => void
}

/**
 * A Sync joined to a server by a wire that the test holds: frames lie on it until `run` or `deliver`, and it can be cut
 * after any number of them.
 */
export class SyncRig {
  readonly clock: FakeClock
  readonly changes: ChangeSet[] = []
  /** The commands that were handed over, by all links. */
  readonly commands: ChatCommand[] = []
  readonly sync: Sync
  /** What the storage complained of. */
  readonly warnings: string[] = []
  /** How often it found that the server takes nothing in. */
  stuck = 0
  /** How many frames have gone over the wire, both ways. */
  frames = 0
  /** From this frame on nothing arrives any more, until the next `connect`. */
  dieAt = Infinity
  /** What becomes of what the server says: `late` is held until `release`. */
  disturb: (event: ChatEvent) => 'pass' | 'drop' | 'twice' | 'late' = () => 'pass'
  /** Sees each event that arrives, before the client does. */
  watch: (event: ChatEvent) => void = () => {}
  /** Sees each command that is handed over. */
  watchSent: (command: ChatCommand) => void = () => {}
  private session: Session | null = null
  private wire: Carried[] = []
  private late: (() => void)[] = []
  private ids: number

  /** @param storage what was left by an app that ran before */
  constructor(readonly server: FakeServer, readonly storage = new MemoryStorage(), options: RigOptions = {}) {
    this.clock = options.clock ?? new FakeClock()
    this.ids = options.firstId ?? 0
    this.sync = createSync({
      clock: this.clock,
      // Ids differ, and are the same in each run.
      random: () => (this.ids += 1) / 1_000_003,
      maxGap: options.maxGap,
      transmit: command => this.transmit(command),
      openVault: userId => new Vault(this.storage, userId, line => this.warnings.push(line)),
      stuck: () => this.stuck += 1,
      changed: changes => this.changes.push(changes),
    })
  }

  get isOpen(): boolean {
    return this.session !== null
  }

  /** Says hello over a new link. */
  open(person = 'ann'): void {
    const session: Session = this.server.connect(frame => this.carry(session, false, () => {
      const event = native.decode(frame)
      if (event.type === 'ignored') throw new Error(event.why)
      const take = (): void => {
        if (session !== this.session) return
        this.watch(event)
        this.sync.receive(event)
      }
      const fate = this.disturb(event)
      if (fate === 'late') this.late.push(take)
      if (fate === 'twice') take()
      if (fate === 'pass' || fate === 'twice') take()
    }))
    this.session = session
    this.carry(session, true, () => session.receive(String(native.hello(person))))
  }

  /** Signs in over a new link, and lets all that follows happen. */
  async connect(person = 'ann'): Promise<void> {
    this.open(person)
    await this.run()
  }

  /** The link breaks, and the client learns of it. What is on the wire is lost. */
  cut(): void {
    this.session?.end()
    this.session = null
    this.wire = []
    this.late = []
    this.sync.disconnected()
  }

  /** The process ends. Of what it has handed over, that many frames still reach the server. */
  kill(up = 0): void {
    this.storage.operations = -1
    for (const { arrive } of this.wire.filter(frame => frame.up).slice(0, up)) arrive()
    this.session?.end()
    this.session = null
    this.wire = []
  }

  /** Lets everything happen that can happen without time passing. */
  async run(): Promise<void> {
    await this.deliver(Infinity, Infinity)
  }

  /** Lets so many frames arrive each way. */
  async deliver(up: number, down: number): Promise<void> {
    const left = { up, down }
    await settle()
    for (;;) {
      const index = this.wire.findIndex(frame => (frame.up ? left.up : left.down) > 0)
      const [next] = index < 0 ? [] : this.wire.splice(index, 1)
      if (!next) return
      left[next.up ? 'up' : 'down'] -= 1
      next.arrive()
      await settle()
    }
  }

  /** Lets what is late arrive: all of it, or the one at this place. */
  async release(index?: number): Promise<void> {
    const released = index === undefined ? this.late.splice(0) : this.late.splice(index % (this.late.length || 1), 1)
    for (const take of released) {
      take()
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
    if (!session || !this.storage.live()) return false
    this.commands.push(command)
    this.watchSent(command)
    const frame = String(native.encode(command))
    this.carry(session, true, () => session.receive(frame))
    return true
  }

  private carry(session: Session, up: boolean, arrive: () => void): void {
    this.wire.push({
      up,
      arrive: () => {
        this.frames += 1
        if (this.frames < this.dieAt && session === this.session) arrive()
      },
    })
  }
}
