/**
 * The native protocol, version 1, as it stands on the wire: one JSON object per text frame.
 *
 * This file is the only thing the server shares with the client. `docs/protocol.md` describes it in words.
 * All times are milliseconds since 1970 by the server's clock; `seq` counts from 1 without holes.
 */

/** The version that `hello` asks for and `welcome` confirms. */
export const WIRE_VERSION = 1

/** Error codes of `error` frames. As they lie in 4000 to 4999 they serve as WebSocket close codes too. */
export const WireCode = {
  /** The frame is not JSON, or not one of this protocol's frames. */
  badFrame: 4000,
  /** The token is missing, expired or wrong. Final until there is another token. */
  unauthorized: 4001,
  /** The person may not do this. */
  forbidden: 4003,
  /** No such conversation or person, or none that this person may know of. */
  notFound: 4004,
  /** `hello` did not come in time. */
  helloTimeout: 4008,
  /** The frame is longer than `limits.frameBytes`. */
  tooLarge: 4013,
  /** The content breaks a limit, for example `limits.textLength`. */
  badContent: 4022,
  /** The server does not speak the version that was asked for. Final. */
  badVersion: 4026,
  /** Too much at once; try again after `retryAfter`. */
  tooMany: 4029,
  /** The server failed; the same command may succeed later. */
  serverError: 4500,
  /** The server is going away; connect again after `retryAfter`. */
  goingAway: 4503,
} as const

/** One of the values of {@link WireCode}. */
export type WireCode = (typeof WireCode)[keyof typeof WireCode]

/** A person, as far as others may know. */
export interface WirePerson {
  id: string
  name: string
}

/** What a message says. Kinds that a client does not know are kept and shown as unsupported. */
export type WireContent = { kind: 'text', text: string } | { kind: string, [field: string]: unknown }

/** One entry of a conversation's append-only log. A client must step over types it does not know. */
export interface WireEvent {
  /** Position in the conversation's log: 1, 2, 3 and so on, without holes. */
  seq: number
  type: 'message'
  /** The id that the sender's client made: unique together with `from.id`. */
  id: string
  /** Who said it, by the name of that time. */
  from: WirePerson
  at: number
  content: WireContent
}

/** A conversation as one member sees it. */
export interface WireConversation {
  id: string
  kind: 'group' | 'direct'
  /** A group's title; for a direct conversation the other person's name. */
  title: string
  /** The other person of a direct conversation. */
  peer?: WirePerson
  /** Changes if the log was ever reset: whatever was known of an older epoch is void. */
  epoch: string
  /** The highest `seq` in the log, 0 if it is empty. */
  head: number
  /** The highest `seq` that this person has read. */
  read: number
  /** Messages of others after `read`. */
  unread: number
  /** The newest entry of the log; it may be missing in a welcome that would grow too large. */
  last?: WireEvent
}

// ---- client to server

/** The first frame; nothing else may come before it. */
export interface HelloFrame { type: 'hello', version: number, token: string }
/** Store a message. `id` is the client's own: the same one sent twice is stored once. */
export interface SendFrame { type: 'send', id: string, conversation: string, content: WireContent }
/**
 * Ask for a range of the log: the `limit` entries just before `before`, or just after `after`; the newest ones when
 * neither is given.
 */
export interface HistoryFrame {
  type: 'history'
  id: string
  conversation: string
  before?: number
  after?: number
  limit: number
}
/** This person has read up to `seq`. It never moves back. As it has no id, nothing says that it failed. */
export interface ReadFrame { type: 'read', conversation: string, seq: number }
/** Ask for the direct conversation with a person; it is made when there is none. */
export interface OpenFrame { type: 'open', id: string, person: string }
/** Ask whom one can write to. */
export interface PeopleFrame { type: 'people', id: string }
/** Prove again who one is, before the old token expires. It must be of the same person. */
export interface TokenFrame { type: 'token', token: string }
/** A sign of life; the answer is `pong` with the same `id`. */
export interface PingFrame { type: 'ping', id: string }

export type ClientFrame =
  | HelloFrame | SendFrame | HistoryFrame | ReadFrame | OpenFrame | PeopleFrame | TokenFrame | PingFrame

// ---- server to client

/** The answer to `hello`: who one is, and all one's conversations with their heads, so that a gap shows at once. */
export interface WelcomeFrame {
  type: 'welcome'
  version: number
  self: WirePerson
  conversations: WireConversation[]
  limits: {
    /** The longest frame that the server takes, in bytes. */
    frameBytes: number
    /** The longest text, in UTF-16 code units, as JavaScript's and Java's `length` count. */
    textLength: number
  }
  /** How long a quiet client may stay silent before it should ping, in ms. */
  heartbeat: number
  /** How long the token will hold, in ms. When it is over, the server closes with 4001. */
  tokenExpiresIn?: number
  time: number
}
/** The token will expire soon, or the server wants another for its own reasons: send `token`. */
export interface TokenWantedFrame { type: 'tokenWanted' }
/** The answer to `token`: the new one holds so long, in ms. A bad one ends the connection with 4001. */
export interface TokenTakenFrame { type: 'tokenTaken', expiresIn?: number }
/** The message is stored for good, at this place. */
export interface AckFrame { type: 'ack', id: string, conversation: string, seq: number, at: number }
/** Something new in a conversation. The sender's own connections get it as well. */
export interface EventFrame { type: 'event', conversation: string, event: WireEvent }
/**
 * The answer to `history`: entries in rising order of `seq`, without holes, next to the point asked from. There may be
 * fewer than `limit`, as pages are bounded in bytes, but at least one if there is any.
 */
export interface PageFrame {
  type: 'page'
  id: string
  conversation: string
  epoch: string
  head: number
  events: WireEvent[]
}
/** The answer to `open` (with its `id`), or, without `id`, a conversation this person has become a member of. */
export interface ConversationFrame { type: 'conversation', id?: string, conversation: WireConversation }
/** The answer to `people`. */
export interface PeopleListFrame { type: 'people', id: string, people: WirePerson[] }
/** The read cursor moved, on this or another device of the same person. */
export interface ReadMovedFrame { type: 'read', conversation: string, seq: number, unread: number }
export interface PongFrame { type: 'pong', id: string }
/**
 * With `id`: that command failed. Without: the connection has a problem, and the server closes it with the same code;
 * only after a frame that it could not read (4000) it stays open.
 */
export interface ErrorFrame {
  type: 'error'
  id?: string
  code: number
  /** For developers, in English. */
  message: string
  /** Wait as long before the next try, in ms. */
  retryAfter?: number
}

export type ServerFrame =
  | WelcomeFrame | TokenWantedFrame | TokenTakenFrame | AckFrame | EventFrame | PageFrame | ConversationFrame
  | PeopleListFrame | ReadMovedFrame | PongFrame | ErrorFrame
