import type { WireContent, WireConversation, WireEvent, WirePerson } from '../src/protocols/native/wire'

/** A message to be stored. */
export interface NewMessage {
  conversation: string
  /** Made by the sender's client; unique together with the sender. */
  id: string
  from: WirePerson
  content: WireContent
}

/**
 * What became of a message. `stored`: it is new, here is its event. `repeated`: this sender sent that id before, here
 * is the place it got then. `idTaken`: the id was used in another conversation. `notMember`: no such conversation, or
 * not this person's.
 */
export type Appended =
  | { outcome: 'stored', event: WireEvent }
  | { outcome: 'repeated', seq: number, at: number }
  | { outcome: 'idTaken' }
  | { outcome: 'notMember' }

/** Which part of a log to give; the newest entries when neither `before` nor `after` is there. */
export interface Range {
  before?: number
  after?: number
  /** The most entries. There may be fewer, as an answer is also bounded in bytes, but never none without reason. */
  limit: number
}

/** A part of a log, in rising order of `seq`. */
export interface Page {
  epoch: string
  head: number
  events: WireEvent[]
}

/** Where a person's read cursor is. */
export interface ReadCursor {
  seq: number
  unread: number
  /** False if it had been there, or further, before. */
  moved: boolean
}

/**
 * What survives a restart. All methods are asynchronous, as a store may be on another machine; when a promise of a
 * change is fulfilled, the change is durable. A failure of the store itself rejects.
 *
 * Methods that take a person and a conversation answer undefined (or `notMember`) when the person is no member,
 * exactly as if there were no such conversation.
 */
export interface Store {
  /** Makes a person known, or gives a known one a new name. */
  putPerson(person: WirePerson): Promise<void>
  /** Other persons than this one, by name. */
  people(except: string, limit: number): Promise<WirePerson[]>

  /** Makes the group if it isn't there. */
  ensureGroup(id: string, title: string): Promise<void>
  /** Makes a person a member. What was said before counts as read. */
  join(conversation: string, person: string): Promise<void>
  /** The direct conversation of two persons, made if there is none; undefined if there is no such other person. */
  openDirect(person: string, other: string): Promise<{ id: string, created: boolean } | undefined>

  /** The ids of all conversations of a person. */
  conversationIds(person: string): Promise<string[]>
  /**
   * All conversations of a person, the one with the newest message first. To bound the whole, old ones among very
   * many may come without `last`.
   */
  conversations(person: string): Promise<WireConversation[]>
  /** One conversation as this person sees it. */
  conversation(id: string, person: string): Promise<WireConversation | undefined>

  /** Stores a message at the end of the log. Several at once are stored, and answered, in their order. */
  append(message: NewMessage): Promise<Appended>
  /** A part of the log. */
  history(conversation: string, person: string, range: Range): Promise<Page | undefined>
  /** Moves the read cursor forward, at most to the head; it never moves back. */
  read(conversation: string, person: string, seq: number): Promise<ReadCursor | undefined>

  /** A setting of this installation; made and kept when it's asked for the first time. */
  setting(key: string, make: () => string): Promise<string>
  /** Lets go of everything. Nothing may be called after it. */
  close(): Promise<void>
}
