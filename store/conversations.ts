import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Conversation } from '../src/model/conversation'
import { useEngine } from './engine'

/** The conversations of this person. */
export const useConversationsStore = defineStore('chat-conversations', () => {
  const engine = useEngine()
  const { sync } = engine
  const list = shallowRef<readonly Conversation[]>(sync.conversations.all)
  const loaded = shallowRef(sync.self !== null)

  engine.listen({
    dataChanged(changes) {
      if (!changes.list) return
      list.value = sync.conversations.all
      loaded.value = sync.self !== null
    },
  })

  return {
    /** All of them, the one with the newest message first. */
    list,
    /** Whether the server has told us of them yet. */
    loaded,
    /** All unread messages together, for a badge: those of muted conversations call nobody. */
    totalUnread: computed(() => list.value.reduce((sum, { unread, muted }) => (muted ? sum : sum + unread), 0)),
    /** One of them, if this person is in it. */
    // Whoever reads the list here is told when it changes.
    get: (id: string): Conversation | undefined => (list.value ? sync.conversations.get(id) : undefined),
    /**
     * The direct conversation with a person; it is made when there is none.
     * @throws ChatError when it can't be had now
     */
    openWith: sync.open,
    /** This person has read up to `seq`. It never moves back. */
    markRead: sync.markRead,
  }
})
