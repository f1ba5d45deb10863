import type { Said } from './news'

/** What a server calls the fields of a message. Only `text` is needed. */
export interface FieldMap {
  /** What was said. */
  readonly text: string
  /** The name of who said it. */
  readonly name?: string
  /** The id of who said it. */
  readonly userId?: string
  /** The id that the sender's kit made: it is written with each message, and comes back. */
  readonly id?: string
  /** When, in ms or seconds since 1970, or as an ISO 8601 date. */
  readonly time?: string
  readonly room?: string
  /** The number of the message, if the server counts. */
  readonly seq?: string
  /** What tells messages from other things: see `messageType`. */
  readonly type?: string
}

/** Anything before this, in ms since 1970, must be seconds: it is 1973 otherwise. */
const SECONDS = 1e11

/** An object, or null if it is something else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value as Readonly<Record<string, unknown>> : null
}

/** Reads JSON; undefined if it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** A time in ms since 1970, of whatever servers write. */
export function timeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && !/^\d+$/.test(value) ? Date.parse(value) : Number(value ?? NaN)
  return number >= 0 ? Math.round(number < SECONDS ? number * 1000 : number) : undefined
}

/** A text or a number as a text. */
function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** Reads a message by its fields; null if it is none. */
export function saidBy(map: FieldMap, from: Readonly<Record<string, unknown>>): Said | null {
  const field = (name: keyof FieldMap): unknown => {
    const key = map[name]
    return key === undefined ? undefined : from[key]
  }
  const content = wordOf(field('text'))
  if (content === undefined) return null
  const name = wordOf(field('name'))
  const userId = wordOf(field('userId'))
  const id = wordOf(field('id'))
  const seq = field('seq')
  return {
    type: 'said',
    content,
    from: userId === undefined ? name : { id: userId, name: name ?? userId },
    // The same one by which others know it again.
    id,
    clientId: id,
    at: timeOf(field('time')),
    room: wordOf(field('room')),
    seq: typeof seq === 'number' ? seq : undefined,
  }
}
