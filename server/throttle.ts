import { Bucket } from './bucket'
import { limits } from './limits'
import type { LimitName } from './metrics'

/** What is to be done about a connection that has taken too much: not reading it for so long, or ending it. */
export type Measure = { do: 'pause', ms: number, limit: LimitName } | { do: 'end', limit: LimitName }

/**
 * Holds one connection to its rate, and to that of its person. Whoever is too fast is read no faster than that, so that
 * nothing is lost or overtaken; only a flood that goes on in spite of it is ended.
 */
export class Throttle {
  /** What all connections of this person share, once it is known who it is. */
  shared: Bucket | undefined
  private readonly own: Bucket
  // Since when it has been too fast, without a calm moment.
  private since: number | undefined

  /** @param rate - frames a second, in the long run */
  constructor(rate: number, now: number) {
    this.own = new Bucket(rate, now)
  }

  /** Pays for a frame of this length; a sign of life that is no frame has none. */
  pay(length: number, now: number): Measure | undefined {
    const cost = 1 + Math.floor(length / limits.frameCostBytes)
    const own = this.own.take(cost, now)
    const shared = this.shared?.take(cost, now) ?? 0
    const ms = Math.max(own, shared)
    const limit = shared > own ? 'person-rate' : 'rate'
    if (ms === 0) {
      if (this.isCalm(now)) this.since = undefined
      return undefined
    }
    this.since ??= now
    if (ms > limits.longestPause || now - this.since > limits.floodTime) return { do: 'end', limit }
    return { do: 'pause', ms, limit }
  }

  /** Whether no more than a quarter of what may come at once is used. */
  isCalm(now: number): boolean {
    return this.own.isCalm(now) && this.shared?.isCalm(now) !== false
  }

  /** How long it is still not to be read, in ms. */
  wait(now: number): number {
    return Math.max(this.own.wait(now), this.shared?.wait(now) ?? 0)
  }
}
