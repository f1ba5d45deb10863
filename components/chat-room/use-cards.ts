import { computed, ref } from 'vue'
import type { Conversation } from '../../src/model/conversation'
import type { Person } from '../../src/model/person'
import { useConnectionStore } from '../../store/connection'
import { useMessagesStore } from '../../store/messages'
import { usePeopleStore } from '../../store/people'

/** Sending somebody's contact card: whose, and to where. */
export function useCards(conversationId: () => string, conversation: () => Conversation | undefined) {
  const messages = useMessagesStore()
  const people = usePeopleStore()
  const { kinds, people: lists } = useConnectionStore().capabilities
  /** Where the card goes that is being chosen; empty while none is. */
  const to = ref('')

  return {
    /** Whether the server takes cards, and tells of people. */
    available: lists && (kinds === null || kinds.includes('card')),
    to,
    state: computed(() => people.state),
    /** Whose card can be sent: whom one can write to, but for whom one writes to here. */
    rows: computed(() => people.list
      .filter(({ id }) => id !== conversation()?.peer?.id)
      .map(person => ({ person }))),
    load: people.load,
    begin(): void {
      to.value = conversationId()
      void people.load()
    },
    end(): void {
      to.value = ''
    },
    send(person: Person): void {
      messages.send(to.value, { kind: 'card', person })
      to.value = ''
    },
  }
}
