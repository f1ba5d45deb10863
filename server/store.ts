import type {
  CreateFrame, DeliveredFrame, WireConversation, WireEvent, WireHidden, WireMember, WireMessage, WirePerson,
  WireReached, WireReader, WireSettings, WireVersion, WriteFrame,
} from '../src/protocols/native/wire'

/** The store can't be used as it is. The message is one line for the person who starts the server. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/**
 * Why something is not written. `notMember`: no such conversation, or not this person's. `idTaken`: the id was used in
 * another conversation. `noMessage`: the target is no message of this conversation. `notAuthor`: only its author may.
 * `recalled`: the target was taken back. `tooManyEmoji`: the target has as many different ones as it may have.
 * `notAllowed`: that takes another role, or a group. `noPerson`: nobody has this id. `noMember`: this person is not in
 * the group. `unchanged`: it is so already. `tooManyMembers`: the group would have more than it may. `tooManyGroups`:
 * this person made as many as one may. `tooManyConversations`: somebody has as many as one may. `tooManyPins`: as many
 * messages are pinned as may be.
 * `notWriter`: only the owner and admins may write there.
 * `unstorable`: this store will never take it, however often it is tried.
 */
export type Refusal =
  | 'notMember' | 'idTaken' | 'noMessage' | 'notAuthor' | 'recalled' | 'tooManyEmoji' | 'notAllowed' | 'noPerson'
  | 'noMember' | 'unchanged' | 'tooManyMembers' | 'tooManyGroups' | 'tooManyConversations' | 'notWriter' | 'unstorable'
  | 'tooManyPins'

/**
 * What became of something to be written. `stored`: it is new, here is its event. `repeated`: this person wrote
 * something under that id before, here is the place it got then. `refused`: nothing was stored.
 */
export type Written =
  | { outcome: 'stored', event: WireEvent }
  | { outcome: 'repeated', seq: number, at: number }
  | { outcome: 'refused', why: Refusal }


/** What became of a group to be made; `created` is false if this person made it under that id before. */
export type Created =
  | { outcome: 'made', id: string, created: boolean }
  | { outcome: 'refused', why: Refusal }

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
  events: (WireEvent | WireHidden)[]
}

/** Where a search begins to look: below this `seq`, or at what was said before this time. */
export type SearchPoint = { seq: number } | { at: number }

/** A message as a search looks at it; `content` is JSON, and empty if this person has hidden it. */
export interface Searched {
  seq: number
  at: number
  content: string
}

/** A step of a search: messages, the newest first, how many entries were looked at, and where the next step begins. */
export interface SearchStep {
  messages: Searched[]
  looked: number
  /** Undefined if there is nothing more to look at. */
  next: number | undefined
}

/** Somebody has come further in a direct conversation, which its other person is to know. */
export interface Progress {
  conversation: string
  /** The other person. */
  other: string
  reached: WireReached
}

/** Where a person's read cursor is, and what comes after it. */
export interface ReadCursor {
  seq: number
  head: number
  unread: number
  mention: number
  /** False if it had been there, or further, before, and the conversation wasn't marked as unread. */
  moved: boolean
  /** In a small group, whose messages were read now: the authors, but for those who have left. */
  authors?: string[]
  /** If it moved, and the conversation is a direct one. */
  progress?: Progress
}

/**
 * What survives a restart. All methods are asynchronous, as a store may be on another machine; when a promise of a
 * change is fulfilled, the change is durable. A failure of the store itself rejects.
 *
 * Methods that take a person and a conversation answer undefined (or refuse as `notMember`) when the person is no
 * member, exactly as if there were no such conversation.
 */
export interface Store {
  /** Makes a person known, or gives a known one a new name and picture. */
  putPerson(person: WirePerson): Promise<void>
  /** One person, if anybody has this id. */
  person(id: string): Promise<WirePerson | undefined>
  /** Other persons than this one, by name. */
  people(except: string, limit: number): Promise<WirePerson[]>
  /** Those of these persons who share a conversation with this one. */
  acquainted(person: string, others: readonly string[]): Promise<string[]>

  /** Makes the group if it isn't there. It has no owner. */
  ensureGroup(id: string, title: string): Promise<void>
  /** Makes a group of this person, its owner, and the people that the frame names; its log begins with `created`. */
  createGroup(from: WirePerson, frame: CreateFrame): Promise<Created>
  /** Makes a person a member. What was said before counts as delivered and read. */
  join(conversation: string, person: string): Promise<void>
  /**
   * The same, and its log says so: `joined`. Undefined if the person is in it already, or there is no such
   * conversation. The person has read that entry, too.
   */
  comeIn(conversation: string, person: WirePerson): Promise<WireEvent | undefined>
  /** The direct conversation of two persons, made if there is none; undefined if there is no such other person. */
  openDirect(person: string, other: string): Promise<{ id: string, created: boolean } | undefined>

  /** Members in the order of joining, those after a place, at most `limit`. */
  members(conversation: string, person: string, after: number, limit: number): Promise<WireMember[] | undefined>
  /** How far the other members have come, in the order of joining; null if the group is not a small one. */
  readers(conversation: string, person: string): Promise<WireReader[] | null | undefined>
  /** Whether the others are to be told that this person is writing: in small groups, of those who may write there. */
  mayType(conversation: string, person: string): Promise<boolean>
  /** Keeps what a person sets for a conversation; false if it is none of that person's. */
  set(conversation: string, person: string, settings: WireSettings): Promise<boolean>

  /** The ids of all conversations of a person. */
  conversationIds(person: string): Promise<string[]>
  /**
   * All conversations of a person, the one with the newest message first. To bound the whole, old ones among very
   * many may come without `last`.
   */
  conversations(person: string): Promise<WireConversation[]>
  /** One conversation as this person sees it. */
  conversation(id: string, person: string): Promise<WireConversation | undefined>

  /**
   * Stores an entry at the end of the log, and does to its target what it says. Several at once are stored, and
   * answered, in their order. Rejects if it can't be done now, and then for all of this person's that wait behind it.
   * What was stored before is `repeated` also to who is no member any more. A `change` of a group is done in the same
   * step: nobody is half a member. Who is added has had delivered, and read, what was said before.
   */
  write(from: WirePerson, frame: WriteFrame): Promise<Written>
  /** A part of the log, its messages as they stand now. */
  history(conversation: string, person: string, range: Range): Promise<Page | undefined>
  /**
   * Moves the read cursor forward, at most to the head, and the delivered one with it; they never move back. The
   * conversation isn't marked as unread any more.
   */
  read(conversation: string, person: string, seq: number): Promise<ReadCursor | undefined>
  /**
   * Hides those messages and changes from this person.
   * @param seqs - each of them once
   * @returns those of them that there are, all of which are hidden now, and the epoch that the log has for this person
   */
  hide(
    conversation: string, person: string, seqs: readonly number[],
  ): Promise<{ seqs: number[], epoch: string } | undefined>
  /**
   * The pinned messages as they stand now, the one that was pinned last first; not what this person has hidden, and
   * only as many as fit into an answer.
   */
  pins(conversation: string, person: string): Promise<WireMessage[] | undefined>
  /** What a message has said, oldest first; nothing of a recalled one. Undefined also if there is no such message. */
  versions(conversation: string, person: string, seq: number): Promise<WireVersion[] | undefined>
  /** Where a person may search: all conversations, and when their newest message or change was; 0 if there is none. */
  places(person: string): Promise<{ conversation: string, at: number }[]>
  /**
   * One step of a search, of at most so many entries: see `search-walk.ts`. It looks at the newest messages of a
   * conversation only, see `limits.searchEach`.
   */
  searchStep(
    conversation: string, person: string, point: SearchPoint, most: number,
  ): Promise<SearchStep | undefined>
  /** Moves the delivered cursors forward, those of one's own conversations, and tells which others are to know. */
  delivered(person: string, cursors: DeliveredFrame['cursors']): Promise<Progress[]>

  /** A setting of this installation; made and kept when it's asked for the first time. */
  setting(key: string, make: () => string): Promise<string>
  /** Lets go of everything. Nothing may be called after it. */
  close(): Promise<void>
}
