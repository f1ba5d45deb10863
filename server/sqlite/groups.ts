import { randomUUID } from 'node:crypto'
import type { ChangeFrame, CreateFrame, WireChange, WirePerson, WireRole } from '../../src/protocols/native/wire'
import { limits } from '../limits'
import { cleanAnnouncement, cleanTitle } from '../names'
import type { Created, Refusal, Written } from '../store'
import type { SqliteFile } from './database'
import { type Base, insert, type Log } from './log'
import { roleOf } from './queries'

const refused = (why: Refusal) => ({ outcome: 'refused', why } as const)

const ranks: Readonly<Record<WireRole, number>> = { member: 0, admin: 1, owner: 2 }

// All of these are to be called within a transaction.

/** Makes a person a member, who has had delivered and read what is there; false if there is nothing to do. */
export function join(db: SqliteFile, conversation: string, person: string): boolean {
  if (db.get('SELECT place FROM members WHERE person = ? AND conversation = ?', person, conversation)) return false
  const log = db.get<{ head: number, places: number }>(
    'UPDATE conversations SET members = members + 1, places = places + 1 WHERE id = ? RETURNING head, places',
    conversation)
  if (!log) return false
  db.run('INSERT INTO members (person, conversation, read, delivered, place) VALUES (?1, ?2, ?3, ?3, ?4)',
    person, conversation, log.head, log.places)
  return true
}

/** See the store's method. */
export function comeIn(db: SqliteFile, conversation: string, { id, name }: WirePerson): WireChange | undefined {
  const log = db.get<{ head: number, members: number }>(
    'SELECT head, members FROM conversations c WHERE id = ?1 ' +
    'AND NOT EXISTS (SELECT 1 FROM members m WHERE m.person = ?2 AND m.conversation = c.id)', conversation, id)
  if (!log) return undefined
  const event: WireChange = {
    seq: log.head + 1, type: 'change', id: randomUUID(), from: { id, name }, at: Date.now(), change: 'joined',
    members: log.members + 1,
  }
  insert(db, conversation, event)
  join(db, conversation, id)
  return event
}

/** See the store's method. */
export function createGroup(db: SqliteFile, from: WirePerson, { id, title, people }: CreateFrame): Created {
  const earlier = db.get<{ conversation: string, seq: number, type: string }>(
    'SELECT conversation, seq, type FROM entries WHERE sender = ? AND id = ?', from.id, id)
  if (earlier?.type === 'change' && earlier.seq === 1) {
    return { outcome: 'made', id: earlier.conversation, created: false }
  }
  if (earlier) return refused('idTaken')
  const others = named(db, people.filter(person => person !== from.id))
  if (!others) return refused('noPerson')
  const made = db.get<{ made: number }>('SELECT made FROM people WHERE id = ?', from.id)?.made ?? 0
  if (made >= limits.groupsMade) return refused('tooManyGroups')
  if (others.length >= limits.groupMembers) return refused('tooManyMembers')
  if (areBusy(db, [from, ...others])) return refused('tooManyConversations')

  const conversation = randomUUID()
  const clean = cleanTitle(title) ?? ''
  db.run('UPDATE people SET made = made + 1 WHERE id = ?', from.id)
  db.run('INSERT INTO conversations (id, kind, title, epoch, owner) VALUES (?, \'group\', ?, ?, ?)',
    conversation, clean, randomUUID(), from.id)
  const event: WireChange = {
    seq: 1, type: 'change', id, from, at: Date.now(), change: 'created', title: clean, members: others.length + 1,
  }
  if (others.length > 0) event.people = others
  insert(db, conversation, event)
  for (const member of [from, ...others]) join(db, conversation, member.id)
  return { outcome: 'made', id: conversation, created: true }
}

/** Changes a group, if this person may: in the log and in its tables. */
export function changeGroup(db: SqliteFile, base: Base, frame: ChangeFrame, log: Log): Written {
  if (log.kind !== 'group') return refused('notAllowed')
  const event: WireChange = { ...base, type: 'change', change: frame.change, members: log.members }
  const why = change(db, event, frame, log)
  if (why) return refused(why)
  insert(db, frame.conversation, event)
  // Those who come have read all up to here, this entry too.
  if (frame.change === 'added') for (const { id } of event.people ?? []) join(db, frame.conversation, id)
  return { outcome: 'stored', event }
}

/** Does what the frame says, and completes the event; the reason, if it may not be. */
function change(db: SqliteFile, event: WireChange, frame: ChangeFrame, log: Log): Refusal | undefined {
  switch (frame.change) {
    case 'added':
      return add(db, event, frame, log)
    case 'removed':
      return remove(db, event, frame, roleOf(log))
    case 'left':
      return leave(db, event, frame, log)
    case 'role':
      return setRole(db, event, frame, roleOf(log))
    case 'title': {
      const title = cleanTitle(frame.title) ?? ''
      if (roleOf(log) === 'member') return 'notAllowed'
      if (title === log.title) return 'unchanged'
      event.title = title
      db.run('UPDATE conversations SET title = ? WHERE id = ?', title, frame.conversation)
      return
    }
    case 'announcement':
      return announce(db, event, frame, log)
    case 'writers': {
      const { conversation, writers = 'all' } = frame
      if (roleOf(log) === 'member') return 'notAllowed'
      if (writers === (log.writers ?? 'all')) return 'unchanged'
      event.writers = writers
      db.run('UPDATE conversations SET writers = ? WHERE id = ?', writers === 'all' ? null : writers, conversation)
    }
  }
}

function announce(db: SqliteFile, event: WireChange, frame: ChangeFrame, log: Log): Refusal | undefined {
  const text = cleanAnnouncement(frame.text) ?? ''
  if (roleOf(log) === 'member') return 'notAllowed'
  const before = db.get<{ announcement: string | null }>(
    'SELECT announcement FROM conversations WHERE id = ?', frame.conversation)?.announcement ?? ''
  if (text === before) return 'unchanged'
  event.text = text
  db.run('UPDATE conversations SET announcement = ? WHERE id = ?', text || null, frame.conversation)
}

function add(db: SqliteFile, event: WireChange, frame: ChangeFrame, log: Log): Refusal | undefined {
  const people = named(db, frame.people ?? [])
  if (!people) return 'noPerson'
  const roles = rolesIn(db, frame.conversation, people.map(({ id }) => id))
  const added = people.filter(({ id }) => !roles.has(id))
  if (added.length === 0) return 'unchanged'
  if (log.members + added.length > limits.groupMembers) return 'tooManyMembers'
  if (areBusy(db, added)) return 'tooManyConversations'
  event.people = added
  event.members += added.length
}

function remove(db: SqliteFile, event: WireChange, frame: ChangeFrame, own: WireRole): Refusal | undefined {
  const { conversation, people = [] } = frame
  const roles = rolesIn(db, conversation, people)
  if (own === 'member' || [...roles.values()].some(role => ranks[role] >= ranks[own])) return 'notAllowed'
  if (roles.size === 0) return 'unchanged'
  event.people = named(db, [...roles.keys()]) ?? []
  event.members -= roles.size
  for (const person of roles.keys()) part(db, conversation, person)
}

function leave(db: SqliteFile, event: WireChange, frame: ChangeFrame, log: Log): undefined {
  const { conversation } = frame
  part(db, conversation, event.from.id)
  event.members -= 1
  if (!log.is_owner) return
  const next = db.get<{ person: string }>(
    'SELECT person FROM members WHERE conversation = ? ORDER BY admin DESC, place LIMIT 1', conversation)
  setOwner(db, conversation, next?.person ?? null)
  if (!next) return
  event.people = named(db, [next.person]) ?? []
  event.role = 'owner'
}

function setRole(db: SqliteFile, event: WireChange, frame: ChangeFrame, own: WireRole): Refusal | undefined {
  const { conversation, people = [], role = 'member' } = frame
  if (own !== 'owner') return 'notAllowed'
  const roles = rolesIn(db, conversation, people)
  if (people.some(id => !roles.has(id))) return 'noMember'
  if (roles.has(event.from.id)) return 'notAllowed'
  const others = [...roles].filter(([, now]) => now !== role).map(([id]) => id)
  if (others.length === 0) return 'unchanged'
  event.people = named(db, others) ?? []
  event.role = role
  if (role === 'owner') {
    setAdmin(db, conversation, event.from.id, true)
    setOwner(db, conversation, others[0] ?? null)
  } else {
    for (const id of others) setAdmin(db, conversation, id, role === 'admin')
  }
}

function part(db: SqliteFile, conversation: string, person: string): void {
  db.run('DELETE FROM members WHERE person = ? AND conversation = ?', person, conversation)
  db.run('UPDATE conversations SET members = members - 1 WHERE id = ?', conversation)
}

function setOwner(db: SqliteFile, conversation: string, person: string | null): void {
  db.run('UPDATE conversations SET owner = ? WHERE id = ?', person, conversation)
  if (person !== null) setAdmin(db, conversation, person, false)
}

function setAdmin(db: SqliteFile, conversation: string, person: string, admin: boolean): void {
  db.run('UPDATE members SET admin = ? WHERE person = ? AND conversation = ?', Number(admin), person, conversation)
}

/** Each of them once, with the name; undefined if somebody isn't known. */
function named(db: SqliteFile, people: readonly string[]): WirePerson[] | undefined {
  const ids = [...new Set(people)]
  const known = ids.flatMap((id) => {
    const row = db.get<{ name: string }>('SELECT name FROM people WHERE id = ?', id)
    return row ? [{ id, name: row.name }] : []
  })
  return known.length === ids.length ? known : undefined
}

/** The roles of those who are members. */
function rolesIn(db: SqliteFile, conversation: string, people: readonly string[]): Map<string, WireRole> {
  return new Map([...new Set(people)].flatMap((id) => {
    const row = db.get<{ is_owner: number, admin: number }>(
      'SELECT c.owner IS m.person AS is_owner, m.admin FROM members m JOIN conversations c ON c.id = m.conversation ' +
      'WHERE m.person = ? AND m.conversation = ?', id, conversation)
    return row ? [[id, roleOf(row)] as const] : []
  }))
}

/** Whether somebody has as many conversations as one may have. */
function areBusy(db: SqliteFile, people: readonly WirePerson[]): boolean {
  return people.some(({ id }) => {
    const count = db.get<{ n: number }>('SELECT count(*) AS n FROM members WHERE person = ?', id)
    return (count?.n ?? 0) >= limits.conversations
  })
}
