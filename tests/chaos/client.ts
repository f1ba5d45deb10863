import { createEngine, type Engine } from '../../src/engine'
import type { Message } from '../../src/model/message'
import type { Change } from '../../src/model/write'
import { Vault } from '../../src/storage/vault'
import { longPolling } from '../../src/transports/long-polling'
import { polling } from '../../src/transports/polling'
import { sse } from '../../src/transports/sse'
import type { Transport } from '../../src/transports/transport'
import { websocket } from '../../src/transports/websocket'
import { FaultProxy } from '../helpers/fault-proxy'
import { mulberry } from '../helpers/random'
import { type Login, login } from '../helpers/server'
import type { Findings } from './findings'
import { type Changed, identify, type Ledger } from './ledger'
import { overhear } from './overhear'
import { Disk, Phone } from './phone'
import { CursorWatch, Watch } from './watch'

/** What all clients of a run share. */
export interface Scene {
  readonly seed: number
  /** Whether clients fall to HTTP where WebSockets are blocked. */
  readonly ladder: boolean
  readonly ledger: Ledger
  readonly findings: Findings
}

/** What people react with. Two devices of one person use different ones: nobody could say which of them was last. */
const EMOJI = [['👍', '❤️', '😂'], ['🎉', '👀', '🙏']] as const

/** One device of a person: the kit itself on a machine of its own, behind a proxy of its own. */
export class Client {
  engine!: Engine
  phone!: Phone
  readonly disk = new Disk()
  readonly name: string
  /** The links of the lives before this one. */
  private links = 0
  private lives = 0
  private readonly entered = new Set<string>()
  private readonly watches = new Map<string, Watch>()
  /** Changes that this life of the app has not been answered. */
  private open = new Set<Changed>()
  /** Those of them that the phone could not keep. */
  private unkept = new Set<Changed>()

  private constructor(
    readonly number: number,
    /** The number of the person whose device it is. */
    readonly person: number,
    readonly login: Login,
    readonly proxy: FaultProxy,
    /** How long bytes take, each way, in ms. */
    readonly delay: number,
    private readonly scene: Scene,
  ) {
    this.name = nameOf(number)
    scene.ledger.persons.set(number, login.self.id)
    proxy.set({ delay })
    this.live()
  }

  /** Logs in, and connects through a proxy. */
  static async start(
    number: number, person: number, port: number, delay: number, scene: Scene,
  ): Promise<Client> {
    const proxy = await FaultProxy.start(port, scene.seed * 1_000 + number)
    return new Client(number, person, await login(port, nameOf(person)), proxy, delay, scene)
  }

  get online(): boolean {
    return this.engine.connection.snapshot.state === 'online'
  }

  /** How many links it has tried to open. */
  get attempts(): number {
    return this.links + this.engine.connection.counters.attempts
  }

  /** What is shown of a room. */
  view(room: string): readonly Message[] {
    return this.engine.sync.timeline(room)?.messages ?? []
  }

  /** The direct conversation with a person, as far as this client knows of it. */
  roomWith(person: string): string | undefined {
    return this.engine.sync.conversations.all.find(({ peer }) => peer?.id === person)?.id
  }

  /** Own messages that wait, in all rooms, or that have no place yet. */
  waiting(): Message[] {
    const { sync } = this.engine
    const rooms = new Set([...this.entered, ...sync.conversations.all.map(({ id }) => id)])
    return [...rooms].flatMap(room => this.view(room).filter(({ seq, status }) => seq === null && status !== 'failed'))
  }

  /** What is not at rest yet, in words. */
  unrest(): string[] {
    const { settled } = this.scene.ledger
    const rooms = this.engine.sync.conversations.all.flatMap(({ id }) => this.view(id))
    return [
      ...this.waiting().map(message => `waiting: ${this.nameOf(message)}`),
      ...rooms.filter(({ changing }) => changing).map(message => `changing: ${this.nameOf(message)}`),
      ...[...this.open].map(({ name, what }) => `not answered: ${what.type} of ${name}`),
      ...this.disk.kept().filter(id => !settled.has(id)).map(id => `kept: ${this.scene.ledger.nameOf(id) ?? id}`),
    ]
  }

  /** Whether a change of this client still waits for its answer, in this life or on the disk. */
  awaits(changed: Changed): boolean {
    const { settled } = this.scene.ledger
    return this.open.has(changed) || this.disk.kept(changed.what).some(id => !settled.has(id))
  }

  enter(room: string): void {
    this.entered.add(room)
    this.engine.sync.enter(room)
  }

  write(room: string, mentions?: readonly string[]): void {
    const { ledger } = this.scene
    this.entered.add(room)
    const { text } = ledger.write(this.number, room)
    this.engine.sync.write(room, { kind: 'text', text }, { mentions })
    const written = [...this.view(room)].reverse().find(({ content }) => 'text' in content && content.text === text)
    if (!written) this.scene.findings.add('lost', `${this.name}: ${text} is not shown when it is written`)
    else ledger.name(written.id, text)
    // What a phone can't keep lives as long as the app does, and nobody can promise more.
    const { failing, full } = this.disk
    if ((failing || full) && this.disk.kept(text).length === 0) ledger.unkept.add(text)
  }

  /** Changes a message that is shown: the last own one, or any, more often a newer one. */
  change(room: string, type: Change['type'], { fresh = false, choice = 0 }): void {
    const { ledger } = this.scene
    const all = this.view(room).filter(message => (type === 'react' && !fresh) || message.own)
    const message = all[all.length - 1 - (fresh ? 0 : Math.floor(choice ** 2 * all.length))]
    const name = message && ledger.nameOf(message.id)
    if (!message || name === undefined || message.status === 'failed') return
    const changed = ledger.change(this.number, room, name, order => this.changeOf(message, type, name, order))
    const kept = this.disk.kept().length
    this.open.add(changed)
    const { open } = this
    const answered = (): void => void open.delete(changed)
    this.engine.sync.change(room, changed.what).then(answered, answered)
    const { failing, full } = this.disk
    if ((failing || full) && this.disk.kept().length === kept) this.unkept.add(changed)
  }

  /** Reads a part of what is unread. */
  mark(room: string, choice: number): void {
    const { sync } = this.engine
    const { read = 0, head = 0 } = sync.conversations.get(room) ?? {}
    sync.markRead(room, Math.round(read + (head - read) * choice))
  }

  /** Reads what is there, and looks for what was before it. */
  browse(room: string): void {
    const { sync } = this.engine
    sync.markRead(room, sync.timeline(room)?.head ?? 0)
    sync.loadEarlier(room).catch(() => undefined)
  }

  /** The phone says that there is a network, or that the app is in front. */
  wake(): void {
    for (const { wake } of this.phone.lifecycle) wake()
  }

  /** The app goes to the background. */
  sleep(): void {
    for (const { sleep } of this.phone.lifecycle) sleep()
  }

  /** The app is killed at this very moment, and started again from what the phone has kept. */
  die(): void {
    const { ledger } = this.scene
    this.look()
    // What could not be kept at first is kept later.
    const kept = new Set(this.disk.kept())
    for (const message of this.waiting()) {
      const name = this.nameOf(message)
      const isKept = kept.has(message.id)
      if (!isKept && message.status !== 'sent' && ledger.unkept.has(name)) ledger.buried.add(name)
    }
    for (const changed of this.open) {
      if (this.unkept.has(changed) && this.disk.kept(changed.what).length === 0) ledger.buriedChanges.add(changed)
    }
    this.open = new Set()
    this.unkept = new Set()
    this.links += this.engine.connection.counters.attempts
    this.phone.kill()
    this.live()
    for (const room of this.entered) this.engine.sync.enter(room)
  }

  async end(): Promise<void> {
    this.engine.stop()
    this.phone.close()
    await this.proxy.close()
  }

  /** Looks at all rooms: they say for themselves what is wrong with them. */
  look(rooms: Iterable<string> = this.entered): void {
    for (const room of rooms) {
      const timeline = this.engine.sync.timeline(room)
      if (!timeline) continue
      const watch = this.watches.get(room) ?? new Watch(`${this.name} in ${room}`, this.scene.findings)
      this.watches.set(room, watch)
      watch.look(timeline.epoch, timeline.messages)
      for (const message of timeline.messages) {
        if (!message.own || message.status !== 'sent') continue
        const name = this.nameOf(message)
        if (identify(name)?.author === this.number) this.scene.ledger.acked.add(name)
      }
    }
  }

  private nameOf({ id }: Message): string {
    return this.scene.ledger.nameOf(id) ?? id
  }

  private changeOf({ author, id, reactions = [] }: Message, type: Change['type'], name: string, order: number): Change {
    const target = { from: author.id, id }
    if (type === 'recall') return { type, target }
    if (type === 'edit') return { type, target, content: { kind: 'text', text: `${name} edited ${order}` } }
    const emoji = EMOJI[this.number === this.person ? 0 : 1]?.[order % 3] ?? ''
    const people = reactions.find(reaction => reaction.emoji === emoji)?.people ?? []
    return { type, target, emoji, on: people.every(person => person.id !== this.login.self.id) }
  }

  private live(): void {
    const { seed, ladder } = this.scene
    const phone = this.phone = new Phone(this.disk, mulberry(seed * 1_000_003 + this.number * 1_009 + this.lives))
    this.lives += 1
    const base = `127.0.0.1:${this.proxy.port}/v1`
    const lower: Transport[] = ladder ? [sse, longPolling, polling].map(make => make(`http://${base}`, phone)) : []
    const engine = this.engine = createEngine({
      transports: [websocket(`ws://${base}/ws`, phone), ...lower],
      protocol: overhear(this.scene.ledger, this.name),
      platform: phone,
      openVault: (userId, warn) => new Vault(phone.storage, userId, warn),
      getToken: () => this.login.token,
      userId: () => this.login.self.id,
    })
    // What the phone has kept may be older than what was shown.
    for (const watch of this.watches.values()) watch.restarted()
    const cursors = new CursorWatch(this.name, this.scene.findings)
    engine.listen({
      dataChanged: ({ timelines, list }) => {
        if (this.engine !== engine) return
        this.look(timelines)
        if (list) cursors.look(engine.sync.conversations.all)
      },
    })
    engine.start()
  }
}

/** What a client is called; its person logs in by the name of the first device. */
export function nameOf(number: number): string {
  return `Client ${number}`
}
