import type { WireContent, WireConversation, WirePerson, WireRole, WireVersion } from '../../src/protocols/native/wire'
import type { Progress, ReadCursor, SearchStep } from '../store'

/** What `summary.lua` gives; in the third line, of a group what this person is there and how many there are. */
export type SummaryRow = [
  kind: 'group' | 'direct', title: string, epoch: string, head: number, read: number, delivered: number,
  unread: number, mention: number, last: number, lastAt: number, lastBytes: number,
  peerOrRole: string, peerDeliveredOrMembers: number, peerRead: number, ...settings: SettingsRow,
]

type SettingsRow = [
  announcement: string, writers: 'admins' | '', pinned: number, muted: number, hidden: number, marked: number,
]

/** The other person of a direct conversation. */
export function peerOf([kind, , , , , , , , , , , peer]: SummaryRow): string | undefined {
  return kind === 'direct' ? peer : undefined
}

/** What `cursor.lua` gives; the last three if the cursor moved in a direct conversation. */
export type CursorRow = [
  read: number, head: number, unread: number, mention: number, moved: number, authors: string[],
  other?: string, delivered?: number, read?: number,
]

/** The conversation that a row stands for, without its last message. */
export function toConversation(
  id: string, row: SummaryRow, people: ReadonlyMap<string, WirePerson>,
): WireConversation {
  const [kind, title, epoch, head, read, delivered, unread, mention, , , , other, number, peerRead, ...settings] = row
  const conversation: WireConversation = { id, kind, title, epoch, head, read, delivered, unread, mention }
  if (kind === 'group') {
    conversation.role = other as WireRole
    conversation.members = number
  } else {
    conversation.peer = people.get(other) ?? { id: other, name: other }
    conversation.title = conversation.peer.name
    conversation.reached = { delivered: number, read: peerRead }
  }
  const [announcement, writers, pinned, muted, hidden, marked] = settings
  if (announcement) conversation.announcement = announcement
  if (writers) conversation.writers = writers
  if (pinned > 0) conversation.pinned = pinned
  if (muted) conversation.muted = true
  if (hidden) conversation.hidden = true
  if (marked) conversation.marked = true
  return conversation
}

/** What `search.lua` gives; of each message its place, its time and its content. */
export type SearchRow = [next: number, looked: number, ...messages: (string | number)[]]

/** A step of a search. */
export function toSearchStep([next, looked, ...values]: SearchRow): SearchStep {
  const messages = Array.from({ length: values.length / 3 }, (_, i) => ({
    seq: Number(values[i * 3]), at: Number(values[i * 3 + 1]), content: String(values[i * 3 + 2]),
  }))
  return { messages, looked, next: next > 0 ? next : undefined }
}

/** What `versions.lua` gives, times and contents from the newest on, the other way round. */
export function toVersions(values: readonly string[]): WireVersion[] {
  return Array.from({ length: values.length / 2 }, (_, i) => ({
    at: Number(values[i * 2]), content: JSON.parse(values[i * 2 + 1] ?? '') as WireContent,
  })).reverse()
}

/** Where a read cursor is. */
export function toReadCursor(conversation: string, row: CursorRow): ReadCursor {
  const [seq, head, unread, mention, moved, authors] = row
  const cursor: ReadCursor = { seq, head, unread, mention, moved: moved === 1 }
  if (authors.length > 0) cursor.authors = authors
  const progress = toProgress(conversation, row)
  if (progress) cursor.progress = progress
  return cursor
}

/** Who is to know that somebody has come further, if anybody is. */
export function toProgress(conversation: string, row: CursorRow): Progress | undefined {
  const [, , , , , , other, delivered = 0, read = 0] = row
  return other === undefined ? undefined : { conversation, other, reached: { delivered, read } }
}
