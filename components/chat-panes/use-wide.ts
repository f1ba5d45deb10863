import { onBeforeUnmount, type Ref, ref } from 'vue'
import { watchWide } from '../../src/platform/wide'

/** The least width at which a list of conversations and a room stand beside each other, in px. */
export const WIDE = 900

/** Whether the window is at least so wide, in px; it follows. */
export function useWide(least = WIDE): Readonly<Ref<boolean>> {
  const wide = ref(false)
  const stop = watchWide(least, now => { wide.value = now })
  onBeforeUnmount(stop)
  return wide
}
