import type { Clock, Timer } from '../platform/types'

/**
 * How a server and a client know of each other that they live:
 * - `ask`: the client pings, the server answers
 * - `listen`: the server pings at its interval, and the protocol answers; the client only listens
 * - `none`: nobody does; only the transport's own signs tell that a link is dead
 */
export type HeartbeatKind = 'ask' | 'listen' | 'none'

/** How a {@link Heartbeat} beats. */
export interface HeartbeatOptions {
  kind: HeartbeatKind
  /** How long it may be quiet before a ping, in ms. */
  interval: number
  /** The least that a ping's answer may take, however quick the network usually is, in ms. */
  minTimeout: number
  /** The most, in ms. */
  maxTimeout: number
  /** How long the answer to a ping may take after the app came to the front, or the network changed, in ms. */
  urgentTimeout: number
}

/**
 * A dead link shows within 10 s: after 6 s of quiet, and 2 s for an answer with an ordinary round trip. Coming to the
 * front it shows within 2 s, which leaves room for a round trip of 1.5 s.
 */
export const defaultHeartbeat: HeartbeatOptions = {
  kind: 'ask', interval: 6_000, minTimeout: 2_000, maxTimeout: 4_000, urgentTimeout: 1_900,
}

/** When a timer fires this late (ms), the page was frozen, and what came meanwhile has not been delivered yet. */
const FROZEN = 250
/** How often in a row that may be the reason to ask again: in a background tab every timer is late. */
const MOST_FROZEN = 2
/** The shortest interval that a server can ask for, in ms. */
const SHORTEST = 1_000

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
  /** When the ping was sent that has no answer yet. */
  private pingedAt: number | null = null
  private pings = 0
  /** How often in a row a timer was late. */
  private lates = 0
  private interval: number

  constructor(
    private readonly clock: Clock,
    private readonly options: HeartbeatOptions,
    private readonly listener: { ping(id: string): void, silent(): void },
  ) {
    this.interval = options.interval
  }

  /**
   * Begins with a new link.
   * @param hint the interval that the server asks for, or at which it pings, in ms, or 0
   * @param sample how long the server took to let us in, in ms: a first idea of the round trip
   */
  start(hint: number, sample: number): void {
    this.stop()
    const { kind, interval, maxTimeout } = this.options
    if (kind === 'none') return
    this.roundTrip = null
    this.measure(sample)
    const asked = hint > 0 ? Math.max(SHORTEST, hint) : interval
    this.interval = kind === 'listen' ? asked + maxTimeout : Math.min(interval, asked)
    this.heard()
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

  /** The answer to a ping came. An empty id answers whichever is open. */
  answered(id: string): void {
    if (this.pingedAt === null || (id !== '' && id !== String(this.pings))) return
    this.measure(this.clock.now() - this.pingedAt)
    this.pingedAt = null
    this.lates = 0
    this.schedule(this.interval)
  }

  /** Asks at once, and not for long: the app came to the front, or the network changed. */
  probe(): void {
    if (this.timer === undefined || this.options.kind !== 'ask') return
    this.ping(Math.max(this.options.urgentTimeout, 1.5 * (this.roundTrip ?? 0)))
  }

  private ping(timeout: number): void {
    this.pings += 1
    this.pingedAt = this.clock.now()
    this.schedule(timeout)
    this.listener.ping(String(this.pings))
  }

  private timeout(): number {
    const { minTimeout, maxTimeout } = this.options
    return Math.min(maxTimeout, Math.max(minTimeout, (this.roundTrip ?? 0) + 4 * this.deviation))
  }

  /** Takes a round trip into the average, as TCP does it (RFC 6298). */
  private measure(sample: number): void {
    if (this.roundTrip === null) {
      this.roundTrip = sample
      this.deviation = sample / 2
    } else {
      this.deviation += (Math.abs(this.roundTrip - sample) - this.deviation) / 4
      this.roundTrip += (sample - this.roundTrip) / 8
    }
  }

  private schedule(delay: number): void {
    if (this.timer !== undefined) this.clock.clearTimeout(this.timer)
    this.due = this.clock.now() + delay
    this.timer = this.clock.setTimeout(() => this.fired(), delay)
  }

  private fired(): void {
    const now = this.clock.now()
    this.lates = now - this.due > FROZEN ? this.lates + 1 : 0
    const frozen = this.lates > 0 && this.lates <= MOST_FROZEN
    const quiet = now - this.heardAt
    if (this.pingedAt === null) {
      // The clock may have been put back meanwhile.
      if (quiet < this.interval && quiet >= 0) this.schedule(this.interval - quiet)
      else if (this.options.kind === 'ask') this.ping(this.timeout())
      else if (frozen) this.schedule(this.options.maxTimeout)
      else this.silent()
    } else if (frozen) {
      this.ping(this.timeout())
    } else if (this.heardAt > this.pingedAt) {
      // It lives, though its answer is late behind other frames.
      this.pingedAt = null
      this.schedule(Math.max(0, this.interval - quiet))
    } else {
      this.silent()
    }
  }

  private silent(): void {
    this.stop()
    this.listener.silent()
  }
}
