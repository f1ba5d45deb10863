import { type Ref, watch } from 'vue'
import { beforePaint } from '../../src/platform/frame'
import type { LoadState } from '../../src/sync/loader'
import type { Scroller } from './scroller'
import type { useView } from './use-view'

/** What the list is told of what lies beyond its ends. */
interface Ends {
  readonly messages: unknown
  readonly hasEarlier: boolean
  readonly earlier: LoadState
  readonly hasLater: boolean
  readonly later: LoadState
}

/** Asks for more where the reader nears an end beyond which there is more. */
export function useEdges(
  ends: Ends, scroller: Ref<Scroller | null>, { nearStart, nearEnd, shows }: ReturnType<typeof useView>,
  ask: (what: 'loadEarlier' | 'loadLater') => void,
): void {
  let looks = false
  // Also when a page has come and the reader is still, or again, near an edge: that is known two frames later.
  watch([nearStart, nearEnd, () => ends.earlier, () => ends.later, () => ends.messages], () => {
    if (nearStart.value && ends.hasEarlier) scroller.value?.offStart()
    if (!looks) beforePaint(() => beforePaint(look))
    looks = true
  }, { flush: 'post' })

  function look(): void {
    // What has come may wait for its frame: until it is drawn, the reader seems to be nearer to the edge than they are.
    if (scroller.value && !shows(ends.messages)) return beforePaint(look)
    looks = false
    if (nearStart.value && ends.hasEarlier && ends.earlier === 'ready') ask('loadEarlier')
    if (nearEnd.value && ends.hasLater && ends.later === 'ready') ask('loadLater')
  }
}
