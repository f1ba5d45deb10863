import type {
  WireChange, WireContent, WireConversation, WireEvent, WireHidden, WireMember, WireMessage, WirePerson, WireReaction,
  WireRole,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import type { SqliteFile } from './database'
import { clearedOf, epochOf } from './hidden'
import { messagesIn, type PersonRow, toPerson } from './people'
import { quoteOf } from './quotes'

/** A row of {@link pageOf} and {@link entryAt}. */
export interface EntryRow {
  seq: number
  type: WireEvent['type']
  sender: string
  sender_name: string
  id: string
  at: number
  target: number
  edited: number | null
  amended: number | null
  quote: number | null
  emoji: string
  is_on: number
  count: number
  mentions: string | null
  content: string
  reactions: string | null
  /** 1 if the person who asks has hidden it. */
  is_hidden: number
  /** Bytes of what can be long in it. */
  weight: number
}

/** A row of {@link conversationsOf}. */
export interface ConversationRow {
  id: string
  kind: 'group' | 'direct'
  title: string
  epoch: string
  head: number
  last: number
  /** When the newest message or change of it came, also of one that is no `last` for this person. */
  last_at: number | null
  read: number
  delivered: number
  unread: number
  mention: number
  peer_id: string | null
  peer_name: string | null
  peer_avatar: string | null
  peer_read: number
  peer_delivered: number
  members: number
  /** 1 if it is this person. */
  is_owner: number
  admin: number
  announcement: string | null
  writers: 'admins' | null
  pinned: number | null
  muted: number
  is_hidden: number
  marked: number
}

/** A row of {@link membersAfter}. */
export interface MemberRow extends PersonRow {
  place: number
  is_owner: number
  admin: number
}

// What this person has cleared is read, too.
const readUpTo = `max(m.read, ${clearedOf('m.person', 'm.conversation')})`

// The first and the last of these entries after the read cursor know how many messages came before them, by a counter
// of their own: what lies between takes no counting.
function messagesAfterRead(index: string, where: string, counter: 'number' | 'own'): string {
  const entries = `FROM entries e INDEXED BY ${index} WHERE ${where} AND e.seq > ${readUpTo} ORDER BY e.seq`
  return `coalesce((SELECT e.${counter} ${entries} DESC LIMIT 1)
    - (SELECT e.${counter} - (e.type = 'message') ${entries} LIMIT 1), 0)`
}

function newestMention(where: string): string {
  return `coalesce((SELECT n.seq FROM mentions n WHERE n.conversation = m.conversation AND ${where}
    AND n.seq > ${readUpTo} ORDER BY n.seq DESC LIMIT 1), 0)`
}

/** `unread` and `mention` of a membership `m`: see the wire's conversation. */
export const unreadOf = `
  ${messagesAfterRead('entries_by_seq', 'e.conversation = m.conversation', 'number')}
    - ${messagesAfterRead('entries_by_sender', 'e.conversation = m.conversation AND e.sender = m.person', 'own')}
    AS unread,
  max(${newestMention('n.person = m.person')},
    ${newestMention('n.person = \'*\' AND n.sender <> m.person')}) AS mention`

// The newest message or change, or, where the person has hidden it, the newest one that is left among some.
const lastOf = `iif(c.last <= ${clearedOf('m.person', 'c.id')}, 0, iif(EXISTS (
    SELECT 1 FROM hidden h WHERE h.person = m.person AND h.conversation = c.id AND h.seq = c.last
  ), coalesce((
    SELECT e.seq FROM entries e INDEXED BY entries_by_seq
    WHERE e.conversation = c.id AND e.seq < c.last AND e.seq > c.last - ${limits.lastAmong}
      AND e.seq > ${clearedOf('m.person', 'c.id')} AND e.type IN ('message', 'change') AND NOT EXISTS (
        SELECT 1 FROM hidden h WHERE h.person = m.person AND h.conversation = c.id AND h.seq = e.seq
      )
    ORDER BY e.seq DESC LIMIT 1
  ), 0), c.last))`

/**
 * Conversations as one person sees them, the one with the newest message first.
 * @param where - a condition on `m`, the membership
 */
export function conversationsOf(where: string): string {
  return `
    SELECT c.id, c.kind, c.title, ${epochOf} AS epoch, c.head, ${lastOf} AS last, m.read, m.delivered, ${unreadOf},
      p.id AS peer_id, p.name AS peer_name, p.avatar AS peer_avatar, o.read AS peer_read,
      o.delivered AS peer_delivered, c.members, c.owner IS m.person AS is_owner, m.admin, c.announcement, c.writers,
      m.pinned, m.muted, m.marked, m.hidden IS NOT NULL AND m.hidden = ${messagesIn('c.id')} AS is_hidden,
      l.at AS last_at
    FROM members m
    JOIN conversations c ON c.id = m.conversation
    LEFT JOIN members o ON c.kind = 'direct' AND o.conversation = c.id AND o.person <> m.person
    LEFT JOIN people p ON p.id = o.person
    LEFT JOIN entries l ON l.conversation = c.id AND l.seq = c.last
    WHERE ${where}
    ORDER BY l.at DESC, c.id`
}

/** Members in the order of joining. Parameters: conversation, the place after which they are, the most of them. */
export const membersAfter = `
  SELECT p.id, p.name, p.avatar, m.place, c.owner IS m.person AS is_owner, m.admin
  FROM members m INDEXED BY members_by_place
  JOIN conversations c ON c.id = m.conversation
  JOIN people p ON p.id = m.person
  WHERE m.conversation = ? AND m.place > ? ORDER BY m.place LIMIT ?`

// Of an entry `e`, as JSON; ?1 is the person who asks, who comes first. However many people there are, few rows are
// looked at.
const reactions = `CASE WHEN e.amended IS NOT NULL THEN nullif((
  SELECT json_group_array(json_object('emoji', x.emoji, 'count', x.count, 'people', json((
    SELECT json_group_array(json_object('id', person, 'name', name) ORDER BY place) FROM (
      SELECT person, name, place FROM (
        SELECT person, name, 0 AS place FROM reactors
        WHERE conversation = x.conversation AND target = x.target AND emoji = x.emoji AND person = ?1
        UNION ALL SELECT * FROM (
          SELECT person, name, seq AS place FROM reactors INDEXED BY reactors_by_seq
          WHERE conversation = x.conversation AND target = x.target AND emoji = x.emoji AND person <> ?1
          ORDER BY seq LIMIT ${limits.reactionPeople}
        )
      ) ORDER BY place LIMIT ${limits.reactionPeople}
    )
  ))) ORDER BY x.first) FROM reactions x WHERE x.conversation = e.conversation AND x.target = e.seq
), '[]') END`

const entry = `e.seq, e.type, e.sender, e.sender_name, e.id, e.at, e.target, e.edited, e.amended, e.emoji, e.is_on,
  e.count, e.mentions, e.content, e.quote, ${reactions} AS reactions, EXISTS (
    SELECT 1 FROM hidden h WHERE h.person = ?1 AND h.conversation = e.conversation AND h.seq = e.seq
  ) OR e.seq <= ${clearedOf('?1', 'e.conversation')} AS is_hidden`

const weight = 'coalesce(octet_length(content), 0) + coalesce(octet_length(mentions), 0) ' +
  '+ coalesce(octet_length(reactions), 0)'

/** One entry of a log. Parameters: the person who asks, conversation, seq. */
export const entryAt = `
  WITH found AS MATERIALIZED (SELECT ${entry} FROM entries e WHERE e.conversation = ?2 AND e.seq = ?3)
  SELECT *, ${weight} AS weight FROM found`

/**
 * Entries of a log going away from a point, until there are enough of them, or enough bytes; the first one always. What
 * the person has cleared is not there.
 * Parameters: the person who asks, conversation, the point, the most entries.
 */
export function pageOf(direction: 'before' | 'after'): string {
  const [compare, order] = direction === 'before' ? ['<', 'DESC'] : ['>', 'ASC']
  return `
    SELECT * FROM (
      SELECT *, sum(weight) OVER (ORDER BY seq ${order}) AS total FROM (
        SELECT *, ${weight} AS weight FROM (
          SELECT ${entry} FROM entries e
          WHERE e.conversation = ?2 AND e.seq ${compare} ?3 AND e.seq > ${clearedOf('?1', '?2')}
          ORDER BY e.seq ${order} LIMIT ?4
        )
      )
    ) WHERE total - weight < ${limits.pageBytes} ORDER BY seq`
}

function toMessage(row: EntryRow): WireMessage {
  const message: WireMessage = { ...baseOf(row), type: 'message', content: JSON.parse(row.content) as WireContent }
  if (row.mentions !== null) message.mentions = JSON.parse(row.mentions) as string[]
  if (row.edited !== null) message.edited = row.edited
  if (row.reactions !== null) message.reactions = JSON.parse(row.reactions) as WireReaction[]
  if (row.amended !== null) message.amended = row.amended
  return message
}

/** What the person who asks gets for a row. */
export function toEntry(db: SqliteFile, conversation: string, row: EntryRow): WireEvent | WireHidden {
  if (row.is_hidden) return { seq: row.seq, type: 'hidden' }
  const event = toEvent(row)
  const quote = event.type === 'message' && row.quote !== null ? quoteOf(db, conversation, row.quote) : undefined
  return quote ? { ...event as WireMessage, quote } : event
}

function toEvent(row: EntryRow): WireEvent {
  const { type, target } = row
  switch (type) {
    case 'message':
      return toMessage(row)
    case 'edit':
      return { ...baseOf(row), type, target, content: JSON.parse(row.content) as WireContent }
    case 'recall':
      return { ...baseOf(row), type, target }
    case 'react':
      return { ...baseOf(row), type, target, emoji: row.emoji, on: row.is_on === 1, count: row.count }
    case 'change':
      return { ...baseOf(row), type, ...JSON.parse(row.content) as Pick<WireChange, 'change' | 'members'> }
  }
}

function baseOf(row: EntryRow): { seq: number, id: string, from: WirePerson, at: number } {
  return { seq: row.seq, id: row.id, from: { id: row.sender, name: row.sender_name }, at: row.at }
}

/** The conversation that a row stands for, without its last message. */
export function toConversation(row: ConversationRow): WireConversation {
  const { id, kind, epoch, head, read, delivered, unread, mention } = row
  const title = row.peer_name ?? row.title
  const conversation: WireConversation = { id, kind, title, epoch, head, read, delivered, unread, mention }
  if (row.peer_id !== null && row.peer_name !== null) {
    conversation.peer = toPerson({ id: row.peer_id, name: row.peer_name, avatar: row.peer_avatar })
    conversation.reached = { delivered: row.peer_delivered, read: row.peer_read }
  }
  if (kind === 'group') {
    conversation.role = roleOf(row)
    conversation.members = row.members
  }
  if (row.announcement !== null) conversation.announcement = row.announcement
  if (row.writers !== null) conversation.writers = row.writers
  if (row.pinned !== null) conversation.pinned = row.pinned
  if (row.muted) conversation.muted = true
  if (row.is_hidden) conversation.hidden = true
  if (row.marked) conversation.marked = true
  return conversation
}

/** The member that a row stands for. */
export function toMember({ place, is_owner, admin, ...person }: MemberRow): WireMember {
  return { person: toPerson(person), role: roleOf({ is_owner, admin }), place }
}

/** What somebody is in a group. */
export function roleOf(row: Pick<MemberRow, 'is_owner' | 'admin'>): WireRole {
  return row.is_owner ? 'owner' : row.admin ? 'admin' : 'member'
}
