import type { Reached } from '../../src/model/conversation'
import type { Message } from '../../src/model/message'
import { dayLabel, sameDay } from '../../src/content/time'
import type { Words } from '../../src/locale/words'

/** A message as a row of the list. */
export interface Row {
  readonly message: Message
  /** Whether a new day begins with it. */
  readonly newDay: boolean
  /** Whether its speaker begins to speak with it. */
  readonly first: boolean
  /** Whether what wasn't read begins with it. */
  readonly unread: boolean
  /** How far it has come, for one's own: the same object for all that have come as far. */
  readonly reached?: Reached
}

/** A line between rows. */
export interface Divider {
  readonly label: string
  readonly kind: 'day' | 'unread'
}

/** Messages of one speaker stand together if no more than this lies between them, in ms. */
const PAUSE = 5 * 60_000

/** Rows that were made, so that a message that stands as it stood keeps its row. */
const made = new WeakMap<Message, Row>()

const nowhere: Reached = { delivered: 0, read: 0 }
const delivered: Reached = { delivered: Infinity, read: 0 }
const read: Reached = { delivered: Infinity, read: Infinity }

/** What decides how a row looks, besides the messages. */
export interface Setting {
  /** The `seq` of the first message that wasn't read, if there is one. */
  readonly unreadFrom?: number
  /** Whether there may be others before the first message. */
  readonly hasEarlier?: boolean
  /** How far the other person of a direct conversation has come. */
  readonly reached?: Reached
}

/** The rows of the messages from index `from` to, and without, `to`. */
export function toRows(
  messages: readonly Message[], from = 0, to = messages.length, setting: Setting = {},
): Row[] {
  return messages.slice(from, to).map((message, index) => toRow(message, messages[from + index - 1], setting))
}

function toRow(message: Message, before: Message | undefined, setting: Setting): Row {
  const newDay = !before || !sameDay(before.at, message.at)
  const unread = beginsUnread(message, before, setting)
  const first = newDay || unread || before.author.id !== message.author.id || message.at - before.at > PAUSE
  const known = made.get(message)
  const reached = reachedOf(message, setting)
  if (known?.newDay === newDay && known.first === first && known.unread === unread && known.reached === reached) {
    return known
  }
  const row = { message, newDay, first, unread, reached }
  made.set(message, row)
  return row
}

function reachedOf({ own, seq }: Message, { reached }: Setting): Reached | undefined {
  if (!own || !reached || seq === null) return undefined
  if (reached.read >= seq) return read
  return reached.delivered >= seq ? delivered : nowhere
}

function beginsUnread(
  { seq }: Message, before: Message | undefined, { unreadFrom, hasEarlier = false }: Setting,
): boolean {
  if (unreadFrom === undefined || seq === null || seq < unreadFrom) return false
  // With older ones to come, it may have begun with one of those.
  return before ? before.seq !== null && before.seq < unreadFrom : !hasEarlier || seq === unreadFrom
}

/** The index of the first message that wasn't read; -1 if it isn't among them. */
export function unreadIndex(messages: readonly Message[], { unreadFrom, hasEarlier }: Setting): number {
  if (unreadFrom === undefined) return -1
  // Read once: what is given may be reactive, and the messages many.
  const setting = { unreadFrom, hasEarlier }
  return messages.findIndex((message, index) => beginsUnread(message, messages[index - 1], setting))
}

/** `now`, or `before` if that has the same rows. */
export function sameRows(before: readonly Row[] | undefined, now: readonly Row[]): readonly Row[] {
  return before?.length === now.length && now.every((row, index) => row === before[index]) ? before : now
}

/** The lines above a row that is drawn by a developer's own slots. */
export function dividersOf({ message, newDay, unread }: Row, now: number, words: Words): Divider[] {
  const dividers: Divider[] = []
  if (newDay) dividers.push({ kind: 'day', label: dayLabel(message.at, now, words) })
  if (unread) dividers.push({ kind: 'unread', label: words.unreadFromHere })
  return dividers
}
