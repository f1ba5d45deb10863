import type { Clock, Frame, Timer } from '../platform/types'
import type { Link, LinkListener, Transport } from '../transports/transport'
import { backoffDelay } from './backoff'
import { Climber } from './climber'
import { Heartbeat, type HeartbeatOptions } from './heartbeat'
import { Ladder } from './ladder'
import { type ConnectionSignal, type ConnectionState, Reason, transitions } from './states'

/** What the connection asks of whoever speaks the protocol. */
export interface ConnectionDriver {
  /** The first frame of a link, for which it may have to fetch a token; null when nobody is signed in. */
  hello(): Promise<Frame | null>
  /** A sign of life that the server answers, or null where there is none. */
  ping(id: string): Frame | null
  /** A frame came. */
  frame(frame: Frame): void
  /** The connection went to another state. */
  changed(snapshot: ConnectionSnapshot, before: ConnectionState): void
}

export interface ConnectionOptions {
  /** The ways to carry frames, the best first. */
  transports: readonly [Transport, ...Transport[]]
  driver: ConnectionDriver
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  heartbeat: HeartbeatOptions
}

/** How the connection stands. A new object with each change. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState
  readonly reason: Reason
  /** For developers: what the transport or the server said. */
  readonly detail: string
  /** The transport in use, or being tried. */
  readonly transport: string
  /** When the next try is due, in ms since 1970; null unless `waiting`. */
  readonly retryAt: number | null
}

/** What a connection has done since it was made. */
export interface ConnectionCounters {
  /** Attempts to get a link. */
  attempts: number
  /** Times that the server let us in. */
  welcomes: number
  framesIn: number
  framesOut: number
}

/** How long opening the link, and then the welcome, may each take, in ms. */
const PATIENCE = 10_000
/** The same where another transport could be tried instead: a proxy may accept a WebSocket and swallow it. */
const SHORT_PATIENCE = 5_000

/** The longest wait that a server can ask for, in ms: nobody comes back from a slip of its clock otherwise. */
const LONGEST_WAIT = 600_000
/** How long after the foreground or the network came back a try is likely to work, in ms. */
const EAGER = 10_000

/** Reasons that speak against the transport, before the welcome. Others say that the server was reached. */
const transportFailures: ReadonlySet<Reason> = new Set([
  Reason.linkEnded, Reason.connectTimeout, Reason.welcomeTimeout,
])

/**
 * One live link to the server, again and again. Whatever ends a link leads to the same door, {@link Connection.lost};
 * what each state holds (a link, a timer) is made when it is entered and gone when it is left.
 */
export class Connection {
  snapshot: ConnectionSnapshot
  readonly counters: ConnectionCounters = { attempts: 0, welcomes: 0, framesIn: 0, framesOut: 0 }
  private readonly heartbeat: Heartbeat
  private readonly ladder: Ladder
  private readonly climber: Climber
  private link: Link | undefined
  /** Made anew for each attempt: what an older one still has to say is told by it. */
  private attempt: object | undefined
  private timer: Timer | undefined
  private asleep = false
  /**
   * Until when a try is likely to work, in ms since 1970: the app came to the front, the network came back, or a better
   * transport was found. A break before that isn't followed by a wait.
   */
  private eagerUntil = 0
  private failures = 0
  private helloAt = 0
  /** The least to wait before the next try, in ms, as the server asked. */
  private retryAfter = 0

  constructor(private readonly options: ConnectionOptions) {
    const { clock, random, driver, transports } = options
    this.ladder = new Ladder(transports)
    this.snapshot = {
      state: 'idle', reason: Reason.none, detail: '', transport: this.ladder.transport.name, retryAt: null,
    }
    this.heartbeat = new Heartbeat(clock, options.heartbeat, {
      ping: id => this.ping(id),
      silent: () => this.lost(Reason.silence, 'no sign of life from the server'),
    })
    this.climber = new Climber({ clock, random, ping: () => driver.ping('climb'), reachable: () => this.climb() })
  }

  /** The measured round trip in ms, or null before the first measurement. */
  get roundTrip(): number | null {
    return this.heartbeat.roundTrip
  }

  /** Asks for the connection. Asking again changes nothing. */
  start(): void {
    this.failures = 0
    this.signal('start', Reason.asked)
  }

  /** Ends the connection for good: nothing is left that could bring it back but `start`. */
  stop(): void {
    this.signal('stop', Reason.asked)
  }

  /** Tries now, if it is waiting for the next try. */
  retry(): void {
    this.signal('retry', Reason.asked)
  }

  /** The app came to the front, or there is another network: tries now, or makes sure that the link still lives. */
  wake(): void {
    this.asleep = false
    this.beEager()
    this.climber.reset()
    this.ladder.refresh()
    this.signal('wake', Reason.woken)
    this.heartbeat.probe()
  }

  /** The app went to the background. A live link is kept as long as it lasts. */
  sleep(): void {
    this.asleep = true
    this.signal('sleep', Reason.asleep)
  }

  /** The network seems to be gone: makes sure at once. */
  suspect(): void {
    this.heartbeat.probe()
  }

  /** Hands a frame to the link. False when there is no link to the server, or its end showed in the attempt. */
  send(frame: Frame): boolean {
    if (this.snapshot.state !== 'online') return false
    const { link } = this
    this.counters.framesOut += 1
    link?.send(frame)
    return this.link === link
  }

  /** The server has let us in. `heartbeat` is the interval that it asks for, or pings at, in ms, or 0. */
  accepted(heartbeat: number): void {
    this.signal('accepted', Reason.welcomed)
    if (this.snapshot.state !== 'online') return
    this.failures = 0
    this.eagerUntil = 0
    this.counters.welcomes += 1
    this.ladder.worked()
    this.heartbeat.start(heartbeat, this.options.clock.now() - this.helloAt)
    if (this.ladder.better) this.climber.start(this.ladder.better)
  }

  /** The server said never. */
  refused(detail: string): void {
    this.signal('refused', Reason.serverRefused, detail)
  }

  /** An answer to a ping came. */
  answered(id: string): void {
    this.heartbeat.answered(id)
    this.eagerUntil = 0
  }

  /** The link is gone. `retryAfter` is the least to wait, in ms, as the server asked. */
  lost(reason: Reason, detail: string, retryAfter = 0): void {
    this.retryAfter = Math.min(retryAfter, LONGEST_WAIT)
    this.signal(this.asleep ? 'lostAsleep' : 'lost', reason, detail)
  }

  private beEager(): void {
    this.eagerUntil = this.options.clock.now() + EAGER
  }

  private signal(signal: ConnectionSignal, reason: Reason, detail = ''): void {
    const before = this.snapshot.state
    const state = transitions[before][signal]
    if (state === undefined) return
    this.leave(before, state)
    const failed = before !== 'online' && transportFailures.has(reason)
    const retryAt = state === 'waiting' ? this.options.clock.now() + this.nextDelay(failed) : null
    this.snapshot = { state, reason, detail, transport: this.ladder.transport.name, retryAt }
    const { snapshot } = this
    this.options.driver.changed(snapshot, before)
    // Whoever was told may have signalled in turn.
    if (this.snapshot === snapshot) this.enter(state)
  }

  private leave(state: ConnectionState, next: ConnectionState): void {
    if (this.timer !== undefined) this.options.clock.clearTimeout(this.timer)
    this.timer = undefined
    if (next === 'authenticating' || next === 'online') return
    if (state === 'online') {
      this.heartbeat.stop()
      this.climber.stop()
    }
    this.attempt = undefined
    const { link } = this
    this.link = undefined
    link?.close()
  }

  private enter(state: ConnectionState): void {
    const patience = this.ladder.hasLower ? SHORT_PATIENCE : PATIENCE
    if (state === 'connecting') {
      this.counters.attempts += 1
      this.after(PATIENCE, () => this.lost(Reason.noToken, 'no token in time'))
      void this.connect(patience)
    } else if (state === 'authenticating') {
      this.after(patience, () => this.lost(Reason.welcomeTimeout, 'no welcome in time'))
    } else if (state === 'waiting') {
      const delay = (this.snapshot.retryAt ?? 0) - this.options.clock.now()
      this.after(delay, () => this.signal('retry', Reason.timeToRetry))
    }
  }

  private after(delay: number, callback: () => void): void {
    const { clock } = this.options
    if (this.timer !== undefined) clock.clearTimeout(this.timer)
    this.timer = clock.setTimeout(callback, delay)
  }

  /** @param failed whether the transport led to no welcome */
  private nextDelay(failed: boolean): number {
    const { retryAfter } = this
    const eager = this.options.clock.now() < this.eagerUntil
    this.retryAfter = 0
    this.eagerUntil = 0
    const fell = failed && this.ladder.failed()
    if ((eager || fell) && retryAfter === 0) return 0
    const delay = Math.max(retryAfter, backoffDelay(this.failures, this.options.random()))
    this.failures += 1
    return delay
  }

  /** One attempt. The token comes first: without one there is nobody to open a link for. */
  private async connect(patience: number): Promise<void> {
    const attempt = this.attempt = {}
    try {
      const hello = await this.options.driver.hello()
      if (this.attempt !== attempt) return
      if (hello === null) return this.signal('nobody', Reason.nobody)
      this.after(patience, () => this.lost(Reason.connectTimeout, 'no link in time'))
      this.link = this.ladder.transport.open(this.listener(attempt, hello))
    } catch (error) {
      if (this.attempt === attempt) this.lost(Reason.noToken, error instanceof Error ? error.message : String(error))
    }
  }

  private listener(attempt: object, hello: Frame): LinkListener {
    return {
      opened: () => {
        if (this.attempt !== attempt) return
        this.signal('opened', Reason.linkOpened)
        if (this.attempt !== attempt) return
        this.helloAt = this.options.clock.now()
        this.link?.send(hello)
      },
      frame: (frame) => {
        if (this.attempt !== attempt) return
        this.counters.framesIn += 1
        this.heartbeat.heard()
        this.options.driver.frame(frame)
      },
      ended: ({ code, message }) => {
        if (this.attempt === attempt) this.lost(Reason.linkEnded, code === undefined ? message : `${code} ${message}`)
      },
    }
  }

  private ping(id: string): void {
    const frame = this.options.driver.ping(id)
    if (frame !== null) this.send(frame)
  }

  /** The best transport works again: goes over to it. What is in flight is sent again there. */
  private climb(): void {
    this.ladder.climb()
    this.beEager()
    this.lost(Reason.climbing, 'a better transport works again')
  }
}
