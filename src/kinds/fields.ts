/** What the built-in kinds read their fields with: besides types, lengths and sizes are checked. */
import { type Fields, Malformed, text } from '../model/read'

/** The longest address, in code units. */
const URL_LENGTH = 2_048
/** No file is larger, in bytes. */
const MOST_BYTES = 2 ** 50
/** The longest sound or film: a day, in ms. */
const MOST_TIME = 86_400_000
/** The longest edge of a picture, in px. */
const MOST_PIXELS = 20_000

const address = /^https?:\/\/[^\s/?#"<>\\`\p{Cc}\p{Bidi_Control}]+(?:[/?#][^\s"<>\\`\p{Cc}\p{Bidi_Control}]*)?$/iu
const invisible = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/**
 * An address to load from, by http or https only.
 * @throws Malformed for any other
 */
export function url(from: Fields, name: string): string {
  const value = text(from, name)
  if (value.length <= URL_LENGTH && address.test(value)) return value
  throw new Malformed(`${name} is not an address by http or https`)
}

/** A text of some lines, cut after so many code units. */
export function lines(from: Fields, name: string, most = 2_000): string {
  // The cut may have gone through a character of two code units.
  return text(from, name).slice(0, most).replace(/[\ud800-\udbff]$/, '')
}

/** A name or a title: one line, and nothing in it that turns the direction of what stands around it. */
export function line(from: Fields, name: string, most = 200): string {
  return lines(from, name, 2 * most).replace(invisible, ' ').replace(/\s+/g, ' ').trim().slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
}

/** A number of something, rounded, and no more than `most`. */
function amount(from: Fields, name: string, most: number): number {
  const value = from[name]
  if (typeof value === 'number' && value >= 0) return Math.min(most, Math.round(value))
  throw new Malformed(`${name} is not a number from 0 up`)
}

/** How many bytes a file has. */
export const bytes = (from: Fields, name: string): number => amount(from, name, MOST_BYTES)

/** How long a sound or film is, in ms. */
export const time = (from: Fields, name: string): number => amount(from, name, MOST_TIME)

/** An edge of a picture, in px; never 0. */
export const pixels = (from: Fields, name: string): number => Math.max(1, amount(from, name, MOST_PIXELS))

/**
 * A part of a coordinate, in degrees.
 * @throws Malformed beyond `most` on either side of 0
 */
export function degrees(from: Fields, name: string, most: number): number {
  const value = from[name]
  if (typeof value === 'number' && Math.abs(value) <= most) return value
  throw new Malformed(`${name} is not within ${most} degrees`)
}

/** A kind's name and what there is to say of it, in one line: `[Photo] at the sea`. */
export function inBrackets(kind: string, what = ''): string {
  return `[${kind}] ${what}`.trim()
}
