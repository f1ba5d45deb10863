import type { WireContent, WireVersion } from '../../src/protocols/native/wire'
import { limits } from '../limits'
import type { SqliteFile } from './database'

interface VersionRow { at: number, content: string }

/** See the store's method. */
export function versionsOf(db: SqliteFile, conversation: string, seq: number): WireVersion[] | undefined {
  const message = db.get<VersionRow & { original: string | null, edited: number | null, recalled: number | null }>(
    'SELECT at, content, original, edited, recalled FROM entries ' +
    'WHERE conversation = ? AND seq = ? AND type = \'message\'', conversation, seq)
  if (!message) return undefined
  if (message.recalled !== null) return []
  // Of those edited before version 4 of the tables the original was not kept.
  const original = message.edited === null ? message.content : message.original
  const rows = db.all<VersionRow>(
    'SELECT at, content FROM entries INDEXED BY edits_by_target ' +
    'WHERE conversation = ? AND target = ? AND type = \'edit\' ORDER BY rowid DESC LIMIT ?',
    conversation, seq, limits.versions)
  if (original !== null && rows.length < limits.versions) rows.push({ at: message.at, content: original })
  let room: number = limits.pageBytes
  const kept = rows.filter(({ content }) => {
    const fits = room > 0
    room -= Buffer.byteLength(content)
    return fits
  })
  return kept.reverse().map(({ at, content }) => ({ at, content: JSON.parse(content) as WireContent }))
}
