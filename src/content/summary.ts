import type { Words } from '../locale/words'
import type { ReceivedContent } from '../model/content'

/** The longest summary, in code units: more than any screen shows in one line. */
const LENGTH = 120

/** A message in one line, as a list of conversations shows it. */
export function summary(content: ReceivedContent, words: Words): string {
  if (content.kind === 'unsupported') return `[${words.unsupported}]`
  if (content.kind === 'recalled') return words.recalled(content.by.name)
  // The cut may have gone through a character of two code units.
  return content.text.slice(0, LENGTH).replace(/[\ud800-\udbff]$/, '').replace(/\s+/g, ' ').trim()
}
