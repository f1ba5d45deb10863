import { computed, ref, shallowRef } from 'vue'
import { named, searched, type Written } from '../../src/content/written'
import type { Person } from '../../src/model/person'

/** Where the people come from that can be mentioned. */
export interface MentionSources {
  readonly members?: readonly Person[]
  readonly findMembers?: (query: string) => Promise<readonly Person[]>
  readonly mayMentionAll?: boolean
}

/** The most people that are shown. */
const MOST = 50

/**
 * Whom one may mean by an `@`, while one writes it.
 * @param everyone the words for all members
 */
export function useMentions(sources: MentionSources, everyone: () => string) {
  const search = shallowRef<{ start: number, query: string } | null>(null)
  const found = shallowRef<readonly Person[]>([])
  const active = ref(0)
  /** Where the `@` stands whose list was closed by hand. */
  let closed = -1
  let turn = 0

  const people = computed<readonly Person[]>(() => {
    if (!search.value) return []
    const { query } = search.value
    const all: Person[] = sources.mayMentionAll ? [{ id: '*', name: everyone() }] : []
    const members = sources.findMembers ? found.value : sources.members ?? []
    return [...named(all, query), ...named(members, query)].slice(0, MOST)
  })

  /** Looks what stands before the cursor. */
  async function look(written: Written, cursor: number): Promise<void> {
    const now = searched(written, cursor)
    if (now?.start !== closed) closed = -1
    if (now?.start === search.value?.start && now?.query === search.value?.query) return
    active.value = 0
    search.value = now && now.start !== closed ? now : null
    if (!search.value || !sources.findMembers) return
    const mine = ++turn
    try {
      const members = await sources.findMembers(search.value.query)
      if (mine === turn) found.value = members
    } catch {
      // Who can't be found now can be when the next letter is typed.
    }
  }

  function close(): void {
    closed = search.value?.start ?? -1
    search.value = null
  }

  return {
    people,
    active,
    look,
    close,
    /** Somebody was found: where the `@` stands. */
    take(): number | undefined {
      close()
      return closed < 0 ? undefined : closed
    },
    /** Goes to the next one or the one before, around the ends. */
    step(by: 1 | -1): void {
      const count = people.value.length
      active.value = (active.value + by + count) % count
    },
  }
}
