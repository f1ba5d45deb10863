import { computed, nextTick, type Ref, ref, watch } from 'vue'
import type { Conversation } from '../../src/model/conversation'
import { inFrame } from '../../src/platform/frame'
import type { RowStep } from '../../src/platform/row-focus'
import { useWindow } from './use-window'

/** What `chat-rows` can do. */
export interface Rows {
  to(top: number): Promise<void>
  focusRow(id: string): boolean
  holdFocus(): () => void
}

/**
 * What the list shows of the conversations as they should be: the same, but nothing moves under a finger.
 * @param wanted the conversations in their order
 * @param mustWait whether something else than a finger holds them where they are
 */
export function useRows(wanted: Ref<readonly Conversation[]>, rows: Ref<Rows | null>, mustWait: () => boolean) {
  const window = useWindow()
  const isTouched = ref(false)
  const isHeld = computed(() => isTouched.value || mustWait())

  function settle(): void {
    let now = wanted.value
    if (isHeld.value && window.all.length > 0) {
      // Each stays where it is, and says what is new. Who isn't there any more goes.
      const byId = new Map(now.map(conversation => [conversation.id, conversation]))
      now = window.all.flatMap(({ id }) => byId.get(id) ?? [])
    }
    const giveFocus = rows.value?.holdFocus()
    const top = window.update(now)
    if (top !== null) void rows.value?.to(top)
    void nextTick(giveFocus)
  }

  window.update(wanted.value)
  watch([wanted, isHeld], () => {
    // #ifdef H5
    settle()
    // #endif
    // #ifndef H5
    // Watchers run while a mini-program's page renders: it would render for what they read.
    inFrame(settle)
    // #endif
  })

  /** The keyboard leads on from a row. */
  async function step(where: RowStep, from: string | null, page: number): Promise<void> {
    const { all, place: { top, height, row } } = window
    const last = all.length - 1
    const known = from === null ? -1 : all.findIndex(({ id }) => id === from)
    const here = known >= 0 ? known : Math.ceil(top / row) - (where === 'next' ? 1 : 0)
    const by = { previous: -1, next: 1, pageUp: -page, pageDown: page, first: -last, last }[where]
    const index = where === 'first' ? 0 : Math.min(last, Math.max(0, here + by))
    const id = all[index]?.id ?? ''
    if (rows.value?.focusRow(id)) return
    const wanted = index * row < top ? index * row : Math.max(0, (index + 1) * row - height)
    window.moved({ top: wanted, height, row })
    await rows.value?.to(wanted)
    rows.value?.focusRow(id)
  }

  return {
    drawn: window.drawn,
    moved: window.moved,
    step,
    hold(on: boolean): void {
      isTouched.value = on
    },
  }
}
