import { onBeforeUnmount, watch } from 'vue'
import { inFrame } from '../../src/platform/frame'
import type { Message } from '../../src/model/message'

/** Where many messages come, they are shown together this often, in ms. */
const TOGETHER = 100
/** More than this at once go by unread, and fill the screen anew: they are shown less often, in ms. */
export const FLOOD = 20
const FLOOD_TOGETHER = 500

/**
 * Hands on what the list is given: soon, but for messages that come at the end faster than anybody reads, or while they
 * must not be put there.
 * @param mustWait whether nothing should come at the end just now
 * @returns hands on what was given, now
 */
export function useIntake(
  given: () => readonly Message[], mustWait: () => boolean, take: (messages: readonly Message[]) => void,
): () => void {
  let taken: readonly Message[] = []
  /** When messages were last taken that came at the end. */
  let cameAt = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Whether a frame is waited for. */
  let waits = false

  /** Whether there are others at the end, and nothing else is new. */
  function isAppended(messages: readonly Message[]): boolean {
    const last = taken.length - 1
    return taken.length > 0 && messages.length > taken.length
      && messages[0] === taken[0] && messages[last] === taken[last]
  }

  /** How long the messages as they are now can wait, in ms. */
  function delay(messages: readonly Message[]): number {
    // What the reader writes doesn't wait.
    if (!isAppended(messages) || messages[messages.length - 1]?.seq === null) return 0
    if (mustWait()) return TOGETHER
    return cameAt + (messages.length - taken.length > FLOOD ? FLOOD_TOGETHER : TOGETHER) - Date.now()
  }

  function look(messages: readonly Message[]): void {
    const wait = delay(messages)
    if (wait > 0) timer ??= setTimeout(lookAgain, wait)
    else if (taken.length === 0) takeNow()
    else if (!waits) {
      waits = true
      inFrame(() => {
        waits = false
        takeNow()
      })
    }
  }

  function lookAgain(): void {
    timer = undefined
    look(given())
  }

  function takeNow(): void {
    const messages = given()
    if (messages === taken) return
    clearTimeout(timer)
    timer = undefined
    if (isAppended(messages)) cameAt = Date.now()
    taken = messages
    take(messages)
  }

  watch(given, look, { immediate: true })
  onBeforeUnmount(() => clearTimeout(timer))
  return takeNow
}
