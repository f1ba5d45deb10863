import type { Content } from '../model/content'
import type { ChatError } from '../model/error'
import { type LogEntry, type Message, type MessageStatus, messageKey, placeholder } from '../model/message'
import type { Person } from '../model/person'

/** How many entries that came too early are kept: the rest comes with the range that is fetched anyway. */
const MAX_EARLY = 500

/**
 * What is known of one conversation's log: a stretch without holes from `first` to `head`, entries that came too early,
 * and one's own messages that the server has not placed yet. It asks for nothing and tells nobody: see `sync.ts`.
 */
export class Timeline {
  /** The epoch of the log that this is a part of, or null before anything is known. */
  epoch: string | null = null
  /** The `seq` that the known stretch begins with. */
  first = 1
  /** Whether the server has nothing older than the known stretch. */
  atStart = false
  /** The `seq` that the known stretch ends with, 0 if the log is empty. */
  head = 0
  private entries: Message[] = []
  private pending: Message[] = []
  private readonly early = new Map<number, LogEntry>()
  private shown: readonly Message[] | null = null

  constructor(readonly conversationId: string, private self: Person | null) {}

  /** All messages in the order of the log, then the ones that wait, in the order they were written. */
  get messages(): readonly Message[] {
    this.shown ??= [...this.entries, ...this.pending]
    return this.shown
  }

  /** The newest entries that are known without a hole, at most so many: to keep them over a restart. */
  newest(count: number): LogEntry[] {
    const from = Math.max(this.first, this.head - count + 1)
    const known = new Map(this.entries.slice(-count).map(message => [message.seq, message]))
    const entries: LogEntry[] = []
    for (let seq = from; seq <= this.head; seq++) {
      const message = known.get(seq)
      entries.push(message ? toEntry(message, seq) : placeholder(seq))
    }
    return entries
  }

  /** Whether entries are known that can't be shown yet, as older ones are missing. */
  get hasGap(): boolean {
    return this.early.size > 0
  }

  /** Says who one is. */
  setSelf(self: Person): void {
    this.self = self
    this.pending = this.pending.map(message => ({ ...message, author: self }))
    this.shown = null
  }

  /** Begins anew with the newest page of a log. What waits to be sent stays. */
  reset(epoch: string, head: number, page: readonly LogEntry[]): void {
    if (this.epoch !== null && this.epoch !== epoch) this.forget()
    this.epoch = epoch
    this.entries = []
    this.first = page[0]?.seq ?? head + 1
    this.atStart = this.first === 1 || page.length === 0
    this.head = this.first - 1
    this.shown = null
    for (const entry of page) this.add(entry)
    for (const seq of this.early.keys()) if (seq <= this.head) this.early.delete(seq)
    this.drain()
    // What has its place before the page comes back with the older ones.
    const placed = new Set([...this.early.values()].map(({ id }) => id))
    this.pending = this.pending.filter(({ key, status }) => status !== 'sent' || placed.has(key))
  }

  /** The log was reset: nothing of it is known any more. */
  forget(): void {
    this.epoch = null
    this.early.clear()
  }

  /** Takes an entry that came by itself or with a page of newer ones; false if it was known. */
  add(entry: LogEntry): boolean {
    if (this.epoch !== null && entry.seq <= this.head) return false
    if (this.early.size < MAX_EARLY || entry.seq === this.head + 1) this.early.set(entry.seq, entry)
    this.drain()
    return true
  }

  /** Takes a page of older entries, which must end just before the first known one; false if it doesn't. */
  addEarlier(page: readonly LogEntry[]): boolean {
    const start = this.first - page.length
    if (page.some((entry, index) => entry.seq !== start + index)) return false
    const older = page.filter(entry => entry.type === 'message').map(entry => this.toMessage(entry))
    for (const { key, own } of older) if (own) this.discard(key)
    this.entries.unshift(...older)
    this.first = start
    // An empty page: what was there has been trimmed away.
    this.atStart = start <= 1 || page.length === 0
    this.shown = null
    return true
  }

  /** Shows one's own new message at the end. */
  write(id: string, content: Content, at: number): Message {
    const author = this.self ?? { id: '', name: '' }
    const key = messageKey(author, true, id)
    const message: Message = {
      key, conversationId: this.conversationId, seq: null, author, own: true, at, content, status: 'queued',
    }
    this.pending.push(message)
    this.shown = null
    return message
  }

  /** Changes how a waiting message stands. */
  mark(key: string, status: MessageStatus, error?: ChatError): void {
    const index = this.pending.findIndex(message => message.key === key)
    const message = this.pending[index]
    if (!message || message.status === status) return
    this.pending[index] = { ...message, status, error }
    this.shown = null
  }

  /** The waiting message of this key, if there is one. */
  waiting(key: string): Message | undefined {
    return this.pending.find(message => message.key === key)
  }

  /** Takes a waiting message away. */
  discard(key: string): void {
    this.pending = this.pending.filter(message => message.key !== key)
    this.shown = null
  }

  /** The server has placed one's own message: the acknowledgement says as much as its echo. */
  place(key: string, seq: number, at: number): void {
    const message = this.waiting(key)
    if (!message) return
    if (this.epoch !== null && seq <= this.head) return this.discard(key)
    this.mark(key, 'sent')
    this.add({ seq, type: 'message', id: key, author: message.author, at, content: message.content })
  }

  /** Shows what follows the known stretch without a hole. */
  private drain(): void {
    if (this.epoch === null) return
    let next = this.early.get(this.head + 1)
    while (next) {
      this.early.delete(next.seq)
      this.head = next.seq
      this.show(next)
      next = this.early.get(this.head + 1)
    }
  }

  private show(entry: LogEntry): void {
    if (entry.type !== 'message') return
    const message = this.toMessage(entry)
    if (message.own && this.pending.some(({ key }) => key === message.key)) this.discard(message.key)
    this.entries.push(message)
    this.shown = null
  }

  private toMessage({ seq, id, author, at, content }: LogEntry): Message {
    const own = author.id === this.self?.id
    const key = messageKey(author, own, id)
    return { key, conversationId: this.conversationId, seq, author, own, at, content, status: 'sent' }
  }
}

function toEntry({ key, own, author, at, content }: Message, seq: number): LogEntry {
  // The way back from `messageKey`.
  const id = own ? key : key.slice(author.id.length + 1)
  return { seq, type: 'message', id, author, at, content }
}
