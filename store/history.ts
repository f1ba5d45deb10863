import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { ReceivedContent } from '../src/model/content'
import { amend, type Amendment, type MessageEntry } from '../src/model/entry'
import type { PageEvent } from '../src/model/events'
import type { Message } from '../src/model/message'
import { count, type Fields, fields, list, optional, readable, readContent, readEntry, text } from '../src/model/read'
import { createTimeline, type Timeline } from '../src/sync/timeline'
import type { LoadState } from '../src/sync/loader'
import { answerTo } from './answers'
import { useEngine } from './engine'
import { useMessagesStore } from './messages'

/** A part of a log somewhere in its middle, as it is shown after a jump. */
export interface PartView {
  readonly messages: readonly Message[]
  readonly hasEarlier: boolean
  readonly earlier: LoadState
  readonly later: LoadState
}

/** What a message said at a time. */
export interface Version {
  /** When it was said, in ms since 1970. */
  readonly at: number
  readonly content: ReceivedContent
}

/** A message that was looked for. */
export interface Hit {
  readonly conversationId: string
  readonly entry: MessageEntry
}

export interface Found {
  readonly hits: readonly Hit[]
  /** Give it to `search` to look on; undefined where there is no more. */
  readonly more?: string
}

/** Where a reader was in a conversation: a message, and how far below the list's upper edge it stood, in px. */
export interface LeftPlace {
  readonly key: string
  readonly lead: number
}

interface Part {
  readonly timeline: Timeline
  /** What was said of messages since the part was fetched, by the `seq` of those. */
  readonly amendments: Map<number, Amendment[]>
  earlier: LoadState
  later: LoadState
}

/** When what changed has been told, in ms, so that it can be kept. */
const KEEP_SOON = 50
/** Entries on either side of a message that is jumped to, and in a page. */
const PAGE = 50

/**
 * What lies in a log beyond what is shown: parts of it around a message, what messages said before, which are pinned,
 * and what can be found. Everything here takes a connection, and throws a ChatError when it can't be had.
 */
export const useHistoryStore = defineStore('chat-history', () => {
  const engine = useEngine()
  const { sync } = engine
  const messages = useMessagesStore()
  const parts = new Map<string, Part>()
  const views = shallowReactive(new Map<string, PartView>())
  const places = new Map<string, LeftPlace>()

  engine.listen({
    // What is said of a message in a part changes it there, too.
    logged({ conversationId, entry }) {
      const part = parts.get(conversationId)
      if (!part || entry.type === 'message' || entry.type === 'unknown') return
      const { amendments } = part
      amendments.set(entry.target, [...amendments.get(entry.target) ?? [], entry])
      update(conversationId)
    },
    dataChanged() {
      if (!sync.self) places.clear()
      for (const [id, { timeline }] of parts) if (!sync.timeline(id) || isOld(timeline)) leave(id)
    },
    signal({ name, value }) {
      if (name === 'hidden') takeAway(value)
    },
  })

  const isOld = (part: Timeline): boolean => sync.timeline(part.conversationId)?.epoch !== part.epoch

  function update(id: string): void {
    const part = parts.get(id)
    if (!part) return void views.delete(id)
    const { timeline, amendments, earlier, later } = part
    const messages = timeline.messages.map(message =>
      amendments.get(message.seq ?? 0)?.reduce<Message>(amend, message) ?? message)
    views.set(id, { messages, hasEarlier: !timeline.atStart, earlier, later })
  }

  function leave(id: string): void {
    parts.delete(id)
    views.delete(id)
  }

  const page = (conversationId: string, range: { before?: number, after?: number }): Promise<PageEvent> =>
    sync.ask('page', { type: 'history', conversationId, limit: PAGE, ...range })

  /** The message at a place, as far as it is shown. */
  const shown = (id: string, seq: number): Message | undefined =>
    (views.get(id) ?? messages.view(id)).messages.find(message => message.seq === seq)

  /**
   * Lets a message be shown, wherever in the log it is: where it isn't, the part around it is fetched, and `part` shows
   * that.
   * @returns the message, or the one after it if there is none at that place; undefined if there is nothing
   */
  async function jump(id: string, seq: number): Promise<Message | undefined> {
    const there = shown(id, seq)
    if (there) return there
    if ((sync.timeline(id)?.first ?? Infinity) <= seq) {
      // It is among the newest, and not a message.
      leave(id)
      return messages.view(id).messages.find(message => (message.seq ?? 0) >= seq)
    }
    const [before, after] = await Promise.all([page(id, { before: seq }), page(id, { after: seq - 1 })])
    const timeline = createTimeline(id, sync.self)
    const entries = [...before.entries, ...after.entries]
    timeline.addNewest(after.epoch, entries[entries.length - 1]?.seq ?? 0, entries)
    parts.set(id, { timeline, amendments: new Map(), earlier: 'ready', later: 'ready' })
    update(id)
    meet(id)
    return (views.get(id) ?? messages.view(id)).messages.find(message => (message.seq ?? 0) >= seq)
  }

  /** Where a part reaches what is newest, all of it is shown as one, and there is no part any more. */
  function meet(id: string): void {
    const part = parts.get(id)?.timeline
    const newest = sync.timeline(id)
    if (!part || !newest || part.epoch !== newest.epoch || part.head + 1 < newest.first) return
    const known = part.newest(part.head - part.first + 1).filter(({ seq }) => seq < newest.first)
    if (known.length > 0) newest.addEarlier(known)
    leave(id)
    messages.enter(id)
  }

  async function load(id: string, which: 'earlier' | 'later'): Promise<void> {
    const part = parts.get(id)
    if (!part || part[which] === 'loading') return
    const { timeline } = part
    part[which] = 'loading'
    update(id)
    try {
      const { first, head } = timeline
      const { epoch, entries } = await page(id, which === 'earlier' ? { before: first } : { after: head })
      if (parts.get(id) !== part) return
      if (epoch !== timeline.epoch) return leave(id)
      if (which === 'earlier') timeline.addEarlier(entries)
      else entries.forEach(timeline.add)
      part[which] = 'ready'
    } catch {
      part[which] = 'failed'
    }
    update(id)
    if (which === 'later') meet(id)
  }

  /** What is known of a log is, without what was hidden, what the log is now: it needn't be fetched anew. */
  function goOn(id: string, epoch: string): void {
    const conversation = sync.conversations.get(id)
    const known = [sync.timeline(id), parts.get(id)?.timeline]
    // Of what isn't current, or only kept, nothing was taken away.
    if (!conversation || known[0]?.epoch !== conversation.epoch) return
    for (const timeline of known) if (timeline) timeline.epoch = epoch
    sync.conversations.put({ ...conversation, epoch })
  }

  /** Takes messages from view that this person has hidden, here or on another device. */
  function takeAway(value: Fields): void {
    try {
      const conversationId = text(value, 'conversation')
      const epoch = optional(value, 'epoch', text)
      for (const seq of list(value, 'seqs')) {
        const entry = { seq: Number(seq), type: 'unknown' } as const
        sync.receive({ type: 'logged', conversationId, entry })
        if (parts.get(conversationId)?.timeline.add(entry)) update(conversationId)
      }
      if (epoch !== undefined) goOn(conversationId, epoch)
      // The log says nothing of it: what is kept must not bring them back.
      setTimeout(sync.keep, KEEP_SOON)
    } catch {
      // The next page says so, too.
    }
  }

  return {
    /** Where the reader was when leaving a conversation, if that was not at its newest message. */
    placeIn: (id: string): LeftPlace | undefined => places.get(id),
    /** Keeps where the reader is, as long as the app runs; with null, that is the newest message. */
    keepPlace(id: string, place: LeftPlace | null): void {
      if (place) places.set(id, place)
      else places.delete(id)
    },
    /** The part of a conversation's log that is shown in place of the newest messages; reactive. */
    part: (id: string): PartView | undefined => views.get(id),
    jump,
    /** Shows the newest messages again. */
    leave,
    /** Fetches the page before the part that is shown. Doesn't throw: the view says how it went. */
    loadEarlier: (id: string): Promise<void> => load(id, 'earlier'),
    /** Fetches the page after it. */
    loadLater: (id: string): Promise<void> => load(id, 'later'),

    /** Takes messages from one's own view, on all of one's devices: others still have them. */
    hide: async (conversationId: string, which: readonly Message[]): Promise<void> => {
      const seqs = which.flatMap(({ seq }) => (seq === null ? [] : [seq]))
      await answerTo(sync, { type: 'hide', conversationId, seqs }, takeAway)
    },
    /** Pins a message in its conversation, for all members, or takes that back. */
    pin: async ({ conversationId, author, id }: Message, on: boolean): Promise<void> => {
      const target = { from: author.id, id }
      await sync.ask('acked', { type: 'change', conversationId, change: on ? 'pinned' : 'unpinned', target })
    },
    /** The pinned messages of a conversation, the one that was pinned last first. */
    pins: (conversationId: string): Promise<readonly MessageEntry[]> =>
      answerTo(sync, { type: 'pins', conversationId }, from => readable(list(from, 'events'), readMessage)),
    /** All that a message has said, the oldest first. */
    edits: (conversationId: string, seq: number): Promise<readonly Version[]> =>
      answerTo(sync, { type: 'edits', conversationId, seq }, from => readable(list(from, 'versions'), readVersion)),
    /**
     * Looks for messages, the newest first.
     * @param conversationId where to look; everywhere without it
     * @param before the `more` of the last answer
     * @param limit 1 to 50
     */
    search: (words: string, conversationId?: string, before?: string, limit = 20): Promise<Found> =>
      answerTo(sync, { type: 'search', text: words, conversationId, before, limit }, from => ({
        hits: readable(list(from, 'hits'), readHit), more: optional(from, 'more', text),
      })),
  }
})

function readMessage(value: unknown): MessageEntry {
  const entry = readEntry(value)
  if (entry.type !== 'message') throw new TypeError('no message')
  return entry
}

function readVersion(value: unknown): Version {
  const from = fields(value, 'version')
  return { at: count(from, 'at'), content: readContent(from.content) }
}

function readHit(value: unknown): Hit {
  const from = fields(value, 'hit')
  return { conversationId: text(from, 'conversation'), entry: readMessage(from.event) }
}
