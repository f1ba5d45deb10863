import { amend, type Amendment, type LogEntry, type MessageEntry } from '../model/entry'
import { type Message, messageKey } from '../model/message'
import type { Person } from '../model/person'
import { createPending } from './pending'

/** How many entries that came too early are kept: the rest comes with the range that is fetched anyway. */
const MAX_EARLY = 500

/** A part of a log that is known from its `first` entry to its `head`; if it is empty, `first` is `head + 1`. */
interface Stretch {
  first: number
  head: number
  /** In the order of the log. Entries that are no messages have no place here. */
  messages: Message[]
}

export type Timeline = ReturnType<typeof createTimeline>

/**
 * What is known of one conversation's log: stretches with holes between them, entries that came too early, and what
 * this person wrote and the server has not placed yet. It asks for nothing and tells nobody: see `sync.ts`.
 */
export function createTimeline(conversationId: string, self: Person | null) {
  let epoch: string | null = null
  /**
   * In the order of the log. The newest one is shown; the others wait until the hole after them is filled, and are
   * shown with it from then on.
   */
  let stretches: Stretch[] = []
  /** Whether the server has nothing older than the oldest stretch. */
  let complete = false
  const early = new Map<number, LogEntry>()
  /** Entries that speak of messages before the newest stretch, by the `seq` of those: older ones may come yet. */
  const amendments = new Map<number, Amendment[]>()
  const pending = createPending(conversationId, self)
  let shown: readonly Message[] | null = null

  const newest = (): Stretch => stretches[stretches.length - 1] || { first: 1, head: 0, messages: [] }

  /** Does something with what waits, after which it is shown anew. */
  const showing = <Args extends unknown[]>(work: (...args: Args) => void) => (...args: Args): void => {
    shown = null
    work(...args)
  }

  /** The log was reset: nothing of it is known any more. What is shown stays until the new one is there. */
  function forget(): void {
    epoch = null
    early.clear()
    amendments.clear()
  }

  /** Takes an entry that came by itself or with a page of newer ones; false if it was known. */
  function add(entry: LogEntry): boolean {
    const { seq } = entry
    const { head } = newest()
    if (epoch !== null && seq <= head) {
      if (entry.type !== 'unknown') return false
      // What was a message is nothing any more: this person doesn't want to see it.
      for (const stretch of stretches) stretch.messages = stretch.messages.filter(message => message.seq !== seq)
      shown = null
      return true
    }
    if (early.size < MAX_EARLY || seq === head + 1) early.set(seq, entry)
    drain()
    return true
  }

  /** Shows what follows the known stretch without a hole. */
  function drain(): void {
    const stretch = newest()
    if (epoch === null) return
    let next = early.get(stretch.head + 1)
    while (next) {
      early.delete(next.seq)
      stretch.head = next.seq
      if (next.type === 'message') stretch.messages.push(toMessage(next))
      else change(next)
      next = early.get(stretch.head + 1)
      shown = null
    }
    pending.settle(stretch.head)
  }

  /** Lets an entry change the message that it speaks of, now or once that is known. */
  function change(entry: LogEntry): void {
    if (entry.type === 'message' || entry.type === 'unknown') return
    const { target, author, id } = entry
    if (author.id === self?.id) pending.drop(id)
    const stretch = newest()
    if (target < stretch.first) {
      amendments.set(target, [...amendments.get(target) || [], entry])
      return
    }
    const index = placeOf(stretch, target)
    const message = stretch.messages[index]
    if (message?.seq === target) stretch.messages[index] = amend(message, entry)
  }

  /** A message of the log; it is shown in place of the one that waits. */
  function toMessage(entry: MessageEntry): Message {
    const { id, author } = entry
    const own = author.id === self?.id
    if (own) pending.drop(id)
    const key = messageKey(author.id, own, id)
    return withAmendments({ ...entry, key, conversationId, own, status: 'sent' })
  }

  /** A message after the entries that waited for it. */
  function withAmendments(message: Message): Message {
    const seq = message.seq || 0
    const waiting = amendments.get(seq)
    if (!waiting) return message
    amendments.delete(seq)
    return waiting.sort((a, b) => a.seq - b.seq).reduce(amend, message)
  }

  return {
    conversationId,

    /** The epoch of the log that this is a part of, or null before anything is known. */
    get epoch(): string | null {
      return epoch
    },

    /** What is known here is what the log is from now on. */
    set epoch(now) {
      epoch = now
    },

    /** The messages up to the newest one in the order of the log, then the ones that wait, as they were written. */
    get messages(): readonly Message[] {
      shown ??= pending.changed([...newest().messages, ...pending.messages])
      return shown
    },

    /** The `seq` up to which the newest entries are known, 0 if the log is empty. */
    get head(): number {
      return newest().head
    },

    /** The highest `seq` of an entry that is known, shown or not. */
    get latest(): number {
      return Math.max(newest().head, ...early.keys())
    },

    /** The `seq` from which on everything up to the newest is known. */
    get first(): number {
      return newest().first
    },

    /** Whether there is nothing older than what is shown. */
    get atStart(): boolean {
      return stretches.length === 1 && complete
    },

    /** Whether nothing is known, or entries that can't be shown yet, as older ones are missing. */
    get hasGap(): boolean {
      return epoch === null || early.size > 0
    },

    /** The newest message that has its place. */
    get last(): MessageEntry | undefined {
      const { messages } = newest()
      const message = messages[messages.length - 1]
      return message && toEntry(message, message.seq || 0)
    },

    /** The newest entries that are known without a hole, at most so many: to keep them over a restart. */
    newest(count: number): LogEntry[] {
      const { first, head, messages } = newest()
      const known = new Map(messages.slice(-count).map(message => [message.seq, message]))
      const entries: LogEntry[] = []
      for (let seq = Math.max(first, head - count + 1); seq <= head; seq++) {
        const message = known.get(seq)
        entries.push(message ? toEntry(message, seq) : { seq, type: 'unknown' })
      }
      return entries
    },

    /** How many messages of others come after `seq`; undefined if not all of them are known. */
    unreadAfter(seq: number): number | undefined {
      const stretch = newest()
      if (stretch.first > seq + 1 || early.size > 0) return undefined
      const after = stretch.messages.slice(placeOf(stretch, seq + 1))
      return after.filter(({ own, content }) => !own && content.kind !== 'system').length
    },

    /** Says who one is. */
    setSelf(person: Person): void {
      self = person
      pending.setSelf(person)
      shown = null
    },

    /** Takes the newest page of a log. Where it doesn't reach what is known, it leaves a hole. */
    addNewest(of: string, head: number, page: readonly LogEntry[]): void {
      if (epoch !== of) {
        if (epoch !== null) forget()
        stretches = []
        pending.settle(Infinity)
      }
      epoch = of
      const first = page[0] ? page[0].seq : head + 1
      if (stretches.length === 0) complete = first === 1 || page.length === 0
      if (stretches.length === 0 || first > newest().head + 1) stretches.push({ first, head: first - 1, messages: [] })
      shown = null
      page.forEach(add)
      for (const seq of early.keys()) if (seq <= newest().head) early.delete(seq)
      drain()
      // What has its place before the page comes back with the older ones.
      pending.dropPlaced(new Set([...early.values()].map(entry => (entry.type === 'message' ? entry.id : ''))))
    },

    forget,
    add,

    /** Takes a page of older entries, which must end just before the `first` one. */
    addEarlier(page: readonly LogEntry[]): void {
      const stretch = newest()
      const below = stretches[stretches.length - 2]
      const start = stretch.first - page.length
      if (page.some((entry, index) => entry.seq !== start + index)) return
      const wanted = page.filter(({ seq }) => !below || seq > below.head)
      const older = wanted.flatMap(entry => (entry.type === 'message' ? [toMessage(entry)] : []))
      stretch.messages = [...older, ...stretch.messages]
      stretch.first = below ? Math.max(start, below.head + 1) : start
      wanted.forEach(change)
      // An empty page: what was there has been trimmed away.
      if (below && (start <= below.head + 1 || page.length === 0)) {
        stretch.first = below.first
        stretch.messages = [...below.messages.map(withAmendments), ...stretch.messages]
        stretches.splice(-2, 1)
      } else if (!below) {
        complete = start <= 1 || page.length === 0
      }
      shown = null
    },

    // ---- what this person writes

    /** Shows one's own new message at the end. */
    write: showing(pending.write),

    /** Shows one's own change of a message. */
    change: showing(pending.change),

    /** Changes how a waiting message stands. */
    mark: showing(pending.mark),

    /** The waiting message of this id, if there is one. */
    waiting: pending.find,

    /** Takes a waiting message or change away. */
    discard: showing(pending.drop),

    /** The server has placed what one wrote: the acknowledgement says as much as its echo. */
    place(id: string, seq: number, at: number): void {
      shown = null
      const message = pending.find(id)
      if (epoch === null ? !message : seq <= newest().head) return pending.drop(id)
      if (!message) return pending.placeChange(id, seq)
      pending.mark(id, 'sent')
      add({ ...message, type: 'message', seq, at })
    },
  }
}

/** The index of the first message at or after `seq`. */
function placeOf({ messages }: Stretch, seq: number): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((messages[middle]?.seq || 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

function toEntry(message: Message, seq: number): MessageEntry {
  const { id, author, at, content, mentions, quote, edited, reactions, amended } = message
  return { seq, type: 'message', id, author, at, content, mentions, quote, edited, reactions, amended }
}
