import { computed, nextTick, onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { hasTouchKeyboard, type KeyboardRoom, watchKeyboard } from '../../src/platform/keyboard'

/** What can stand below the field. */
export type Panel = '' | 'emoji' | 'more'

/** A panel's height as long as no keyboard has been seen, in px. */
const USUAL = 292
/** A panel's height while one types into it, in px: a keyboard lies below it. */
const SEARCHING = 188
/** What covers less than this, in px, is no keyboard: a bar of the browser, say. */
const LEAST = 100
/** The longest that a keyboard takes to come, in ms. Where none comes, as with a real one, the panel goes then. */
const COMES_WITHIN = 500

/** The height of the keyboard that was seen last, in px: whoever opens a panel, in whatever room, has it there. */
let lastKeyboard = USUAL

/**
 * Lets panels and the phone's keyboard take turns in the same place. What is below the field, together, is as high as
 * the panel or the keyboard, whichever is higher; so nothing jumps while one of them slides away under the other.
 * @param tell `resize`: the composer has another height; `keyboard`: so much of the page below the composer is covered
 */
export function usePanels(
  field: () => { focus(): unknown, blur(): void } | null,
  tell: { resize(): void, keyboard(height: number): void },
) {
  const panel = ref<Panel>('')
  const searching = ref(false)
  const room = ref<KeyboardRoom>({ covered: 0, shrunk: 0 })
  const panelHeight = ref(lastKeyboard)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** How high the place for panels is, in px. A page that was made smaller for a keyboard lacks so much already. */
  const height = computed(() => {
    if (panel.value === '') return 0
    return searching.value ? SEARCHING : Math.max(0, panelHeight.value - room.value.shrunk)
  })
  /** How much a keyboard covers below that. */
  const below = computed(() => (searching.value ? room.value.covered : Math.max(0, room.value.covered - height.value)))
  const total = ({ covered, shrunk }: KeyboardRoom): number => covered + shrunk

  function keyboardChanged(now: KeyboardRoom): void {
    const before = total(room.value)
    const after = total(now)
    room.value = now
    if (after <= before || after < LEAST) return
    lastKeyboard = after
    // It has come for the field, in place of the panel.
    if (!searching.value) close()
  }

  function close(): void {
    clearTimeout(timer)
    panel.value = ''
    searching.value = false
  }

  function open(which: Panel): void {
    clearTimeout(timer)
    if (panel.value === '') panelHeight.value = lastKeyboard
    panel.value = which
    searching.value = false
    if (total(room.value) > 0) field()?.blur()
  }

  /** Gives the field the focus. Where a keyboard comes with it, the panel stays until that is there. */
  function type(): void {
    void field()?.focus()
    if (hasTouchKeyboard()) timer = setTimeout(close, COMES_WITHIN)
    else close()
  }

  watch(height, () => void nextTick(tell.resize))
  watch(below, tell.keyboard)

  let stop: () => void = () => {}
  onMounted(() => {
    stop = watchKeyboard(keyboardChanged)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    stop()
  })

  return {
    panel,
    height,
    /** Whether something covers the lower edge of the page. */
    raised: computed(() => height.value > 0 || below.value > 0),
    close,
    type,
    /** Somebody looks for an emoji, for which a keyboard comes, or no more. */
    search(active: boolean): void {
      searching.value = active && hasTouchKeyboard()
    },
    /** The field itself tells what a keyboard covers. */
    covered: (covered: number): void => keyboardChanged({ covered, shrunk: 0 }),
    /** Opens a panel, or leads back to the field. */
    toggle: (which: Panel): void => (panel.value === which ? type() : open(which)),
  }
}
