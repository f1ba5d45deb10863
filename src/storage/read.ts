/** Reads what was stored: another version of the kit may have written it, or a half of it may be missing. */
import type { Content, ReceivedContent } from '../model/content'
import type { Conversation } from '../model/conversation'
import type { LogEntry } from '../model/message'
import type { Person } from '../model/person'

type Fields = Readonly<Record<string, unknown>>

export function readPerson(value: unknown): Person | null {
  const { id, name } = fields(value)
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null
}

export function readContent(value: unknown): Content | null {
  const { kind, text } = fields(value)
  return kind === 'text' && typeof text === 'string' ? { kind, text } : null
}

export function readEntry(value: unknown): LogEntry | null {
  const { seq, type, id, author, at, content } = fields(value)
  const person = readPerson(author)
  const read = readContent(content) ?? unsupported(content)
  if (!isCount(seq) || !isCount(at) || typeof id !== 'string' || !person || !read) return null
  return { seq, type: type === 'message' ? 'message' : 'unknown', id, author: person, at, content: read }
}

export function readConversation(value: unknown): Conversation | null {
  const { id, kind, title, peer, epoch, head, read, unread, last } = fields(value)
  if (typeof id !== 'string' || typeof title !== 'string' || typeof epoch !== 'string') return null
  if (!isCount(head) || !isCount(read) || !isCount(unread)) return null
  return {
    id,
    kind: kind === 'direct' ? 'direct' : 'group',
    title,
    peer: readPerson(peer) ?? undefined,
    epoch,
    head,
    read,
    unread,
    last: readEntry(last) ?? undefined,
  }
}

function unsupported(value: unknown): ReceivedContent | null {
  const { kind, name } = fields(value)
  return kind === 'unsupported' && typeof name === 'string' ? { kind, name } : null
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? value as Fields : {}
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
