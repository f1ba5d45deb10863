/** Conversations for examples that need no server. */
import type { Conversation, MessageEntry, Person } from '../../index'
import { say } from './look'
import { text } from './messages'
import { alan, barbara, grace } from './people'

const MINUTE = 60_000

function last(author: Person, english: string, chinese: string, minutes: number): MessageEntry {
  const at = Date.now() - minutes * MINUTE
  return { type: 'message', seq: 9, id: 'last', author, at, content: text(english, chinese) }
}

const base = { epoch: 'e', head: 9, read: 9, delivered: 9, unread: 0, mention: 0 } as const

export const group: Conversation = {
  ...base, id: 'trip', kind: 'group', title: say('Weekend trip', '周末出游'), role: 'owner', members: 5, writers: 'all',
  announcement: say('We meet at eight, at the north gate.', '八点在北门集合。'),
  last: last(alan, 'I’ll bring the map', '我带地图', 3), read: 6, unread: 3,
}

export const direct: Conversation = {
  ...base, id: 'grace', kind: 'direct', title: grace.name, peer: grace,
  last: last(grace, 'See you at the station then.', '那车站见。', 42), pinned: 1,
}

export const quiet: Conversation = {
  ...base, id: 'barbara', kind: 'direct', title: barbara.name, peer: barbara, muted: true,
  last: last(barbara, 'Thanks!', '谢谢！', 1_500), read: 8, unread: 1,
}

export const conversations: readonly Conversation[] = [direct, group, quiet]
