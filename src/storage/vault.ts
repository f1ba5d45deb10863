import type { Content } from '../model/content'
import type { Conversation } from '../model/conversation'
import type { LogEntry } from '../model/message'
import type { Person } from '../model/person'
import type { KeyValueStorage } from '../platform/types'
import { readContent, readConversation, readEntry, readPerson } from './read'

/** One's own message that the server has not acknowledged yet. */
export interface StoredMessage {
  readonly id: string
  readonly conversationId: string
  readonly content: Content
  /** When it was written, in ms since 1970 by the phone's clock. */
  readonly at: number
  /** Its place among the others: they are sent in rising order. */
  readonly order: number
  /** The server said no, with this code. */
  readonly failed?: number
}

/** What was known of all conversations. */
export interface StoredList {
  readonly self: Person
  readonly conversations: readonly Conversation[]
}

/** The newest part of a conversation's log that was known. */
export interface StoredLog {
  readonly epoch: string
  readonly head: number
  readonly entries: readonly LogEntry[]
}

/** The version of what is stored: what an older or newer one has left is thrown away, but for messages to send. */
const VERSION = 1
/** The most conversations that the list keeps: the newest ones. */
const MOST_CONVERSATIONS = 200
/** The most entries that a log keeps: a screen or two. */
const MOST_ENTRIES = 50
/** The most characters of one key; platforms take 1 MB, and a character takes 3 bytes at most. */
const MOST_LENGTH = 300_000
/** The most logs. With the most entries of usual length, that is far below the 10 MB that platforms give. */
const MOST_LOGS = 50

/**
 * What survives a restart, for one person: messages to send, and the last screens of conversations. Nothing here
 * throws: a storage that is full or fails keeps less, and says so once.
 */
export class Vault {
  private readonly prefix: string
  private warned = false

  /**
   * @param userId whose it is; nobody else's is ever read
   * @param warn hears, once, that something could not be kept
   */
  constructor(
    private readonly storage: KeyValueStorage,
    readonly userId: string,
    private readonly warn: (line: string) => void,
  ) {
    this.prefix = `chat/${keyOf(userId)}/`
  }

  // ---- messages to send: each has a key of its own, so that two tabs take nothing of each other's

  /** Keeps a message, before it is sent for the first time; false if it could not be kept. */
  keepMessage({ id, conversationId, content, at, order, failed }: StoredMessage): boolean {
    return this.write(`out/${id}`, [VERSION, conversationId, content, at, order, failed ?? 0])
  }

  dropMessage(id: string): void {
    this.drop(`out/${id}`)
  }

  /** All messages to send, in the order they were written. One that can't be read takes no other with it. */
  messages(): readonly StoredMessage[] {
    const messages: StoredMessage[] = []
    for (const key of this.keys('out/')) {
      const value = this.read(key)
      const id = key.slice('out/'.length)
      const [, conversationId, content, at, order, failed] = value ?? []
      const read = readContent(content)
      if (typeof conversationId !== 'string' || typeof at !== 'number' || typeof order !== 'number' || !read) {
        this.drop(key)
      } else {
        const code = typeof failed === 'number' && failed > 0 ? failed : undefined
        messages.push({ id, conversationId, content: read, at, order, failed: code })
      }
    }
    return messages.sort((a, b) => a.order - b.order)
  }

  // ---- the last screens

  keepList({ self, conversations }: StoredList): void {
    this.write('list', [VERSION, self, conversations.slice(0, MOST_CONVERSATIONS)])
  }

  list(): StoredList | null {
    const [version, self, conversations] = this.read('list') ?? []
    const person = readPerson(self)
    if (version !== VERSION || !person || !Array.isArray(conversations)) return null
    return { self: person, conversations: conversations.flatMap(value => readConversation(value) ?? []) }
  }

  keepLog(conversationId: string, { epoch, head, entries }: StoredLog): void {
    let newest = entries.slice(-MOST_ENTRIES)
    while (newest.length > 1 && JSON.stringify(newest).length > MOST_LENGTH) {
      newest = newest.slice(Math.ceil(newest.length / 2))
    }
    const key = `log/${keyOf(conversationId)}`
    this.touch(key)
    if (!this.write(key, [VERSION, epoch, head, newest])) this.drop(key)
  }

  log(conversationId: string): StoredLog | null {
    const [version, epoch, head, entries] = this.read(`log/${keyOf(conversationId)}`) ?? []
    if (version !== VERSION || typeof epoch !== 'string' || typeof head !== 'number') return null
    const read = Array.isArray(entries) ? entries.flatMap(value => readEntry(value) ?? []) : []
    // The newest stretch without a hole.
    let start = read.length - 1
    while (start > 0 && read[start - 1]?.seq === (read[start]?.seq ?? 0) - 1) start -= 1
    return { epoch, head, entries: read.slice(Math.max(0, start)) }
  }

  /** Leaves nothing of this person behind. */
  clear(): void {
    for (const key of this.keys('')) this.drop(key)
  }

  // ---- how it is done

  /** Notes that a log was used, and drops those that were not for the longest time. */
  private touch(key: string): void {
    const [, known] = this.read('recent') ?? []
    const before = Array.isArray(known) ? known.filter((other): other is string => typeof other === 'string') : []
    if (before[0] === key) return
    const recent = [key, ...before.filter(other => other !== key)]
    for (const old of recent.splice(MOST_LOGS)) this.drop(old)
    this.write('recent', [VERSION, recent])
  }

  private write(key: string, value: unknown[]): boolean {
    const text = JSON.stringify(value)
    if (this.attempt(() => this.storage.set(this.prefix + key, text))) return true
    // It may be full: messages to send matter more than what can be fetched again.
    if (this.dropOldest(key) && this.attempt(() => this.storage.set(this.prefix + key, text))) return true
    if (!this.warned) this.warn('the storage is full or fails: what can\'t be kept is in memory only')
    this.warned = true
    return false
  }

  /** Drops the logs, but for the one that is being written; false if there is none. */
  private dropOldest(but: string): boolean {
    const logs = this.keys('log/').filter(key => key !== but)
    for (const key of logs) this.drop(key)
    return logs.length > 0
  }

  private read(key: string): unknown[] | null {
    try {
      const text = this.storage.get(this.prefix + key)
      const value: unknown = text === null ? null : JSON.parse(text)
      return Array.isArray(value) ? value as unknown[] : null
    } catch {
      return null
    }
  }

  private drop(key: string): void {
    this.attempt(() => this.storage.remove(this.prefix + key))
  }

  /** The keys of this person that begin so, without the person's own prefix. */
  private keys(start: string): string[] {
    try {
      const whole = this.prefix + start
      return this.storage.keys().filter(key => key.startsWith(whole)).map(key => key.slice(this.prefix.length))
    } catch {
      return []
    }
  }

  private attempt(work: () => void): boolean {
    try {
      work()
      return true
    } catch {
      return false
    }
  }
}

/** An id as a part of a key. Half a surrogate pair, which JSON writes as `\ud800`, makes encodeURIComponent throw. */
function keyOf(id: string): string {
  return encodeURIComponent(JSON.stringify(id).slice(1, -1))
}
