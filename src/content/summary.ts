import type { Words } from '../locale/words'
import type { ReceivedContent, SystemContent } from '../model/content'

/** The longest summary, in code units: more than any screen shows in one line. */
const LENGTH = 120
/** So many people are named in one line. */
const NAMES = 3

/**
 * A line that nobody said, in words.
 * @param by the name of who did it; nothing where it was this person
 */
export function systemLine({ text, change, people = [], role, title = '' }: SystemContent, words: Words, by?: string) {
  const names = words.names(people.slice(0, NAMES).map(({ name }) => name), Math.max(0, people.length - NAMES))
  switch (change) {
    case undefined:
      return text
    case 'created':
      return words.groupCreated(by)
    case 'added':
      return words.groupAdded(by, names)
    case 'removed':
      return words.groupRemoved(by, names)
    case 'left':
      return words.groupLeft(by, role === 'owner' ? names : undefined)
    case 'role':
      return words[role === 'owner' ? 'groupOwner' : role === 'admin' ? 'groupAdmin' : 'groupMember'](by, names)
    case 'title':
      return words.groupTitle(by, title)
    default:
      return `[${words.unsupported}]`
  }
}

/**
 * A message in one line, as a list of conversations shows it.
 * @param by the name of its author; nothing where it was this person
 */
export function summary(content: ReceivedContent, words: Words, by?: string): string {
  if (content.kind === 'unsupported') return `[${words.unsupported}]`
  if (content.kind === 'recalled') return words.recalled(content.by.name)
  const text = content.kind === 'system' ? systemLine(content, words, by) : content.text
  // The cut may have gone through a character of two code units.
  return text.slice(0, LENGTH).replace(/[\ud800-\udbff]$/, '').replace(/\s+/g, ' ').trim()
}
