import { getCurrentInstance, onBeforeUnmount, onMounted } from 'vue'
// #ifdef H5
import { holdFocus } from '../../src/platform/hold-focus'
import { ignoreOldPress } from '../../src/platform/old-press'
// #endif

/**
 * For what lies over a page, by its root element: it has the focus as long as it is there, and what was pressed before
 * it came doesn't touch it.
 */
export function useLayer(): void {
  // #ifdef H5
  const instance = getCurrentInstance()
  const stops: (() => void)[] = []
  onMounted(() => {
    const { $el: element } = instance?.proxy ?? {}
    if (element instanceof HTMLElement) stops.push(holdFocus(element), ignoreOldPress(element))
  })
  onBeforeUnmount(() => stops.forEach(stop => stop()))
  // #endif
}
