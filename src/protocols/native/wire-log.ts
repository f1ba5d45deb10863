/**
 * What the frames of `wire.ts` speak of: people, conversations, and the entries of their logs.
 */

/** A person, as far as others may know. */
export interface WirePerson {
  id: string
  name: string
  /** The address of a picture, `http(s)`. */
  avatar?: string
}

/** What a message says. Kinds that a client does not know are kept and shown as unsupported. */
export type WireContent = { kind: 'text', text: string } | { kind: string, [field: string]: unknown }

/**
 * The message that another one answers, as it stands now. Its text is cut to 200 UTF-16 code units; of any other
 * content that takes more than 2,048 bytes only `kind` is left. Its own quote is left out.
 */
export interface WireQuote {
  seq: number
  id: string
  from: WirePerson
  content: WireContent
}

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
  /** Who did it, by the name of that time, with the picture of today. */
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
  /** What it answers. */
  quote?: WireQuote
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
/**
 * What can happen to a conversation; to a direct one only `pinned` and `unpinned`. `joined` and `left` are by the
 * person who comes or leaves, `added` and `removed` by another.
 */
export type WireChanged =
  | 'created' | 'added' | 'joined' | 'removed' | 'left' | 'role' | 'title' | 'announcement' | 'writers' | 'pinned'
  | 'unpinned'
/** Who may write in a group: everybody, or only its owner and admins. */
export type WireWriters = 'all' | 'admins'
/** Who is in a group, what they may do, or what it says of itself has changed. */
export interface WireChange extends WireEntry {
  type: 'change'
  change: WireChanged
  /** Who was there from the start, was added, was removed, has another role; of `left`, who is the owner now. */
  people?: WirePerson[]
  /** The role that they have now. Whoever made another the owner is an admin from then on. */
  role?: WireRole
  /** The title that it has now. */
  title?: string
  /** The announcement that it has now; empty if there is none any more. */
  text?: string
  /** Who may write in it now. */
  writers?: WireWriters
  /** The message that was pinned or unpinned, by its `seq`. */
  target?: number
  /** How many members there are now. */
  members: number
}

/** One entry of a conversation's append-only log. A client must step over types it does not know. */
export type WireEvent = WireMessage | WireEdit | WireRecall | WireReact | WireChange
/** The place of a message or change in a page for somebody who has hidden it. */
export interface WireHidden { seq: number, type: 'hidden' }

/** What a message said at one time, from `at` on. */
export interface WireVersion { at: number, content: WireContent }
/** A message that a search has found. */
export interface WireHit { conversation: string, event: WireMessage }

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
  /** What its owner or admins want everybody to read. */
  announcement?: string
  /** Only the owner and admins may write in this group. */
  writers?: 'admins'
  /** How far that person has come. */
  reached?: WireReached
  /**
   * Changes if the log was ever reset, or this person has hidden or cleared something of it: whatever was known of an
   * older epoch is void.
   */
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
  /** Since when this person has it pinned. */
  pinned?: number
  /** This person wants to hear no sound of it. */
  muted?: true
  /** This person wants to see it in no list, until there is another message. */
  hidden?: true
  /** This person has marked it as unread. */
  marked?: true
  /** The newest message or change of the log; it may be missing in a welcome that would grow too large. */
  last?: WireMessage | WireChange
  /** When that came, where `last` is missing: this person has cleared or hidden it, or it would be too large. */
  at?: number
}

/** What a person has set for a conversation, for oneself alone. */
export interface WireSettings {
  pinned?: boolean
  muted?: boolean
  /** Until the next message. */
  hidden?: boolean
  /** As unread; reading it ends that. */
  marked?: boolean
  /** This person wants to see nothing any more of what there is up to this `seq`; it never moves back. */
  cleared?: number
}

/** Whether a person is there. */
export interface WirePresence {
  id: string
  online: boolean
  /** When the last connection ended; missing while online, or if that was never. */
  seen?: number
}

/** How far another member has come. */
export interface WireReader extends WireReached { person: WirePerson }

/** A member of a conversation. */
export interface WireMember {
  person: WirePerson
  role: WireRole
  /** The order of joining: whoever came earlier has a lower one. It stays the same until that person leaves. */
  place: number
}
