import type { ReceivedContent } from './content'
import type { Person } from './person'

/** How many people reacted to a message with one emoji. */
export interface Reaction {
  readonly emoji: string
  readonly count: number
  /** Some of them: oneself, if one is among them, and others as far as they are known. */
  readonly people: readonly Person[]
}

/** A message that another one speaks of, as it stood when it was looked at last. */
export interface Quote {
  readonly seq: number
  readonly id: string
  readonly author: Person
  /** A long text is cut, and of what else is long only the kind is left. */
  readonly content: ReceivedContent
}

/** What later entries of the log can change in a message. */
export interface Amendable {
  readonly content: ReceivedContent
  /** When it was edited last, in ms since 1970. */
  readonly edited?: number
  readonly reactions?: readonly Reaction[]
  /** The highest `seq` of an entry that has changed it, if any has. */
  readonly amended?: number
}

interface Entry {
  /** Position in the log: 1, 2, 3 and so on, without holes. */
  readonly seq: number
  /** The id that the author's client made: unique together with the author's id. */
  readonly id: string
  readonly author: Person
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number
}

/** Somebody said something. What came with a page is as it stood when that was fetched. */
export interface MessageEntry extends Entry, Amendable {
  readonly type: 'message'
  /** Ids of the persons it calls for; `*` is everyone. */
  readonly mentions?: readonly string[]
  /** The message that it answers. */
  readonly quote?: Quote
}

/** A message says something else from now on. `target` is its `seq`. */
interface EditEntry extends Entry {
  readonly type: 'edit'
  readonly target: number
  readonly content: ReceivedContent
}

/** A message was taken back. */
interface RecallEntry extends Entry {
  readonly type: 'recall'
  readonly target: number
}

/** Somebody reacted to a message, or took that back; `count` is how many have that emoji there now. */
interface ReactEntry extends Entry {
  readonly type: 'react'
  readonly target: number
  readonly emoji: string
  readonly on: boolean
  readonly count: number
}

/** An entry that speaks of an earlier one. */
export type Amendment = EditEntry | RecallEntry | ReactEntry

/** An entry of a type that isn't known, or that can't be read: it only keeps its place. */
interface UnknownEntry {
  readonly seq: number
  readonly type: 'unknown'
}

/** One entry of a conversation's log, as the server keeps it. */
export type LogEntry = MessageEntry | Amendment | UnknownEntry

/** The message as it stands after an entry that speaks of it. What has changed it already changes nothing again. */
export function amend<Message extends Amendable>(message: Message, entry: Amendment): Message {
  const { seq, type, author, at } = entry
  if (seq <= (message.amended || 0)) return message
  let { content, edited, reactions } = message
  if (type === 'edit') edited = at
  // What was taken back stays so, whatever came before that and is met after it.
  if (content.kind !== 'recalled' && type === 'edit') content = entry.content
  else if (content.kind !== 'recalled' && type === 'recall') content = { kind: 'recalled', by: author }
  if (content.kind === 'recalled') reactions = undefined
  else if (type === 'react') reactions = react(reactions, entry)
  return { ...message, content, edited, reactions, amended: seq }
}

/** Reactions as they stand after one more, or one less. */
function react(
  reactions: readonly Reaction[] = [], { author, emoji, on, count }: ReactEntry,
): readonly Reaction[] {
  const before = reactions.find(reaction => reaction.emoji === emoji)
  const people = before ? before.people : []
  const others = people.filter(({ id }) => id !== author.id)
  const after: Reaction = { emoji, count, people: on ? [...others, author] : others }
  const all = before ? reactions.map(reaction => (reaction === before ? after : reaction)) : [...reactions, after]
  return all.filter(reaction => reaction.count > 0)
}
