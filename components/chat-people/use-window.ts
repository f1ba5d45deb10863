import { computed, nextTick, onMounted, type Ref, ref, watch } from 'vue'
import { measureParts, measureScroller } from '../../src/platform/measure'

/** Rows that are drawn beyond either edge of the screen. */
const BEYOND = 8
/** How high a row is before one was measured, in px. */
const ROW = 56
/** How high the area is before it was measured, in px. */
const AREA = 800

/**
 * Which of many rows of one height are drawn: those near the screen.
 * @param owner the component that holds them (its proxy)
 * @param area selector of what scrolls
 * @param row selector of a row; it has a `data-id`
 */
export function useWindow<Item>(owner: object | null, area: string, row: string, items: Ref<readonly Item[]>) {
  const top = ref(0)
  const height = ref(AREA)
  const rowHeight = ref(ROW)

  async function measure(): Promise<void> {
    const [scroller, rows] = await Promise.all([measureScroller(owner, area), measureParts(owner, row)])
    if (scroller && scroller.height > 0) height.value = scroller.height
    const [first] = rows
    if (first && first.height > 0) rowHeight.value = first.height
  }

  onMounted(measure)
  watch(() => items.value.length > 0, () => void nextTick(measure))

  /** The first that is drawn: by steps, so that most of a scroll draws nothing new. */
  const from = computed(() => {
    const first = Math.floor(top.value / rowHeight.value / BEYOND) * BEYOND - BEYOND
    return Math.max(0, Math.min(first, items.value.length - 1))
  })
  const to = computed(() => from.value + Math.ceil(height.value / rowHeight.value) + 3 * BEYOND)

  return {
    /** Those that are drawn, in their order. */
    drawn: computed(() => items.value.slice(from.value, to.value)),
    /** The room for all of them, and for those above the first that is drawn. */
    room: computed(() => ({
      height: `${items.value.length * rowHeight.value}px`,
      paddingTop: `${from.value * rowHeight.value}px`,
    })),
    /** The area was scrolled. */
    scrolled(scrollTop: number): void {
      top.value = scrollTop
    },
  }
}
