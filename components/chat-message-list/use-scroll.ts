import { type ComponentPublicInstance, nextTick, ref } from 'vue'
import { measureScroller, type ScrollerSize } from '../../src/platform/measure'

/** How close to the end counts as being there, in px. */
const NEAR = 60
/** How close to the start older messages are asked for, in px. */
const EARLY = 400
/** Further than any list is long, in px. */
const BOTTOM = 10_000_000

interface ScrollEvent {
  detail: { scrollTop: number, scrollHeight: number }
}

/** Where the list's reader is, and how to take them elsewhere. */
export function useScroll(owner: ComponentPublicInstance | null) {
  /** Bound to the scroll-view: changing it scrolls there. */
  const top = ref(0)
  /** Whether the reader is at the newest message. */
  const atEnd = ref(true)
  /** Whether the reader nears the oldest message. */
  const nearStart = ref(false)
  let seen: ScrollerSize = { scrollTop: 0, scrollHeight: 0, height: 0 }
  let turn = 0

  async function measure(): Promise<ScrollerSize> {
    return await measureScroller(owner, '.chat-list__scroller') ?? seen
  }

  /** Goes to the newest message. */
  async function toEnd(): Promise<void> {
    atEnd.value = true
    await nextTick()
    // The same value again would change nothing.
    turn = 1 - turn
    top.value = BOTTOM + turn
    seen = await measure()
  }

  /** The scroll-view says where it is. */
  function scrolled({ detail }: ScrollEvent): void {
    seen = { ...seen, scrollTop: detail.scrollTop, scrollHeight: detail.scrollHeight }
    nearStart.value = seen.scrollTop < EARLY
    if (seen.height === 0) return
    atEnd.value = seen.scrollHeight - seen.scrollTop - seen.height < NEAR
  }

  /** Rows were put in front: keeps the line that the reader looks at, where the platform hasn't done so itself. */
  async function keepLine(): Promise<void> {
    const before = seen
    // Not known until the rows are there.
    nearStart.value = false
    await nextTick()
    const after = await measure()
    const grown = after.scrollHeight - before.scrollHeight
    const kept = Math.abs(after.scrollTop - before.scrollTop - grown) < Math.abs(after.scrollTop - before.scrollTop)
    const scrollTop = kept ? after.scrollTop : before.scrollTop + grown
    if (grown > 0 && !kept) top.value = scrollTop
    seen = { ...after, scrollTop }
    nearStart.value = scrollTop < EARLY
  }

  /** The room around the list changed. */
  async function resized(): Promise<void> {
    const wasAtEnd = atEnd.value
    await nextTick()
    seen = await measure()
    if (wasAtEnd) await toEnd()
  }

  return { top, atEnd, nearStart, toEnd, scrolled, keepLine, resized }
}
