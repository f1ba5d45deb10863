import type { ReceivedContent } from './content'
import type { ChatError } from './error'
import type { Person } from './person'

/** One entry of a conversation's log, as the server keeps it. */
export interface LogEntry {
  /** Position in the log: 1, 2, 3 and so on, without holes. */
  readonly seq: number
  readonly type: 'message' | 'unknown'
  /** The id that the sender's client made: unique together with the author's id. */
  readonly id: string
  readonly author: Person
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number
  readonly content: ReceivedContent
}

/** What stands in the place of an entry of a type that isn't known, or that can't be read. */
export function placeholder(seq: number): LogEntry {
  const author = { id: '', name: '' }
  return { seq, type: 'unknown', id: '', author, at: 0, content: { kind: 'unsupported', name: 'unknown' } }
}

/**
 * Where a message stands:
 * - `queued`: written, waiting for the connection or for its turn
 * - `sending`: handed to the connection, not yet acknowledged
 * - `sent`: the server has stored it; every message of others is `sent`
 * - `failed`: the server said no; it can be sent again or thrown away
 */
export type MessageStatus = 'queued' | 'sending' | 'sent' | 'failed'

/** A message as it is shown. Never changed in place: a change makes a new object, so that `===` tells. */
export interface Message {
  /** Unique within the conversation and stable from the first moment on: fit for a list's `key`. */
  readonly key: string
  readonly conversationId: string
  /** Position in the log, or null as long as the server has not placed it. */
  readonly seq: number | null
  readonly author: Person
  /** Whether this person wrote it. */
  readonly own: boolean
  /** Milliseconds since 1970: by the server's clock, or by the phone's as long as `seq` is null. */
  readonly at: number
  readonly content: ReceivedContent
  readonly status: MessageStatus
  /** Why it failed. */
  readonly error?: ChatError
}

/**
 * The key of a message. Client ids are unique per author only; one's own go without the author, as they can be written
 * before the server has said who one is.
 */
export function messageKey(author: Person, own: boolean, id: string): string {
  return own ? id : `${author.id}/${id}`
}
