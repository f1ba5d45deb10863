import type { MessageEntry } from '../model/entry'
import type { ProtocolHost } from './protocol'
import type { Answering } from './news'
import type { RoomState } from './past'

/** The longest answer, in code units. */
const LENGTH = 100_000

/** An answer that is being written. */
interface Open {
  readonly where: RoomState
  readonly entry: MessageEntry
  text: string
}

/**
 * Answers that a server without a log writes piece by piece: each begins as a message, and its end is an edit of that,
 * as on the native protocol.
 * @param begin takes a message in, and gives its entry
 */
export function createStreams(
  { emit, platform }: ProtocolHost, begin: (news: Answering) => Pick<Open, 'where' | 'entry'>,
) {
  const open = new Map<string, Open>()

  function end(id: string, ended: 'done' | 'stopped' | 'failed'): void {
    const one = open.get(id)
    if (!one) return
    open.delete(id)
    const { where: { id: conversationId, log }, entry: message, text } = one
    const { seq: target, author } = message
    const content = { kind: 'markdown', text, stream: id, ended } as const
    const seq = log.amend(target, content)
    const at = platform.clock.now()
    const entry = { type: 'edit', seq, id: `${id}-${seq}`, author, at, target, content } as const
    emit({ type: 'logged', conversationId, entry })
  }

  return {
    take(news: Answering): void {
      const { id, text, offset, ended } = news
      const one: Open = open.get(id) ?? { ...begin(news), text: '' }
      open.set(id, one)
      const at = offset ?? one.text.length
      // What is missing comes with the end, or never.
      if (text !== undefined && at <= one.text.length && at + text.length <= LENGTH) {
        one.text = one.text.slice(0, at) + text
        const { where, entry: { author: from } } = one
        const value = { conversation: where.id, stream: id, from, offset: at, text }
        emit({ type: 'signal', name: 'stream', value })
      }
      if (ended) end(id, ended)
    },

    /** Nobody goes on with what was being written on an earlier link. */
    breakOff(): void {
      for (const id of [...open.keys()]) end(id, 'failed')
    },
  }
}
