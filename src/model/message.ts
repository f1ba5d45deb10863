import type { ReceivedContent } from './content'
import type { Amendable, Quote } from './entry'
import type { ChatError } from './error'
import type { Person } from './person'

/**
 * Where a message stands:
 * - `queued`: written, waiting for the connection or for its turn
 * - `sending`: handed to the connection, not yet acknowledged
 * - `unknown`: handed over before the connection broke: it goes again under the same id, which the server stores once
 * - `sent`: the server has stored it; every message of others is `sent`
 * - `failed`: the server said no; it can be sent again or thrown away
 */
export type MessageStatus = 'queued' | 'sending' | 'unknown' | 'sent' | 'failed'

/** A message as it is shown. Never changed in place: a change makes a new object, so that `===` tells. */
export interface Message extends Amendable {
  /** Unique within the conversation and stable from the first moment on: fit for a list's `key`. */
  readonly key: string
  readonly conversationId: string
  /** Position in the log, or null as long as the server has not placed it. */
  readonly seq: number | null
  /** The id that the author's client made. */
  readonly id: string
  readonly author: Person
  /** Whether this person wrote it. */
  readonly own: boolean
  /** Milliseconds since 1970: by the server's clock, or by the phone's as long as `seq` is null. */
  readonly at: number
  readonly content: ReceivedContent
  /** Ids of the persons it calls for; `*` is everyone. */
  readonly mentions?: readonly string[]
  /** The message that it answers. */
  readonly quote?: Quote
  /** How much of its file is uploaded, from 0 to 1, while that goes on. */
  readonly progress?: number
  readonly status: MessageStatus
  /** Whether a change of it, which is shown already, is on its way to the server. */
  readonly changing?: boolean
  /** Why it failed. */
  readonly error?: ChatError
}

/**
 * The key of a message. Client ids are unique per author only; one's own go without the author, as they can be written
 * before the server has said who one is.
 */
export function messageKey(author: string, own: boolean, id: string): string {
  return own ? id : `${author}/${id}`
}
