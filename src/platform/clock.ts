import type { Clock } from './types'

/** The longest that a timer can be set to, in ms: with more it would fire at once. */
const LONGEST = 2_147_483_647

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delay) => setTimeout(callback, Math.min(delay, LONGEST)),
  clearTimeout: timer => clearTimeout(timer),
}
