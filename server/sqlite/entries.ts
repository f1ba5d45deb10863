import type {
  WireContent, WireEvent, WireMessage, WirePerson, WireReact, WireTarget, WriteFrame,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import type { Refusal, Written } from '../store'
import type { SqliteFile } from './database'

/** What the entries of a log have in common. */
type Base = Pick<WireMessage, 'seq' | 'id' | 'from' | 'at'>

/** A message that an entry is about. */
interface Target {
  seq: number
  sender: string
  recalled: number | null
}

const refused = (why: Refusal): Written => ({ outcome: 'refused', why })

/** Adds an entry to a log, and does to its target what it says; to be called within a transaction. */
export function writeEntry(db: SqliteFile, from: WirePerson, frame: WriteFrame): Written {
  const { conversation, id } = frame
  const log = db.get<{ head: number }>(
    'SELECT c.head FROM members m JOIN conversations c ON c.id = m.conversation ' +
    'WHERE m.person = ? AND m.conversation = ?', from.id, conversation)
  if (!log) return refused('notMember')
  const earlier = db.get<{ conversation: string, seq: number, at: number }>(
    'SELECT conversation, seq, at FROM entries WHERE sender = ? AND id = ?', from.id, id)
  if (earlier && earlier.conversation !== conversation) return refused('idTaken')
  if (earlier) return { outcome: 'repeated', seq: earlier.seq, at: earlier.at }

  const base: Base = { seq: log.head + 1, id, from, at: Date.now() }
  if (frame.type === 'send') return say(db, base, frame)
  const target = findTarget(db, conversation, frame.target)
  if (!target) return refused('noMessage')
  switch (frame.type) {
    case 'edit':
      return edit(db, conversation, base, target, frame.content)
    case 'recall':
      return recall(db, conversation, base, target)
    case 'react':
      return react(db, conversation, base, target, frame)
  }
}

function findTarget(db: SqliteFile, conversation: string, { from, id }: WireTarget): Target | undefined {
  return db.get<Target>('SELECT seq, sender, recalled FROM entries WHERE sender = ? AND id = ? ' +
    'AND conversation = ? AND type = \'message\'', from, id, conversation)
}

function say(db: SqliteFile, base: Base, frame: WriteFrame & { type: 'send' }): Written {
  const { conversation, content, mentions = [] } = frame
  const event: WireMessage = { ...base, type: 'message', content }
  if (mentions.length > 0) event.mentions = mentions
  insert(db, conversation, event)
  for (const person of new Set(mentions)) {
    // Nobody is called by oneself.
    if (person === base.from.id) continue
    db.run('INSERT INTO mentions (conversation, person, seq, sender) VALUES (?, ?, ?, ?)',
      conversation, person, base.seq, base.from.id)
  }
  return { outcome: 'stored', event }
}

function edit(db: SqliteFile, conversation: string, base: Base, target: Target, content: WireContent): Written {
  if (target.sender !== base.from.id) return refused('notAuthor')
  if (target.recalled !== null) return refused('recalled')
  const event: WireEvent = { ...base, type: 'edit', target: target.seq, content }
  insert(db, conversation, event)
  db.run('UPDATE entries SET content = ?, edited = ? WHERE conversation = ? AND seq = ?',
    JSON.stringify(content), base.at, conversation, target.seq)
  return { outcome: 'stored', event }
}

function recall(db: SqliteFile, conversation: string, base: Base, target: Target): Written {
  if (target.sender !== base.from.id) return refused('notAuthor')
  const event: WireEvent = { ...base, type: 'recall', target: target.seq }
  insert(db, conversation, event)
  if (target.recalled === null) {
    const left = JSON.stringify({ kind: 'recalled', by: base.from })
    db.run('UPDATE entries SET content = ?, recalled = ? WHERE conversation = ? AND seq = ?',
      left, base.seq, conversation, target.seq)
    db.run('UPDATE entries SET content = ? WHERE conversation = ? AND target = ? AND type = \'edit\'',
      left, conversation, target.seq)
    db.run('DELETE FROM reactors WHERE conversation = ? AND target = ?', conversation, target.seq)
    db.run('DELETE FROM reactions WHERE conversation = ? AND target = ?', conversation, target.seq)
  }
  return { outcome: 'stored', event }
}

function react(
  db: SqliteFile, conversation: string, base: Base, target: Target, { emoji, on }: Pick<WireReact, 'emoji' | 'on'>,
): Written {
  if (target.recalled !== null) return refused('recalled')
  const at = [conversation, target.seq, emoji] as const
  const before = db.get<{ count: number }>(
    'SELECT count FROM reactions WHERE conversation = ? AND target = ? AND emoji = ?', ...at)?.count ?? 0
  if (before === 0 && on) {
    const different = db.get<{ n: number }>(
      'SELECT count(*) AS n FROM reactions WHERE conversation = ? AND target = ?', conversation, target.seq)
    if (different && different.n >= limits.emojis) return refused('tooManyEmoji')
  }
  const wasOn = db.get('SELECT seq FROM reactors WHERE conversation = ? AND target = ? AND emoji = ? AND person = ?',
    ...at, base.from.id) !== undefined
  const count = before + Number(on) - Number(wasOn)
  const event: WireEvent = { ...base, type: 'react', target: target.seq, emoji, on, count }
  insert(db, conversation, event)
  if (on === wasOn) return { outcome: 'stored', event }

  if (on) {
    db.run('INSERT INTO reactors (conversation, target, emoji, person, name, seq) VALUES (?, ?, ?, ?, ?, ?)',
      ...at, base.from.id, base.from.name, base.seq)
  } else {
    db.run('DELETE FROM reactors WHERE conversation = ? AND target = ? AND emoji = ? AND person = ?',
      ...at, base.from.id)
  }
  if (count === 0) {
    db.run('DELETE FROM reactions WHERE conversation = ? AND target = ? AND emoji = ?', ...at)
  } else {
    db.run('INSERT INTO reactions (conversation, target, emoji, first, count) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT DO UPDATE SET count = excluded.count', ...at, base.seq, count)
  }
  return { outcome: 'stored', event }
}

/** Puts an entry at the end of its log, and notes at its target that it is about it. */
function insert(db: SqliteFile, conversation: string, event: WireEvent): void {
  const { type, seq, id, from, at } = event
  const isMessage = Number(type === 'message')
  db.run('UPDATE conversations SET head = ?1, last = iif(?2, ?1, last) WHERE id = ?3', seq, isMessage, conversation)
  db.run(`
    INSERT INTO entries (conversation, seq, type, sender, sender_name, id, at, number, own,
      target, emoji, is_on, count, mentions, content)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
      ?8 + coalesce((SELECT number FROM entries INDEXED BY entries_by_seq
        WHERE conversation = ?1 ORDER BY seq DESC LIMIT 1), 0),
      ?8 + coalesce((SELECT own FROM entries INDEXED BY entries_by_sender
        WHERE conversation = ?1 AND sender = ?4 ORDER BY seq DESC LIMIT 1), 0),
      ?9, ?10, ?11, ?12, ?13, ?14)`,
  conversation, seq, type, from.id, from.name, id, at, isMessage, ...detailsOf(event))
  if (event.type !== 'message') {
    db.run('UPDATE entries SET amended = ? WHERE conversation = ? AND seq = ?', seq, conversation, event.target)
  }
}

/** `target`, `emoji`, `is_on`, `count`, `mentions` and `content` of an entry's row. */
function detailsOf(event: WireEvent): (string | number | null)[] {
  switch (event.type) {
    case 'message': {
      const mentions = event.mentions ? JSON.stringify(event.mentions) : null
      return [null, null, null, null, mentions, JSON.stringify(event.content)]
    }
    case 'edit':
      return [event.target, null, null, null, null, JSON.stringify(event.content)]
    case 'recall':
      return [event.target, null, null, null, null, null]
    case 'react':
      return [event.target, event.emoji, Number(event.on), event.count, null, null]
  }
}
