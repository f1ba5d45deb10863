import type { Person } from '../model/person'
import { type DefinedProtocol, defineProtocol, textOf } from './define'
import { type FieldMap, jsonOf, objectOf, saidBy } from './fields'
import type { Room } from './news'

export interface JsonRoomsOptions {
  readonly me: Person | (() => Person)
  /** What the server calls things, for instance `{ name: 'uName', text: 'context' }`. */
  readonly fields: FieldMap
  /** @default one with the id `main` */
  readonly rooms?: readonly Room[]
  /** Whether what one says comes back to oneself too. @default true */
  readonly echo?: boolean
  /** The value of the field `type` that makes a message. @default any */
  readonly messageType?: string
  /** What else each message holds. */
  readonly extra?: Readonly<Record<string, unknown>>
  /** What is sent as a sign of life, if the server answers it. @default nothing */
  readonly ping?: Readonly<Record<string, unknown>>
}

/** Rooms of JSON objects of any shape: what one says goes to all. */
export function jsonRooms(options: JsonRoomsOptions): DefinedProtocol {
  const { me, fields, rooms, echo = true, messageType, extra, ping } = options
  return defineProtocol({
    name: 'json-rooms',
    me,
    rooms,
    acks: echo ? 'echo' : 'none',
    heartbeat: ping && { kind: 'ask', frame: () => JSON.stringify(ping) },
    decode(frame) {
      const object = objectOf(jsonOf(textOf(frame)))
      if (!object) throw new Error('not a JSON object')
      if (fields.type !== undefined && messageType !== undefined && object[fields.type] !== messageType) return null
      return saidBy(fields, object)
    },
    encode({ id, room, text }, { me }) {
      const message: Record<string, unknown> = { ...extra }
      const put = (name: keyof FieldMap, value: unknown): void => {
        const key = fields[name]
        if (key !== undefined) message[key] = value
      }
      put('type', messageType)
      put('id', id)
      put('userId', me.id)
      put('name', me.name)
      put('room', room)
      put('text', text)
      return JSON.stringify(message)
    },
  })
}
