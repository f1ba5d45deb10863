import { activeAt, type Conversation, type Reached } from '../model/conversation'
import { amend, type LogEntry, type MessageEntry } from '../model/entry'
import type { ReadMovedEvent } from '../model/events'

export type Conversations = ReturnType<typeof createConversations>

/** The conversations of this person, with their heads and unread counts. */
export function createConversations() {
  let self = ''
  const byId = new Map<string, Conversation>()

  function change(id: string, what: (conversation: Conversation) => Partial<Conversation> | undefined): boolean {
    const conversation = byId.get(id)
    const changed = conversation && what(conversation)
    if (changed) byId.set(id, { ...conversation, ...changed })
    return changed !== undefined
  }

  function put(conversation: Conversation, known = byId.get(conversation.id), isWelcome?: boolean): void {
    byId.set(conversation.id, known ? merge(known, conversation, isWelcome) : conversation)
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
    if (entry.seq === head + 1) {
      byId.set(id, counted(conversation, entry, self))
      return 'new'
    }
    // Nobody here knows how many are missing, but this is what was said last.
    byId.set(id, { ...conversation, last: lastWith(entry, last) })
    return 'gap'
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
      return [...byId.values()].sort((a, b) => activeAt(b) - activeAt(a) || (a.id < b.id ? -1 : 1))
    },

    /** Says who one is: one's own messages are never unread. */
    setSelf(id: string): void {
      self = id
    },

    /** Adds one or takes its newer version. */
    put,

    /** This person is no member of it any more. */
    remove: (id: string): void => void byId.delete(id),

    /**
     * Takes the server's list for the whole truth, but for read cursors that are further here.
     * @returns the ids of those that were known and are not in it
     */
    replaceAll(conversations: readonly Conversation[]): Iterable<string> {
      const known = new Map(byId)
      byId.clear()
      for (const conversation of conversations) {
        put(conversation, known.get(conversation.id), true)
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
      byId.set(id, { ...conversation, read: seq, head, unread, mention, marked: undefined })
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

    clear: (): void => byId.clear(),
  }
}

/** What was said last, once there is one more entry. */
function lastWith(entry: LogEntry, last?: MessageEntry): MessageEntry | undefined {
  if (entry.type === 'message') return entry
  return entry.type !== 'unknown' && last?.seq === entry.target ? amend(last, entry) : last
}

/** A conversation with one more entry. */
function counted(conversation: Conversation, entry: LogEntry, self: string): Conversation {
  const { seq: head } = entry
  const now = { ...conversation, head, last: lastWith(entry, conversation.last) }
  if (entry.type !== 'message') return now
  now.hidden = undefined
  const { content, author, mentions } = entry
  if (content.kind === 'system') {
    const { change, text, people = [], role } = content
    if (change === 'announcement') now.announcement = text
    now.title = content.title ?? now.title
    now.members = content.members ?? now.members
    now.writers = content.writers ?? now.writers
    if (people.some(({ id }) => id === self)) now.role = role || now.role
    // There is another owner now.
    else if (now.role === role && role === 'owner') now.role = 'admin'
  } else if (author.id !== self && head > now.read) {
    now.unread += 1
    if (mentions?.some(id => id === self || id === '*')) now.mention = head
  }
  return now
}

/** What the server says now, with what is known to be further: cursors never move back within one log. */
function merge(known: Conversation, now: Conversation, isWelcome?: boolean): Conversation {
  if (known.epoch !== now.epoch) return now
  // It may have been looked at before what has come, or was read, since. A welcome is the whole truth, and comes first.
  const isOld = known.head > now.head ? !isWelcome : known.head === now.head && known.read > now.read
  const { head, last, unread, mention } = isOld ? known : now
  const read = Math.max(known.read, now.read)
  return {
    ...now, head, last, read,
    delivered: Math.max(known.delivered, now.delivered),
    unread: read >= head ? 0 : unread,
    mention: mention > read ? mention : 0,
  }
}
