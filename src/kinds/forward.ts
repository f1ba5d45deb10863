import type { ReceivedContent } from '../model/content'
import type { KindDefinition } from '../model/kinds'
import type { Person } from '../model/person'
import { count, fields, list, Malformed, readable, readContent, readPerson } from '../model/read'
import { inBrackets, line } from './fields'

/** A message of another conversation, as it was when it was forwarded. */
export interface ForwardedItem {
  readonly author: Person
  /** In ms since 1970. */
  readonly at: number
  readonly content: ReceivedContent
}

/** Some messages of another conversation, as one. */
export interface ForwardContent {
  readonly title: string
  /** Up to 100 of them. */
  readonly items: readonly ForwardedItem[]
}

declare module '../model/content' {
  interface ContentKinds { forward: ForwardContent }
}

const MOST_ITEMS = 100
/** So many forwards may lie in each other. */
const MOST_DEEP = 3

let depth = 0

function readItem(value: unknown): ForwardedItem {
  const item = fields(value, 'item')
  const content = readContent(item.content)
  // Who forwards says what these say: that somebody was removed, say.
  if (content.kind === 'system' || content.kind === 'recalled') throw new Malformed('nobody said that')
  return { author: readPerson(item.author), at: count(item, 'at'), content }
}

export const forward: KindDefinition<'forward'> = {
  kind: 'forward',
  read(from) {
    if (depth === MOST_DEEP) throw new Malformed('forwards lie too deep in each other')
    depth += 1
    try {
      const items = readable(list(from, 'items').slice(0, MOST_ITEMS), readItem)
      return { kind: 'forward', title: line(from, 'title'), items }
    } finally {
      depth -= 1
    }
  },
  summary: ({ title }, words) => inBrackets(words.forward, title),
}
