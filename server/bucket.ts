// How much of a rate may be used at once: a quarter of a second's worth.
const burstSeconds = 0.25

/**
 * A token bucket that may be overdrawn: what has come has come, and what comes next waits until that is paid back. It
 * is full at first, and never holds more than a quarter of a second's worth. Times are in ms, by any clock that never
 * runs back.
 */
export class Bucket {
  private level: number

  /** @param perSecond - how much of it comes back each second */
  constructor(private readonly perSecond: number, private at: number) {
    this.level = perSecond * burstSeconds
  }

  /**
   * Takes so much.
   * @returns how long it takes until that is paid back; 0 if there was enough
   */
  take(cost: number, now: number): number {
    this.refill(now)
    this.level -= cost
    return this.wait(now)
  }

  /** How long it takes until what was taken is paid back; 0 if it is. */
  wait(now: number): number {
    this.refill(now)
    return Math.max(0, -this.level / this.perSecond * 1000)
  }

  /** Whether no more than a quarter of it is used. */
  isCalm(now: number): boolean {
    this.refill(now)
    return this.level >= this.perSecond * burstSeconds * 3 / 4
  }

  /** Whether nothing of it is used, so that it may be forgotten. */
  isFull(now: number): boolean {
    this.refill(now)
    return this.level >= this.perSecond * burstSeconds
  }

  private refill(now: number): void {
    this.level = Math.min(this.perSecond * burstSeconds, this.level + (now - this.at) / 1000 * this.perSecond)
    this.at = now
  }
}
