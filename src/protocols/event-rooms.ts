import type { Person } from '../model/person'
import { type DefinedProtocol, defineProtocol, textOf } from './define'
import { jsonOf, objectOf, timeOf } from './fields'
import type { News, Room } from './news'

export interface EventRoomsOptions {
  /** The server knows people by their name: it is the first frame, and is also the id. */
  readonly name: string | (() => string)
  /** @default one with the id `main` */
  readonly room?: Room
}

/** Rooms of events: `{ type, name, msg, time, count }`, of the types `enter`, `message` and `leave`. */
export function eventRooms({ name, room }: EventRoomsOptions): DefinedProtocol {
  const me = (): Person => {
    const mine = (typeof name === 'function' ? name() : name).trim()
    return { id: mine, name: mine }
  }
  return defineProtocol({
    name: 'event-rooms',
    me,
    rooms: room && [room],
    acks: 'echo',
    waitsForWelcome: true,
    open: ({ me }) => me.name,
    decode(frame, { me }) {
      const { type, name, msg, time, count } = objectOf(jsonOf(textOf(frame))) ?? {}
      if (typeof name !== 'string' || typeof msg !== 'string') throw new Error('no event')
      const at = timeOf(time)
      const news: News[] = []
      // One's own entering is the server's welcome: after a break it isn't worth a line.
      if (type === 'enter' && name === me.name) news.push({ type: 'welcome' })
      else if (type === 'message') news.push({ type: 'said', from: name, content: msg, at })
      else if (name !== me.name) news.push({ type: 'notice', text: msg, at })
      if (typeof count === 'number') news.push({ type: 'members', count })
      return news
    },
    encode: ({ text }) => text,
  })
}
