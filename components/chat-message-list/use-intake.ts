import { onBeforeUnmount, watch } from 'vue'
import { inFrame } from '../../src/platform/frame'
import type { Message } from '../../src/model/message'

/** Where many messages come, they are shown together this often, in ms. */
const TOGETHER = 100

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
  let takenAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Whether a frame is waited for. */
  let waits = false

  /** How long the messages as they are now can wait, in ms. */
  function delay(messages: readonly Message[]): number {
    const last = taken.length - 1
    const newest = messages[messages.length - 1]
    const appended = taken.length > 0 && messages.length > taken.length
      && messages[0] === taken[0] && messages[last] === taken[last]
    // What the reader writes doesn't wait.
    if (!appended || newest?.seq === null) return 0
    return mustWait() ? TOGETHER : takenAt + TOGETHER - Date.now()
  }

  function look(): void {
    clearTimeout(timer)
    const wait = delay(given())
    if (wait > 0) timer = setTimeout(look, wait)
    else if (taken.length === 0) takeNow()
    else if (!waits) {
      waits = true
      inFrame(() => {
        waits = false
        takeNow()
      })
    }
  }

  function takeNow(): void {
    const messages = given()
    if (messages === taken) return
    clearTimeout(timer)
    taken = messages
    takenAt = Date.now()
    take(messages)
  }

  watch(given, look, { immediate: true })
  onBeforeUnmount(() => clearTimeout(timer))
  return takeNow
}
