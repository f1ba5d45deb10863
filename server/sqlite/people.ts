import type { WirePerson, WireReader, WireSettings } from '../../src/protocols/native/wire'
import { limits } from '../limits'
import type { SqliteFile } from './database'
import { clear } from './hidden'

/** A person as a row has it. */
export interface PersonRow {
  id: string
  name: string
  avatar: string | null
}

/** The person that a row stands for. */
export function toPerson({ id, name, avatar }: PersonRow): WirePerson {
  return avatar === null ? { id, name } : { id, name, avatar }
}

/** Finds people's pictures, each of them once. */
export function picturesOf(db: SqliteFile): (person: string) => string | null {
  const found = new Map<string, string | null>()
  return (person) => {
    const known = found.get(person)
    if (known !== undefined) return known
    const row = db.get<{ avatar: string | null }>('SELECT avatar FROM people WHERE id = ?', person)
    const picture = row?.avatar ?? null
    found.set(person, picture)
    return picture
  }
}

/** See the store's method. */
export function putPerson(db: SqliteFile, { id, name, avatar }: WirePerson): void {
  // The condition spares the disk when nothing changes, which is nearly always.
  db.run('INSERT INTO people (id, name, avatar) VALUES (?, ?, ?) ON CONFLICT (id) ' +
    'DO UPDATE SET name = excluded.name, avatar = excluded.avatar ' +
    'WHERE name <> excluded.name OR avatar IS NOT excluded.avatar', id, name, avatar ?? null)
}

/** See the store's method. Most people share something, which one look finds. */
export function acquainted(db: SqliteFile, person: string, others: readonly string[]): string[] {
  return others.filter(other => db.get(
    'SELECT 1 FROM members o WHERE o.person = ? AND EXISTS (SELECT 1 FROM members m WHERE m.person = ? ' +
    'AND m.conversation = o.conversation) LIMIT 1', other, person) !== undefined)
}

/** See the store's method. */
export function readers(db: SqliteFile, conversation: string, person: string): WireReader[] | null | undefined {
  const group = membership(db, conversation, person)
  if (!group) return undefined
  if (group.members > limits.smallGroup) return null
  const rows = db.all<PersonRow & { delivered: number, read: number }>(
    'SELECT p.id, p.name, p.avatar, m.delivered, m.read FROM members m INDEXED BY members_by_place ' +
    'JOIN people p ON p.id = m.person WHERE m.conversation = ? AND m.person <> ? ORDER BY m.place',
    conversation, person)
  return rows.map(({ delivered, read, ...row }) => ({ person: toPerson(row), delivered, read }))
}

/** See the store's method. */
export function mayType(db: SqliteFile, conversation: string, person: string): boolean {
  const group = membership(db, conversation, person)
  if (!group || group.members > limits.smallGroup) return false
  return !group.writers || group.is_owner === 1 || group.admin === 1
}

function membership(db: SqliteFile, conversation: string, person: string) {
  return db.get<{ members: number, writers: string | null, is_owner: number, admin: number }>(
    'SELECT c.members, c.writers, c.owner IS m.person AS is_owner, m.admin ' +
    'FROM members m JOIN conversations c ON c.id = m.conversation WHERE m.person = ? AND m.conversation = ?',
    person, conversation)
}

/** See the store's method; to be called within a transaction. */
export function keepSettings(
  db: SqliteFile, conversation: string, person: string, { pinned, muted, hidden, marked, cleared }: WireSettings,
): boolean {
  const where = 'WHERE person = ? AND conversation = ?'
  if (!db.get(`SELECT place FROM members ${where}`, person, conversation)) return false
  const put = (change: string, ...values: (number | string | null)[]) =>
    db.run(`UPDATE members SET ${change} ${where}`, ...values, person, conversation)
  // What is pinned already stays where it is.
  if (pinned !== undefined) put('pinned = iif(?, coalesce(pinned, ?), NULL)', Number(pinned), Date.now())
  if (muted !== undefined) put('muted = ?', Number(muted))
  if (hidden !== undefined) put(`hidden = iif(?, ${messagesIn('members.conversation')}, NULL)`, Number(hidden))
  if (marked !== undefined) put('marked = ?', Number(marked))
  if (cleared !== undefined) clear(db, conversation, person, cleared)
  return true
}

/** How many messages a log has, recalled ones too: its last entry knows. */
export function messagesIn(conversation: string): string {
  return `coalesce((SELECT e.number FROM entries e INDEXED BY entries_by_seq WHERE e.conversation = ${conversation}
    ORDER BY e.seq DESC LIMIT 1), 0)`
}

/** The authors of what was read now; see the read cursor. */
export function authorsRead(
  db: SqliteFile, conversation: string, person: string, { from, to }: { from: number, to: number },
): string[] {
  const rows = db.all<{ sender: string }>(
    'SELECT DISTINCT e.sender FROM (SELECT sender FROM entries INDEXED BY entries_by_seq ' +
    'WHERE conversation = ?1 AND seq > ?2 AND seq <= ?3 ' +
    `AND type = 'message' ORDER BY seq DESC LIMIT ${limits.seenMessages}) e ` +
    'JOIN members m ON m.person = e.sender AND m.conversation = ?1 WHERE e.sender <> ?4',
    conversation, Math.max(from, to - limits.seenEntries), to, person)
  return rows.map(({ sender }) => sender).sort()
}
