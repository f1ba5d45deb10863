import type { Words } from '../locale/words'
import type { Person } from '../model/person'
import { safeName } from './names'
import { clockTime, dayLabel } from './time'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** From then on only the day is told. */
const WEEK = 7 * 24 * HOUR

/** Whether somebody is there, or was last, in words; '' where that isn't known. */
export function presenceLine(
  presence: { readonly online: boolean, readonly seen?: number } | undefined, now: number, words: Words,
): string {
  if (!presence) return ''
  if (presence.online) return words.online
  return presence.seen === undefined ? '' : words.lastSeen(seenAt(presence.seen, now, words))
}

function seenAt(at: number, now: number, words: Words): string {
  const age = now - at
  if (age < MINUTE) return words.justNow
  if (age < HOUR) return words.minutesAgo(Math.floor(age / MINUTE))
  const day = dayLabel(at, now, words)
  return age < WEEK ? words.dayAndTime(day, clockTime(at)) : day
}

/** Who types in a conversation, in words; '' if nobody does. */
export function typingLine(people: readonly Person[], isDirect: boolean, words: Words): string {
  if (people.length === 0) return ''
  if (isDirect) return words.typing
  const names = people.slice(0, 2).map(({ name }) => safeName(name))
  return words.typingIn(names, people.length - names.length)
}
