import type { Transport } from '../transports/transport'

/**
 * Which of several transports to try next: the best first, the next one down where it fails, and the one that worked
 * last when the link breaks.
 *
 * One failure of a transport that has worked before doesn't count, as the network fails more often than it begins to
 * block.
 */
export class Ladder {
  private rung = 0
  /** The rung that worked last, or null before any did. */
  private home: number | null = null
  private failures = 0

  /** @param rungs the best first; at least one */
  constructor(private readonly rungs: readonly [Transport, ...Transport[]]) {}

  get transport(): Transport {
    return this.rungs[this.rung] ?? this.rungs[0]
  }

  /** The best of all, to try whether it works again; null while it is in use. */
  get better(): Transport | null {
    return this.rung > 0 ? this.rungs[0] : null
  }

  /** Whether there is a transport to fall to: then one shouldn't be waited for too long. */
  get hasLower(): boolean {
    return this.rung < this.rungs.length - 1
  }

  /** The attempt led to a welcome. */
  worked(): void {
    this.home = this.rung
    this.failures = 0
  }

  /**
   * The attempt led to no welcome.
   * @returns whether to try the next one down at once; otherwise all were tried, and it is time to wait
   */
  failed(): boolean {
    this.failures += 1
    if (this.failures === 1 && this.home === this.rung) return false
    if (this.hasLower) {
      this.rung += 1
      return true
    }
    this.restart()
    return false
  }

  /** Begins with the best again, as on another network. */
  restart(): void {
    this.rung = 0
    this.failures = 0
  }
}
