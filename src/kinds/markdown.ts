import { plainText } from '../content/plain-text'
import type { KindDefinition } from '../model/kinds'
import { optional, type Fields, Malformed, text } from '../model/read'
import { lines } from './fields'

/**
 * A text with marks for bold, lists, tables and so on, maybe one that is still being written: an answer.
 * See docs/streaming.md.
 */
export interface MarkdownContent {
  readonly text: string
  /** It is an answer, the pieces of which are told under this id as long as it is being written. */
  readonly stream?: string
  /** How its writing ended. As long as an answer hasn't this, it is being written. */
  readonly ended?: AnswerEnd
}

/** How the writing of an answer ended: by itself, because somebody wanted that, or since something went wrong. */
export type AnswerEnd = 'done' | 'stopped' | 'failed'

declare module '../model/content' {
  interface ContentKinds { markdown: MarkdownContent }
}

/** The longest text, in code units. */
const LENGTH = 100_000
/** So much of it is looked at for one line. */
const SUMMARY = 400

function ended(from: Fields, name: string): AnswerEnd {
  const value = text(from, name)
  // Whatever a newer version calls it: it is over.
  return value === 'stopped' || value === 'failed' ? value : 'done'
}

function id(from: Fields, name: string): string {
  const value = text(from, name)
  if (value !== '' && value.length <= 64) return value
  throw new Malformed(`${name} is no id`)
}

export const markdown: KindDefinition<'markdown'> = {
  kind: 'markdown',
  read: from => ({
    kind: 'markdown',
    text: lines(from, 'text', LENGTH),
    stream: optional(from, 'stream', id),
    ended: optional(from, 'ended', ended),
  }),
  summary: ({ text, stream, ended }, words) => {
    const said = plainText(text.slice(0, SUMMARY)).trim()
    if (said !== '' || stream === undefined) return said || '…'
    return ended === undefined ? words.answering : words.answerEnds[ended]
  },
}
