/**
 * The native protocol, version 1, as it stands on the wire: one JSON object per text frame.
 *
 * This file is the only thing the server shares with the client. `docs/protocol.md` describes it in words.
 * All times are milliseconds since 1970 by the server's clock; `seq` counts from 1 without holes.
 */

import type * as codes from './wire-code'

/** The version that `hello` asks for and `welcome` confirms. */
export const WIRE_VERSION = 1

/** One of the values of `wire-code.ts`. */
export type WireCode = (typeof codes)[keyof typeof codes]

/** A person, as far as others may know. */
export interface WirePerson {
  id: string
  name: string
}

/** What a message says. Kinds that a client does not know are kept and shown as unsupported. */
export type WireContent = { kind: 'text', text: string } | { kind: string, [field: string]: unknown }

/** How many people reacted to a message with one emoji, and who, as far as fits. */
export interface WireReaction {
  emoji: string
  count: number
  /** At most 10 of them; the person who asks first, if it is one of them. */
  people: WirePerson[]
}

/** What all entries of a log have. */
interface WireEntry {
  /** Position in the conversation's log: 1, 2, 3 and so on, without holes. */
  seq: number
  /** The id that the client of `from` made: unique together with `from.id`. */
  id: string
  /** Who did it, by the name of that time. */
  from: WirePerson
  at: number
}

/**
 * Somebody said something. When the message is fetched later, it is as it stands by then: what later entries did to it
 * is in it already.
 */
export interface WireMessage extends WireEntry {
  type: 'message'
  /** Of a recalled message only `{ kind: 'recalled', by: person }` is left. */
  content: WireContent
  /** Ids of the persons it calls for; `*` is everyone. */
  mentions?: string[]
  /** When it was edited last. */
  edited?: number
  reactions?: WireReaction[]
  /** The highest `seq` of an entry about this message: what it did is in what stands here. */
  amended?: number
}
/** A message says something else from now on. `target` is its `seq`, always a lower one. */
export interface WireEdit extends WireEntry { type: 'edit', target: number, content: WireContent }
/** A message was taken back: what it said is gone. */
export interface WireRecall extends WireEntry { type: 'recall', target: number }
/** Somebody reacted to a message, or took that back; `count` is how many have that emoji there by then. */
export interface WireReact extends WireEntry {
  type: 'react'
  target: number
  emoji: string
  on: boolean
  count: number
}

/** What a member of a group may do: one is its `owner`, if it has any; `admin`s look after it with the owner. */
export type WireRole = 'owner' | 'admin' | 'member'
/** What can happen to a group. `left` is by the person who leaves, `removed` by another. */
export type WireChanged = 'created' | 'added' | 'removed' | 'left' | 'role' | 'title'
/** Who is in a group, what they may do, or its title has changed. */
export interface WireChange extends WireEntry {
  type: 'change'
  change: WireChanged
  /** Who was there from the start, was added, was removed, has another role; of `left`, who is the owner now. */
  people?: WirePerson[]
  /** The role that they have now. Whoever made another the owner is an admin from then on. */
  role?: WireRole
  /** The title that it has now. */
  title?: string
  /** How many members there are now. */
  members: number
}

/** One entry of a conversation's append-only log. A client must step over types it does not know. */
export type WireEvent = WireMessage | WireEdit | WireRecall | WireReact | WireChange

/** How far a person has come in a log: up to these entries it has reached a device, and was read. */
export interface WireReached {
  delivered: number
  read: number
}

/** A conversation as one member sees it. */
export interface WireConversation {
  id: string
  kind: 'group' | 'direct'
  /** A group's title; for a direct conversation the other person's name. */
  title: string
  /** The other person of a direct conversation. */
  peer?: WirePerson
  /** What this person may do in a group. */
  role?: WireRole
  /** How many members a group has. */
  members?: number
  /** How far that person has come. */
  reached?: WireReached
  /** Changes if the log was ever reset: whatever was known of an older epoch is void. */
  epoch: string
  /** The highest `seq` in the log, 0 if it is empty. */
  head: number
  /** The highest `seq` that this person has read. */
  read: number
  /** The highest `seq` that has reached a device of this person. */
  delivered: number
  /** Messages of others after `read`, also those that were recalled since. */
  unread: number
  /** The `seq` of the newest of them that mentions this person or everyone, 0 if none does. */
  mention: number
  /** The newest message or change of the log; it may be missing in a welcome that would grow too large. */
  last?: WireMessage | WireChange
}

/** A member of a conversation. */
export interface WireMember {
  person: WirePerson
  role: WireRole
  /** The order of joining: whoever came earlier has a lower one. It stays the same until that person leaves. */
  place: number
}

// ---- client to server

/** The first frame; nothing else may come before it. */
export interface HelloFrame { type: 'hello', version: number, token: string }
/** Store a message. `id` is the client's own: the same one sent twice is stored once. */
export interface SendFrame {
  type: 'send'
  id: string
  conversation: string
  content: WireContent
  /** Ids of the persons that the message calls for; `*` is everyone. */
  mentions?: string[]
}
/** A message by the id that its sender's client made: so it can be named before its `seq` is known. */
export interface WireTarget { from: string, id: string }
/** Let one's own message say something else. Like `send` it is stored once, and answered with `ack`. */
export interface EditFrame {
  type: 'edit'
  id: string
  conversation: string
  target: WireTarget
  content: WireContent
}
/** Take a message back, in the same way: one's own, or, as owner or admin of a group, anybody's. */
export interface RecallFrame { type: 'recall', id: string, conversation: string, target: WireTarget }
/** React to a message, or take that back, in the same way. */
export interface ReactFrame {
  type: 'react'
  id: string
  conversation: string
  target: WireTarget
  emoji: string
  on: boolean
}
/**
 * Change a group, in the same way. `added` and `removed` have `people`, `role` has `people` and `role`, `title` has
 * `title`; `left` has nothing.
 */
export interface ChangeFrame {
  type: 'change'
  id: string
  conversation: string
  change: Exclude<WireChanged, 'created'>
  people?: string[]
  role?: WireRole
  title?: string
}
/** What is stored in a log: each under an id of the client's own, which makes sending it twice the same as once. */
export type WriteFrame = SendFrame | EditFrame | RecallFrame | ReactFrame | ChangeFrame
/** Make a group of oneself, its owner, and these people. The same id again gives the same group. */
export interface CreateFrame { type: 'create', id: string, title: string, people: string[] }
/** Ask who is in a conversation: the first ones, or those with a `place` after this one. */
export interface MembersFrame { type: 'members', id: string, conversation: string, after?: number, limit: number }
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
/** These logs have reached this device up to `seq`. It is like `read` in all else. */
export interface DeliveredFrame { type: 'delivered', cursors: { conversation: string, seq: number }[] }
/** Ask for the direct conversation with a person; it is made when there is none. */
export interface OpenFrame { type: 'open', id: string, person: string }
/** Ask whom one can write to. */
export interface PeopleFrame { type: 'people', id: string }
/** Prove again who one is, before the old token expires. It must be of the same person. */
export interface TokenFrame { type: 'token', token: string }
/** A sign of life; the answer is `pong` with the same `id`. */
export interface PingFrame { type: 'ping', id: string }

export type ClientFrame =
  | HelloFrame | WriteFrame | HistoryFrame | ReadFrame | DeliveredFrame | OpenFrame | CreateFrame | MembersFrame
  | PeopleFrame | TokenFrame | PingFrame

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
/** What was written is stored for good, at this place. */
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
/**
 * The answer to `open` and `create` (with their `id`), or, without `id`, a conversation this person has become a member
 * of.
 */
export interface ConversationFrame { type: 'conversation', id?: string, conversation: WireConversation }
/** This person is no member any more: nothing of this conversation comes from here on. */
export interface LeftFrame { type: 'left', conversation: string }
/** The answer to `members`, in rising order of `place`. With fewer than `limit` there are no more. */
export interface MemberListFrame { type: 'members', id: string, conversation: string, members: WireMember[] }
/** The answer to `people`. */
export interface PeopleListFrame { type: 'people', id: string, people: WirePerson[] }
/** The read cursor moved, on this or another device of the same person. Counted when the log ended at `head`. */
export interface ReadMovedFrame {
  type: 'read'
  conversation: string
  seq: number
  head: number
  unread: number
  mention: number
}
/** The other person of a direct conversation has come so far. */
export interface ReachedFrame { type: 'reached', conversation: string, reached: WireReached }
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
  | LeftFrame | MemberListFrame | PeopleListFrame | ReadMovedFrame | ReachedFrame | PongFrame | ErrorFrame
