import type { Clock, Frame, Timer } from '../platform/types'
import type { Link, LinkListener, Transport } from '../transports/transport'
import { backoffDelay } from './backoff'
import { Heartbeat, type HeartbeatTimes } from './heartbeat'
import { type ConnectionSignal, type ConnectionState, Reason, transitions } from './states'

/** What the connection asks of whoever speaks the protocol. */
export interface ConnectionDriver {
  /** The first frame of a link, for which it may have to fetch a token; null when nobody is signed in. */
  hello(): Promise<Frame | null>
  /** A sign of life that the server answers. */
  ping(id: string): Frame
  /** A frame came. */
  frame(frame: Frame): void
  /** The connection went to another state. */
  changed(snapshot: ConnectionSnapshot, before: ConnectionState): void
}

export interface ConnectionOptions {
  transport: Transport
  driver: ConnectionDriver
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  heartbeat: HeartbeatTimes
  /** How long opening the link, and then the welcome, may each take, in ms. */
  patience: number
}

/** How the connection stands. A new object with each change. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState
  readonly reason: Reason
  /** For developers: what the transport or the server said. */
  readonly detail: string
  /** When the next try is due, in ms since 1970; null unless `waiting`. */
  readonly retryAt: number | null
}

/**
 * One live link to the server, again and again. Whatever ends a link leads to the same door, {@link Connection.lost};
 * what each state holds (a link, a timer) is made when it is entered and gone when it is left.
 */
export class Connection {
  snapshot: ConnectionSnapshot = { state: 'idle', reason: Reason.none, detail: '', retryAt: null }
  private readonly heartbeat: Heartbeat
  private link: Link | undefined
  /** Made anew for each attempt: what an older one still has to say is told by it. */
  private attempt: object | undefined
  private timer: Timer | undefined
  private asleep = false
  private failures = 0
  /** The least to wait before the next try, in ms, as the server asked. */
  private retryAfter = 0

  constructor(private readonly options: ConnectionOptions) {
    this.heartbeat = new Heartbeat(options.clock, options.heartbeat, {
      ping: id => this.send(options.driver.ping(id)),
      silent: () => this.lost(Reason.silence, 'no answer to a ping'),
    })
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

  /** The app came to the front, or the network came back: tries now, or makes sure that the link still lives. */
  wake(): void {
    this.asleep = false
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
    const link = this.link
    link?.send(frame)
    return this.link === link
  }

  /** The server has let us in. `heartbeat` is the interval that it asks for, in ms. */
  accepted(heartbeat: number): void {
    this.signal('accepted', Reason.welcomed)
    if (this.snapshot.state !== 'online') return
    this.failures = 0
    this.heartbeat.start(heartbeat)
  }

  /** The server said never. */
  refused(detail: string): void {
    this.signal('refused', Reason.serverRefused, detail)
  }

  /** An answer to a ping came. */
  answered(id: string): void {
    this.heartbeat.answered(id)
  }

  /** The link is gone. `retryAfter` is the least to wait, in ms, as the server asked. */
  lost(reason: Reason, detail: string, retryAfter = 0): void {
    this.retryAfter = retryAfter
    this.signal(this.asleep ? 'lostAsleep' : 'lost', reason, detail)
  }

  private signal(signal: ConnectionSignal, reason: Reason, detail = ''): void {
    const before = this.snapshot.state
    const state = transitions[before][signal]
    if (state === undefined) return
    this.leave(before, state)
    const retryAt = state === 'waiting' ? this.options.clock.now() + this.nextDelay() : null
    const snapshot = this.snapshot = { state, reason, detail, retryAt }
    this.options.driver.changed(snapshot, before)
    // Whoever was told may have signalled in turn, even so that it is the same state again.
    if (this.snapshot === snapshot) this.enter(state)
  }

  private leave(state: ConnectionState, next: ConnectionState): void {
    if (this.timer !== undefined) this.options.clock.clearTimeout(this.timer)
    this.timer = undefined
    const linkGoesOn = next === 'authenticating' || next === 'online'
    if (linkGoesOn) return
    if (state === 'online') this.heartbeat.stop()
    this.attempt = undefined
    const link = this.link
    this.link = undefined
    link?.close()
  }

  private enter(state: ConnectionState): void {
    const { patience, clock } = this.options
    if (state === 'connecting') {
      this.after(patience, () => this.lost(Reason.connectTimeout, 'no link in time'))
      void this.connect()
    } else if (state === 'authenticating') {
      this.after(patience, () => this.lost(Reason.welcomeTimeout, 'no welcome in time'))
    } else if (state === 'waiting') {
      const delay = (this.snapshot.retryAt ?? 0) - clock.now()
      this.after(delay, () => this.signal('retry', Reason.timeToRetry))
    }
  }

  private after(delay: number, callback: () => void): void {
    this.timer = this.options.clock.setTimeout(callback, delay)
  }

  private nextDelay(): number {
    const delay = Math.max(this.retryAfter, backoffDelay(this.failures, this.options.random()))
    this.failures += 1
    this.retryAfter = 0
    return delay
  }

  /** One attempt. The token comes first: without one there is nobody to open a link for. */
  private async connect(): Promise<void> {
    const { transport, driver } = this.options
    const attempt = this.attempt = {}
    try {
      const hello = await driver.hello()
      if (this.attempt !== attempt) return
      if (hello === null) this.signal('nobody', Reason.nobody)
      else this.link = transport.open(this.listener(attempt, hello))
    } catch (error) {
      if (this.attempt === attempt) this.lost(Reason.noToken, error instanceof Error ? error.message : String(error))
    }
  }

  private listener(attempt: object, hello: Frame): LinkListener {
    return {
      opened: () => {
        if (this.attempt !== attempt) return
        this.signal('opened', Reason.linkOpened)
        if (this.attempt === attempt) this.link?.send(hello)
      },
      frame: (frame) => {
        if (this.attempt !== attempt) return
        this.heartbeat.heard()
        this.options.driver.frame(frame)
      },
      ended: ({ code, message }) => {
        if (this.attempt === attempt) this.lost(Reason.linkEnded, code === undefined ? message : `${code} ${message}`)
      },
    }
  }
}
