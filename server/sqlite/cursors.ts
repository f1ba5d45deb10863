import type { WireReached } from '../../src/protocols/native/wire'
import type { Progress, ReadCursor } from '../store'
import { limits } from '../limits'
import type { SqliteFile } from './database'
import { authorsRead } from './people'
import { unreadOf } from './queries'

/** Where a person is in a log. */
interface Cursors extends WireReached {
  head: number
  kind: 'group' | 'direct'
  members: number
  marked: number
}

/** Moves a read cursor, and the delivered one with it; to be called within a transaction. */
export function moveRead(
  db: SqliteFile, conversation: string, person: string, seq: number,
): ReadCursor | undefined {
  const before = cursorsOf(db, conversation, person)
  if (!before) return undefined
  const read = Math.max(before.read, Math.min(seq, before.head))
  const moved = read > before.read
  if (before.marked) db.run('UPDATE members SET marked = 0 WHERE person = ? AND conversation = ?', person, conversation)
  const progress = moved && keep(db, conversation, person, { read, delivered: Math.max(before.delivered, read) })
  const counted = db.get<{ unread: number, mention: number }>(
    `SELECT ${unreadOf} FROM members m WHERE m.person = ? AND m.conversation = ?`, person, conversation)
  const cursor: ReadCursor = {
    seq: read, head: before.head, unread: counted?.unread ?? 0, mention: counted?.mention ?? 0,
    moved: moved || before.marked === 1,
  }
  if (progress) cursor.progress = progress
  if (moved && before.kind === 'group' && before.members <= limits.smallGroup) {
    const authors = authorsRead(db, conversation, person, { from: before.read, to: read })
    if (authors.length > 0) cursor.authors = authors
  }
  return cursor
}

/** Moves a delivered cursor; to be called within a transaction. */
export function moveDelivered(
  db: SqliteFile, conversation: string, person: string, seq: number,
): Progress | undefined {
  const before = cursorsOf(db, conversation, person)
  if (!before) return undefined
  const delivered = Math.min(seq, before.head)
  return delivered > before.delivered ? keep(db, conversation, person, { read: before.read, delivered }) : undefined
}

/** Undefined if the person is no member. */
function cursorsOf(db: SqliteFile, conversation: string, person: string): Cursors | undefined {
  return db.get('SELECT m.read, m.delivered, m.marked, c.head, c.kind, c.members FROM members m ' +
    'JOIN conversations c ON c.id = m.conversation WHERE m.person = ? AND m.conversation = ?', person, conversation)
}

/** Keeps where somebody is, and tells who is to know of it. */
function keep(db: SqliteFile, conversation: string, person: string, reached: WireReached): Progress | undefined {
  db.run('UPDATE members SET read = ?, delivered = ? WHERE person = ? AND conversation = ?',
    reached.read, reached.delivered, person, conversation)
  const other = db.get<{ person: string }>(
    'SELECT o.person FROM conversations c JOIN members o ON o.conversation = c.id AND o.person <> ? ' +
    'WHERE c.id = ? AND c.kind = \'direct\'', person, conversation)
  return other && { conversation, other: other.person, reached }
}
