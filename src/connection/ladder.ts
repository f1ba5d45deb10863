import type { Transport } from '../transports/transport'

/**
 * After how many failures in a row of the transport that worked last another one gets a try, once each. Few and far
 * between: when the server is down for all, a detour is one more attempt of each client.
 */
const DETOURS: readonly number[] = [2, 4, 5]

/**
 * Which of several transports to try next. Before any has worked: all in turn, at once, the best first. Later the one
 * that worked last, as the network fails more often than it begins to block, with a detour to each of the others when
 * the failures go on.
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
   * @returns whether to try another one at once; otherwise it is time to wait
   */
  failed(): boolean {
    if (this.home === null) {
      if (this.hasLower) {
        this.rung += 1
        return true
      }
      this.home = this.rung = 0
      return false
    }
    if (this.rung !== this.home) {
      // A detour led nowhere.
      this.rung = this.home
      return false
    }
    this.failures += 1
    const detour = DETOURS.indexOf(this.failures)
    if (detour < 0 || detour >= this.rungs.length - 1) return false
    this.rung = detour < this.home ? detour : detour + 1
    return true
  }

  /** Perhaps another network: what failed before may work now, and the other way round. */
  refresh(): void {
    this.failures = 0
  }

  /** Goes over to the best. */
  climb(): void {
    this.rung = this.home = 0
    this.failures = 0
  }
}
