import type { Conversation, Reached } from '../model/conversation'
import { amend, type LogEntry, type MessageEntry } from '../model/entry'
import type { ReadMovedEvent } from '../model/events'

/** How many entries that came too early are kept, of one conversation. */
const MAX_EARLY = 500

export type Conversations = ReturnType<typeof createConversations>

/** The conversations of this person, with their heads and unread counts. */
export function createConversations() {
  let self = ''
  const byId = new Map<string, Conversation>()
  /** Entries after a gap, by conversation: what came too early is counted when it is known what was before it. */
  const earlyOf = new Map<string, Map<number, LogEntry>>()

  function change(id: string, what: (conversation: Conversation) => Partial<Conversation> | undefined): boolean {
    const conversation = byId.get(id)
    const changed = conversation && what(conversation)
    if (changed) byId.set(id, { ...conversation, ...changed })
    return changed !== undefined
  }

  function put(conversation: Conversation, known = byId.get(conversation.id)): void {
    byId.set(conversation.id, known ? merge(known, conversation) : conversation)
  }

  function clear(): void {
    byId.clear()
    earlyOf.clear()
  }

  /** A new entry of a log. @returns `gap` if others are missing before it, `known` if nothing is new about it */
  function logged(id: string, entry: LogEntry): 'new' | 'gap' | 'known' {
    const conversation = byId.get(id)
    if (!conversation) return 'known'
    const { head, last } = conversation
    if (entry.seq <= head) {
      // It was counted by the server already, but not shown.
      if (entry.type !== 'message' || entry.seq <= (last ? last.seq : 0)) return 'known'
      byId.set(id, { ...conversation, last: entry })
      return 'new'
    }
    let early = earlyOf.get(id)
    if (entry.seq > head + 1) {
      if (!early) earlyOf.set(id, early = new Map())
      if (early.size < MAX_EARLY) early.set(entry.seq, entry)
      return 'gap'
    }
    let now = counted(conversation, entry, self)
    if (early) {
      early.delete(entry.seq)
      for (let next = early.get(now.head + 1); next; next = early.get(now.head + 1)) {
        early.delete(next.seq)
        now = counted(now, next, self)
      }
      if (early.size === 0) earlyOf.delete(id)
    }
    byId.set(id, now)
    return 'new'
  }

  /** See the method. */
  function read(id: string, seq: number, unread?: number): boolean {
    return change(id, conversation => (seq <= conversation.read ? undefined : {
      read: seq,
      // Where nobody knows the count, the server's answer brings it.
      unread: seq >= conversation.head ? 0 : unread ?? conversation.unread,
      mention: conversation.mention > seq ? conversation.mention : 0,
    }))
  }

  return {
    get: (id: string): Conversation | undefined => byId.get(id),

    /** All of them, the one with the newest message first. */
    get all(): readonly Conversation[] {
      const time = ({ last }: Conversation): number => (last ? last.at : 0)
      return [...byId.values()].sort((a, b) => time(b) - time(a) || (a.id < b.id ? -1 : 1))
    },

    /** Says who one is: one's own messages are never unread. */
    setSelf(id: string): void {
      self = id
    },

    /** Adds one or takes its newer version. */
    put,

    /** This person is no member of it any more. */
    remove(id: string): void {
      byId.delete(id)
      earlyOf.delete(id)
    },

    /**
     * Takes the server's list for the whole truth, but for read cursors that are further here.
     * @returns the ids of those that were known and are not in it
     */
    replaceAll(conversations: readonly Conversation[]): Iterable<string> {
      const known = new Map(byId)
      clear()
      for (const conversation of conversations) {
        put(conversation, known.get(conversation.id))
        known.delete(conversation.id)
      }
      return known.keys()
    },

    logged,

    /** The newest message of a log that is known up to here: of what a gap hid, only counts were told. */
    stands(id: string, head: number, last: MessageEntry | undefined): void {
      change(id, (known) => {
        if (!last || head < known.head) return undefined
        const { seq = 0, amended = 0 } = known.last || {}
        return last.seq > seq || (last.seq === seq && (last.amended || 0) > amended) ? { last } : undefined
      })
    },

    /**
     * This person has read up to `seq`, here; false if that was known.
     * @param unread how many are left, if that is known
     */
    read,

    /** The server says how far this person has read; false if it counted before it knew what is known here. */
    readMoved({ conversationId: id, seq, head, unread, mention }: ReadMovedEvent): boolean {
      const conversation = byId.get(id)
      if (!conversation || seq < conversation.read) return true
      if (head < conversation.head) {
        read(id, seq)
        return false
      }
      byId.set(id, { ...conversation, read: seq, head, unread, mention })
      const early = [...earlyOf.get(id)?.values() || []].sort((a, b) => a.seq - b.seq)
      earlyOf.delete(id)
      for (const entry of early) logged(id, entry)
      return true
    },

    /** The log has reached this device up to its head: how far, if that is news. */
    delivered(id: string): number | undefined {
      const isNew = change(id, ({ delivered, head }) => (delivered < head ? { delivered: head } : undefined))
      return isNew ? byId.get(id)?.head : undefined
    },

    /** The other person of a direct conversation has come so far. */
    reached(id: string, { delivered, read }: Reached): void {
      change(id, ({ reached = { delivered: 0, read: 0 } }) => ({
        reached: { delivered: Math.max(reached.delivered, delivered), read: Math.max(reached.read, read) },
      }))
    },

    clear,
  }
}

/** A conversation with one more entry. */
function counted(conversation: Conversation, entry: LogEntry, self: string): Conversation {
  const { seq: head, type } = entry
  const { read, unread, last } = conversation
  if (type === 'unknown') return { ...conversation, head }
  if (type !== 'message') {
    return { ...conversation, head, last: last?.seq === entry.target ? amend(last, entry) : last }
  }
  const now = { ...conversation, head, last: entry }
  const { content, author: { id: author } } = entry
  if (content.kind === 'system') {
    const { people = [], title = conversation.title, members = conversation.members } = content
    let { role } = conversation
    if (people.some(({ id }) => id === self)) role = content.role || role
    // There is another owner now.
    else if (role === content.role && role === 'owner') role = 'admin'
    return { ...now, title, members, role }
  }
  if (author === self || head <= read) return now
  const called = entry.mentions?.some(id => id === self || id === '*')
  return { ...now, unread: unread + 1, mention: called ? head : now.mention }
}

/** What the server says now, with cursors that never move back within one log. */
function merge(known: Conversation, now: Conversation): Conversation {
  if (known.epoch !== now.epoch) return now
  const delivered = Math.max(known.delivered, now.delivered)
  if (known.read <= now.read) return { ...now, delivered }
  const { read } = known
  const unread = read >= now.head ? 0 : known.head === now.head ? known.unread : now.unread
  return { ...now, delivered, read, unread, mention: now.mention > read ? now.mention : 0 }
}
