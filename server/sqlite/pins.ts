import type { ChangeFrame, WireChange, WireMessage } from '../../src/protocols/native/wire'
import { limits } from '../limits'
import type { Refusal, Written } from '../store'
import type { SqliteFile } from './database'
import { type Base, findTarget, insert, type Log } from './log'
import { entryAt, roleOf, toEntry } from './queries'
import type { EntryRow } from './queries'

const refused = (why: Refusal) => ({ outcome: 'refused', why } as const)

/** Pins a message, or takes that back, if this person may; to be called within a transaction. */
export function changePins(db: SqliteFile, base: Base, frame: ChangeFrame, log: Log): Written {
  const { conversation, change, target } = frame
  // Where nobody has that right more than others, everybody has it.
  if (log.owner !== null && roleOf(log) === 'member') return refused('notAllowed')
  const message = target && findTarget(db, conversation, target)
  if (!message) return refused('noMessage')
  const pinned = db.all<{ target: number }>('SELECT target FROM pins WHERE conversation = ?', conversation)
  const isPinned = pinned.some(pin => pin.target === message.seq)
  if (change === 'pinned') {
    if (message.recalled !== null) return refused('recalled')
    if (isPinned) return refused('unchanged')
    if (pinned.length >= limits.pins) return refused('tooManyPins')
    db.run('INSERT INTO pins (conversation, target, seq) VALUES (?, ?, ?)', conversation, message.seq, base.seq)
  } else {
    if (!isPinned) return refused('unchanged')
    unpin(db, conversation, message.seq)
  }
  const event: WireChange = { ...base, type: 'change', change, target: message.seq, members: log.members }
  insert(db, conversation, event)
  return { outcome: 'stored', event }
}

/** Takes a message off the pinned ones, if it is one of them. */
export function unpin(db: SqliteFile, conversation: string, seq: number): void {
  db.run('DELETE FROM pins WHERE conversation = ? AND target = ?', conversation, seq)
}

/** See the store's method. */
export function pinsOf(db: SqliteFile, conversation: string, person: string): WireMessage[] {
  const pins = db.all<{ target: number }>(
    'SELECT target FROM pins WHERE conversation = ? ORDER BY seq DESC', conversation)
  let room: number = limits.pageBytes
  return pins.flatMap(({ target }) => {
    const row = room > 0 ? db.get<EntryRow>(entryAt, person, conversation, target) : undefined
    const event = row && toEntry(db, conversation, row)
    if (event?.type !== 'message') return []
    room -= row?.weight ?? 0
    return [event]
  })
}
