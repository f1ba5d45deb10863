import type { WireQuote } from '../../src/protocols/native/wire'
import { excerpt } from '../quote'
import type { SqliteFile } from './database'

/** A message of this conversation as a quote shows it now. */
export function quoteOf(db: SqliteFile, conversation: string, seq: number): WireQuote | undefined {
  const row = db.get<{ id: string, sender: string, sender_name: string, content: string }>(
    'SELECT id, sender, sender_name, content FROM entries WHERE conversation = ? AND seq = ?', conversation, seq)
  return row && {
    seq, id: row.id, from: { id: row.sender, name: row.sender_name }, content: excerpt(row.content),
  }
}
