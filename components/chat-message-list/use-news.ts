import { ref } from 'vue'
import { summary } from '../../src/content/summary'
import type { Words } from '../../src/locale/words'
import type { Message } from '../../src/model/message'

/** What came while the reader looked elsewhere. */
export function useNews() {
  /** How many messages of others came. */
  const missed = ref(0)
  /** The keys of those that call for the reader, the oldest first. */
  const calls = ref<readonly string[]>([])
  /** The newest place in the log that has been looked at. */
  let newest = 0

  /** The messages of others that came since it was asked last, the newest first. */
  function take(messages: readonly Message[]): Message[] {
    const came: Message[] = []
    const before = newest
    for (let index = messages.length - 1; index >= 0; index--) {
      const message = messages[index]
      if (!message || (message.seq !== null && message.seq <= before)) break
      newest = Math.max(newest, message.seq ?? 0)
      if (message.seq !== null && !message.own) came.push(message)
    }
    return came
  }

  return {
    missed,
    calls,
    take,

    /** Counts what came and isn't seen. */
    count(came: readonly Message[], selfId: string | undefined): void {
      // A line that nobody said is nothing to have missed.
      missed.value += came.filter(({ content }) => content.kind !== 'system').length
      const calling = came.filter(({ mentions }) => mentions?.some(id => id === '*' || id === selfId))
      if (calling.length) calls.value = [...calls.value, ...calling.map(({ key }) => key).reverse()]
    },

    /** The reader has seen it all. */
    seen(): void {
      missed.value = 0
      if (calls.value.length) calls.value = []
    },

    /** The oldest message that calls for the reader, which is seen from now on. */
    nextCall(): string | undefined {
      const [next, ...others] = calls.value
      calls.value = others
      return next
    },

    /** Another list: what is in it is not new. */
    restart(messages: readonly Message[]): void {
      newest = 0
      for (let index = messages.length - 1; index >= 0 && newest === 0; index--) newest = messages[index]?.seq ?? 0
      missed.value = 0
      calls.value = []
    },
  }
}

/** What a screen reader says of messages that came; undefined if none did. */
export function announcement(came: readonly Message[], words: Words): string | undefined {
  const [message] = came
  if (!message) return undefined
  if (came.length > 1) return words.newMessages(came.length)
  const { content, author: { name } } = message
  return content.kind === 'system' ? summary(content, words, name) : `${name}: ${summary(content, words)}`
}
