import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { AnswerEnd, MarkdownContent } from '../src/kinds/markdown'
import type { Message } from '../src/model/message'
import { count, fields, text } from '../src/model/read'
import { togetherInFrame } from '../src/platform/frame'
import { useEngine } from './engine'

/**
 * How the writing of an answer stands: nothing of it has come, it goes on, nothing has come for so long that it must
 * have broken off, or how it ended.
 */
export type AnswerState = 'waiting' | 'writing' | 'lost' | AnswerEnd

/** After so long without a piece nobody writes any more, in ms: writers say something every few seconds. */
const QUIET = 30_000
/** The most answers that are written at a time, and the longest one, in code units. */
const MOST = 50
const LENGTH = 100_000

type Answer = Message & { readonly content: { readonly kind: 'markdown' } & MarkdownContent }

/** Whether a message is an answer that is written piece by piece, or was. */
export function isAnswer(message: Message): message is Answer {
  return message.content.kind === 'markdown' && message.content.stream !== undefined
}

/**
 * Answers while they are being written. The pieces pass, and some may be lost: what holds is the message, which says at
 * the end what was written. See docs/streaming.md.
 */
export const useStreamsStore = defineStore('chat-streams', () => {
  const engine = useEngine()
  /** What has come of each. */
  const tails = shallowReactive(new Map<string, string>())
  /** The same, as far as it isn't shown yet: it is once in a frame. */
  const news = new Map<string, string>()
  const lost = shallowReactive(new Set<string>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const show = togetherInFrame(() => {
    for (const [key, tail] of news) tails.set(key, tail)
    news.clear()
  })

  const keyOf = (conversation: string, author: string, stream: string): string => `${conversation} ${author} ${stream}`
  const ofAnswer = ({ conversationId, author, content }: Answer): string =>
    keyOf(conversationId, author.id, content.stream ?? '')

  engine.listen({
    signal({ name, value }) {
      if (name !== 'stream' || value.ask !== undefined) return
      try {
        const key = keyOf(text(value, 'conversation'), text(fields(value.from, 'from'), 'id'), text(value, 'stream'))
        take(key, count(value, 'offset'), text(value, 'text'))
      } catch {
        // It passes, and the next ones say as much.
      }
    },
    logged({ conversationId, entry }) {
      if (entry.type !== 'edit' || entry.content.kind !== 'markdown') return
      const { stream, ended } = entry.content
      if (stream !== undefined && ended !== undefined) forget(keyOf(conversationId, entry.author.id, stream))
    },
    dataChanged() {
      if (!engine.sync.self) [...timers.keys()].forEach(forget)
    },
  })

  function forget(key: string): void {
    clearTimeout(timers.get(key))
    for (const all of [timers, news, tails, lost]) all.delete(key)
  }

  function take(key: string, offset: number, piece: string): void {
    const before = news.get(key) ?? tails.get(key) ?? ''
    live(key)
    // What lies between is missing: the writer says all of it again before long.
    if (offset > before.length || offset + piece.length > LENGTH) return
    if (offset + piece.length <= before.length) return
    news.set(key, before.slice(0, offset) + piece)
    show()
  }

  /** It is being written. */
  function live(key: string): void {
    clearTimeout(timers.get(key))
    lost.delete(key)
    timers.delete(key)
    timers.set(key, setTimeout(() => lost.add(key), QUIET))
    for (const [eldest] of timers) if (timers.size > MOST) forget(eldest)
  }

  function steer(message: Message, ask: 'stop' | 'again'): boolean {
    if (!isAnswer(message)) return false
    const { conversationId, author, content: { stream = '' } } = message
    return engine.send({ type: 'stream', conversationId, stream, personId: author.id, ask })
  }

  return {
    /** What has been written of an answer, as far as it is known. Reactive. */
    text(message: Answer): string {
      const { text, ended } = message.content
      if (ended !== undefined) return text
      const tail = tails.get(ofAnswer(message)) ?? ''
      return tail.length > text.length ? tail : text
    },

    /** How the writing of an answer stands. Reactive. */
    state(message: Answer): AnswerState {
      const { content, at, edited = at } = message
      if (content.ended !== undefined) return content.ended
      const key = ofAnswer(message)
      const begun = tails.has(key) || content.text !== ''
      if (lost.has(key)) return 'lost'
      if (!timers.has(key)) {
        // One of long ago: a program ended while it wrote.
        if (Date.now() - edited > 2 * QUIET) return 'lost'
        live(key)
      }
      return begun ? 'writing' : 'waiting'
    },

    /** Whether who writes an answer can be asked to stop, or to write it again. */
    steers: engine.capabilities.steers ?? engine.capabilities.extras ?? false,
    /** Asks who writes an answer to stop; false if that can't be asked now. */
    stop: (message: Message): boolean => steer(message, 'stop'),
    /** Asks who wrote an answer to write it again; false if that can't be asked now. */
    again: (message: Message): boolean => steer(message, 'again'),
  }
})
