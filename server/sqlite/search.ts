import { limits } from '../limits'
import type { Searched, SearchPoint, SearchStep } from '../store'
import type { SqliteFile } from './database'

/** See the store's method; for a member. */
export function searchStep(
  db: SqliteFile, conversation: string, person: string, point: SearchPoint, most: number,
): SearchStep {
  const { head, number } = db.get<{ head: number, number: number }>(
    'SELECT seq AS head, number FROM entries WHERE conversation = ? ORDER BY seq DESC LIMIT 1', conversation)
    ?? { head: 0, number: 0 }
  const at = (seq: number) => db.get<{ at: number, number: number }>(
    'SELECT at, number FROM entries WHERE conversation = ? AND seq = ?', conversation, seq)
  const cleared = db.get<{ seq: number }>(
    'SELECT seq FROM cleared WHERE person = ? AND conversation = ?', person, conversation)?.seq ?? 0
  const floor = firstOf(cleared + 1, head + 1, seq => (at(seq)?.number ?? 0) > number - limits.searchEach)
  const from = 'seq' in point ? Math.min(point.seq, head + 1)
    : firstOf(floor, head + 1, seq => (at(seq)?.at ?? 0) >= point.at)
  const to = Math.max(floor, from - most)
  const messages = db.all<Searched>(`
    SELECT seq, at, iif(EXISTS (
      SELECT 1 FROM hidden h WHERE h.person = ?1 AND h.conversation = e.conversation AND h.seq = e.seq
    ), '', content) AS content
    FROM entries e INDEXED BY entries_by_seq
    WHERE conversation = ?2 AND seq >= ?3 AND seq < ?4 AND type = 'message' ORDER BY seq DESC`,
  person, conversation, to, from)
  return { messages, looked: Math.max(0, from - to), next: to > floor ? to : undefined }
}

/** The first number from `low` to below `high` of which that is so, as of all behind it; `high` if there is none. */
function firstOf(low: number, high: number, isSo: (number: number) => boolean): number {
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (isSo(middle)) high = middle
    else low = middle + 1
  }
  return low
}
