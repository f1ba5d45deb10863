import type { Conversation } from '../model/conversation'
import type { LogEntry } from '../model/entry'
import type { Person } from '../model/person'
import { readable, readConversation, readEntry, readPerson } from '../model/read'
import type { Write } from '../model/write'
import type { KeyValueStorage } from '../platform/types'
import { upgrade, VERSION } from './versions'
import { readWrite } from './read-write'

/** What this person wrote and the server has not acknowledged yet. */
export interface StoredWrite {
  readonly id: string
  readonly conversationId: string
  readonly write: Write
  /** When it was written, in ms since 1970 by the phone's clock. */
  readonly at: number
  /** Its place among the others: they are sent in rising order. */
  readonly order: number
  /** Whether it was handed to the connection: it may have arrived. */
  readonly tried?: boolean
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

/** The most conversations that the list keeps: the newest ones. */
const MOST_CONVERSATIONS = 200
/** The most entries that a log keeps: a screen or two. */
const MOST_ENTRIES = 50
/** The most characters of one key; platforms take 1 MB, and a character takes 3 bytes at most. */
const MOST_LENGTH = 300_000
/** The most characters of all logs: half of the 10 MB that platforms give is left to the app. */
const MOST_LOGGED = 1_500_000
/** The most logs. */
const MOST_LOGS = 50

/**
 * What survives a restart, for one person: what was written and not sent, and the last screens of conversations.
 * Nothing here throws: a storage that is full or fails keeps less, and says so once.
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

  // ---- what is to be sent: each has a key of its own, so that two tabs take nothing of each other's

  /** Keeps what was written, before it is sent for the first time; false if it could not be kept. */
  keepWrite({ id, conversationId, write, at, order, tried, failed }: StoredWrite): boolean {
    return this.write(`out/${id}`, [conversationId, write, at, order, tried ? 1 : 0, failed ?? 0])
  }

  /** It is not to be sent any more; false if it could not be dropped. */
  dropWrite(id: string): boolean {
    return this.drop(`out/${id}`)
  }

  /** All that is to be sent, in the order it was written. One that can't be read takes no other with it. */
  writes(): readonly StoredWrite[] {
    const writes = this.keys('out/').flatMap((key) => {
      const value = this.read(key)
      // A newer version of the kit may have left it: it is kept for that one.
      if (value === 'newer') return []
      const [conversationId, write, at, order, tried, failed] = value ?? []
      const read = readWrite(write)
      if (typeof conversationId === 'string' && typeof at === 'number' && typeof order === 'number' && read) {
        const id = key.slice('out/'.length)
        const code = typeof failed === 'number' && failed > 0 ? failed : undefined
        return [{ id, conversationId, write: read, at, order, tried: tried === 1, failed: code }]
      }
      this.drop(key)
      return []
    })
    return writes.sort((a, b) => a.order - b.order)
  }

  // ---- the last screens

  keepList({ self, conversations }: StoredList): void {
    this.write('list', [self, conversations.slice(0, MOST_CONVERSATIONS)])
  }

  list(): StoredList | null {
    const [self, conversations] = this.known('list')
    const [person] = readable([self], readPerson)
    if (!person || !Array.isArray(conversations)) return null
    return { self: person, conversations: readable(conversations, readConversation) }
  }

  keepLog(conversationId: string, { epoch, head, entries }: StoredLog): void {
    let newest = entries.slice(-MOST_ENTRIES)
    while (newest.length > 1 && JSON.stringify(newest).length > MOST_LENGTH) {
      newest = newest.slice(Math.ceil(newest.length / 2))
    }
    const key = `log/${keyOf(conversationId)}`
    this.touch(key, JSON.stringify(newest).length)
    if (!this.write(key, [epoch, head, newest])) this.drop(key)
  }

  log(conversationId: string): StoredLog | null {
    const [epoch, head, entries] = this.known(`log/${keyOf(conversationId)}`)
    if (typeof epoch !== 'string' || typeof head !== 'number') return null
    const read = Array.isArray(entries) ? readable(entries, readEntry) : []
    // The newest stretch without a hole.
    let start = read.length - 1
    while (start > 0 && read[start - 1]?.seq === (read[start]?.seq ?? 0) - 1) start -= 1
    return { epoch, head, entries: read.slice(Math.max(0, start)) }
  }

  /** Forgets a conversation. */
  dropLog(conversationId: string): void {
    this.drop(`log/${keyOf(conversationId)}`)
  }

  /** Leaves nothing of this person behind. */
  clear(): void {
    for (const key of this.keys('')) this.drop(key)
  }

  // ---- how it is done

  /** Notes that a log was used, and how long it is; drops those that were not for the longest time. */
  private touch(key: string, length: number): void {
    const [known] = this.known('recent')
    const before = (Array.isArray(known) ? known as unknown[] : []).filter((item): item is [string, number] =>
      Array.isArray(item) && typeof item[0] === 'string' && typeof item[1] === 'number')
    if (before[0]?.[0] === key && before[0][1] >= length) return
    const others = before.filter(([other]) => other !== key)
    let total = 0
    const recent = [[key, length] as const, ...others].filter(([old, size], index) => {
      total += size
      const fits = index === 0 || (index < MOST_LOGS && total <= MOST_LOGGED)
      if (!fits) this.drop(old)
      return fits
    })
    this.write('recent', [recent])
  }

  private write(key: string, value: unknown[]): boolean {
    const text = JSON.stringify([VERSION, ...value])
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

  /** What is kept under a key, as this version writes it; `newer` if a newer one wrote it. */
  private read(key: string): readonly unknown[] | 'newer' | null {
    try {
      const text = this.storage.get(this.prefix + key)
      const value: unknown = text === null ? null : JSON.parse(text)
      return Array.isArray(value) ? upgrade(key, value as unknown[]) : null
    } catch {
      return null
    }
  }

  /** The same, for what can be fetched again. */
  private known(key: string): readonly unknown[] {
    const value = this.read(key)
    return value === null || value === 'newer' ? [] : value
  }

  private drop(key: string): boolean {
    return this.attempt(() => this.storage.remove(this.prefix + key))
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
export function keyOf(id: string): string {
  return encodeURIComponent(JSON.stringify(id).slice(1, -1))
}
