import type { Content } from '../model/content'
import type { Conversation } from '../model/conversation'
import type { ChatCommand, ChatEvent, Limits, WelcomeEvent } from '../model/events'
import type { LogEntry } from '../model/message'
import type { Person } from '../model/person'
import type { Clock, Timer } from '../platform/types'
import type { Vault } from '../storage/vault'
import { Changes, type ChangeSet } from './changes'
import { Conversations } from './conversations'
import { Loader, type LoadState } from './loader'
import { Requests } from './requests'
import { Sender } from './sender'
import type { Timeline } from './timeline'
import { Timelines } from './timelines'

export interface SyncOptions {
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  /** Hands a command to the connection; false when there is none. Throws a ChatError when it is too long. */
  transmit: (command: ChatCommand) => boolean
  /** Opens what survives a restart, for one person. */
  openVault: (userId: string) => Vault
  /** Tells what changed, once per {@link Changes} interval however much it was. */
  changed: (changes: ChangeSet) => void
}

/** How long after a change it is kept for the next start, in ms: many changes are written at once. */
const KEEP_DELAY = 1_000
/** How many entries of a conversation are kept. */
const KEEP_ENTRIES = 50
/** How long an answer may take, in ms. */
const PATIENCE = 10_000

/**
 * Keeps what this person sees the same as what the server has, whatever the connection does: the sender brings messages
 * up, the loader fetches what is missing, and nothing is ever shown twice.
 */
export class Sync {
  self: Person | null = null
  limits: Limits | null = null
  readonly conversations = new Conversations()
  private readonly timelines = new Timelines()
  private vault: Vault | null = null
  /** What changed since it was kept. */
  private unkept = new Set<string>()
  private keeping: Timer | undefined
  private readonly requests: Requests
  private readonly changes: Changes
  private readonly sender: Sender
  private readonly loader: Loader

  constructor(private readonly options: SyncOptions) {
    const { clock, transmit } = options
    const { timelines, conversations } = this
    this.requests = new Requests(clock, PATIENCE)
    const changes = this.changes = new Changes(clock, (changes) => {
      this.keepLater(changes)
      options.changed(changes)
    })
    this.sender = new Sender({
      clock, timelines, changes, transmit,
      vault: () => this.vault,
      textLength: () => this.limits?.textLength ?? Infinity,
    })
    this.loader = new Loader({
      clock, timelines, conversations, changes,
      history: (conversationId, range) => {
        const id = this.makeId()
        return this.requests.ask(id, 'page', () => transmit({ type: 'history', id, conversationId, ...range }))
      },
    })
  }

  // ---- the beginning and the end

  /** Shows what this person saw last, before the server has said anything. */
  restore(userId: string): void {
    if (this.vault?.userId === userId) return
    const vault = this.vault = this.options.openVault(userId)
    const list = vault.list()
    if (list?.self.id === userId) {
      this.self = list.self
      this.timelines.setSelf(list.self)
      this.conversations.replaceAll(list.conversations)
      this.changes.list()
    }
    this.sender.restore()
  }

  /** Keeps what changed, now: the app may end at any moment. */
  keep(): void {
    if (this.keeping !== undefined) this.options.clock.clearTimeout(this.keeping)
    this.keeping = undefined
    const { vault, self } = this
    if (!vault || !self) return
    this.sender.keepAgain()
    vault.keepList({ self, conversations: this.conversations.all })
    for (const id of this.unkept) {
      const timeline = this.timelines.get(id)
      if (!timeline || timeline.epoch === null) continue
      const { epoch, head } = timeline
      vault.keepLog(id, { epoch, head, entries: timeline.newest(KEEP_ENTRIES) })
    }
    this.unkept.clear()
  }

  /** Forgets everything of this person, here and in what survives a restart: a logout. */
  erase(): void {
    this.forget()
    this.vault?.clear()
    this.vault = null
  }

  // ---- what the connection tells

  /** The link to the server broke. */
  disconnected(): void {
    this.loader.disconnected()
    this.requests.failAll()
    this.sender.disconnected()
  }

  /** Takes an event. */
  receive(event: ChatEvent): void {
    switch (event.type) {
      case 'welcome':
        return this.welcome(event)
      case 'logged':
        return this.logged(event.conversationId, event.entry)
      case 'acked': {
        const { id, conversationId, seq, at } = event
        if (this.sender.acked(id, conversationId, seq, at)) this.mendGap(conversationId)
        return
      }
      case 'readMoved':
        this.conversations.moveRead(event.conversationId, event.seq, event.unread)
        return this.changes.list()
      case 'conversation':
        this.conversations.put(event.conversation)
        this.changes.list()
        if (event.id !== undefined) this.requests.settle(event.id, event)
        return
      case 'failed':
        if (event.id !== undefined && !this.requests.settle(event.id, event)) this.sender.rejected(event.id, event)
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
    return this.loader.state(conversationId)
  }

  /** Makes sure that a conversation's newest messages are there, now or once there is a connection. */
  enter(conversationId: string): void {
    const timeline = this.timelines.ensure(conversationId)
    const kept = timeline.epoch === null ? this.vault?.log(conversationId) : null
    if (kept) timeline.reset(kept.epoch, kept.head, kept.entries)
    this.loader.enter(timeline)
  }

  /**
   * Fetches the page before the oldest known message.
   * @throws ChatError when it can't be had now
   */
  async loadEarlier(conversationId: string): Promise<void> {
    const timeline = this.timelines.get(conversationId)
    if (timeline) await this.loader.loadEarlier(timeline)
  }

  /**
   * Writes a message. It is shown at once, and sent as soon as the connection allows.
   * @returns false when so many wait that a program that writes should await {@link drained} before the next one
   */
  write(conversationId: string, content: Content): boolean {
    return this.sender.write(this.makeId(), conversationId, content)
  }

  /** Fulfilled once there is room for more messages to wait. */
  drained(): Promise<void> {
    return this.sender.drained()
  }

  /** Sends a failed message again, under the same id: if it did arrive, it is stored once. */
  retry(conversationId: string, id: string): void {
    this.sender.retry(conversationId, id)
  }

  /** Throws a failed message away, or one that has never been handed to the connection. */
  discard(conversationId: string, id: string): void {
    this.sender.discard(conversationId, id)
  }

  /** This person has read up to `seq`. */
  markRead(conversationId: string, seq: number): void {
    if (!this.conversations.read(conversationId, seq)) return
    this.changes.list()
    this.tellRead(conversationId, seq)
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

  // ---- how it is done

  /** Forgets everything that is in memory. */
  private forget(): void {
    this.disconnected()
    if (this.keeping !== undefined) this.options.clock.clearTimeout(this.keeping)
    this.keeping = undefined
    this.unkept.clear()
    this.self = null
    this.sender.forget()
    this.loader.forget()
    for (const { conversationId } of this.timelines.all) this.changes.timeline(conversationId)
    this.timelines.clear()
    this.conversations.clear()
    this.changes.list()
  }

  private keepLater({ timelines }: ChangeSet): void {
    for (const id of timelines) this.unkept.add(id)
    if (this.vault) this.keeping ??= this.options.clock.setTimeout(() => this.keep(), KEEP_DELAY)
  }

  private welcome({ self, conversations, limits }: WelcomeEvent): void {
    if (this.vault && this.vault.userId !== self.id) {
      this.forget()
      this.vault = null
    }
    this.self = self
    this.limits = limits
    this.timelines.setSelf(self)
    if (!this.vault) {
      this.vault = this.options.openVault(self.id)
      this.sender.keepAll()
      this.sender.restore()
    }
    for (const { id, read } of this.conversations.replaceAll(conversations)) {
      this.tellRead(id, read)
    }
    this.changes.list()
    for (const { conversationId } of this.timelines.all) this.changes.timeline(conversationId)
    this.loader.connected()
    this.sender.connected()
  }

  private logged(conversationId: string, entry: LogEntry): void {
    if (this.conversations.logged(conversationId, entry, entry.author.id === this.self?.id)) this.changes.list()
    const timeline = this.timelines.get(conversationId)
    if (!timeline?.add(entry)) return
    this.changes.timeline(conversationId)
    this.mendGap(conversationId)
  }

  private tellRead(conversationId: string, seq: number): void {
    try {
      this.options.transmit({ type: 'read', conversationId, seq })
    } catch {
      // Longer than the server takes, it says: there is nobody to tell, as a cursor has no answer anyway.
    }
  }

  private mendGap(conversationId: string): void {
    const timeline = this.timelines.get(conversationId)
    if (timeline?.hasGap) void this.loader.catchUp(timeline)
  }

  private makeId(): string {
    const { clock, random } = this.options
    return clock.now().toString(36) + random().toString(36).slice(2, 12)
  }
}
