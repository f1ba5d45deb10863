import { eventRooms } from '../../src/protocols/event-rooms'
import { httpMessages } from '../../src/protocols/http-messages'
import { jsonRooms } from '../../src/protocols/json-rooms'
import { native } from '../../src/protocols/native/native'
import type { Protocol } from '../../src/protocols/protocol'
import { socketIo, type SocketIoOptions } from '../../src/protocols/socket-io'
import { textRooms } from '../../src/protocols/text-rooms'

/** The rooms of `examples/servers/socket-io`, as in `docs/your-backend.md`. */
export function socketIoRooms(name: string, options: Partial<SocketIoOptions> = {}): Protocol {
  return socketIo({
    me: { id: name, name },
    rooms: [{ id: 'main' }],
    counts: true,
    needsToken: true,
    enter: room => ['join', room],
    entered: ({ members }, room) => Array.isArray(members) ? { type: 'members', room, count: members.length } : null,
    history: ({ room, before, after, limit }) => before === undefined && after === undefined
      ? ['join', room]
      : ['history', { room, after: after ?? Math.max(0, (before?.seq ?? 1) - 1 - limit) }],
    on: {
      joined: ({ room, count }) => ({ type: 'members', room: String(room), count: Number(count) }),
      left: ({ room, count }) => ({ type: 'members', room: String(room), count: Number(count) }),
    },
    ...options,
  })
}

/** The kit on each kind of server that it speaks to, by name: who is there, and over what. */
export const protocols = {
  'native': () => native,
  'text-rooms': name => textRooms({ me: { id: name, name }, prefix: true }),
  'json-rooms': name => jsonRooms({
    me: { id: name, name }, fields: { name: 'uName', text: 'context', id: 'id' }, ping: { type: 'ping' },
  }),
  'event-rooms': name => eventRooms({ name }),
  'socket.io': name => socketIoRooms(name, { probe: () => ['history', { room: 'main', after: 1e9 }] }),
  'polling': name => httpMessages({ me: { id: name, name }, way: 'polling', every: 100 }),
  'long-polling': name => httpMessages({ me: { id: name, name }, way: 'long-polling', every: 100, wait: 3_000 }),
  'sse': name => httpMessages({ me: { id: name, name }, way: 'sse' }),
} satisfies Record<string, (name: string) => Protocol>

export type AdapterName = keyof typeof protocols
