import type { Ref } from 'vue'
import type { RowStep } from '../../src/platform/row-focus'
import type { Message } from '../../src/model/message'
import type { Scroller } from './scroller'
import type { useView } from './use-view'

/**
 * Lets the keyboard lead from one row to another, whether that is drawn or not.
 * @returns to be called with where it leads, the key of the row it comes from, and how many rows a page is
 */
export function useSteps(
  messages: () => readonly Message[], scroller: Ref<Scroller | null>, view: ReturnType<typeof useView>,
  toEnd: () => Promise<void>,
) {
  return async (where: RowStep, from: string | null, page: number): Promise<void> => {
    const all = messages()
    const last = all.length - 1
    const key = from ?? view.topmost.value?.key
    const known = all.findIndex(message => message.key === key)
    const here = known < 0 ? last : known
    const by = { previous: -1, next: 1, pageUp: -page, pageDown: page, first: -last, last }[where]
    const index = Math.min(last, Math.max(0, here + by))
    const to = all[index]?.key ?? ''
    if (where === 'last') await toEnd()
    if (scroller.value?.focusRow(to)) return
    await view.toIndex(index)
    scroller.value?.focusRow(to)
  }
}
