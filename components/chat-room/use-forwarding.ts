import { computed, shallowRef } from 'vue'
import { canForward, canMerge, merged, sendable } from '../../src/content/actions'
import { summary } from '../../src/content/summary'
import type { Conversation } from '../../src/model/conversation'
import type { Message } from '../../src/model/message'
import { tell } from '../../src/platform/dialogs'
import { useConnectionStore } from '../../store/connection'
import { useConversationsStore } from '../../store/conversations'
import { useMessagesStore } from '../../store/messages'
import { usePeopleStore } from '../../store/people'
import { useWords } from '../../store/words'

/** What is being forwarded. */
interface Forwarding {
  readonly messages: readonly Message[]
  /** How many of those that were chosen can't be. */
  readonly left: number
}

/** Sending messages of a room elsewhere. */
export function useForwarding(conversation: () => Conversation | undefined) {
  const words = useWords()
  const { capabilities: { kinds } } = useConnectionStore()
  const conversations = useConversationsStore()
  const messages = useMessagesStore()
  const people = usePeopleStore()
  const forwarding = shallowRef<Forwarding | null>(null)

  /** Merged, they are named after where they come from; two people's, after both. */
  function title(): string {
    const { kind, title = '' } = conversation() ?? {}
    const { name } = people.self ?? {}
    const { historyOf, historyOfTwo } = words.value
    return kind === 'direct' && name !== undefined ? historyOfTwo(name, title) : historyOf(title)
  }

  return {
    forwarding,
    /** Where one may write. */
    conversations: computed(() => (forwarding.value ? conversations.list : [])
      .filter(({ writers, role }) => writers !== 'admins' || role !== 'member')),
    summary: computed(() => {
      const { messages: [first, ...others] = [] } = forwarding.value ?? {}
      if (!first) return ''
      return others.length > 0 ? words.value.selected(others.length + 1)
        : words.value.actionsOf(first.author.name, summary(first.content, words.value))
    }),
    merges: computed(() => {
      const { messages = [] } = forwarding.value ?? {}
      return messages.length > 1 && canMerge(messages) && (kinds === null || kinds.includes('forward'))
    }),

    /** Asks where to; says so where none of them can be forwarded. */
    begin(chosen: readonly Message[]): void {
      const fit = chosen.filter(canForward)
      if (fit.length === 0) tell(words.value.noneForwarded)
      else forwarding.value = { messages: fit, left: chosen.length - fit.length }
    },

    end(): void {
      forwarding.value = null
    },

    /** Sends them, each conversation getting them in their order, and the note behind them. */
    send(ids: readonly string[], as: 'one' | 'each', note: string): void {
      const { messages: chosen = [] } = forwarding.value ?? {}
      forwarding.value = null
      const contents = as === 'one' ? [merged(chosen, title())]
        : chosen.flatMap(({ content }) => sendable(content) ?? [])
      for (const id of ids) {
        for (const content of contents) messages.send(id, content)
        if (note !== '') messages.send(id, { kind: 'text', text: note })
      }
      tell(words.value.forwarded)
    },
  }
}
