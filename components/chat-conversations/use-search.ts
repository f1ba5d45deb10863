import { ref, shallowRef, watch } from 'vue'
import type { LoadState } from '../../src/sync/loader'
import { useConnectionStore } from '../../store/connection'
import { useConversationsStore } from '../../store/conversations'
import { useHistoryStore } from '../../store/history'
import { usePeopleStore } from '../../store/people'
import type { FoundMessage } from '../chat-search/found'

/** So often the server is asked on at once where it has looked at much and found nothing. */
const ON = 3

/** Looks for messages, on the server. */
export function useSearch() {
  const connection = useConnectionStore()
  const conversations = useConversationsStore()
  const history = useHistoryStore()
  const people = usePeopleStore()
  const isOpen = ref(false)
  const found = shallowRef<readonly FoundMessage[]>([])
  const state = ref<LoadState>('ready')
  const more = ref<string>()
  let text = ''
  /** Each search has a number: what comes for an older one is no more wanted. */
  let asked = 0

  async function go(): Promise<void> {
    const turn = asked += 1
    state.value = 'loading'
    try {
      for (let times = 0; times < ON; times++) {
        const { hits, more: next } = await history.search(text, undefined, more.value)
        if (turn !== asked) return
        more.value = next
        const came = hits.flatMap(({ conversationId, entry }) => {
          const conversation = conversations.get(conversationId)
          return conversation ? [{ conversation, entry }] : []
        })
        found.value = [...found.value, ...came]
        if (came.length > 0 || next === undefined) break
      }
      state.value = 'ready'
    } catch {
      if (turn === asked) state.value = 'failed'
    }
  }

  function search(now: string): void {
    text = now
    asked += 1
    found.value = []
    more.value = undefined
    state.value = 'ready'
    if (connection.capabilities.extras && now !== '') void go()
  }

  watch(() => connection.state === 'online', (online) => {
    if (online && isOpen.value && state.value === 'failed') void go()
  })

  return {
    isOpen, found, state, more, search, go,
    open(): void {
      isOpen.value = true
      if (connection.capabilities.people && connection.state === 'online') void people.load()
    },
    close(): void {
      isOpen.value = false
      search('')
    },
  }
}
