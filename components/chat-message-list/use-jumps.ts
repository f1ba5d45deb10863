import { computed, nextTick, onBeforeUnmount, ref, type Ref, watch } from 'vue'
import type { Message } from '../../src/model/message'
import { type Setting, unreadIndex } from './rows'
import type { Scroller } from './scroller'
import type { useView } from './use-view'

/** A message, and how far below the list's upper edge it stands, in px. */
export interface ReadingPlace {
  readonly key: string
  readonly lead: number
}

/** What decides where the list begins. */
interface Given extends Setting {
  readonly messages: readonly Message[]
  readonly hasLater: boolean
  readonly startAt?: ReadingPlace
}

/** How long a message stands out that was jumped to, in ms. */
const LIT = 1_600

/**
 * Where the list begins, jumps to messages, and the way back.
 * @param takeNow lets the view have the messages as they are now
 * @param toEnd goes to the newest message, which may have to be loaded first
 */
export function useJumps(
  given: Given, scroller: Ref<Scroller | null>, view: ReturnType<typeof useView>, takeNow: () => void,
  toEnd: () => Promise<void>,
) {
  /** Where the reader was before a jump. */
  const returns = ref<string>()
  /** Where the reader was when the messages became a part of the log around another one. */
  let left: string | undefined
  /** A message to go back to once the messages that it is among are there again. */
  let wanted: string | undefined
  let landed = false
  let litTimer: ReturnType<typeof setTimeout> | undefined

  const indexOf = (key: string | undefined): number =>
    key === undefined ? -1 : given.messages.findIndex(message => message.key === key)

  /** Begins where the reader was, or where unread messages begin, if that is more than a screen up. */
  function land(): void {
    if (landed || !scroller.value || !given.messages.length) return
    landed = true
    const before = indexOf(wanted)
    wanted = undefined
    if (before >= 0) return void view.toIndex(before, 0)
    const unread = unreadIndex(given.messages, given)
    if (unread >= 0) return void (view.distance(unread) > view.height && view.toIndex(unread))
    const { key, lead } = given.startAt ?? {}
    const start = indexOf(key)
    if (start >= 0) void view.toIndex(start, lead)
  }

  // It isn't there before the first messages are.
  watch(scroller, land, { flush: 'post' })
  onBeforeUnmount(() => clearTimeout(litTimer))

  return {
    /** Whether there is a way back. */
    returning: computed(() => returns.value !== undefined),

    /** There is nothing to go back to. */
    forget(): void {
      returns.value = undefined
    },

    /**
     * Begins with other messages.
     * @param here the message where the reader was
     */
    begin(here: string | undefined): void {
      left = given.hasLater ? here : undefined
      returns.value = undefined
      landed = false
      void view.toEnd()
      land()
    },

    /**
     * Goes to a message, which stands out for a moment.
     * @returns whether it is among the messages
     */
    async jumpTo(key: string): Promise<boolean> {
      takeNow()
      // Who has just given it to the list needn't wait until the list has it.
      if (indexOf(key) < 0) await nextTick().then(takeNow)
      const index = indexOf(key)
      if (index < 0) return false
      const from = left ?? view.topmost.value?.key
      left = undefined
      if (!await view.toIndex(index)) return false
      returns.value = from
      view.light(key)
      clearTimeout(litTimer)
      litTimer = setTimeout(() => view.light(''), LIT)
      return true
    },

    /** Goes back to where the reader was before the last jump; else to the newest message. */
    async back(): Promise<void> {
      const key = returns.value
      returns.value = undefined
      takeNow()
      const index = indexOf(key)
      if (index >= 0 && await view.toIndex(index, 0)) return
      wanted = given.hasLater ? key : undefined
      await toEnd()
    },

    /** Where the reader is, for `startAt`; null at the newest message. */
    place(): ReadingPlace | null {
      const { topmost, anchor } = view
      if (!anchor || !topmost.value) return null
      return scroller.value?.line() ?? { key: topmost.value.key, lead: 0 }
    },
  }
}
