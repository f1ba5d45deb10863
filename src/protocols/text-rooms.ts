import type { Person } from '../model/person'
import { type DefinedProtocol, defineProtocol, textOf } from './define'
import type { Room } from './news'

export interface TextRoomsOptions {
  readonly me: Person | (() => Person)
  /** @default one with the id `main` */
  readonly room?: Room
  /** Whether what one says comes back to oneself too. @default true */
  readonly echo?: boolean
  /**
   * How a line begins that names its speaker: `true` for "3说: hello", or an expression whose first group is the speaker
   * and whose second is the text. @default none does
   */
  readonly prefix?: boolean | RegExp
}

/** "3说: hello" */
const SAYS = /^(.*?)说: ([^]*)$/

/** Rooms of plain text, in text frames or binary ones: what one says goes to all, as it came. */
export function textRooms({ me, room, echo = true, prefix = false }: TextRoomsOptions): DefinedProtocol {
  const pattern = prefix === true ? SAYS : prefix || null
  return defineProtocol({
    name: 'text-rooms',
    me,
    rooms: room && [room],
    acks: echo ? 'echo' : 'none',
    decode(frame) {
      const line = textOf(frame)
      const [, speaker, text] = pattern?.exec(line) ?? []
      if (!line) return null
      if (speaker === undefined || text === undefined) return { type: 'said', content: line }
      // The number is the server's: whether it is one's own, only the text tells.
      const from = { id: `text/${speaker}`, name: speaker }
      return { type: 'said', content: text, from, mine: echo ? 'perhaps' : false }
    },
    encode: ({ text }) => text,
  })
}
