import { onBeforeUnmount, type Ref, ref, watch } from 'vue'
import type { ConnectionState } from '../../src/connection/states'

/** What the banner shows: nothing, a break, a refusal, or that it is over. */
export type BannerFace = 'none' | 'broken' | 'refused' | 'back'

/** How long a break must last to be worth words, in ms. */
const BREAK = 2_000
/** How long it says that all is well again, in ms. */
const BACK = 1_500

/** Follows the connection's state, but shows a break only when it lasts. */
export function useLasting(state: () => ConnectionState): Ref<BannerFace> {
  const face = ref<BannerFace>('none')
  let timer: ReturnType<typeof setTimeout> | undefined

  function later(next: BannerFace, delay: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      face.value = next
    }, delay)
  }

  function at(next: BannerFace): void {
    clearTimeout(timer)
    timer = undefined
    face.value = next
  }

  watch(state, (now) => {
    if (now === 'refused') return at('refused')
    // Nobody wants a connection, or it is expected to be cut: nothing to say.
    if (now === 'idle' || now === 'closed' || now === 'suspended') return at('none')
    if (now !== 'online') {
      if (face.value === 'refused' || face.value === 'back') at('none')
      if (face.value === 'none' && timer === undefined) later('broken', BREAK)
    } else if (face.value === 'broken') {
      at('back')
      later('none', BACK)
    } else if (face.value !== 'back') {
      at('none')
    }
  }, { immediate: true })

  onBeforeUnmount(() => clearTimeout(timer))
  return face
}
