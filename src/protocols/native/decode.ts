/**
 * From frames to events. What comes from the network is untrusted: each field is checked, and only known fields are
 * taken over into new objects.
 */
import type { ReceivedContent } from '../../model/content'
import type { Conversation } from '../../model/conversation'
import type { ChatEvent } from '../../model/events'
import { type LogEntry, placeholder } from '../../model/message'
import type { Person } from '../../model/person'
import type { Frame } from '../../platform/types'
import { WireCode } from './wire'

type Fields = Readonly<Record<string, unknown>>

/** Codes that no further try with the same token changes. */
const refusals: Readonly<Partial<Record<number, 'token' | 'version'>>> = {
  [WireCode.unauthorized]: 'token',
  [WireCode.badVersion]: 'version',
}

/** Thrown and caught within this file: what is wrong with a frame. */
class Malformed extends Error {}

/** Reads one frame. Never throws. */
export function decodeFrame(frame: Frame): ChatEvent {
  if (typeof frame !== 'string') return { type: 'ignored', why: 'binary frame' }
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch {
    return { type: 'ignored', why: 'not JSON' }
  }
  try {
    return toEvent(fields(value, 'frame'))
  } catch (error) {
    return { type: 'ignored', why: error instanceof Malformed ? error.message : String(error) }
  }
}

function toEvent(frame: Fields): ChatEvent {
  switch (frame.type) {
    case 'event':
      return { type: 'logged', conversationId: text(frame, 'conversation'), entry: toEntry(frame.event) }
    case 'ack':
      return {
        type: 'acked',
        id: text(frame, 'id'),
        conversationId: text(frame, 'conversation'),
        seq: position(frame),
        at: count(frame, 'at'),
      }
    case 'pong':
      return { type: 'pong', id: text(frame, 'id') }
    case 'page':
      return {
        type: 'page',
        id: text(frame, 'id'),
        conversationId: text(frame, 'conversation'),
        epoch: text(frame, 'epoch'),
        head: count(frame, 'head'),
        entries: list(frame, 'events').map(toEntryAmongOthers),
      }
    case 'read':
      return {
        type: 'readMoved',
        conversationId: text(frame, 'conversation'),
        seq: count(frame, 'seq'),
        unread: count(frame, 'unread'),
      }
    case 'conversation':
      return { type: 'conversation', id: optionalText(frame, 'id'), conversation: toConversation(frame.conversation) }
    case 'people':
      return { type: 'people', id: text(frame, 'id'), people: readable(list(frame, 'people'), toPerson) }
    case 'welcome': {
      const limits = fields(frame.limits, 'limits')
      return {
        type: 'welcome',
        self: toPerson(frame.self),
        conversations: readable(list(frame, 'conversations'), toConversation),
        limits: { frameBytes: count(limits, 'frameBytes'), textLength: count(limits, 'textLength') },
        heartbeat: count(frame, 'heartbeat'),
        tokenExpiresIn: optionalCount(frame, 'tokenExpiresIn'),
      }
    }
    case 'error': {
      const code = count(frame, 'code')
      const id = optionalText(frame, 'id')
      const message = text(frame, 'message')
      if (id === undefined && code === WireCode.badFrame) return { type: 'ignored', why: `the server: ${message}` }
      return {
        type: 'failed',
        id,
        code,
        message,
        refusal: refusals[code],
        retryAfter: optionalCount(frame, 'retryAfter'),
      }
    }
    case 'tokenWanted':
      return { type: 'tokenWanted' }
    case 'tokenTaken':
      return { type: 'tokenTaken', expiresIn: optionalCount(frame, 'expiresIn') }
    default:
      return { type: 'ignored', why: 'unknown frame type' }
  }
}

function toEntry(value: unknown): LogEntry {
  const event = fields(value, 'event')
  if (event.type !== 'message') return placeholder(position(event))
  return {
    seq: position(event),
    type: 'message',
    id: text(event, 'id'),
    author: toPerson(event.from),
    at: count(event, 'at'),
    content: toContent(event.content),
  }
}

/** An entry among others: one that can't be read must not take them with it, but keeps its place. */
function toEntryAmongOthers(value: unknown): LogEntry {
  try {
    return toEntry(value)
  } catch {
    return placeholder(position(fields(value, 'event')))
  }
}



function toContent(value: unknown): ReceivedContent {
  const content = fields(value, 'content')
  const kind = text(content, 'kind')
  return kind === 'text' ? { kind, text: text(content, 'text') } : { kind: 'unsupported', name: kind }
}

function toConversation(value: unknown): Conversation {
  const conversation = fields(value, 'conversation')
  return {
    id: text(conversation, 'id'),
    kind: conversation.kind === 'direct' ? 'direct' : 'group',
    title: text(conversation, 'title'),
    peer: isAbsent(conversation.peer) ? undefined : toPerson(conversation.peer),
    epoch: text(conversation, 'epoch'),
    head: count(conversation, 'head'),
    read: count(conversation, 'read'),
    unread: count(conversation, 'unread'),
    last: isAbsent(conversation.last) ? undefined : toEntryAmongOthers(conversation.last),
  }
}

function toPerson(value: unknown): Person {
  const person = fields(value, 'person')
  return { id: text(person, 'id'), name: text(person, 'name') }
}

/** Those of a list that can be read: one that can't must not take the others with it. */
function readable<Item>(values: unknown[], read: (value: unknown) => Item): Item[] {
  return values.flatMap((value) => {
    try {
      return [read(value)]
    } catch {
      return []
    }
  })
}

function fields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new Malformed(`${what} is not an object`)
}

function text(from: Fields, name: string): string {
  const value = from[name]
  if (typeof value === 'string') return value
  throw new Malformed(`${name} is not a string`)
}

/** Many servers write null for what is not there. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function optionalText(from: Fields, name: string): string | undefined {
  return isAbsent(from[name]) ? undefined : text(from, name)
}

function count(from: Fields, name: string): number {
  const value = from[name]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new Malformed(`${name} is not a whole number`)
}

function optionalCount(from: Fields, name: string): number | undefined {
  return isAbsent(from[name]) ? undefined : count(from, name)
}

function position(from: Fields): number {
  const seq = count(from, 'seq')
  if (seq > 0) return seq
  throw new Malformed('seq is not positive')
}

function list(from: Fields, name: string): unknown[] {
  const value = from[name]
  if (Array.isArray(value)) return value as unknown[]
  throw new Malformed(`${name} is not a list`)
}
