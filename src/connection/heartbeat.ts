import type { Clock, Timer } from '../platform/types'

/** Times of a {@link Heartbeat}, in ms. */
export interface HeartbeatTimes {
  /** How long it may be quiet before a ping. */
  interval: number
  /** The least that a ping's answer may take, however quick the network usually is. */
  minTimeout: number
  /** The most. */
  maxTimeout: number
}

/** A dead link shows after 6 s of quiet and at least 2 s for an answer: within 10 s with an ordinary round trip. */
export const defaultHeartbeat: HeartbeatTimes = { interval: 6_000, minTimeout: 2_000, maxTimeout: 6_000 }

/** When a timer fires this late (ms), the page was frozen, and what came meanwhile has not been delivered yet. */
const FROZEN = 1_000

/**
 * Knows whether the other side is there: any frame counts as life, silence is asked by a ping, and an unanswered ping
 * means that the link is dead. The time to answer follows the measured round trip.
 */
export class Heartbeat {
  /** The smoothed round trip in ms, or null before the first measurement. */
  roundTrip: number | null = null
  private deviation = 0
  private timer: Timer | undefined
  private due = 0
  private heardAt = 0
  private pingedAt: number | null = null
  private pings = 0
  private interval: number

  constructor(
    private readonly clock: Clock,
    private readonly times: HeartbeatTimes,
    private readonly listener: { ping(id: string): void, silent(): void },
  ) {
    this.interval = times.interval
  }

  /** Begins with a new link. `hint` is the interval that the server asks for, in ms: it can only shorten ours. */
  start(hint: number): void {
    this.stop()
    this.interval = hint > 0 ? Math.min(hint, this.times.interval) : this.times.interval
    this.heardAt = this.clock.now()
    this.schedule(this.interval)
  }

  stop(): void {
    if (this.timer !== undefined) this.clock.clearTimeout(this.timer)
    this.timer = undefined
    this.pingedAt = null
  }

  /** A frame came. On the hot path, hence no timer is touched: the running one looks at the time when it fires. */
  heard(): void {
    this.heardAt = this.clock.now()
  }

  /** The answer to a ping came. */
  answered(id: string): void {
    if (this.pingedAt === null || id !== String(this.pings)) return
    const sample = this.clock.now() - this.pingedAt
    // Smoothed as TCP does it (RFC 6298).
    if (this.roundTrip === null) {
      this.roundTrip = sample
      this.deviation = sample / 2
    } else {
      this.deviation += (Math.abs(this.roundTrip - sample) - this.deviation) / 4
      this.roundTrip += (sample - this.roundTrip) / 8
    }
    this.pingedAt = null
    this.schedule(this.interval)
  }

  /** Asks at once, for example after the app came to the front. */
  probe(): void {
    if (this.timer !== undefined) this.ping()
  }

  private ping(): void {
    this.pings += 1
    this.pingedAt = this.clock.now()
    this.schedule(this.timeout())
    this.listener.ping(String(this.pings))
  }

  private timeout(): number {
    const { minTimeout, maxTimeout } = this.times
    if (this.roundTrip === null) return (minTimeout + maxTimeout) / 2
    return Math.min(maxTimeout, Math.max(minTimeout, this.roundTrip + 4 * this.deviation))
  }

  private schedule(delay: number): void {
    if (this.timer !== undefined) this.clock.clearTimeout(this.timer)
    this.due = this.clock.now() + delay
    this.timer = this.clock.setTimeout(() => this.fired(), delay)
  }

  private fired(): void {
    const now = this.clock.now()
    const frozen = now - this.due > FROZEN
    if (this.pingedAt === null) {
      const quiet = now - this.heardAt
      if (quiet < this.interval && quiet >= 0) this.schedule(this.interval - quiet)
      else this.ping()
    } else if (frozen) {
      this.ping()
    } else if (this.heardAt > this.pingedAt) {
      // It lives, though its pong is late behind other frames.
      this.pingedAt = null
      this.schedule(this.interval)
    } else {
      this.stop()
      this.listener.silent()
    }
  }
}
