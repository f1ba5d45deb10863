import type { Conversation } from '../model/conversation'
import type { LogEntry } from '../model/message'

/** The conversations of this person, with their heads and unread counts. */
export class Conversations {
  private readonly byId = new Map<string, Conversation>()

  get(id: string): Conversation | undefined {
    return this.byId.get(id)
  }

  /** All of them, the one with the newest message first. */
  get all(): readonly Conversation[] {
    return [...this.byId.values()].sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0) || (a.id < b.id ? -1 : 1))
  }

  /** Adds one or takes its newer version. */
  put(conversation: Conversation): void {
    const known = this.byId.get(conversation.id)
    this.byId.set(conversation.id, known ? merge(known, conversation) : conversation)
  }

  /**
   * Takes the server's list for the whole truth, but for read cursors that are further here.
   * @returns the conversations whose read cursor the server has yet to learn
   */
  replaceAll(conversations: readonly Conversation[]): readonly Conversation[] {
    const ahead: Conversation[] = []
    const known = new Map(this.byId)
    this.byId.clear()
    for (const conversation of conversations) {
      const before = known.get(conversation.id)
      const merged = before ? merge(before, conversation) : conversation
      if (merged.read > conversation.read) ahead.push(merged)
      this.byId.set(conversation.id, merged)
    }
    return ahead
  }

  /** A new entry of a log; false if it was known, or the conversation isn't. */
  logged(id: string, entry: LogEntry, own: boolean): boolean {
    const conversation = this.byId.get(id)
    if (!conversation || entry.seq <= conversation.head) return false
    const isMessage = entry.type === 'message'
    const counts = isMessage && !own && entry.seq > conversation.read
    this.byId.set(id, {
      ...conversation,
      head: entry.seq,
      last: isMessage ? entry : conversation.last,
      unread: conversation.unread + (counts ? 1 : 0),
    })
    return true
  }

  /** This person has read up to `seq`, here; false if that was known. */
  read(id: string, seq: number): boolean {
    const conversation = this.byId.get(id)
    if (!conversation || seq <= conversation.read) return false
    // Up to the end there is nothing unread; else the server's answer brings the count.
    this.byId.set(id, { ...conversation, read: seq, unread: seq >= conversation.head ? 0 : conversation.unread })
    return true
  }

  /** The server says how far this person has read. */
  moveRead(id: string, read: number, unread: number): void {
    const conversation = this.byId.get(id)
    if (conversation && read >= conversation.read) this.byId.set(id, { ...conversation, read, unread })
  }

  clear(): void {
    this.byId.clear()
  }
}

/** What the server says now, with a read cursor that never moves back within one log. */
function merge(known: Conversation, now: Conversation): Conversation {
  if (known.epoch !== now.epoch || known.read <= now.read) return now
  return { ...now, read: known.read, unread: known.read >= now.head ? 0 : now.unread }
}
