import { ChatError, ErrorCode } from '../model/error'
import type { HistoryCommand, PageEvent } from '../model/events'
import type { Clock, Timer } from '../platform/types'
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
  /** Asks the server for a part of a log; rejects with a ChatError. */
  history: (conversationId: string, range: Range) => Promise<PageEvent>
}

/** How many entries a page of history has. */
const PAGE = 50
/** With more missing entries than this, a timeline begins anew with the newest page instead of filling the gap. */
const MAX_GAP = 300
/** How long to wait before a hole in what is shown is asked for again, in ms. */
const MEND_DELAY = 5_000

/** Fetches what timelines lack. */
export class Loader {
  private readonly states = new Map<string, LoadState>()
  private readonly catchingUp = new Set<string>()
  private online = false
  /** Set while a hole waits to be asked for again. */
  private mending: Timer | undefined

  constructor(private readonly options: LoaderOptions) {}

  state(conversationId: string): LoadState {
    return this.states.get(conversationId) ?? 'loading'
  }

  /** The server let us in: every timeline is brought up to date. */
  connected(): void {
    this.online = true
    for (const timeline of this.options.timelines.all) void this.catchUp(timeline)
  }

  disconnected(): void {
    this.online = false
    if (this.mending !== undefined) this.options.clock.clearTimeout(this.mending)
    this.mending = undefined
  }

  forget(): void {
    this.states.clear()
  }

  /** Makes sure that a timeline's newest messages are there, now or once there is a connection. */
  enter(timeline: Timeline): void {
    const { conversationId, epoch } = timeline
    if (epoch === null && this.states.get(conversationId) !== 'loading') this.setState(conversationId, 'loading')
    void this.catchUp(timeline)
  }

  /**
   * Fetches the page before the oldest known message.
   * @throws ChatError when it can't be had now
   */
  async loadEarlier(timeline: Timeline): Promise<void> {
    const { conversationId, epoch, first } = timeline
    if (epoch === null || timeline.atStart) return
    const page = await this.options.history(conversationId, { before: first, limit: PAGE })
    // Another page may have come first, or the log may have been reset.
    if (page.epoch !== timeline.epoch || epoch !== timeline.epoch || first !== timeline.first) return
    timeline.addEarlier(page.entries)
    this.options.changes.timeline(conversationId)
  }

  /** Fetches what is missing at the end of a timeline: one fetch at a time for a conversation. */
  async catchUp(timeline: Timeline): Promise<void> {
    const id = timeline.conversationId
    if (!this.online || this.catchingUp.has(id)) return
    this.catchingUp.add(id)
    try {
      while (this.online && this.isCurrent(timeline) && this.isBehind(timeline)) await this.fetchNewer(timeline)
      if (timeline.epoch !== null) this.setState(id, 'ready')
    } catch (error) {
      // With the connection lost, the next welcome tries again.
      if (!this.online) return
      this.setState(id, 'failed')
      // What isn't shown at all the person asks for again; a hole in what is shown nobody sees.
      if (timeline.epoch !== null && isPassing(error)) this.mendLater()
    } finally {
      this.catchingUp.delete(id)
    }
  }

  private mendLater(): void {
    this.mending ??= this.options.clock.setTimeout(() => {
      this.mending = undefined
      for (const timeline of this.options.timelines.all) void this.catchUp(timeline)
    }, MEND_DELAY)
  }

  private isCurrent(timeline: Timeline): boolean {
    return this.options.timelines.get(timeline.conversationId) === timeline
  }

  private isBehind(timeline: Timeline): boolean {
    const conversation = this.options.conversations.get(timeline.conversationId)
    if (timeline.epoch === null || timeline.hasGap) return true
    return conversation !== undefined && (conversation.epoch !== timeline.epoch || conversation.head > timeline.head)
  }

  private async fetchNewer(timeline: Timeline): Promise<void> {
    const { conversationId, epoch, head } = timeline
    const conversation = this.options.conversations.get(conversationId)
    const sameLog = epoch !== null && (!conversation || conversation.epoch === epoch)
    const fill = sameLog && (conversation?.head ?? 0) - head <= MAX_GAP
    const page = await this.options.history(conversationId, fill ? { after: head, limit: PAGE } : { limit: PAGE })
    if (!this.isCurrent(timeline)) return
    if (!fill || page.epoch !== timeline.epoch) {
      // A page of another log says nothing about where it begins, unless it is the newest one.
      if (fill) return timeline.forget()
      timeline.reset(page.epoch, page.head, page.entries)
      // The newest page brought nothing: the head that was told of doesn't exist.
      if (epoch === page.epoch && timeline.head === head) throw noSuchEntries()
    } else if ((page.entries[0]?.seq ?? page.head + 1) > head + 1) {
      // What comes next has been trimmed away meanwhile: it goes on with what is left.
      timeline.reset(page.epoch, page.head, page.entries)
    } else {
      for (const entry of page.entries) timeline.add(entry)
      if (timeline.head === head) throw noSuchEntries()
    }
    this.options.changes.timeline(conversationId)
  }

  private setState(conversationId: string, state: LoadState): void {
    this.states.set(conversationId, state)
    this.options.changes.timeline(conversationId)
  }
}

function noSuchEntries(): ChatError {
  return new ChatError(ErrorCode.unknownConversation, 'the server has no such entries')
}
