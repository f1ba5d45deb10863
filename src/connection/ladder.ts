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
 * @param rungs the best first; at least one
 */
export function createLadder(rungs: readonly [Transport, ...Transport[]]) {
  const lowest = rungs.length - 1
  let rung = 0
  /** The rung that worked last, or null before any did. */
  let home: number | null = null
  let failures = 0

  return {
    get transport(): Transport {
      return rungs[rung] || rungs[0]
    },

    /** The best of all, to try whether it works again; null while it is in use. */
    get better(): Transport | null {
      return rung > 0 ? rungs[0] : null
    },

    /** Whether there is a transport to fall to: then one shouldn't be waited for too long. */
    get hasLower(): boolean {
      return rung < lowest
    },

    /** The attempt led to a welcome. */
    worked(): void {
      home = rung
      failures = 0
    },

    /**
     * The attempt led to no welcome.
     * @returns whether to try another one at once; otherwise it is time to wait
     */
    failed(): boolean {
      if (home === null) {
        if (rung < lowest) {
          rung += 1
          return true
        }
        home = rung = 0
        return false
      }
      if (rung !== home) {
        // A detour led nowhere.
        rung = home
        return false
      }
      failures += 1
      const detour = DETOURS.indexOf(failures)
      if (detour < 0 || detour >= lowest) return false
      rung = detour < home ? detour : detour + 1
      return true
    },

    /** Perhaps another network: what failed before may work now, and the other way round. */
    refresh(): void {
      failures = 0
    },

    /** Goes over to the best. */
    climb(): void {
      rung = home = 0
      failures = 0
    },
  }
}
