import type { SqliteFile } from './database'

/** Up to where a person has cleared a conversation, 0 if never. Both are expressions. */
export function clearedOf(person: string, conversation: string): string {
  return `coalesce((SELECT x.seq FROM cleared x WHERE x.person = ${person} AND x.conversation = ${conversation}), 0)`
}

/**
 * The epoch of a conversation `c` for a membership `m`: it is another one after each time that this person hid or
 * cleared something, as what was known before shows too much.
 */
export const epochOf = `c.epoch || (
  SELECT iif(up_to + hides > 0, '.' || up_to || '.' || hides, '') FROM (
    SELECT ${clearedOf('m.person', 'm.conversation')} AS up_to,
      (SELECT count(*) FROM hidden h WHERE h.person = m.person AND h.conversation = m.conversation) AS hides
  )
)`

/** See the store's method; to be called within a transaction, for a member. */
export function hide(db: SqliteFile, conversation: string, person: string, seqs: readonly number[]): number[] {
  return seqs.filter((seq) => {
    const isThere = db.get(
      'SELECT seq FROM entries WHERE conversation = ? AND seq = ? AND type IN (\'message\', \'change\')',
      conversation, seq)
    if (!isThere) return false
    db.run('INSERT INTO hidden (person, conversation, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      person, conversation, seq)
    return true
  })
}

/** Hides all that there is up to an entry; to be called within a transaction, for a member. */
export function clear(db: SqliteFile, conversation: string, person: string, seq: number): void {
  db.run('INSERT INTO cleared (person, conversation, seq) ' +
    'SELECT ?1, id, min(?3, head) FROM conversations WHERE id = ?2 ' +
    'ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)', person, conversation, seq)
}
