import type { ChatEvent } from '../../src/model/events'
import type { ServerFrame, WireConversation, WireEvent } from '../../src/protocols/native/wire'
import { bob } from './fixtures'

const event: WireEvent = {
  seq: 7, type: 'message', id: 'id-7', from: { id: 'bob', name: 'Bob' }, at: 1_700_000_000_000,
  content: { kind: 'text', text: 'hello' },
}

const conversation: WireConversation = {
  id: 'ann+bob', kind: 'direct', title: 'Bob', peer: { id: 'bob', name: 'Bob' }, epoch: 'e1', head: 7, read: 3,
  unread: 2, last: event,
}

const entry = {
  seq: 7, type: 'message', id: 'id-7', author: bob, at: 1_700_000_000_000, content: { kind: 'text', text: 'hello' },
} as const

const view = {
  id: 'ann+bob', kind: 'direct', title: 'Bob', peer: bob, epoch: 'e1', head: 7, read: 3, unread: 2, last: entry,
} as const

/** Each frame that a server can send, and what it means. */
export const serverFrames: readonly (readonly [string, ServerFrame, ChatEvent])[] = [
  [
    'welcome',
    {
      type: 'welcome', version: 1, self: { id: 'ann', name: 'Ann' }, conversations: [conversation],
      limits: { frameBytes: 65_536, textLength: 10_000 }, heartbeat: 20_000, time: 1_700_000_000_000,
    },
    {
      type: 'welcome', self: { id: 'ann', name: 'Ann' }, conversations: [view],
      limits: { frameBytes: 65_536, textLength: 10_000 }, heartbeat: 20_000,
    },
  ],
  [
    'ack',
    { type: 'ack', id: 'c-1', conversation: 'room', seq: 7, at: 1_700_000_000_000 },
    { type: 'acked', id: 'c-1', conversationId: 'room', seq: 7, at: 1_700_000_000_000 },
  ],
  ['event', { type: 'event', conversation: 'room', event }, { type: 'logged', conversationId: 'room', entry }],
  [
    'page',
    { type: 'page', id: 'c-2', conversation: 'room', epoch: 'e1', head: 9, events: [event] },
    { type: 'page', id: 'c-2', conversationId: 'room', epoch: 'e1', head: 9, entries: [entry] },
  ],
  [
    'conversation that is an answer',
    { type: 'conversation', id: 'c-3', conversation },
    { type: 'conversation', id: 'c-3', conversation: view },
  ],
  [
    'conversation that comes by itself',
    { type: 'conversation', conversation: { ...conversation, kind: 'group', peer: undefined, last: undefined } },
    { type: 'conversation', conversation: { ...view, kind: 'group', peer: undefined, last: undefined } },
  ],
  [
    'people',
    { type: 'people', id: 'c-4', people: [{ id: 'bob', name: 'Bob' }] },
    { type: 'people', id: 'c-4', people: [bob] },
  ],
  [
    'read',
    { type: 'read', conversation: 'room', seq: 7, unread: 2 },
    { type: 'readMoved', conversationId: 'room', seq: 7, unread: 2 },
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
