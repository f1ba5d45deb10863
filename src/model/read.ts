/**
 * Reads what came from outside, from the network or from storage: each field is checked, and only known fields are
 * taken over into new objects. Readers throw {@link Malformed}; whoever calls them catches it.
 */
import type { ReceivedContent, SystemContent } from './content'
import type { Conversation, Reached } from './conversation'
import type { LogEntry, Quote, Reaction } from './entry'
import { kindOf } from './kinds'
import type { Person, Role, Writers } from './person'

export type Fields = Readonly<Record<string, unknown>>

/** Says what is wrong with a value. */
export class Malformed extends Error {}

function bad(name: string, wanted: string): never {
  throw new Malformed(`${name} is not ${wanted}`)
}

export function fields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  return bad(what, 'an object')
}

export function text(from: Fields, name: string): string {
  const value = from[name]
  if (typeof value === 'string') return value
  return bad(name, 'a string')
}

export function count(from: Fields, name: string): number {
  const value = from[name]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  return bad(name, 'a whole number')
}

/** A place in a log. */
export function place(from: Fields, name = 'seq'): number {
  const seq = count(from, name)
  if (seq > 0) return seq
  return bad(name, 'positive')
}

export function list(from: Fields, name: string): unknown[] {
  const value = from[name]
  if (Array.isArray(value)) return value as unknown[]
  return bad(name, 'a list')
}

/** What may be missing. Many servers write null for what is not there. */
export function optional<Value>(
  from: Fields, name: string, read: (from: Fields, name: string) => Value,
): Value | undefined {
  return from[name] === undefined || from[name] === null ? undefined : read(from, name)
}

/** Those of a list that can be read: one that can't must not take the others with it. */
export function readable<Item>(values: unknown[], read: (value: unknown) => Item): Item[] {
  return values.flatMap((value) => {
    try {
      return [read(value)]
    } catch {
      return []
    }
  })
}

export function readPerson(value: unknown): Person {
  const person = fields(value, 'person')
  return { id: text(person, 'id'), name: text(person, 'name'), avatar: optional(person, 'avatar', text) }
}

export function readPeople(from: Fields): Person[] {
  return list(from, 'people').map(readPerson)
}

export function readReached(value: unknown): Reached {
  const reached = fields(value, 'reached')
  return { delivered: count(reached, 'delivered'), read: count(reached, 'read') }
}

export function readContent(value: unknown): ReceivedContent {
  const content = fields(value, 'content')
  const kind = text(content, 'kind')
  if (kind === 'text') return { kind, text: text(content, 'text') }
  if (kind === 'system') {
    return {
      kind,
      text: optional(content, 'text', text) || '',
      change: optional(content, 'change', text) as SystemContent['change'],
      people: optional(content, 'people', readPeople),
      role: optional(content, 'role', text) as Role | undefined,
      title: optional(content, 'title', text),
      writers: optional(content, 'writers', text) as Writers | undefined,
      members: optional(content, 'members', count),
    }
  }
  if (kind === 'recalled') return { kind, by: readPerson(content.by) }
  // A kind that was unknown when it was kept may be known by now.
  const kept = kind === 'unsupported'
  const name = kept ? text(content, 'name') : kind
  const data = kept ? fields(content.data || {}, 'data') : content
  return kindOf(name)?.read(data) || { kind: 'unsupported', name, data }
}

export function readQuote({ quote: value }: Fields): Quote {
  const quote = fields(value, 'quote')
  return { seq: place(quote), id: text(quote, 'id'), author: readAuthor(quote), content: readContent(quote.content) }
}

/** Who did it: `from` on the wire, `author` here. */
function readAuthor(entry: Fields): Person {
  return readPerson(entry.from || entry.author)
}

/** An entry, which says who did it as `from` on the wire, and as `author` here. */
export function readEntry(value: unknown): LogEntry {
  const entry = fields(value, 'event')
  const seq = place(entry)
  const { type } = entry
  if (type !== 'message' && type !== 'change' && type !== 'edit' && type !== 'recall' && type !== 'react') {
    return { seq, type: 'unknown' }
  }
  const base = { seq, id: text(entry, 'id'), author: readAuthor(entry), at: count(entry, 'at') }
  if (type === 'message' || type === 'change') {
    // A change of the group is shown as a line among the messages.
    const content = readContent(type === 'change' ? { ...entry, kind: 'system' } : entry.content)
    const message = { ...base, type: 'message', content } as const
    // Most have none of these, and there are many of them.
    const { mentions, quote, edited, reactions, amended } = entry
    if ((mentions ?? quote ?? edited ?? reactions ?? amended) === undefined) return message
    return {
      ...message,
      mentions: optional(entry, 'mentions', list)?.map(String),
      quote: optional(entry, 'quote', readQuote),
      edited: optional(entry, 'edited', count),
      reactions: optional(entry, 'reactions', list)?.map(readReaction),
      amended: optional(entry, 'amended', count),
    }
  }
  const target = place(entry, 'target')
  if (type === 'edit') return { ...base, type, target, content: readContent(entry.content) }
  if (type === 'recall') return { ...base, type, target }
  return { ...base, type, target, emoji: text(entry, 'emoji'), on: entry.on === true, count: count(entry, 'count') }
}

/** An entry among others: one that can't be read must not take them with it, but keeps its place. */
export function readEntryAmongOthers(value: unknown): LogEntry {
  try {
    return readEntry(value)
  } catch {
    return { seq: place(fields(value, 'event')), type: 'unknown' }
  }
}

export function readConversation(value: unknown): Conversation {
  const from = fields(value, 'conversation')
  const last = optional(from, 'last', () => readEntryAmongOthers(from.last))
  return {
    id: text(from, 'id'),
    kind: from.kind === 'direct' ? 'direct' : 'group',
    title: text(from, 'title'),
    peer: optional(from, 'peer', () => readPerson(from.peer)),
    reached: optional(from, 'reached', () => readReached(from.reached)),
    role: optional(from, 'role', text) as Role | undefined,
    members: optional(from, 'members', count),
    writers: optional(from, 'writers', text) as Writers | undefined,
    announcement: optional(from, 'announcement', text),
    pinned: optional(from, 'pinned', count),
    muted: !!from.muted || undefined,
    hidden: !!from.hidden || undefined,
    marked: !!from.marked || undefined,
    epoch: text(from, 'epoch'),
    head: count(from, 'head'),
    read: count(from, 'read'),
    delivered: optional(from, 'delivered', count) || 0,
    unread: count(from, 'unread'),
    mention: optional(from, 'mention', count) || 0,
    last: last?.type === 'message' ? last : undefined,
    at: optional(from, 'at', count),
  }
}

function readReaction(value: unknown): Reaction {
  const reaction = fields(value, 'reaction')
  return { emoji: text(reaction, 'emoji'), count: count(reaction, 'count'), people: readPeople(reaction) }
}
