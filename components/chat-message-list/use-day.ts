import { computed, type ComputedRef, onBeforeUnmount, ref, type Ref } from 'vue'
import { dayLabel } from '../../src/content/time'
import type { Message } from '../../src/model/message'
import { useWords } from '../../store/words'

/** How long the day shows after a scroll, in ms. */
const SHOWS = 1_200

/** The name of the day that floats over the list while it is scrolled; none at other times. */
export function useDay(
  topmost: Readonly<Ref<Message | null>>, now: Ref<number>,
): { day: ComputedRef<string>, scrolled(): void } {
  const words = useWords()
  const shows = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onBeforeUnmount(() => clearTimeout(timer))
  return {
    day: computed(() => (shows.value && topmost.value ? dayLabel(topmost.value.at, now.value, words.value) : '')),
    scrolled(): void {
      clearTimeout(timer)
      shows.value = true
      timer = setTimeout(() => { shows.value = false }, SHOWS)
    },
  }
}
