import type { ChangeFrame, CreateFrame, WireContent, WriteFrame } from '../src/protocols/native/wire'
import { limits } from './limits'
import { cleanAnnouncement, cleanTitle } from './names'

// White space, controls, and halves of surrogate pairs, which SQLite's text would not keep.
const unfitEmoji = /[\s\p{Cc}\p{Cs}]/u

/** Says what is wrong with what a frame would write, in words for a developer; undefined if it may be stored. */
export function writeProblem(frame: WriteFrame): string | undefined {
  switch (frame.type) {
    case 'send':
      if ((frame.mentions?.length ?? 0) > limits.mentions) return `there are more than ${limits.mentions} mentions`
      return contentProblem(frame.content)
    case 'edit':
      return contentProblem(frame.content)
    case 'recall':
      return undefined
    case 'react':
      return emojiProblem(frame.emoji)
    case 'change':
      return changeProblem(frame)
  }
}

/** The same for a group that is to be made. */
export function createProblem({ title, people }: CreateFrame): string | undefined {
  if (people.length > limits.groupPeople) return `there are more than ${limits.groupPeople} people`
  return titleProblem(title)
}

function changeProblem(frame: ChangeFrame): string | undefined {
  const { change, people = [], role, title, text, writers, target } = frame
  if (change === 'left') return undefined
  if (change === 'pinned' || change === 'unpinned') return target ? undefined : 'the target is missing'
  if (change === 'title') return titleProblem(title)
  if (change === 'announcement') return announcementProblem(text)
  if (change === 'writers') return writers === undefined ? 'it is missing who may write' : undefined
  if (people.length < 1 || people.length > limits.groupPeople) return `there must be 1 to ${limits.groupPeople} people`
  if (change !== 'role') return undefined
  if (role === undefined) return 'the role is missing'
  return role === 'owner' && people.length > 1 ? 'a group has one owner' : undefined
}

function titleProblem(title: unknown): string | undefined {
  if (cleanTitle(title) !== undefined) return undefined
  return `a title must be 1 to ${limits.titleLength} characters without controls`
}

function announcementProblem(text: unknown): string | undefined {
  if (cleanAnnouncement(text) !== undefined) return undefined
  return `an announcement must be at most ${limits.announcementLength} characters without controls`
}

// What an emoji is changes each year, so it is not checked; only that it can't pass for a text.
function emojiProblem(emoji: string): string | undefined {
  if (emoji.length >= 1 && emoji.length <= limits.emojiLength && !unfitEmoji.test(emoji)) return undefined
  return `an emoji must be 1 to ${limits.emojiLength} characters without white space and controls`
}

/**
 * The same for a content alone.
 * The server knows the rules of `text` only. Other kinds pass as they are, within the limits of size and depth.
 */
function contentProblem(content: WireContent): string | undefined {
  const { kind } = content
  if (typeof kind !== 'string' || kind.length < 1 || kind.length > limits.kindLength) {
    return `content.kind must be a string of 1 to ${limits.kindLength} characters`
  }
  // Who reads it believes that the message was taken back, and by whom.
  if (kind === 'recalled') return 'the kind "recalled" is what the server leaves of a recalled message'
  // Who reads it believes that nobody said it.
  if (kind === 'system') return 'the kind "system" is for lines that nobody said'
  if (kind === 'text') {
    if (typeof content.text !== 'string') return 'content.text must be a string'
    if (content.text.trim() === '') return 'the text is empty'
    if (content.text.length > limits.textLength) return `the text is longer than ${limits.textLength} characters`
  }
  if (deeperThan(content, limits.contentDepth)) return `the content is nested deeper than ${limits.contentDepth}`
  // Some JSON grows when it is written again (1e20 becomes 21 digits), so the frame's own length proves nothing.
  if (Buffer.byteLength(JSON.stringify(content)) > limits.frameBytes) {
    return `the content is longer than ${limits.frameBytes} bytes`
  }
  return undefined
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some(inner => deeperThan(inner, levels - 1))
}
