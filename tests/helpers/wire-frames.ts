import type { ChatEvent } from '../../src/model/events'
import type { ServerFrame, WireChange, WireConversation, WireEvent, WireMessage } from '../../src/protocols/native/wire'
import { bob } from './fixtures'

const message: WireMessage = {
  seq: 7, type: 'message', id: 'id-7', from: { id: 'bob', name: 'Bob' }, at: 1_700_000_000_000,
  content: { kind: 'text', text: 'hello' },
}

const folded: WireMessage = {
  ...message, mentions: ['ann', '*'], edited: 1_700_000_001_000, amended: 9,
  reactions: [{ emoji: '👍', count: 1, people: [{ id: 'bob', name: 'Bob' }] }],
}

const conversation: WireConversation = {
  id: 'ann+bob', kind: 'direct', title: 'Bob', peer: { id: 'bob', name: 'Bob' }, epoch: 'e1', head: 7, read: 3,
  delivered: 5, unread: 2, mention: 6, reached: { delivered: 7, read: 4 }, last: message,
}

const base = { id: 'id-8', from: { id: 'bob', name: 'Bob' }, at: 1_700_000_001_000, target: 7 } as const
const edit: WireEvent = { ...base, seq: 8, type: 'edit', content: { kind: 'text', text: 'bye' } }
const recall: WireEvent = { ...base, seq: 9, type: 'recall' }
const react: WireEvent = { ...base, seq: 10, type: 'react', emoji: '👍', on: true, count: 2 }

const change: WireChange = {
  seq: 11, type: 'change', id: 'id-11', from: { id: 'bob', name: 'Bob' }, at: 1_700_000_002_000, change: 'role',
  people: [{ id: 'ann', name: 'Ann' }], role: 'admin', members: 3,
}
const changeEntry = {
  seq: 11, type: 'message', id: 'id-11', author: bob, at: 1_700_000_002_000,
  content: {
    kind: 'system', text: '', change: 'role', people: [{ id: 'ann', name: 'Ann' }], role: 'admin', members: 3,
  },
} as const

const entry = {
  seq: 7, type: 'message', id: 'id-7', author: bob, at: 1_700_000_000_000, content: { kind: 'text', text: 'hello' },
} as const

const foldedEntry = {
  ...entry, mentions: ['ann', '*'], edited: 1_700_000_001_000, amended: 9,
  reactions: [{ emoji: '👍', count: 1, people: [bob] }],
} as const

const view = {
  id: 'ann+bob', kind: 'direct', title: 'Bob', peer: bob, epoch: 'e1', head: 7, read: 3, delivered: 5, unread: 2,
  mention: 6, reached: { delivered: 7, read: 4 }, last: entry,
} as const

const bare = { kind: 'group', peer: undefined, reached: undefined, last: undefined } as const

const amendment = { id: 'id-8', author: bob, at: 1_700_000_001_000, target: 7 } as const

/** Each frame that a server can send, and what it means. */
export const serverFrames: readonly (readonly [string, ServerFrame, ChatEvent])[] = [
  [
    'welcome',
    {
      type: 'welcome', version: 1, self: { id: 'ann', name: 'Ann' }, conversations: [conversation],
      limits: { frameBytes: 65_536, textLength: 10_000 }, heartbeat: 20_000, time: 1_700_000_000_000,
    },
    {
      type: 'welcome', whole: true, self: { id: 'ann', name: 'Ann' }, conversations: [view],
      limits: { frameBytes: 65_536, textLength: 10_000 }, heartbeat: 20_000,
    },
  ],
  [
    'ack',
    { type: 'ack', id: 'c-1', conversation: 'room', seq: 7, at: 1_700_000_000_000 },
    { type: 'acked', id: 'c-1', conversationId: 'room', seq: 7, at: 1_700_000_000_000 },
  ],
  [
    'event of a message',
    { type: 'event', conversation: 'room', event: message }, { type: 'logged', conversationId: 'room', entry },
  ],
  [
    'event of an edit',
    { type: 'event', conversation: 'room', event: edit },
    {
      type: 'logged', conversationId: 'room',
      entry: { ...amendment, seq: 8, type: 'edit', content: { kind: 'text', text: 'bye' } },
    },
  ],
  [
    'event of a recall',
    { type: 'event', conversation: 'room', event: recall },
    { type: 'logged', conversationId: 'room', entry: { ...amendment, seq: 9, type: 'recall' } },
  ],
  [
    'event of a reaction',
    { type: 'event', conversation: 'room', event: react },
    {
      type: 'logged', conversationId: 'room',
      entry: { ...amendment, seq: 10, type: 'react', emoji: '👍', on: true, count: 2 },
    },
  ],
  [
    'event of a change',
    { type: 'event', conversation: 'room', event: change },
    { type: 'logged', conversationId: 'room', entry: changeEntry },
  ],
  [
    'page',
    { type: 'page', id: 'c-2', conversation: 'room', epoch: 'e1', head: 9, events: [folded] },
    { type: 'page', id: 'c-2', conversationId: 'room', epoch: 'e1', head: 9, entries: [foldedEntry] },
  ],
  [
    'conversation that is an answer',
    { type: 'conversation', id: 'c-3', conversation },
    { type: 'conversation', id: 'c-3', conversation: view },
  ],
  [
    'conversation that comes by itself',
    { type: 'conversation', conversation: { ...conversation, ...bare } },
    { type: 'conversation', conversation: { ...view, ...bare } },
  ],
  [
    'conversation that is a group',
    { type: 'conversation', conversation: { ...conversation, ...bare, role: 'owner', members: 3, last: change } },
    { type: 'conversation', conversation: { ...view, ...bare, role: 'owner', members: 3, last: changeEntry } },
  ],
  ['left', { type: 'left', conversation: 'room' }, { type: 'left', conversationId: 'room' }],
  [
    'members',
    {
      type: 'members', id: 'c-6', conversation: 'room',
      members: [{ person: { id: 'bob', name: 'Bob' }, role: 'admin', place: 2 }],
    },
    {
      type: 'answer', id: 'c-6', value: {
        type: 'members', id: 'c-6', conversation: 'room',
        members: [{ person: { id: 'bob', name: 'Bob' }, role: 'admin', place: 2 }],
      },
    },
  ],
  [
    'people',
    { type: 'people', id: 'c-4', people: [{ id: 'bob', name: 'Bob' }] },
    { type: 'answer', id: 'c-4', value: { type: 'people', id: 'c-4', people: [{ id: 'bob', name: 'Bob' }] } },
  ],
  [
    'read',
    { type: 'read', conversation: 'room', seq: 7, head: 12, unread: 2, mention: 9 },
    { type: 'readMoved', conversationId: 'room', seq: 7, head: 12, unread: 2, mention: 9 },
  ],
  [
    'reached',
    { type: 'reached', conversation: 'ann+bob', reached: { delivered: 7, read: 4 } },
    { type: 'reached', conversationId: 'ann+bob', reached: { delivered: 7, read: 4 } },
  ],
  ['pong', { type: 'pong', id: '3' }, { type: 'pong', id: '3' }],
  [
    'error of a command',
    { type: 'error', id: 'c-5', code: 4022, message: 'too long' },
    { type: 'failed', id: 'c-5', code: 4022, message: 'too long' },
  ],
  [
    'error of the connection',
    { type: 'error', code: 4503, message: 'going away', retryAfter: 5_000 },
    { type: 'failed', code: 4503, message: 'going away', retryAfter: 5_000 },
  ],
]
