import { Engine } from '../../src/engine'
import type { Message } from '../../src/model/message'
import { native } from '../../src/protocols/native/native'
import type { Protocol } from '../../src/protocols/protocol'
import { longPolling } from '../../src/transports/long-polling'
import { polling } from '../../src/transports/polling'
import { sse } from '../../src/transports/sse'
import type { Transport } from '../../src/transports/transport'
import { websocket } from '../../src/transports/websocket'
import { FaultProxy } from '../helpers/fault-proxy'
import { mulberry } from '../helpers/random'
import { type Login, login } from '../helpers/server'
import type { Findings } from './findings'
import { identify, type Ledger } from './ledger'
import { Disk, Phone } from './phone'
import { Watch } from './watch'

/** What all clients of a run share. */
export interface Scene {
  readonly seed: number
  /** Whether clients fall to HTTP where WebSockets are blocked. */
  readonly ladder: boolean
  readonly ledger: Ledger
  readonly findings: Findings
}

/** One person: the kit itself on a machine of its own, behind a proxy of its own. */
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

  private constructor(
    readonly number: number,
    readonly login: Login,
    readonly proxy: FaultProxy,
    /** How long bytes take, each way, in ms. */
    readonly delay: number,
    private readonly scene: Scene,
  ) {
    this.name = nameOf(number)
    proxy.set({ delay })
    this.live()
  }

  /** Logs in, and connects through a proxy. */
  static async start(number: number, port: number, delay: number, scene: Scene): Promise<Client> {
    const proxy = await FaultProxy.start(port, scene.seed * 1_000 + number)
    return new Client(number, await login(port, nameOf(number)), proxy, delay, scene)
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

  enter(room: string): void {
    this.entered.add(room)
    this.engine.sync.enter(room)
  }

  write(room: string): void {
    this.entered.add(room)
    const { text } = this.scene.ledger.write(this.number, room)
    this.engine.sync.write(room, { kind: 'text', text })
    // What a phone can't keep lives as long as the app does, and nobody can promise more.
    const { failing, full } = this.disk
    if ((failing || full) && !this.disk.keeps(text)) this.scene.ledger.unkept.add(text)
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
    for (const { content, status } of this.waiting()) {
      const text = content.kind === 'text' ? content.text : ''
      if (status !== 'sent' && ledger.unkept.has(text)) ledger.buried.add(text)
    }
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
      for (const { own, status, content } of timeline.messages) {
        const isOwn = own && content.kind === 'text' && identify(content.text)?.author === this.number
        if (isOwn && status === 'sent') this.scene.ledger.acked.add(content.text)
      }
    }
  }

  /** The protocol, which tells us of acknowledgements: a view that begins after a message never shows it as sent. */
  private overhear(): Protocol {
    const { acked } = this.scene.ledger
    const texts = new Map<string, string>()
    return {
      ...native,
      encode: (command) => {
        if (command.type === 'send') texts.set(command.id, command.content.text)
        return native.encode(command)
      },
      decode: (frame) => {
        const event = native.decode(frame)
        const text = event.type === 'acked' ? texts.get(event.id) : undefined
        if (text !== undefined) acked.add(text)
        return event
      },
    }
  }

  private live(): void {
    const { seed, ladder } = this.scene
    const phone = this.phone = new Phone(this.disk, mulberry(seed * 1_000_003 + this.number * 1_009 + this.lives))
    this.lives += 1
    const base = `127.0.0.1:${this.proxy.port}/v1`
    const lower: Transport[] = ladder ? [sse, longPolling, polling].map(make => make(`http://${base}`, phone)) : []
    const engine = this.engine = new Engine({
      transports: [websocket(`ws://${base}/ws`, phone), ...lower],
      protocol: this.overhear(),
      platform: phone,
      getToken: () => this.login.token,
      userId: () => this.login.self.id,
    })
    engine.listen({
      dataChanged: ({ timelines }) => {
        if (this.engine === engine) this.look(timelines)
      },
    })
    engine.start()
  }
}

/** The name that a client logs in by. */
export function nameOf(number: number): string {
  return `Client ${number}`
}
