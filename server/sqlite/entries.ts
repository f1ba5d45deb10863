import type {
  WireContent, WireEvent, WireMessage, WirePerson, WireReact, WriteFrame,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import type { Refusal, Written } from '../store'
import type { SqliteFile } from './database'
import { changeGroup } from './groups'
import { type Base, findTarget, insert, type Log, type Target } from './log'
import { changePins, unpin } from './pins'
import { roleOf } from './queries'
import { quoteOf } from './quotes'

const refused = (why: Refusal) => ({ outcome: 'refused', why } as const)

/** Adds an entry to a log, and does to its target what it says; to be called within a transaction. */
export function writeEntry(db: SqliteFile, from: WirePerson, frame: WriteFrame): Written {
  const { conversation, id } = frame
  const earlier = db.get<{ conversation: string, seq: number, at: number }>(
    'SELECT conversation, seq, at FROM entries WHERE sender = ? AND id = ?', from.id, id)
  // Who has left since has a right to know what became of it, too.
  if (earlier?.conversation === conversation) return { outcome: 'repeated', seq: earlier.seq, at: earlier.at }
  const log = db.get<Log>(
    'SELECT c.kind, c.head, c.title, c.owner, c.members, c.owner IS m.person AS is_owner, m.admin, c.writers ' +
    'FROM members m JOIN conversations c ON c.id = m.conversation ' +
    'WHERE m.person = ? AND m.conversation = ?', from.id, conversation)
  if (!log) return refused('notMember')
  if (earlier) return refused('idTaken')

  const base: Base = { seq: log.head + 1, id, from, at: Date.now() }
  const leads = roleOf(log) !== 'member'
  if (frame.type === 'change') {
    const isPin = frame.change === 'pinned' || frame.change === 'unpinned'
    return isPin ? changePins(db, base, frame, log) : changeGroup(db, base, frame, log)
  }
  if (log.writers && !leads && (frame.type === 'send' || frame.type === 'edit')) return refused('notWriter')
  if (frame.type === 'send') {
    // Where nobody has that right more than others, everybody has it.
    if (log.owner !== null && !leads && frame.mentions?.includes('*')) return refused('notAllowed')
    return say(db, base, frame)
  }
  const target = findTarget(db, conversation, frame.target)
  if (!target) return refused('noMessage')
  switch (frame.type) {
    case 'edit':
      return edit(db, conversation, base, target, frame.content)
    case 'recall':
      return recall(db, conversation, base, target, leads)
    case 'react':
      return react(db, conversation, base, target, frame)
  }
}

function say(db: SqliteFile, base: Base, frame: WriteFrame & { type: 'send' }): Written {
  const { conversation, content, mentions = [], quote } = frame
  const event: WireMessage = { ...base, type: 'message', content }
  if (mentions.length > 0) event.mentions = mentions
  const quoted = quote && findTarget(db, conversation, quote)
  insert(db, conversation, event)
  const shown = quoted && quoteOf(db, conversation, quoted.seq)
  if (shown) {
    event.quote = shown
    db.run('UPDATE entries SET quote = ? WHERE conversation = ? AND seq = ?', shown.seq, conversation, base.seq)
  }
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
  db.run('UPDATE entries SET original = iif(edited IS NULL, content, original), content = ?, edited = ? ' +
    'WHERE conversation = ? AND seq = ?', JSON.stringify(content), base.at, conversation, target.seq)
  return { outcome: 'stored', event }
}

function recall(db: SqliteFile, conversation: string, base: Base, target: Target, leads: boolean): Written {
  if (target.sender !== base.from.id && !leads) return refused('notAuthor')
  const event: WireEvent = { ...base, type: 'recall', target: target.seq }
  insert(db, conversation, event)
  if (target.recalled === null) {
    const left = JSON.stringify({ kind: 'recalled', by: base.from })
    unpin(db, conversation, target.seq)
    db.run('UPDATE entries SET content = ?, original = NULL, recalled = ? WHERE conversation = ? AND seq = ?',
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
