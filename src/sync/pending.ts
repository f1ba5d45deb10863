import { amend } from '../model/entry'
import type { ChatError } from '../model/error'
import { type Message, messageKey, type MessageStatus } from '../model/message'
import type { Person } from '../model/person'
import type { Change, Draft } from '../model/write'

const nobody: Person = { id: '', name: '' }

/** One's own change of a message, until it comes back with the log. */
interface WaitingChange {
  readonly id: string
  readonly change: Change
  readonly at: number
  /** Its place in the log, once the server has said so. */
  seq: number | null
}

/** What this person wrote in one conversation and the log doesn't show yet: messages, and changes of messages. */
export function createPending(conversationId: string, self: Person | null) {
  /** In the order they were written. */
  let messages: Message[] = []
  let changes: WaitingChange[] = []
  /** What {@link changed} has made, by what it was made of: what didn't change stays `===`. */
  let made = new WeakMap<Message, Message>()

  function find(id: string): Message | undefined {
    return messages.find(message => message.id === id)
  }

  function filterChanges(keep: (change: WaitingChange) => boolean): void {
    changes = changes.filter(keep)
    made = new WeakMap()
  }

  /** A message as if the change stood in the log already, after all that does. */
  function apply(message: Message, { id, change, at }: WaitingChange): Message {
    const author = self || nobody
    const entry = { ...change, id, at, author, seq: Infinity, target: 0, count: 0 }
    if (entry.type === 'react') {
      const before = message.reactions?.find(({ emoji }) => emoji === entry.emoji)
      const already = before?.people.some(person => person.id === author.id)
      entry.count = (before ? before.count : 0) + Number(entry.on) - (already ? 1 : 0)
    }
    return { ...amend(message, entry), amended: message.amended, changing: true }
  }

  return {
    get messages(): readonly Message[] {
      return messages
    },
    find,

    setSelf(person: Person): void {
      self = person
      messages = messages.map(message => ({ ...message, author: person }))
    },

    /** Shows a new message. */
    write(id: string, draft: Draft, at: number): void {
      const author = self || nobody
      const key = messageKey(author.id, true, id)
      messages.push({ ...draft, key, conversationId, seq: null, id, author, own: true, at, status: 'queued' })
    },

    /** Changes how a message stands. */
    mark(id: string, status: MessageStatus, error?: ChatError): void {
      const index = messages.findIndex(message => message.id === id)
      const message = messages[index]
      if (message && message.status !== status) messages[index] = { ...message, status, error }
    },

    /** Shows a change of a message. */
    change(id: string, change: Change, at: number): void {
      changes.push({ id, change, at, seq: null })
      made = new WeakMap()
    },

    /** The server has placed a change. */
    placeChange(id: string, seq: number): void {
      for (const change of changes) if (change.id === id) change.seq = seq
    },

    /** Ends what waits under an id: it came back with the log, or is not to be. */
    drop(id: string): void {
      if (find(id)) messages = messages.filter(message => message.id !== id)
      else if (changes.length > 0) filterChanges(change => change.id !== id)
    },

    /** Ends the messages that have a place in the log, but for these. */
    dropPlaced(but: ReadonlySet<string>): void {
      messages = messages.filter(({ id, status }) => status !== 'sent' || but.has(id))
    },

    /** Ends the changes that the log has taken in up to here. */
    settle(head: number): void {
      if (changes.length > 0) filterChanges(({ seq }) => seq === null || seq > head)
    },

    /** Messages as they stand after the changes that wait. */
    changed(shown: readonly Message[]): readonly Message[] {
      if (changes.length === 0) return shown
      const byKey = new Map<string, WaitingChange[]>()
      for (const waiting of changes) {
        const { from, id } = waiting.change.target
        const key = messageKey(from, from === '' || from === self?.id, id)
        byKey.set(key, [...byKey.get(key) || [], waiting])
      }
      return shown.map((message) => {
        const waiting = byKey.get(message.key)
        if (!waiting) return message
        const after = made.get(message) || waiting.reduce(apply, message)
        made.set(message, after)
        return after
      })
    },
  }
}
