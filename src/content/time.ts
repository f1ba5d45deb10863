import type { Words } from '../locale/words'

const DAY = 86_400_000

/** The time of day: `09:05`. */
export function clockTime(at: number): string {
  const date = new Date(at)
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

/** The day as a divider between messages names it: today, yesterday, a weekday of the last week, or the date. */
export function dayLabel(at: number, now: number, words: Words): string {
  const age = dayNumber(now) - dayNumber(at)
  const date = new Date(at)
  if (age === 0) return words.today
  if (age === 1) return words.yesterday
  if (age > 1 && age < 7) return words.weekdays[date.getDay()] ?? ''
  return dateLabel(date, now, words)
}

/** When it was, as briefly as a list of conversations wants it: the time for today, else the day. */
export function shortTime(at: number, now: number, words: Words): string {
  return dayNumber(now) === dayNumber(at) ? clockTime(at) : dayLabel(at, now, words)
}

/** Whether two moments lie on the same day of this phone's time zone. */
export function sameDay(a: number, b: number): boolean {
  return dayNumber(a) === dayNumber(b)
}

function dateLabel(date: Date, now: number, words: Words): string {
  const month = date.getMonth() + 1
  const thisYear = date.getFullYear() === new Date(now).getFullYear()
  return thisYear ? words.date(month, date.getDate()) : words.fullDate(date.getFullYear(), month, date.getDate())
}

/** Days since 1970 by the calendar of this phone's time zone, so that a day of 23 or 25 hours is still one. */
function dayNumber(at: number): number {
  const date = new Date(at)
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY)
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
