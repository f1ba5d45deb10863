import { isObject, isSeq, isText } from '../shared/check'
import { MessageLog } from '../shared/log'
import { maxText } from '../shared/running'
import { keyOf, membersOf, roomsOf } from './members'
import type { PersonSocket, Rooms } from './types'

/** The longest file, in bytes. */
export const maxFile = 1_000_000
const page = 100
const maxRooms = 100

/** The events of a namespace; server.ts tells what they are. */
export function serveRooms(rooms: Rooms): void {
  const logs = new Map<string, MessageLog<{ room: string, id: string, from: string, text: string }>>()

  rooms.on('connection', (socket) => {
    const { name } = socket.data
    const isIn = (room: unknown): room is string => isText(room, 100) && socket.rooms.has(keyOf(room))
    const others = (room: string) => socket.to(keyOf(room))

    /** Tells the others that one came or went, unless the same person is there by another socket. */
    function announce(event: 'joined' | 'left', room: string): void {
      const rest = membersOf(rooms, room, socket)
      const count = event === 'joined' ? rest.length + 1 : rest.length
      if (!rest.includes(name)) others(room).emit(event, { room, name, count })
    }

    answer(socket, 'join', (room) => {
      if (!isText(room, 100)) return refuse('invalid')
      const log = logs.get(room) ?? new MessageLog()
      if (!logs.has(room) && logs.size >= maxRooms) return refuse('too many rooms')
      logs.set(room, log)
      if (!isIn(room)) {
        void socket.join(keyOf(room))
        announce('joined', room)
      }
      return { ok: true, members: membersOf(rooms, room), history: log.latest(page) }
    })

    answer(socket, 'leave', (room) => {
      if (!isIn(room)) return refuse('not joined')
      announce('left', room)
      void socket.leave(keyOf(room))
      return { ok: true }
    })

    answer(socket, 'message', (sent) => {
      if (!isObject(sent) || !isText(sent.id, 64) || !isText(sent.text, maxText)) return refuse('invalid')
      const { room, id, text } = sent
      const log = isIn(room) ? logs.get(room) : undefined
      if (!isIn(room) || !log) return refuse('not joined')
      const { message, fresh } = log.add(JSON.stringify([name, id]), { room, id, from: name, text })
      if (fresh) rooms.to(keyOf(room)).emit('message', message)
      return { ok: true, seq: message.seq, at: message.at }
    })

    answer(socket, 'history', (asked) => {
      if (!isObject(asked) || !isSeq(asked.after)) return refuse('invalid')
      if (!isIn(asked.room)) return refuse('not joined')
      return { ok: true, messages: logs.get(asked.room)?.after(asked.after, page) ?? [] }
    })

    answer(socket, 'file', (sent) => {
      if (!isObject(sent) || !isText(sent.id, 64) || !isText(sent.name, 200) || !isText(sent.type, 100)
        || !Buffer.isBuffer(sent.data) || sent.data.length > maxFile) return refuse('invalid')
      if (!isIn(sent.room)) return refuse('not joined')
      const { room, id, type, data } = sent
      const at = Date.now()
      rooms.to(keyOf(room)).emit('file', { room, id, from: name, name: sent.name, type, data, at })
      return { ok: true, at }
    })

    answer(socket, 'typing', (room) => {
      if (!isIn(room)) return refuse('not joined')
      // Who isn't there now needn't know later.
      others(room).volatile.emit('typing', { room, name })
      return { ok: true }
    })

    // Who recovers is in the rooms already; the others were told that they left.
    if (socket.recovered) for (const room of roomsOf(socket)) announce('joined', room)
    socket.on('disconnecting', () => {
      for (const room of roomsOf(socket)) announce('left', room)
    })
  })
}

/** Calls back with what the client sent, and acknowledges with what that gives, if the client wants to know. */
function answer(socket: PersonSocket, event: string, handle: (sent: unknown) => object): void {
  socket.on(event, (...args: unknown[]) => {
    const result = handle(args[0])
    const acknowledge = args.at(-1)
    if (typeof acknowledge === 'function') acknowledge(result)
  })
}

function refuse(error: 'invalid' | 'not joined' | 'too many rooms'): object {
  return { ok: false, error }
}
