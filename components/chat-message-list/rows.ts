import type { Message } from '../../src/model/message'
import { sameDay } from '../../src/content/time'

/** A message as a row of the list. */
export interface Row {
  readonly message: Message
  /** Whether a new day begins with it. */
  readonly newDay: boolean
  /** Whether its speaker begins to speak with it. */
  readonly first: boolean
}

/** Messages of one speaker stand together if no more than this lies between them, in ms. */
const PAUSE = 5 * 60_000

/** The rows of a list. */
export function toRows(messages: readonly Message[]): Row[] {
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const newDay = !before || !sameDay(before.at, message.at)
    const first = newDay || before.author.id !== message.author.id || message.at - before.at > PAUSE
    return { message, newDay, first }
  })
}
