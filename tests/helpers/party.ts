import type { Running } from '../../examples/servers/shared/running'
import type { GetToken } from '../../src/connection/token'
import { createEngine, type Engine } from '../../src/engine'
import type { Conversation } from '../../src/model/conversation'
import type { Message } from '../../src/model/message'
import { NO_TOKEN, type Protocol } from '../../src/protocols/protocol'
import { Vault } from '../../src/storage/vault'
import { websocket } from '../../src/transports/websocket'
import { FaultProxy } from './fault-proxy'
import { NodePlatform } from './node-platform'
import { until } from './server'

/** One person with an engine of their own, behind a proxy of their own. */
export class Guest {
  engine: Engine

  /** What happened, in words. */
  readonly log: string[] = []

  constructor(
    readonly proxy: FaultProxy, readonly platform: NodePlatform, readonly make: () => Protocol, readonly room: string,
    private readonly getToken: GetToken, private readonly path: string,
  ) {
    this.engine = this.start()
  }

  /** The app is started: what its storage holds survives. */
  start(): Engine {
    const { platform } = this
    const protocol = this.make()
    const address = `127.0.0.1:${this.proxy.port}${this.path}`
    const engine = createEngine({
      transports: protocol.transports?.(`http://${address}`, platform) ?? [websocket(`ws://${address}`, platform)],
      protocol,
      platform,
      openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
      getToken: this.getToken,
      userId: () => protocol.self?.()?.id ?? null,
      onLog: (_, line) => this.log.push(line),
    })
    engine.start()
    return this.engine = engine
  }

  /** The app ends without a word, and is started again. */
  async restart(): Promise<void> {
    for (const { sleep } of this.platform.lifecycle) sleep()
    this.engine.connection.stop()
    this.platform.lifecycle.clear()
    this.start()
    await this.online()
    await this.enter()
  }

  /** The person looks at the room. */
  async enter(): Promise<void> {
    this.engine.sync.enter(this.room)
    await until(() => this.engine.sync.loadState(this.room) === 'ready')
  }

  get state(): string {
    return this.engine.connection.snapshot.state
  }

  get messages(): readonly Message[] {
    return this.engine.sync.timeline(this.room)?.messages ?? []
  }

  get conversation(): Conversation | undefined {
    return this.engine.sync.conversations.get(this.room)
  }

  /** What is on screen: `Ann: hello`, `me: hello` for one's own, `* ...` for a line that nobody said. */
  get lines(): string[] {
    return this.messages.map(({ content, own, author }) => content.kind === 'system'
      ? `* ${content.text}`
      : `${own ? 'me' : author.name}: ${content.kind === 'text' ? content.text : content.kind}`)
  }

  say(...texts: string[]): void {
    for (const text of texts) this.engine.sync.write(this.room, { kind: 'text', text })
  }

  async online(): Promise<void> {
    await until(() => this.state === 'online')
  }

  async allSent(): Promise<void> {
    await until(() => this.messages.every(({ status }) => status === 'sent'))
  }

  async shows(...lines: string[]): Promise<void> {
    const wanted = JSON.stringify(lines)
    const deadline = Date.now() + 12_000
    await until(() => JSON.stringify(this.lines) === wanted || Date.now() > deadline)
    if (JSON.stringify(this.lines) === wanted) return
    throw new Error(`it shows ${JSON.stringify(this.lines)}, not ${wanted}; ${this.log.join('\n')}`)
  }

  /** The network breaks; when it is back, the phone says so. `meanwhile` happens in between. */
  async breakLink(meanwhile?: () => unknown): Promise<void> {
    await this.proxy.refuse('reset')
    await until(() => {
      this.proxy.reset()
      return this.state !== 'online'
    })
    await meanwhile?.()
    await this.proxy.accept()
    for (const { wake } of this.platform.lifecycle) wake()
    await this.online()
  }
}

/** A server, and those who are connected to it. */
export class Party {
  private readonly ends: (() => unknown)[] = []
  port = 0

  /** @param path what follows the port in the server's address */
  constructor(private readonly path = '') {}

  async server(server: Promise<Running>): Promise<Running> {
    const running = await server
    this.port = running.port
    this.ends.push(() => running.close())
    return running
  }

  /** Somebody whose connection has begun. */
  async visitor(make: () => Protocol, room = 'main', getToken: GetToken = () => NO_TOKEN): Promise<Guest> {
    const proxy = await FaultProxy.start(this.port)
    const platform = new NodePlatform()
    const guest = new Guest(proxy, platform, make, room, getToken, this.path)
    this.ends.push(async () => {
      guest.engine.stop()
      await until(() => platform.clock.timers.size === 0)
      platform.close()
      await proxy.close()
    })
    return guest
  }

  /** Somebody who is online, and in the room unless `enter` is false. */
  async guest(make: () => Protocol, room = 'main', enter = true, getToken?: GetToken): Promise<Guest> {
    const guest = await this.visitor(make, room, getToken)
    await guest.online()
    if (enter) await guest.enter()
    return guest
  }

  /** A way to the server that can be broken. */
  async proxy(): Promise<FaultProxy> {
    const proxy = await FaultProxy.start(this.port)
    this.ends.push(() => proxy.close())
    return proxy
  }

  async end(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end()
  }
}
