import type { Content } from '../model/content'
import type { Conversation } from '../model/conversation'
import { ChatError, ErrorCode } from '../model/error'
import type { ChatCommand, ChatEvent, FailedEvent, Limits } from '../model/events'
import type { LogEntry } from '../model/message'
import type { Person } from '../model/person'
import type { Clock, Timer } from '../platform/types'
import { Changes, type ChangeSet } from './changes'
import { Conversations } from './conversations'
import { Outbox } from './outbox'
import { Requests } from './requests'
import { Timeline } from './timeline'

export interface SyncOptions {
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  /** Hands a command to the connection; false when there is none. */
  transmit: (command: ChatCommand) => boolean
  /** Tells what changed, once per {@link Changes} interval however much it was. */
  changed: (changes: ChangeSet) => void
}

/** How the loading of a conversation's messages stands. */
export type LoadState = 'loading' | 'ready' | 'failed'

/** How many messages may be in flight at once. */
const WINDOW = 32
/** How many entries a page of history has. */
const PAGE = 50
/** With more missing entries than this, a timeline begins anew with the newest page instead of filling the gap. */
const MAX_GAP = 300
/** How long an answer may take, in ms. */
const PATIENCE = 10_000
/** How long to wait before sending again what the server had no time for, in ms, unless it says so itself. */
const BUSY_DELAY = 1_000
/** How long to wait before a hole in what is shown is asked for again, in ms. */
const MEND_DELAY = 5_000
/** Server codes that say "not now" rather than "no"; see `docs/protocol.md`. */
const NOT_NOW = new Set([4029, 4500, 4503])

/**
 * Keeps what this person sees the same as what the server has, whatever the connection does: fetches what is missing,
 * sends what waits, and never shows anything twice.
 */
export class Sync {
  self: Person | null = null
  limits: Limits | null = null
  readonly conversations = new Conversations()
  private readonly timelines = new Map<string, Timeline>()
  private readonly loads = new Map<string, LoadState>()
  private readonly catchingUp = new Set<string>()
  private readonly outbox = new Outbox(WINDOW)
  private readonly requests: Requests
  private readonly changes: Changes
  private online = false
  /** Set while the server has no time for messages. */
  private busy: Timer | undefined
  /** Set while a hole waits to be asked for again. */
  private mending: Timer | undefined

  constructor(private readonly options: SyncOptions) {
    this.requests = new Requests(options.clock, PATIENCE)
    this.changes = new Changes(options.clock, options.changed)
  }

  // ---- what the connection tells

  /** The link to the server broke. */
  disconnected(): void {
    this.online = false
    this.resume()
    if (this.mending !== undefined) this.options.clock.clearTimeout(this.mending)
    this.mending = undefined
    this.requests.failAll()
    this.outbox.requeue()
    for (const { id, conversationId } of this.outbox.all) this.mark(conversationId, id, 'queued')
  }

  /** Takes an event. */
  receive(event: ChatEvent): void {
    switch (event.type) {
      case 'welcome':
        return this.welcome(event.self, event.conversations, event.limits)
      case 'logged':
        return this.logged(event.conversationId, event.entry)
      case 'acked':
        return this.acked(event.id, event.conversationId, event.seq, event.at)
      case 'readMoved':
        this.conversations.moveRead(event.conversationId, event.seq, event.unread)
        return this.changes.list()
      case 'conversation':
        this.conversations.put(event.conversation)
        this.changes.list()
        if (event.id !== undefined) this.requests.settle(event.id, event)
        return
      case 'failed':
        if (event.id !== undefined && !this.requests.settle(event.id, event)) this.rejected(event.id, event)
        return
      case 'page':
      case 'people':
        this.requests.settle(event.id, event)
    }
  }

  // ---- what the person does

  /** The messages of a conversation that was entered or written to. */
  timeline(conversationId: string): Timeline | undefined {
    return this.timelines.get(conversationId)
  }

  loadState(conversationId: string): LoadState {
    return this.loads.get(conversationId) ?? 'loading'
  }

  /** Makes sure that a conversation's newest messages are there, now or once there is a connection. */
  enter(conversationId: string): void {
    const timeline = this.ensure(conversationId)
    if (timeline.epoch === null && this.loads.get(conversationId) !== 'loading') this.setLoad(conversationId, 'loading')
    if (this.online) void this.catchUp(timeline)
  }

  /**
   * Fetches the page before the oldest known message.
   * @throws ChatError when it can't be had now
   */
  async loadEarlier(conversationId: string): Promise<void> {
    const timeline = this.timelines.get(conversationId)
    if (!timeline || timeline.epoch === null || timeline.atStart) return
    const { epoch, first } = timeline
    const page = await this.history(conversationId, { before: first })
    // Another page may have come first, or the log may have been reset.
    if (page.epoch !== timeline.epoch || epoch !== timeline.epoch || first !== timeline.first) return
    timeline.addEarlier(page.entries)
    this.changes.timeline(conversationId)
  }

  /** Writes a message. It is shown at once, and sent as soon as the connection allows. */
  write(conversationId: string, content: Content): void {
    const id = this.makeId()
    this.ensure(conversationId).write(id, content, this.options.clock.now())
    this.changes.timeline(conversationId)
    this.outbox.add({ id, conversationId, content })
    this.pump()
  }

  /** Sends a failed message again, under the same id: if it did arrive, it is stored once. */
  retry(conversationId: string, id: string): void {
    const message = this.timelines.get(conversationId)?.waiting(id)
    if (message?.status !== 'failed' || message.content.kind === 'unsupported') return
    this.mark(conversationId, id, 'queued')
    this.outbox.add({ id, conversationId, content: message.content })
    this.pump()
  }

  /** Throws a failed message away. */
  discard(conversationId: string, id: string): void {
    const timeline = this.timelines.get(conversationId)
    if (timeline?.waiting(id)?.status !== 'failed') return
    timeline.discard(id)
    this.changes.timeline(conversationId)
  }

  /** This person has read up to `seq`. */
  markRead(conversationId: string, seq: number): void {
    if (!this.conversations.read(conversationId, seq)) return
    this.changes.list()
    this.options.transmit({ type: 'read', conversationId, seq })
  }

  /**
   * The direct conversation with a person; it is made when there is none.
   * @throws ChatError when it can't be had now
   */
  async open(personId: string): Promise<Conversation> {
    const id = this.makeId()
    const { transmit } = this.options
    const answer = await this.requests.ask(id, 'conversation', () => transmit({ type: 'open', id, personId }))
    return answer.conversation
  }

  /**
   * Whom one can write to.
   * @throws ChatError when it can't be had now
   */
  async people(): Promise<readonly Person[]> {
    const id = this.makeId()
    const answer = await this.requests.ask(id, 'people', () => this.options.transmit({ type: 'people', id }))
    return answer.people
  }

  /** Forgets everything, as after a logout. */
  forget(): void {
    this.disconnected()
    this.self = null
    for (const { id } of [...this.outbox.all]) this.outbox.remove(id)
    for (const conversationId of this.timelines.keys()) this.changes.timeline(conversationId)
    this.timelines.clear()
    this.loads.clear()
    this.conversations.clear()
    this.changes.list()
  }

  // ---- how it is done

  private welcome(self: Person, conversations: readonly Conversation[], limits: Limits): void {
    if (this.self && this.self.id !== self.id) this.forget()
    this.self = self
    this.limits = limits
    this.online = true
    this.resume()
    for (const { id, read } of this.conversations.replaceAll(conversations)) {
      this.options.transmit({ type: 'read', conversationId: id, seq: read })
    }
    this.changes.list()
    for (const timeline of this.timelines.values()) {
      timeline.setSelf(self)
      this.changes.timeline(timeline.conversationId)
      void this.catchUp(timeline)
    }
    this.pump()
  }

  private logged(conversationId: string, entry: LogEntry): void {
    if (this.conversations.logged(conversationId, entry, entry.author.id === this.self?.id)) this.changes.list()
    const timeline = this.timelines.get(conversationId)
    if (!timeline?.add(entry)) return
    this.changes.timeline(conversationId)
    if (timeline.hasGap) void this.catchUp(timeline)
  }

  private acked(id: string, conversationId: string, seq: number, at: number): void {
    if (!this.outbox.remove(id)) return
    const timeline = this.ensure(conversationId)
    timeline.place(id, seq, at)
    this.changes.timeline(conversationId)
    if (timeline.hasGap) void this.catchUp(timeline)
    this.pump()
  }

  private rejected(id: string, { code, message, retryAfter }: FailedEvent): void {
    if (!this.outbox.has(id)) return
    if (NOT_NOW.has(code)) return this.pause(retryAfter ?? BUSY_DELAY)
    const outgoing = this.outbox.remove(id)
    if (outgoing) this.mark(outgoing.conversationId, id, 'failed', new ChatError(code, message))
    this.pump()
  }

  /** Sends nothing for a while, then all that is not acknowledged again. */
  private pause(delay: number): void {
    this.resume()
    this.busy = this.options.clock.setTimeout(() => {
      this.busy = undefined
      this.outbox.requeue()
      this.pump()
    }, delay)
  }

  private resume(): void {
    if (this.busy !== undefined) this.options.clock.clearTimeout(this.busy)
    this.busy = undefined
  }

  private pump(): void {
    if (!this.online || this.busy !== undefined) return
    this.outbox.pump(({ id, conversationId, content }) => {
      if (this.isTooLong(content)) {
        // The server would cut the link at such a frame, and again after each reconnect.
        this.outbox.remove(id)
        this.mark(conversationId, id, 'failed', new ChatError(ErrorCode.tooLong, 'the text is too long'))
        return true
      }
      this.mark(conversationId, id, 'sending')
      return this.options.transmit({ type: 'send', id, conversationId, content })
    })
  }

  private isTooLong(content: Content): boolean {
    return this.limits !== null && content.text.length > this.limits.textLength
  }

  /** Fetches what is missing at the end of a timeline: one fetch at a time for a conversation. */
  private async catchUp(timeline: Timeline): Promise<void> {
    const id = timeline.conversationId
    if (this.catchingUp.has(id)) return
    this.catchingUp.add(id)
    try {
      while (this.online && this.timelines.get(id) === timeline && this.isBehind(timeline)) {
        await this.fetchNewer(timeline)
      }
      if (timeline.epoch !== null) this.setLoad(id, 'ready')
    } catch (error) {
      // With the connection lost, the next welcome tries again.
      if (!this.online) return
      this.setLoad(id, 'failed')
      // What isn't shown at all the person asks for again; a hole in what is shown nobody sees.
      if (timeline.epoch !== null && isPassing(error)) this.mendLater()
    } finally {
      this.catchingUp.delete(id)
    }
  }

  private mendLater(): void {
    this.mending ??= this.options.clock.setTimeout(() => {
      this.mending = undefined
      for (const timeline of this.timelines.values()) void this.catchUp(timeline)
    }, MEND_DELAY)
  }

  private isBehind(timeline: Timeline): boolean {
    const conversation = this.conversations.get(timeline.conversationId)
    if (timeline.epoch === null || timeline.hasGap) return true
    return conversation !== undefined && (conversation.epoch !== timeline.epoch || conversation.head > timeline.head)
  }

  private async fetchNewer(timeline: Timeline): Promise<void> {
    const { conversationId, epoch, head } = timeline
    const conversation = this.conversations.get(conversationId)
    const sameLog = epoch !== null && (!conversation || conversation.epoch === epoch)
    const fill = sameLog && (conversation?.head ?? 0) - head <= MAX_GAP
    const page = await this.history(conversationId, fill ? { after: head } : {})
    if (this.timelines.get(conversationId) !== timeline) return
    if (!fill || page.epoch !== timeline.epoch) {
      // A page of another log says nothing about where it begins, unless it is the newest one.
      if (fill) return timeline.forget()
      timeline.reset(page.epoch, page.head, page.entries)
    } else {
      for (const entry of page.entries) timeline.add(entry)
      if (timeline.head === head) throw new ChatError(ErrorCode.unknownConversation, 'the server has no such entries')
    }
    this.changes.timeline(conversationId)
  }

  private history(conversationId: string, range: { before?: number, after?: number }) {
    const id = this.makeId()
    return this.requests.ask(id, 'page', () =>
      this.options.transmit({ type: 'history', id, conversationId, ...range, limit: PAGE }))
  }

  private setLoad(conversationId: string, state: LoadState): void {
    this.loads.set(conversationId, state)
    this.changes.timeline(conversationId)
  }

  private mark(conversationId: string, id: string, status: 'queued' | 'sending' | 'failed', error?: ChatError): void {
    this.timelines.get(conversationId)?.mark(id, status, error)
    this.changes.timeline(conversationId)
  }

  private ensure(conversationId: string): Timeline {
    let timeline = this.timelines.get(conversationId)
    if (!timeline) {
      timeline = new Timeline(conversationId, this.self)
      this.timelines.set(conversationId, timeline)
    }
    return timeline
  }

  private makeId(): string {
    const { clock, random } = this.options
    return clock.now().toString(36) + random().toString(36).slice(2, 12)
  }
}

/** Whether what failed now may work later. */
function isPassing(error: unknown): boolean {
  return error instanceof ChatError && (error.code === ErrorCode.timeout || NOT_NOW.has(error.code))
}
