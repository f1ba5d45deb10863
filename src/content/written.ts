import type { Person } from '../model/person'

/** A mention in what is being written: `@Ada ` with the space after it. */
export interface Mention {
  /** Where it begins and ends, in UTF-16 code units. */
  readonly start: number
  readonly end: number
  /** The id of the person it calls for; `*` is everyone. */
  readonly id: string
}

/** What is being written. */
export interface Written {
  readonly text: string
  /** In the order of the text. */
  readonly mentions: readonly Mention[]
}

/** Nothing is written. */
export const NOTHING: Written = { text: '', mentions: [] }

/** What stands there after a change by hand. */
export interface Typed extends Written {
  /** The cursor's place in it. */
  readonly cursor: number
}

/** How long a name may get while it is searched for, in code units. */
const QUERY = 20

/**
 * Puts something in place of what stands from `start` to `end`. Mentions that are touched are text from then on.
 * @param id whom it calls for, if it is a mention
 */
export function replaced({ text, mentions }: Written, start: number, end: number, by: string, id?: string): Written {
  const shift = by.length - (end - start)
  const before = mentions.filter(mention => mention.end <= start)
  const after = mentions.filter(mention => mention.start >= end)
  return {
    text: text.slice(0, start) + by + text.slice(end),
    mentions: [
      ...before,
      ...id === undefined ? [] : [{ start, end: start + by.length, id }],
      ...after.map(mention => ({ ...mention, start: mention.start + shift, end: mention.end + shift })),
    ],
  }
}

/**
 * What becomes of it when a person changes it by hand: who takes away a part of a mention takes it away as one piece.
 * @param text what the field holds now
 * @param cursor where the cursor stands in that
 * @param whole whether mentions go as one piece; else what is left of one is text
 */
export function typed(before: Written, text: string, cursor: number, whole = true): Typed {
  const old = before.text
  // What was changed ends at the cursor: without that, one of several equal letters can't be told from the others.
  const most = Math.min(old.length, text.length - cursor)
  let same = 0
  while (same < most && old[old.length - 1 - same] === text[text.length - 1 - same]) same += 1
  let end = old.length - same
  let start = 0
  while (start < Math.min(end, text.length - same) && old[start] === text[start]) start += 1
  const by = text.slice(start, text.length - same)
  if (by === '' && whole) {
    const [first, last] = [start, end]
    for (const mention of before.mentions) {
      if (mention.start >= last || mention.end <= first) continue
      start = Math.min(start, mention.start)
      end = Math.max(end, mention.end)
    }
  }
  return { ...replaced(before, start, end, by), cursor: start + by.length }
}

/** Who is being looked for by an `@` before the cursor: where it stands, and what follows it; null if nobody is. */
export function searched({ text, mentions }: Written, cursor: number): { start: number, query: string } | null {
  const near = text.slice(Math.max(0, cursor - QUERY - 2), cursor)
  const [, query] = /(?:^|[^A-Za-z0-9_.+-])[@＠]([^\s@＠]*)$/.exec(near) ?? []
  if (query === undefined) return null
  const start = cursor - query.length - 1
  return mentions.some(mention => mention.start <= start && mention.end > start) ? null : { start, query }
}

/** The people whose names hold what is looked for; first those whose names begin so. */
export function named(people: readonly Person[], query: string): Person[] {
  const wanted = query.toLowerCase()
  const places = people.map(person => ({ person, at: person.name.toLowerCase().indexOf(wanted) }))
  const fit = places.filter(({ at }) => at >= 0)
  return [...fit.filter(({ at }) => at === 0), ...fit.filter(({ at }) => at > 0)].map(({ person }) => person)
}

/** Whom it calls for, each once. */
export function calledFor({ mentions }: Written): string[] {
  return [...new Set(mentions.map(({ id }) => id))]
}
