import { Connection, type ConnectionSnapshot } from './connection/connection'
import { defaultHeartbeat } from './connection/heartbeat'
import { type ConnectionState, Reason } from './connection/states'
import { type GetToken, TokenSource } from './connection/token'
import { fitsUtf8 } from './content/utf8'
import { ChatError, ErrorCode } from './model/error'
import type { ChatCommand, ChatEvent, FailedEvent, WelcomeEvent } from './model/events'
import type { Frame, Platform, Timer } from './platform/types'
import type { Protocol } from './protocols/protocol'
import { Vault } from './storage/vault'
import type { ChangeSet } from './sync/changes'
import { Sync } from './sync/sync'
import type { Transport } from './transports/transport'

/** How much a line of the log matters. */
export type LogLevel = 'info' | 'warn'

/** Takes a line about what happened. It never holds contents of messages, nor tokens. */
export type OnLog = (level: LogLevel, line: string) => void

export interface EngineOptions {
  /** The ways to carry frames, the best first. */
  transports: readonly [Transport, ...Transport[]]
  protocol: Protocol
  platform: Platform
  /** Gives the token that says who one is; see {@link TokenSource}. */
  getToken: GetToken
  /** The id of the person who is signed in, as far as the app knows without asking the server. */
  userId?: () => string | null
  onLog?: OnLog
}

/** What an engine tells to whoever listens. */
export interface EngineListener {
  connectionChanged?(snapshot: ConnectionSnapshot): void
  dataChanged?(changes: ChangeSet): void
  /** The round trip was measured, in ms. */
  measured?(roundTrip: number): void
}

/** The soonest that a token is renewed, in ms: a server whose tokens hold for no time must not be asked without end. */
const SOONEST_RENEWAL = 5_000
/** A new token is fetched when so much of the old one's life is over. */
const TOKEN_LIFE = 0.8
/** So many reasons to drop a frame are told apart. */
const MOST_REASONS = 100

/** The parts of the kit put together, without Vue: connection and sync, joined by a protocol. */
export class Engine {
  readonly connection: Connection
  readonly sync: Sync
  /** How many frames were dropped, by the reason: what came, and nothing here could understand. */
  readonly dropped = new Map<string, number>()
  private readonly tokens: TokenSource
  private readonly listeners = new Set<EngineListener>()
  private stopWatching: (() => void) | null = null
  private tokenTimer: Timer | undefined
  /** Whether the server has refused a token since it last let us in. */
  private tokenRefused = false

  constructor(private readonly options: EngineOptions) {
    const { transports, protocol, platform } = options
    const { clock } = platform
    const random = (): number => platform.random()
    this.tokens = new TokenSource(options.getToken)
    this.connection = new Connection({
      transports,
      clock,
      random,
      heartbeat: { ...defaultHeartbeat, kind: protocol.heartbeat },
      driver: {
        hello: () => this.hello(),
        ping: id => protocol.ping(id),
        frame: frame => this.receive(protocol.decode(frame)),
        changed: (snapshot, before) => this.changed(snapshot, before),
      },
    })
    this.sync = new Sync({
      clock,
      random,
      transmit: command => this.transmit(command),
      openVault: userId => new Vault(platform.storage, userId, line => this.log('warn', line)),
      changed: (changes) => {
        for (const listener of this.listeners) listener.dataChanged?.(changes)
      },
    })
  }

  /** Connects and stays connected. Calling it again changes nothing. */
  start(): void {
    this.stopWatching ??= this.options.platform.watchLifecycle({
      wake: () => this.connection.wake(),
      sleep: () => {
        this.sync.keep()
        this.connection.sleep()
      },
      offline: () => this.connection.suspect(),
    })
    this.tokenRefused = false
    const userId = this.options.userId?.()
    if (userId) this.sync.restore(userId)
    this.connection.start()
  }

  /** Disconnects and forgets everything, as after a logout. */
  stop(): void {
    this.stopWatching?.()
    this.stopWatching = null
    this.connection.stop()
    this.sync.erase()
  }

  /** Listens to what changes; returns what ends it. */
  listen(listener: EngineListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** @throws ChatError when the frame is longer than the server takes: it would cut the link, again and again */
  private transmit(command: ChatCommand): boolean {
    const frame = this.options.protocol.encode(command)
    const limit = this.sync.limits?.frameBytes ?? Infinity
    if (typeof frame === 'string' && !fitsUtf8(frame, limit)) {
      throw new ChatError(ErrorCode.tooLong, `the server takes no frames of more than ${limit} bytes`)
    }
    return this.connection.send(frame)
  }

  private async hello(): Promise<Frame | null> {
    const token = await this.tokens.get()
    return token === null ? null : this.options.protocol.hello(token)
  }

  private changed(snapshot: ConnectionSnapshot, before: ConnectionState): void {
    const { state, reason, transport, detail } = snapshot
    this.log('info', `${before} -> ${state} (${reason}) by ${transport}${detail && `: ${detail}`}`)
    if (before === 'online') {
      this.stopTokenTimer()
      this.sync.disconnected()
    }
    for (const listener of this.listeners) listener.connectionChanged?.(snapshot)
  }

  private receive(event: ChatEvent): void {
    switch (event.type) {
      case 'ignored':
        this.drop(event.why)
        return this.log('warn', `dropped a frame: ${event.why}`)
      case 'pong':
        return this.answered(event.id)
      case 'ping':
        return void this.connection.send(event.answer)
      case 'tokenWanted':
        return void this.renewToken()
      case 'tokenTaken':
        return this.scheduleToken(event.expiresIn)
      case 'welcome':
        this.welcome(event)
        break
      case 'failed':
        if (event.id === undefined) return this.failed(event)
    }
    if (this.connection.snapshot.state === 'online') this.sync.receive(event)
  }

  private answered(id: string): void {
    this.connection.answered(id)
    const { roundTrip } = this.connection
    if (roundTrip === null) return
    for (const listener of this.listeners) listener.measured?.(roundTrip)
  }

  private welcome({ heartbeat, tokenExpiresIn }: WelcomeEvent): void {
    this.tokenRefused = false
    this.connection.accepted(heartbeat)
    this.scheduleToken(tokenExpiresIn)
  }

  /** The server finds fault with the connection. */
  private failed({ code, message, refusal, retryAfter }: FailedEvent): void {
    const detail = `${code} ${message}`
    if (refusal === 'token' && !this.tokenRefused) {
      // It may have expired on the way: one new token is worth a try.
      this.tokenRefused = true
      this.tokens.spoil()
      this.connection.lost(Reason.tokenRefused, detail)
      this.connection.retry()
    } else if (refusal !== undefined) {
      this.connection.refused(detail)
    } else {
      this.connection.lost(Reason.serverBusy, detail, retryAfter)
    }
  }

  private scheduleToken(expiresIn: number | undefined): void {
    this.stopTokenTimer()
    if (expiresIn === undefined) return
    const delay = Math.max(SOONEST_RENEWAL, expiresIn * TOKEN_LIFE)
    this.tokenTimer = this.options.platform.clock.setTimeout(() => void this.renewToken(), delay)
  }

  private stopTokenTimer(): void {
    if (this.tokenTimer !== undefined) this.options.platform.clock.clearTimeout(this.tokenTimer)
    this.tokenTimer = undefined
  }

  /** Gives the server a new token over the open link. If there is none, the link ends when the old one expires. */
  private async renewToken(): Promise<void> {
    this.tokens.spoil()
    try {
      const token = await this.tokens.get()
      if (token !== null) this.connection.send(this.options.protocol.encode({ type: 'token', token }))
    } catch (error) {
      this.log('warn', `getToken failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  private drop(why: string): void {
    // A server's words are among the reasons: they must not fill the memory.
    const reason = this.dropped.has(why) || this.dropped.size < MOST_REASONS ? why : 'other reasons'
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + 1)
  }

  private log(level: LogLevel, line: string): void {
    this.options.onLog?.(level, line)
  }
}
