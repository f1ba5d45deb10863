import { type ConnectionSnapshot, createConnection } from './connection/connection'
import { defaultHeartbeat } from './connection/heartbeat'
import * as Reason from './connection/reason'
import type { ConnectionState } from './connection/states'
import { createTokenSource, type GetToken, messageOf } from './connection/token'
import { fitsUtf8 } from './content/utf8'
import { ChatError } from './model/error'
import * as ErrorCode from './model/error-code'
import type { ChatCommand, ChatEvent, FailedEvent, LoggedEvent, SignalEvent, WelcomeEvent } from './model/events'
import { createAlarm } from './platform/alarm'
import type { Frame, Platform } from './platform/types'
import type { Protocol } from './protocols/protocol'
import type { Vault } from './storage/vault'
import type { ChangeSet } from './sync/changes'
import { createSync } from './sync/sync'
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
  /** Opens what survives a restart, for one person; it warns when something can't be kept. */
  openVault: (userId: string, warn: (line: string) => void) => Vault
  /** The id of the person who is signed in, as far as the app knows without asking the server. */
  userId?: () => string | null
  /**
   * With more missing entries than this, a conversation's newest page comes first, and a hole stays behind it.
   * @default 300
   */
  maxGap?: number
  onLog?: OnLog
}

/** What an engine tells. */
export interface EngineNews {
  connectionChanged: ConnectionSnapshot
  dataChanged: ChangeSet
  /** An entry of a log came, whoever looks at that log. */
  logged: LoggedEvent
  signal: SignalEvent
}

/** Who listens to an engine: to all of its news, or to some. */
export type EngineListener = { readonly [Name in keyof EngineNews]?: (news: EngineNews[Name]) => void }

/** The soonest that a token is renewed, in ms: a server whose tokens hold for no time must not be asked without end. */
const SOONEST_RENEWAL = 5_000
/** A new token is fetched when so much of the old one's life is over. */
const TOKEN_LIFE = 0.8
/** So many reasons to drop a frame are told apart. */
const MOST_REASONS = 100

export type Engine = ReturnType<typeof createEngine>

/** The parts of the kit put together, without Vue: connection and sync, joined by a protocol. */
export function createEngine(options: EngineOptions) {
  const { transports, protocol, platform, openVault, userId, maxGap, onLog } = options
  const { clock } = platform
  const random = (): number => platform.random()
  const tokens = createTokenSource(options.getToken)
  const dropped = new Map<string, number>()
  const listeners = new Set<EngineListener>()
  /** Rings when it is time for a new token. */
  const renewal = createAlarm(clock)
  const connection = createConnection({
    transports,
    clock,
    random,
    heartbeat: { ...defaultHeartbeat, kind: protocol.heartbeat },
    driver: {
      prepare, changed,
      ping: id => session.ping(id),
      frame: frame => session.frame(frame),
    },
  })
  const sync = createSync({
    clock,
    random,
    maxGap,
    transmit,
    stuck: () => connection.lost(Reason.silence, 'no answer in time'),
    openVault: userId => openVault(userId, warn),
    changed: changes => tell('dataChanged', changes),
  })
  const session = protocol.start({ platform, send, emit: receive, known: sync.conversations.get })
  let stopWatching: (() => void) | null = null
  let token: string | null = null
  /** Whether the server has refused a token since it last let us in. */
  let tokenRefused = false

  function tell<Name extends keyof EngineNews>(name: Name, news: EngineNews[Name]): void {
    listeners.forEach((listener: EngineListener) => listener[name]?.(news))
  }

  function warn(line: string): void {
    onLog?.('warn', line)
  }

  const isOnline = (): boolean => connection.snapshot.state === 'online'

  function transmit(command: ChatCommand): boolean {
    return isOnline() && session.command(command)
  }

  /** @throws ChatError when the frame is longer than the server takes: it would cut the link, again and again */
  function send(frame: Frame): boolean {
    const { limits } = sync
    // Before the welcome nobody knows what holds for this link.
    if (limits && isOnline() && typeof frame === 'string' && !fitsUtf8(frame, limits.frameBytes)) {
      throw new ChatError(ErrorCode.tooLong, 'too long')
    }
    return connection.send(frame)
  }

  async function prepare(): Promise<boolean> {
    token = await tokens.get()
    return token !== null
  }

  function changed(snapshot: ConnectionSnapshot, before: ConnectionState): void {
    const { state, reason, transport, detail } = snapshot
    onLog?.('info', `${before} -> ${state} (${reason}) by ${transport}${detail && `: ${detail}`}`)
    if (before === 'online') {
      renewal.stop()
      sync.disconnected()
    }
    if (state === 'authenticating') session.opened(token || '')
    else if (state !== 'online') session.ended?.()
    tell('connectionChanged', snapshot)
  }

  function receive(event: ChatEvent): void {
    switch (event.type) {
      case 'ignored':
        return drop(event.why)
      case 'pong':
        return connection.answered(event.id)
      case 'ping':
        return void connection.send(event.answer)
      case 'tokenWanted':
        return void renewToken()
      case 'tokenTaken':
        return scheduleToken(event.expiresIn)
      case 'signal':
        return tell('signal', event)
      case 'answer':
        if (!sync.answered(event.id, event)) drop('unknown frame type')
        return
      case 'logged':
        tell('logged', event)
        break
      case 'welcome':
        welcome(event)
        break
      case 'failed':
        if (event.id === undefined) return failed(event)
    }
    if (isOnline()) sync.receive(event)
  }

  function drop(why: string): void {
    // A server's words are among the reasons: they must not fill the memory.
    const reason = dropped.has(why) || dropped.size < MOST_REASONS ? why : 'other reasons'
    dropped.set(reason, (dropped.get(reason) || 0) + 1)
    warn(`dropped: ${why}`)
  }

  function welcome({ heartbeat, tokenExpiresIn }: WelcomeEvent): void {
    tokenRefused = false
    connection.accepted(heartbeat)
    scheduleToken(tokenExpiresIn)
  }

  /** The server finds fault with the connection. */
  function failed({ code, message, refusal, retryAfter }: FailedEvent): void {
    const detail = `${code} ${message}`
    if (refusal === 'token' && !tokenRefused) {
      // It may have expired on the way: one new token is worth a try.
      tokenRefused = true
      tokens.spoil()
      connection.lost(Reason.tokenRefused, detail)
      connection.retry()
    } else if (refusal !== undefined) {
      connection.refused(detail)
    } else {
      connection.lost(Reason.serverBusy, detail, retryAfter)
    }
  }

  function scheduleToken(expiresIn: number | undefined): void {
    renewal.stop()
    if (expiresIn === undefined) return
    renewal.set(Math.max(SOONEST_RENEWAL, expiresIn * TOKEN_LIFE), () => void renewToken())
  }

  /** Gives the server a new token over the open link. If there is none, the link ends when the old one expires. */
  async function renewToken(): Promise<void> {
    tokens.spoil()
    try {
      if (await prepare()) session.command({ type: 'token', token: token || '' })
    } catch (error) {
      warn(`getToken failed: ${messageOf(error)}`)
    }
  }

  return {
    connection,
    sync,

    /** Hands a command to the connection that nobody answers, and nobody misses; false when there is none. */
    send: transmit,

    /** What the server can do. */
    capabilities: protocol.capabilities,

    /** How many frames were dropped, by the reason: what came, and nothing here could understand. */
    dropped,

    /** Connects and stays connected. Calling it again changes nothing. */
    start(): void {
      stopWatching ??= platform.watchLifecycle({
        wake: connection.wake,
        sleep() {
          sync.keep()
          connection.sleep()
        },
        offline: connection.suspect,
      })
      tokenRefused = false
      const id = userId?.()
      if (id) sync.restore(id)
      connection.start()
    },

    /** Disconnects and forgets everything, as after a logout. */
    stop(): void {
      stopWatching?.()
      stopWatching = null
      connection.stop()
      sync.erase()
    },

    /** Listens to what changes; returns what ends it. */
    listen(listener: EngineListener): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
