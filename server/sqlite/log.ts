import type { WireEvent, WireMessage, WireTarget } from '../../src/protocols/native/wire'
import type { SqliteFile } from './database'

/** What the entries of a log have in common. */
export type Base = Pick<WireMessage, 'seq' | 'id' | 'from' | 'at'>

/** A log, as one of its members finds it. */
export interface Log {
  kind: 'group' | 'direct'
  head: number
  title: string
  owner: string | null
  members: number
  /** 1 if it is this person. */
  is_owner: number
  admin: number
  /** Null if all may write. */
  writers: 'admins' | null
}

/** A message that an entry is about. */
export interface Target {
  seq: number
  sender: string
  recalled: number | null
}

/** The message of this conversation that a client names so. */
export function findTarget(db: SqliteFile, conversation: string, { from, id }: WireTarget): Target | undefined {
  return db.get<Target>('SELECT seq, sender, recalled FROM entries WHERE sender = ? AND id = ? ' +
    'AND conversation = ? AND type = \'message\'', from, id, conversation)
}

/** Puts an entry at the end of its log, and notes at its target that it is about it. */
export function insert(db: SqliteFile, conversation: string, event: WireEvent): void {
  const { type, seq, id, from, at } = event
  const isMessage = Number(type === 'message')
  const isLast = Number(type === 'message' || type === 'change')
  db.run('UPDATE conversations SET head = ?1, last = iif(?2, ?1, last) WHERE id = ?3', seq, isLast, conversation)
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
  // What is pinned stands as it stood.
  if ('target' in event && event.type !== 'change') {
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
    case 'change': {
      const { change, people, role, title, text, writers, target, members } = event
      const details = { change, people, role, title, text, writers, target, members }
      return [null, null, null, null, null, JSON.stringify(details)]
    }
  }
}
