import type { Words } from '../locale/words'
import type { Content, ReceivedContent, SystemContent, UnsupportedContent } from '../model/content'
import { kindOf } from '../model/kinds'
import { safeName } from './names'

/** The longest summary, in code units: more than any screen shows in one line. */
const LENGTH = 120
/** So many people are named in one line. */
const NAMES = 3

/**
 * A line that nobody said, in words.
 * @param byName the name of who did it; nothing where it was this person
 */
export function systemLine(content: SystemContent, words: Words, byName?: string): string {
  const { text, change, people = [], role, title = '', writers } = content
  const by = byName === undefined ? undefined : safeName(byName)
  const first = people.slice(0, NAMES).map(({ name }) => safeName(name))
  const names = words.names(first, Math.max(0, people.length - NAMES))
  switch (change) {
    case undefined:
      return text
    case 'created':
      return words.groupCreated(by)
    case 'added':
      return words.groupAdded(by, names)
    case 'joined':
      return words.groupJoined(by)
    case 'removed':
      return words.groupRemoved(by, names)
    case 'left':
      return words.groupLeft(by, role === 'owner' ? names : undefined)
    case 'role':
      return words[role === 'owner' ? 'groupOwner' : role === 'admin' ? 'groupAdmin' : 'groupMember'](by, names)
    case 'title':
      return words.groupTitle(by, safeName(title))
    case 'announcement':
      return words.groupAnnounced(by, shorten(text))
    case 'writers':
      return words.groupWriters(by, writers !== 'admins')
    case 'pinned':
    case 'unpinned':
      return words[change === 'pinned' ? 'messagePinned' : 'messageUnpinned'](by)
    default:
      return `[${words.unsupported}]`
  }
}

/** The built-in kinds that have a word each. */
const named = ['image', 'video', 'voice', 'file', 'location', 'card', 'link', 'forward'] as const

/** What is of another kind than text, in words. */
function sayKind(content: Content | UnsupportedContent, words: Words): string {
  const name = content.kind === 'unsupported' ? content.name : content.kind
  try {
    const known = content.kind === 'unsupported' ? undefined : kindOf(name)?.summary(content, words)
    if (known) return known
  } catch {
    // A project's own summary stumbled over what came.
  }
  // Of what is quoted, only the kind may be left.
  const word = named.find(kind => kind === name) ?? 'unsupported'
  return `[${words[word]}]`
}

/**
 * A message in one line, as a list of conversations shows it.
 * @param by the name of its author; nothing where it was this person
 */
export function summary(content: ReceivedContent, words: Words, by?: string): string {
  if (content.kind === 'recalled') return words.recalled(safeName(content.by.name))
  const text = content.kind === 'system' ? systemLine(content, words, by)
    : content.kind === 'text' ? content.text : sayKind(content, words)
  return shorten(text)
}

function shorten(text: string): string {
  // The cut may have gone through a character of two code units.
  return text.slice(0, LENGTH).replace(/[\ud800-\udbff]$/, '').replace(/\s+/g, ' ').trim()
}
