import type { WireConversation, WireRole } from '../../src/protocols/native/wire'
import type { Progress, ReadCursor } from '../store'

/** What `summary.lua` gives; at the end, of a group what this person is there and how many there are. */
export type SummaryRow = [
  kind: 'group' | 'direct', title: string, epoch: string, head: number, read: number, delivered: number,
  unread: number, mention: number, last: number, lastAt: number, lastBytes: number,
  peerOrRole: string, peerDeliveredOrMembers: number, peerRead?: number,
]

/** The other person of a direct conversation. */
export function peerOf([kind, , , , , , , , , , , peer]: SummaryRow): string | undefined {
  return kind === 'direct' ? peer : undefined
}

/** What `cursor.lua` gives; the last three if the cursor moved in a direct conversation. */
export type CursorRow = [
  read: number, head: number, unread: number, mention: number, moved: number,
  other?: string, delivered?: number, read?: number,
]

/** The conversation that a row stands for, without its last message. */
export function toConversation(id: string, row: SummaryRow, names: ReadonlyMap<string, string>): WireConversation {
  const [kind, title, epoch, head, read, delivered, unread, mention, , , , other, number, peerRead = 0] = row
  const conversation: WireConversation = { id, kind, title, epoch, head, read, delivered, unread, mention }
  if (kind === 'group') return { ...conversation, role: other as WireRole, members: number }
  const name = names.get(other) ?? other
  const reached = { delivered: number, read: peerRead }
  return { ...conversation, title: name, peer: { id: other, name }, reached }
}

/** Where a read cursor is. */
export function toReadCursor(conversation: string, row: CursorRow): ReadCursor {
  const [seq, head, unread, mention, moved] = row
  const cursor: ReadCursor = { seq, head, unread, mention, moved: moved === 1 }
  const progress = toProgress(conversation, row)
  if (progress) cursor.progress = progress
  return cursor
}

/** Who is to know that somebody has come further, if anybody is. */
export function toProgress(conversation: string, row: CursorRow): Progress | undefined {
  const [, , , , , other, delivered = 0, read = 0] = row
  return other === undefined ? undefined : { conversation, other, reached: { delivered, read } }
}
