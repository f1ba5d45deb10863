import { computed, ref, shallowRef, watch } from 'vue'
import type { Member } from '../../src/model/person'
import type { LoadState } from '../../src/sync/loader'
import { useConnectionStore } from '../../store/connection'
import { useGroupsStore } from '../../store/groups'

/** How many are fetched at once. */
const PAGE = 200

/**
 * The members of a group in the order of joining, page by page.
 * @param id the group's
 * @param changed something that changes when others are in it, or have another role
 */
export function useMembers(id: () => string | undefined, changed: () => unknown) {
  const connection = useConnectionStore()
  const groups = useGroupsStore()
  const members = shallowRef<readonly Member[]>([])
  const state = ref<LoadState>('ready')
  const hasMore = ref(false)
  /** Which of the loads that were begun counts. */
  let round = 0

  /** Fetches the next page, or, from the start, all that were there. */
  async function load(fromStart = false): Promise<void> {
    const group = id()
    if (group === undefined || (state.value === 'loading' && !fromStart)) return
    const mine = ++round
    const wanted = fromStart ? members.value.length : members.value.length + 1
    let known = fromStart ? [] : [...members.value]
    state.value = 'loading'
    try {
      for (let more = true; more && (known.length === 0 || known.length < wanted);) {
        const page = await groups.members(group, known[known.length - 1]?.place ?? 0, PAGE)
        if (mine !== round) return
        known = [...known, ...page]
        more = page.length === PAGE
        hasMore.value = more
      }
      members.value = known
      state.value = 'ready'
    } catch {
      if (mine === round) state.value = 'failed'
    }
  }

  watch(id, () => {
    members.value = []
    hasMore.value = false
  })
  watch([id, changed, () => connection.state === 'online'], ([group, , online]) => {
    if (group !== undefined && online) void load(true)
  }, { immediate: true })

  return {
    members,
    state: computed(() => (connection.state === 'online' || members.value.length > 0 ? state.value : 'loading')),
    hasMore,
    /** Fetches the next page. Doesn't throw: `state` says how it went. */
    more: (): Promise<void> => load(),
    /** Tries again. */
    reload: (): Promise<void> => load(members.value.length === 0),
  }
}
