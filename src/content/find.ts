/** A part of a text, and whether it is what was looked for. */
export interface Piece {
  readonly text: string
  readonly hit: boolean
}

/** So much of a text stands before the first hit, in code units: the hit is on the screen then. */
const LEAD = 16

/** Case makes no difference, nor how a letter with a mark is composed: as the native protocol's server searches. */
const plain = (text: string): string => text.normalize('NFC').toLowerCase()

const wordsOf = (query: string): string[] => plain(query).split(/\s+/).filter(word => word !== '')

/**
 * Those whose name has all words of a query, the ones that begin with it before the others.
 * @param query what was typed; with no word in it nothing is found
 */
export function findNamed<Item>(items: readonly Item[], nameOf: (item: Item) => string, query: string): Item[] {
  const words = wordsOf(query)
  if (words.length === 0) return []
  const whole = words.join(' ')
  const first: Item[] = []
  const others: Item[] = []
  for (const item of items) {
    const name = plain(nameOf(item))
    if (words.every(word => name.includes(word))) (name.startsWith(whole) ? first : others).push(item)
  }
  return [...first, ...others]
}

/** A text in pieces, of which those are hits that are words of a query. */
export function piecesOf(text: string, query: string): Piece[] {
  const composed = text.normalize('NFC')
  const lower = composed.toLowerCase()
  const words = wordsOf(query)
  // A few letters are longer in lower case: then nobody knows which is which.
  if (words.length === 0 || lower.length !== composed.length) return text === '' ? [] : [{ text, hit: false }]
  const pieces: Piece[] = []
  const add = (from: number, to: number, hit: boolean): void => {
    if (to > from) pieces.push({ text: composed.slice(from, to), hit })
  }
  let at = 0
  for (;;) {
    const next = firstOf(lower, words, at)
    if (!next) break
    add(at, next.from, false)
    add(next.from, next.to, true)
    at = next.to
  }
  add(at, composed.length, false)
  return pieces
}

/** A long text in pieces as {@link piecesOf} makes them, from a little before the first hit on. */
export function excerptOf(text: string, query: string): Piece[] {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim()
  const hit = firstOf(line.toLowerCase(), wordsOf(query), 0)
  if (!hit || hit.from <= LEAD * 2) return piecesOf(line, query)
  // From the beginning of a word, where one is near, and never from within a character.
  const from = hit.from - LEAD
  const start = line.slice(from, hit.from).search(/\s/)
  const rest = line.slice(start < 0 ? from : from + start + 1).replace(/^[\udc00-\udfff]/, '')
  return [{ text: '…', hit: false }, ...piecesOf(rest, query)]
}

/** Where the first of some words stands, from a place on; the longest one of those that stand there. */
function firstOf(text: string, words: readonly string[], start: number): { from: number, to: number } | undefined {
  let found: { from: number, to: number } | undefined
  for (const word of words) {
    const from = text.indexOf(word, start)
    if (from < 0) continue
    const to = from + word.length
    if (!found || from < found.from || (from === found.from && to > found.to)) found = { from, to }
  }
  return found
}
