import { later, turn } from './api'

const EVERY_MS = 5
const WITHIN_MS = 3000

/**
 * Polls until `condition` holds, and fails with `message` when it doesn't in time.
 * A condition that throws counts as not holding yet; its last error is told.
 */
export async function waitFor(
  condition: () => unknown,
  message: string | (() => string),
  within = WITHIN_MS
): Promise<void> {
  let expired = false
  // A timer instead of a clock: tests may fake Date.
  const deadline = later(() => { expired = true }, within)
  try {
    for (;;) {
      let reason: string
      try {
        if (condition()) return
        reason = ''
      } catch (error) {
        reason = ` (${String(error)})`
      }
      if (expired) {
        const text = typeof message === 'function' ? message() : message
        throw new Error(`not within ${within} ms: ${text}${reason}`)
      }
      await turn(EVERY_MS)
    }
  } finally {
    clearTimeout(deadline)
  }
}
