import { ChatError } from '../model/error'
import * as ErrorCode from '../model/error-code'

/** Server codes that say "not now" rather than "no"; see `docs/protocol.md`. */
const NOT_NOW: ReadonlySet<number> = new Set([4029, 4500, 4503])

/** Whether a server's code says that the same may work later. */
export function isNotNow(code: number): boolean {
  return NOT_NOW.has(code)
}

/** Whether what failed now may work later on the same link. */
export function isPassing(error: unknown): boolean {
  return error instanceof ChatError && (error.code === ErrorCode.timeout || isNotNow(error.code))
}
