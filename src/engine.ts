import { Connection, type ConnectionSnapshot } from './connection/connection'
import { defaultHeartbeat } from './connection/heartbeat'
import { Reason } from './connection/states'
import type { ChatEvent } from './model/events'
import type { Platform } from './platform/types'
import type { Protocol } from './protocols/protocol'
import type { ChangeSet } from './sync/changes'
import { Sync } from './sync/sync'
import type { Transport } from './transports/transport'

export interface EngineOptions {
  transport: Transport
  protocol: Protocol
  platform: Platform
  /** Who one is, as the server wants it proved; asked before each link. Nothing (null or '') if nobody is signed in. */
  getToken: () => MaybePromise<string | null>
}

/** A value, now or later. */
export type MaybePromise<Value> = Value | Promise<Value>

/** What an engine tells to whoever listens. */
export interface EngineListener {
  connectionChanged?(snapshot: ConnectionSnapshot): void
  dataChanged?(changes: ChangeSet): void
}

/** How long opening a link, and then the welcome, may each take, in ms. */
const PATIENCE = 10_000

/** The parts of the kit put together, without Vue: connection and sync, joined by a protocol. */
export class Engine {
  readonly connection: Connection
  readonly sync: Sync
  /** How many frames were dropped, by the reason. */
  readonly dropped = new Map<string, number>()
  private readonly listeners = new Set<EngineListener>()
  private stopWatching: (() => void) | null = null

  constructor(private readonly options: EngineOptions) {
    const { transport, protocol, platform } = options
    this.connection = new Connection({
      transport,
      clock: platform.clock,
      random: () => platform.random(),
      heartbeat: defaultHeartbeat,
      patience: PATIENCE,
      driver: {
        hello: () => this.hello(),
        ping: id => protocol.ping(id),
        frame: frame => this.receive(protocol.decode(frame)),
        changed: (snapshot, before) => {
          if (before === 'online') this.sync.disconnected()
          for (const listener of this.listeners) listener.connectionChanged?.(snapshot)
        },
      },
    })
    this.sync = new Sync({
      clock: platform.clock,
      random: () => platform.random(),
      transmit: command => this.connection.send(protocol.encode(command)),
      changed: (changes) => {
        for (const listener of this.listeners) listener.dataChanged?.(changes)
      },
    })
  }

  /** Connects and stays connected. Calling it again changes nothing. */
  start(): void {
    this.stopWatching ??= this.options.platform.watchLifecycle({
      wake: () => this.connection.wake(),
      sleep: () => this.connection.sleep(),
      offline: () => this.connection.suspect(),
    })
    this.connection.start()
  }

  /** Disconnects and forgets everything, as after a logout. */
  stop(): void {
    this.stopWatching?.()
    this.stopWatching = null
    this.connection.stop()
    this.sync.forget()
  }

  /** Listens to what changes; returns what ends it. */
  listen(listener: EngineListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private async hello() {
    const { getToken, protocol } = this.options
    const token = await getToken()
    return token ? protocol.hello(token) : null
  }

  private receive(event: ChatEvent): void {
    if (event.type === 'ignored') {
      this.dropped.set(event.why, (this.dropped.get(event.why) ?? 0) + 1)
    } else if (event.type === 'pong') {
      this.connection.answered(event.id)
    } else if (event.type === 'failed' && event.id === undefined) {
      if (event.final) this.connection.refused(event.message)
      else this.connection.lost(Reason.serverBusy, event.message, event.retryAfter)
    } else {
      if (event.type === 'welcome') this.connection.accepted(event.heartbeat)
      if (this.connection.snapshot.state === 'online') this.sync.receive(event)
    }
  }
}
