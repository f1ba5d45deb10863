import type { WireContent, WireConversation, WireEvent } from '../../src/protocols/native/wire'
import { limits } from '../limits'

/** A row of `messages`. */
export interface MessageRow {
  seq: number
  sender: string
  sender_name: string
  id: string
  at: number
  content: string
}

/** A row of {@link conversationsOf}. */
export interface ConversationRow {
  id: string
  kind: 'group' | 'direct'
  title: string
  epoch: string
  head: number
  read: number
  own: number
  peer_id: string | null
  peer_name: string | null
  last_sender: string
  last_sender_name: string
  last_id: string
  last_at: number
  last_content: string | null
}

/**
 * Conversations as one person sees them. `own` counts this person's messages after the read cursor, which an index
 * answers; the unread ones are the rest. The newest `last` messages come first until together they are too long.
 * @param where - a condition on `m`, the membership
 */
export function conversationsOf(where: string): string {
  return `
    SELECT c.id, c.kind, c.title, c.epoch, c.head, m.read,
      (SELECT count(*) FROM messages x WHERE x.conversation = c.id AND x.sender = m.person AND x.seq > m.read) AS own,
      p.id AS peer_id, p.name AS peer_name,
      l.sender AS last_sender, l.sender_name AS last_sender_name, l.id AS last_id, l.at AS last_at,
      CASE WHEN sum(octet_length(l.content)) OVER (ORDER BY l.at DESC, c.id) <= ${limits.pageBytes}
        THEN l.content END AS last_content
    FROM members m
    JOIN conversations c ON c.id = m.conversation
    LEFT JOIN members o ON c.kind = 'direct' AND o.conversation = c.id AND o.person <> m.person
    LEFT JOIN people p ON p.id = o.person
    LEFT JOIN messages l ON l.conversation = c.id AND l.seq = c.head
    WHERE ${where}
    ORDER BY l.at DESC, c.id`
}

/**
 * Entries of a log going away from a point, until there are enough of them, or enough bytes; the first one always.
 * Parameters: conversation, the point, the most entries.
 */
export function pageOf(direction: 'before' | 'after'): string {
  const [compare, order] = direction === 'before' ? ['<', 'DESC'] : ['>', 'ASC']
  return `
    SELECT seq, sender, sender_name, id, at, content FROM (
      SELECT *, sum(octet_length(content)) OVER (ORDER BY seq ${order}) AS total FROM (
        SELECT * FROM messages WHERE conversation = ? AND seq ${compare} ? ORDER BY seq ${order} LIMIT ?
      )
    ) WHERE total - octet_length(content) < ${limits.pageBytes} ORDER BY seq`
}

/** The event that a message's row stands for. */
export function toEvent(row: MessageRow): WireEvent {
  return {
    seq: row.seq,
    type: 'message',
    id: row.id,
    from: { id: row.sender, name: row.sender_name },
    at: row.at,
    content: JSON.parse(row.content) as WireContent,
  }
}

/** The conversation that a row stands for. */
export function toConversation(row: ConversationRow): WireConversation {
  const conversation: WireConversation = {
    id: row.id,
    kind: row.kind,
    title: row.peer_name ?? row.title,
    epoch: row.epoch,
    head: row.head,
    read: row.read,
    // Every entry of the log is a message so far; entries that nobody has to read will have to be taken off here.
    unread: row.head - row.read - row.own,
  }
  if (row.peer_id !== null && row.peer_name !== null) conversation.peer = { id: row.peer_id, name: row.peer_name }
  if (row.last_content !== null) {
    conversation.last = toEvent({
      seq: row.head,
      sender: row.last_sender,
      sender_name: row.last_sender_name,
      id: row.last_id,
      at: row.last_at,
      content: row.last_content,
    })
  }
  return conversation
}
