import { limits } from './limits'

// Control characters and halves of surrogate pairs have no place in a name, and no safe way through a database.
const unfit = /[\p{Cc}\p{Cs}]/u

/**
 * A person's name as it is kept: composed (NFC), without space around it, 1 to {@link limits.nameLength} characters.
 * Gives undefined for anything that can't be a name.
 */
export function cleanName(value: unknown): string | undefined {
  return clean(value, limits.nameLength)
}

/** A group's title as it is kept: by the rules of {@link cleanName}, but 1 to {@link limits.titleLength} characters. */
export function cleanTitle(value: unknown): string | undefined {
  return clean(value, limits.titleLength)
}

function clean(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string' || value.length > 1000) return undefined
  const name = value.normalize('NFC').trim()
  const length = Array.from(name).length
  return length < 1 || length > longest || unfit.test(name) ? undefined : name
}

/**
 * A group's announcement as it is kept: composed, without space around it, at most {@link limits.announcementLength}
 * characters in as many lines as it likes. It may be empty. Gives undefined for anything else.
 */
export function cleanAnnouncement(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 10 * limits.announcementLength) return undefined
  const text = value.normalize('NFC').replace(/\r\n?/g, '\n').trim()
  const fits = Array.from(text).length <= limits.announcementLength
  return fits && !unfit.test(text.replace(/[\n\t]/g, '')) ? text : undefined
}

/** The address of a picture as it is kept; undefined for anything that is none. */
export function cleanPicture(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > limits.pictureLength || !URL.canParse(value)) return undefined
  const { protocol, href } = new URL(value)
  return /^https?:$/.test(protocol) && href.length <= limits.pictureLength ? href : undefined
}

/** Whether this can be the id of a person, a conversation or a message: printable ASCII without spaces. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= limits.idLength && /^[\x21-\x7e]+$/.test(value)
}
