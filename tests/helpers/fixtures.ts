import type { Content } from '../../src/model/content'
import type { Conversation } from '../../src/model/conversation'
import type { MessageEntry } from '../../src/model/entry'
import type { Message } from '../../src/model/message'
import type { Person } from '../../src/model/person'

export const ann: Person = { id: 'ann', name: 'Ann' }
export const bob: Person = { id: 'bob', name: 'Bob' }
export const cem: Person = { id: 'cem', name: 'Cem' }

/** Noon in the test machine's own time zone: no test then lies near midnight. */
export const noon = new Date(2024, 0, 15, 12, 0, 0).getTime()

export function text(text: string): Extract<Content, { kind: 'text' }> {
  return { kind: 'text', text }
}

/** An entry of a log: Bob's, unless told otherwise. */
export function makeEntry(seq: number, fields: Partial<MessageEntry> = {}): MessageEntry {
  return { seq, type: 'message', id: `id-${seq}`, author: bob, at: noon + seq, content: text(`text ${seq}`), ...fields }
}

/** Entries `from` to `to`, both included. */
export function makeEntries(from: number, to: number, fields: Partial<MessageEntry> = {}): MessageEntry[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => makeEntry(from + index, fields))
}

export function makeConversation(fields: Partial<Conversation> = {}): Conversation {
  return {
    id: 'room', kind: 'group', title: 'Room', epoch: 'e1', head: 0, read: 0, delivered: 0, unread: 0, mention: 0,
    ...fields,
  }
}

let made = 0

/** A message as it is shown: Bob's, sent, unless told otherwise. */
export function makeMessage(fields: Partial<Message> = {}): Message {
  made += 1
  return {
    key: `key-${made}`, conversationId: 'room', seq: made, id: `id-${made}`, author: bob, own: false, at: noon,
    content: text('hello'), status: 'sent', ...fields,
  }
}
