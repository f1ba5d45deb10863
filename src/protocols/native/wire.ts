/**
 * The native protocol, version 1, as it stands on the wire: one JSON object per text frame.
 *
 * This file is the only thing the server shares with the client. `docs/protocol.md` describes it in words.
 * All times are milliseconds since 1970 by the server's clock; `seq` counts from 1 without holes.
 */

import type * as codes from './wire-code'
import type {
  WireChanged, WireContent, WireConversation, WireEvent, WireHidden, WireHit, WireMember, WireMessage, WirePerson,
  WirePresence, WireReached, WireReader, WireRole, WireSettings, WireVersion, WireWriters,
} from './wire-log'

export type * from './wire-log'

/** The version that `hello` asks for and `welcome` confirms. */
export const WIRE_VERSION = 1

/** One of the values of `wire-code.ts`. */
export type WireCode = (typeof codes)[keyof typeof codes]

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
  /** The message of this conversation that it answers. One that isn't there is left out. */
  quote?: WireTarget
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
 * `title`, `announcement` has `text`, `writers` has `writers`, `pinned` and `unpinned` have `target`; `left` has
 * nothing.
 */
export interface ChangeFrame {
  type: 'change'
  id: string
  conversation: string
  change: Exclude<WireChanged, 'created' | 'joined'>
  people?: string[]
  role?: WireRole
  title?: string
  text?: string
  writers?: WireWriters
  target?: WireTarget
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
/** Let this person see these messages and changes no more, on no device. Others see them as before. */
export interface HideFrame { type: 'hide', id: string, conversation: string, seqs: number[] }
/** Ask which messages of a conversation are pinned. */
export interface PinsFrame { type: 'pins', id: string, conversation: string }
/** Ask what a message said before and says now. */
export interface EditsFrame { type: 'edits', id: string, conversation: string, seq: number }
/**
 * Ask for messages that have all these words, in whatever case, in one conversation or in all of this person's.
 * `before` is the `more` of the answer that had those before.
 */
export interface SearchFrame {
  type: 'search'
  id: string
  text: string
  conversation?: string
  before?: string
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
/** Ask who one person is. */
export interface PersonFrame { type: 'person', id: string, person: string }
/** Set what is this person's own of a conversation; what is missing stays as it is. */
export interface SetFrame extends WireSettings { type: 'set', id: string, conversation: string }
/** Ask how far the others in a small group have come. */
export interface ReadsFrame { type: 'reads', id: string, conversation: string }
/** This person is writing something, or isn't any more. It has no answer, and is not kept. */
export interface TypingFrame { type: 'typing', conversation: string, on: boolean }
/** A piece of an answer that is being written, by its author: what stands from `offset` on. */
export interface PieceFrame { type: 'stream', conversation: string, stream: string, offset: number, text: string }
/** Asks the author of an answer to stop, or to write it again. */
export interface AskFrame {
  type: 'stream'
  conversation: string
  stream: string
  person: string
  ask: 'stop' | 'again'
}
/** From now on this connection is told whether these people are online, and no others. */
export interface WatchFrame { type: 'watch', people: string[] }
/** Prove again who one is, before the old token expires. It must be of the same person. */
export interface TokenFrame { type: 'token', token: string }
/** A sign of life; the answer is `pong` with the same `id`. */
export interface PingFrame { type: 'ping', id: string }

export type ClientFrame =
  | HelloFrame | WriteFrame | HistoryFrame | ReadFrame | DeliveredFrame | OpenFrame | CreateFrame | MembersFrame
  | PeopleFrame | TokenFrame | PingFrame | HideFrame | PinsFrame | EditsFrame | SearchFrame
  | PersonFrame | SetFrame | ReadsFrame | TypingFrame | WatchFrame
  | PieceFrame | AskFrame

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
  events: (WireEvent | WireHidden)[]
}
/**
 * The answer to `hide` (with its `id`), and, without `id`, the same for all connections of this person. Without these
 * entries the log that was known has this epoch.
 */
export interface HiddenFrame { type: 'hidden', id?: string, conversation: string, seqs: number[], epoch: string }
/** The answer to `pins`: those that are pinned, as they stand now, the one that was pinned last first. */
export interface PinListFrame { type: 'pins', id: string, conversation: string, events: WireMessage[] }
/** The answer to `edits`: the newest versions, the oldest of them first; none of a message that was recalled. */
export interface EditListFrame {
  type: 'edits'
  id: string
  conversation: string
  seq: number
  versions: WireVersion[]
}
/** The answer to `search`, the newest message first. With `more` there may be others. */
export interface FoundFrame { type: 'found', id: string, hits: WireHit[], more?: string }
/**
 * The answer to `open`, `create` and `set` (with their `id`), or, without `id`, a conversation this person has become a
 * member of, or has set something for on another connection.
 */
export interface ConversationFrame { type: 'conversation', id?: string, conversation: WireConversation }
/** This person is no member any more: nothing of this conversation comes from here on. */
export interface LeftFrame { type: 'left', conversation: string }
/** The answer to `members`, in rising order of `place`. With fewer than `limit` there are no more. */
export interface MemberListFrame { type: 'members', id: string, conversation: string, members: WireMember[] }
/** The answer to `people`. */
export interface PeopleListFrame { type: 'people', id: string, people: WirePerson[] }
/** The answer to `person`. */
export interface PersonToldFrame { type: 'person', id: string, person: WirePerson }
/** The answer to `reads`: all members but oneself. */
export interface ReaderListFrame { type: 'reads', id: string, conversation: string, people: WireReader[] }
/** A member of a small group has now read what one wrote there, up to `seq`. */
export interface SeenFrame { type: 'seen', conversation: string, person: string, seq: number }
/** Another member is writing something, or isn't any more; that is so, too, when nothing comes for 8 s. */
export interface TypingToldFrame { type: 'typing', conversation: string, from: WirePerson, on: boolean }
/** A piece of an answer that another member is writing. */
export interface PieceToldFrame extends PieceFrame { from: WirePerson }
/** Somebody wants this person to stop writing an answer, or to write it again. */
export interface AskToldFrame extends Omit<AskFrame, 'person'> { from: WirePerson }
/** The answer to `watch`, and what changes later. People with whom one shares no conversation are left out. */
export interface PresenceFrame { type: 'presence', people: WirePresence[] }
/**
 * The read cursor moved, on this or another device of the same person, or the conversation isn't marked as unread any
 * more. Counted when the log ended at `head`.
 */
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
  | HiddenFrame | PinListFrame | EditListFrame | FoundFrame
  | PersonToldFrame | ReaderListFrame | SeenFrame | TypingToldFrame | PresenceFrame
  | PieceToldFrame | AskToldFrame
