import { ChatError } from '../model/error'
import * as ErrorCode from '../model/error-code'
import type { HistoryCommand, PageEvent } from '../model/events'
import { createAlarm } from '../platform/alarm'
import type { Clock } from '../platform/types'
import type { Changes } from './changes'
import type { Conversations } from './conversations'
import { isPassing } from './passing'
import type { Timeline } from './timeline'
import type { Timelines } from './timelines'

/** How the loading of a conversation's messages stands. */
export type LoadState = 'loading' | 'ready' | 'failed'

/** A part of a log. */
export type Range = Pick<HistoryCommand, 'before' | 'after' | 'limit'>

export interface LoaderOptions {
  clock: Clock
  timelines: Timelines
  conversations: Conversations
  changes: Changes
  /** With more missing entries than this, the newest page comes first, and a hole stays behind it. */
  maxGap: number
  /** Asks the server for a part of a log; rejects with a ChatError. */
  history: (conversationId: string, range: Range) => Promise<PageEvent>
}

/** How many entries a page of history has. */
const PAGE = 50
/** How many pages of nothing but changes are looked through for a message to show. */
const MOST_PAGES = 10
/** How long to wait before a hole in what is shown is asked for again, in ms. */
const MEND_DELAY = 5_000

/** Fetches what timelines lack. */
export function createLoader({ clock, timelines, conversations, changes, maxGap, history }: LoaderOptions) {
  const states = new Map<string, LoadState>()
  const catchingUp = new Set<string>()
  /** The last fetch of each conversation: the next one waits for it. */
  const fetching = new Map<string, Promise<unknown>>()
  /** Set while a hole waits to be asked for again. */
  const mending = createAlarm(clock)
  let online = false

  function setState(conversationId: string, state: LoadState): void {
    states.set(conversationId, state)
    changes.timeline(conversationId)
  }

  /** Asks for a part of a log when nothing else is being asked of it. */
  function fetch(conversationId: string, range: Range): Promise<PageEvent> {
    const ask = (): Promise<PageEvent> => history(conversationId, range)
    const before = fetching.get(conversationId)
    const page = before ? before.then(ask, ask) : ask()
    const forget = (): void => {
      if (fetching.get(conversationId) === page) fetching.delete(conversationId)
    }
    fetching.set(conversationId, page)
    page.then(forget, forget)
    return page
  }

  const isCurrent = (timeline: Timeline): boolean => timelines.get(timeline.conversationId) === timeline

  function isBehind({ conversationId, epoch, head, hasGap }: Timeline): boolean {
    const told = conversations.get(conversationId) || { epoch, head }
    return hasGap || told.epoch !== epoch || told.head > head
  }

  async function fetchNewer(timeline: Timeline): Promise<void> {
    const { conversationId, epoch, head } = timeline
    const told = conversations.get(conversationId) || timeline
    const fill = epoch !== null && told.epoch === epoch && Math.max(timeline.latest, told.head) - head <= maxGap
    const page = await fetch(conversationId, fill ? { after: head, limit: PAGE } : { limit: PAGE })
    if (!isCurrent(timeline)) return
    const { entries } = page
    // A page of another log says nothing about where it begins, unless it is the newest one.
    if (fill && page.epoch !== timeline.epoch) return timeline.forget()
    if (fill && (entries[0] ? entries[0].seq : page.head + 1) <= head + 1) entries.forEach(timeline.add)
    // The newest page, or what comes next has been trimmed away meanwhile: it goes on with what is left.
    else timeline.addNewest(page.epoch, page.head, entries)
    // It brought nothing: the head that was told of doesn't exist.
    if (epoch === page.epoch && timeline.head === head) {
      throw new ChatError(ErrorCode.unknownConversation, 'no such entries')
    }
    for (const entry of entries) conversations.logged(conversationId, entry)
    changes.list()
    changes.timeline(conversationId)
  }

  /** Fetches what is missing at the end of a timeline: one fetch at a time for a conversation. */
  async function catchUp(timeline: Timeline): Promise<void> {
    const id = timeline.conversationId
    if (!online || catchingUp.has(id)) return
    catchingUp.add(id)
    try {
      while (online && isCurrent(timeline) && isBehind(timeline)) await fetchNewer(timeline)
      if (timeline.epoch === null) return
      conversations.stands(id, timeline.head, timeline.last)
      setState(id, 'ready')
    } catch (error) {
      // With the connection lost, the next welcome tries again.
      if (!online) return
      setState(id, 'failed')
      // What isn't shown at all the person asks for again; a hole in what is shown nobody sees.
      const isShown = timeline.epoch !== null || timeline.head > 0
      if (isShown && isPassing(error) && !mending.isSet) mending.set(MEND_DELAY, catchUpAll)
    } finally {
      catchingUp.delete(id)
    }
  }

  function catchUpAll(): void {
    for (const timeline of timelines.all) void catchUp(timeline)
  }

  return {
    state: (conversationId: string): LoadState => states.get(conversationId) || 'loading',

    /** The server let us in: every timeline is brought up to date. */
    connected(): void {
      online = true
      catchUpAll()
    },

    disconnected(): void {
      online = false
      mending.stop()
    },

    forget: (): void => states.clear(),

    /** Makes sure that a timeline's newest messages are there, now or once there is a connection. */
    enter(timeline: Timeline): void {
      const { conversationId, epoch } = timeline
      if (epoch === null && states.get(conversationId) !== 'loading') setState(conversationId, 'loading')
      void catchUp(timeline)
    },

    /**
     * Fetches the page before what is shown.
     * @throws ChatError when it can't be had now
     */
    async loadEarlier(timeline: Timeline): Promise<void> {
      const { conversationId, epoch, messages: [oldest] } = timeline
      for (let pages = 0; pages < MOST_PAGES && epoch !== null && !timeline.atStart; pages++) {
        const before = timeline.first
        const page = await fetch(conversationId, { before, limit: PAGE })
        // The log may have been reset, or another page may have come first.
        if (page.epoch !== timeline.epoch || epoch !== page.epoch || timeline.first !== before) return
        timeline.addEarlier(page.entries)
        changes.timeline(conversationId)
        if (timeline.messages[0] !== oldest) return
      }
    },

    catchUp,
  }
}
