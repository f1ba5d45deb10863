import type { Quote } from '../model/entry'
import { count, fields, list, optional, readQuote, text } from '../model/read'
import type { KeyValueStorage } from '../platform/types'
import { keyOf } from './vault'

/** What was being written in a conversation. */
export interface Draft {
  readonly text: string
  /** Where it calls for somebody, and for whom, in the order of the text; `*` is everyone. */
  readonly mentions: readonly { readonly start: number, readonly end: number, readonly id: string }[]
  /** The message that it answers. */
  readonly quote?: Quote
}

/** Which emoji a person takes. */
export interface EmojiHabits {
  /** Those used last, the newest first. */
  readonly recents: readonly string[]
  /** The skin tone, 1 to 5; 0 is none. */
  readonly tone: number
}

/** The version of what is stored. A newer one is left alone. */
const VERSION = 1
/** The most drafts that are kept: the newest ones. */
const MOST = 50
/** The longest draft that is kept, in characters. */
const LENGTH = 50_000

/**
 * Keeps what a person was writing over restarts. It stands where all that is kept of that person does, and goes with it
 * at a logout. Nothing here throws: a storage that fails keeps none.
 */
export function createDraftBox(storage: KeyValueStorage, userId: string) {
  const whole = `chat/${keyOf(userId)}/`
  const start = `${whole}draft/`

  function attempt<Value>(work: () => Value, otherwise: Value): Value {
    try {
      return work()
    } catch {
      return otherwise
    }
  }

  function read(key: string): unknown[] {
    const stored = attempt<unknown>(() => JSON.parse(storage.get(key) ?? ''), null)
    return Array.isArray(stored) && stored[0] === VERSION ? stored : []
  }

  return {
    /** All drafts by their conversations, the one that was changed first in front. */
    all(): Map<string, Draft> {
      const keys = attempt(() => storage.keys().filter(key => key.startsWith(start)), [])
      const drafts = keys.flatMap((key) => {
        const [, conversationId, at, stored] = read(key)
        const draft = attempt(() => readDraft(stored), null)
        if (typeof conversationId !== 'string' || typeof at !== 'number' || !draft) return []
        return [{ conversationId, at, draft }]
      })
      return new Map(drafts.sort((a, b) => a.at - b.at).map(({ conversationId, draft }) => [conversationId, draft]))
    },

    /**
     * Keeps a draft, or forgets it.
     * @param at when it was changed, in ms since 1970
     */
    keep(conversationId: string, draft: Draft | undefined, at: number): void {
      const key = start + keyOf(conversationId)
      const stored = JSON.stringify([VERSION, conversationId, at, draft])
      attempt(() => draft && stored.length <= LENGTH ? storage.set(key, stored) : storage.remove(key), undefined)
    },

    habits(): EmojiHabits {
      const [, tone, recents] = read(`${whole}emoji`)
      return {
        tone: typeof tone === 'number' ? tone : 0,
        recents: Array.isArray(recents) ? recents.filter((one): one is string => typeof one === 'string') : [],
      }
    },

    keepHabits({ tone, recents }: EmojiHabits): void {
      attempt(() => storage.set(`${whole}emoji`, JSON.stringify([VERSION, tone, recents])), undefined)
    },
  }
}

/** The drafts to keep: no more than are worth it, the oldest left out. */
export function bounded(drafts: ReadonlyMap<string, Draft>): string[] {
  return [...drafts.keys()].slice(0, Math.max(0, drafts.size - MOST))
}

function readDraft(value: unknown): Draft {
  const from = fields(value, 'draft')
  const written = text(from, 'text')
  let last = 0
  const mentions = list(from, 'mentions').flatMap((one) => {
    const mention = fields(one, 'mention')
    const read = { start: count(mention, 'start'), end: count(mention, 'end'), id: text(mention, 'id') }
    if (read.start < last || read.end <= read.start || read.end > written.length) return []
    last = read.end
    return [read]
  })
  const quote = optional(from, 'quote', readQuote)
  return { text: written, mentions, ...quote && { quote } }
}
