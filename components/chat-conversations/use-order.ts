import { computed } from 'vue'
import { orderOf } from '../../src/content/order'
import type { Conversation } from '../../src/model/conversation'
import type { Draft } from '../../src/storage/drafts'
import { useConversationsStore } from '../../store/conversations'
import { useDraftsStore } from '../../store/drafts'

/**
 * The conversations to be shown, in their order. Reactive; it goes through all of them once for each change.
 * @param isLeaving whether the person has hidden it, and the server isn't told yet
 */
export function useOrder(isLeaving: (conversation: Conversation) => boolean) {
  const conversations = useConversationsStore()
  const drafts = useDraftsStore()
  /** The newest message of those that are hidden, as it was when they came to be. */
  const hiddenAt = new Map<string, number>()
  /** What was written, and when: what was there before this list is as old as the conversation. */
  const written = new Map<string, { draft: Draft | undefined, at: number }>()
  let owner = ''

  /** Whose drafts are looked at: the same array as long as nobody comes or goes. */
  const ids = computed((before?: readonly string[]): readonly string[] => {
    const { list } = conversations
    const known = new Set(before)
    return before?.length === list.length && list.every(({ id }) => known.has(id)) ? before : list.map(({ id }) => id)
  })

  const draftTimes = computed(() => {
    if (owner !== drafts.owner) written.clear()
    owner = drafts.owner
    const times = new Map<string, number>()
    for (const id of ids.value) {
      const draft = drafts.of(id)
      const before = written.get(id)
      const at = !before || !draft ? 0 : before.draft === draft ? before.at : Date.now()
      if (!before || before.draft !== draft) written.set(id, { draft, at })
      if (at > 0) times.set(id, at)
    }
    return times
  })

  /** One that is hidden comes back with the next message: the message itself says it. */
  function isListed({ id, hidden, last }: Conversation): boolean {
    if (!hidden) hiddenAt.delete(id)
    else if (!hiddenAt.has(id)) hiddenAt.set(id, last?.seq ?? 0)
    return !hidden || ((last?.seq ?? 0) > (hiddenAt.get(id) ?? 0) && last?.content.kind !== 'system')
  }

  return computed(() => {
    const listed = conversations.list.filter(conversation => isListed(conversation) && !isLeaving(conversation))
    return orderOf(listed, id => draftTimes.value.get(id))
  })
}
