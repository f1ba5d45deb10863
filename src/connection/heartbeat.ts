import { createAlarm } from '../platform/alarm'
import type { Clock } from '../platform/types'

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

/** Who acts on what a {@link Heartbeat} finds. */
export interface HeartbeatListener {
  /** A ping is to be sent; its answer goes to `answered`. */
  ping(id: string): void
  /** The other side is gone. */
  silent(): void
}

export type Heartbeat = ReturnType<typeof createHeartbeat>

/**
 * Knows whether the other side is there: any frame counts as life, silence is asked by a ping, and an unanswered ping
 * means that the link is dead. The time to answer follows the measured round trip.
 */
export function createHeartbeat(clock: Clock, options: HeartbeatOptions, listener: HeartbeatListener) {
  const { kind, minTimeout, maxTimeout } = options
  const alarm = createAlarm(clock)
  let { interval } = options
  let roundTrip: number | null = null
  let deviation = 0
  let due = 0
  let heardAt = 0
  /** When the ping was sent that has no answer yet. */
  let pingedAt: number | null = null
  let pings = 0
  /** How often in a row a timer was late. */
  let lates = 0

  function stop(): void {
    alarm.stop()
    pingedAt = null
  }

  function heard(): void {
    heardAt = clock.now()
  }

  function ping(timeout: number): void {
    pings += 1
    pingedAt = clock.now()
    schedule(timeout)
    listener.ping(String(pings))
  }

  function timeout(): number {
    return Math.min(maxTimeout, Math.max(minTimeout, (roundTrip || 0) + 4 * deviation))
  }

  /** Takes a round trip into the average, as TCP does it (RFC 6298). */
  function measure(sample: number): void {
    if (roundTrip === null) {
      roundTrip = sample
      deviation = sample / 2
    } else {
      deviation += (Math.abs(roundTrip - sample) - deviation) / 4
      roundTrip += (sample - roundTrip) / 8
    }
  }

  function schedule(delay: number): void {
    due = clock.now() + delay
    alarm.set(delay, fired)
  }

  function fired(): void {
    const now = clock.now()
    lates = now - due > FROZEN ? lates + 1 : 0
    const frozen = lates > 0 && lates <= MOST_FROZEN
    const quiet = now - heardAt
    if (pingedAt === null) {
      // The clock may have been put back meanwhile.
      if (quiet < interval && quiet >= 0) schedule(interval - quiet)
      else if (kind === 'ask') ping(timeout())
      else if (frozen) schedule(maxTimeout)
      else silent()
    } else if (frozen) {
      ping(timeout())
    } else if (heardAt > pingedAt) {
      // It lives, though its answer is late behind other frames.
      pingedAt = null
      schedule(Math.max(0, interval - quiet))
    } else {
      silent()
    }
  }

  function silent(): void {
    stop()
    listener.silent()
  }

  return {
    /** The smoothed round trip in ms, or null before the first measurement. */
    get roundTrip(): number | null {
      return roundTrip
    },

    /**
     * Begins with a new link.
     * @param hint the interval that the server asks for, or at which it pings, in ms, or 0
     * @param sample how long the server took to let us in, in ms: a first idea of the round trip
     */
    start(hint: number, sample: number): void {
      stop()
      if (kind === 'none') return
      roundTrip = null
      measure(sample)
      const asked = hint > 0 ? Math.max(SHORTEST, hint) : options.interval
      interval = kind === 'listen' ? asked + maxTimeout : Math.min(options.interval, asked)
      heard()
      schedule(interval)
    },

    stop,

    /** A frame came. On the hot path, hence no timer is touched: the running one looks at the time when it fires. */
    heard,

    /** The answer to a ping came. An empty id answers whichever is open. */
    answered(id: string): void {
      if (pingedAt === null || (id !== '' && id !== String(pings))) return
      measure(clock.now() - pingedAt)
      pingedAt = null
      lates = 0
      schedule(interval)
    },

    /** Asks at once, and not for long: the app came to the front, or the network changed. */
    probe(): void {
      if (alarm.isSet && kind === 'ask') ping(Math.max(options.urgentTimeout, 1.5 * (roundTrip || 0)))
    },
  }
}
