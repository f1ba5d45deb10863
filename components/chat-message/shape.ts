import { isEmojiOnly } from '../../src/content/emoji-only'
import type { ReceivedContent } from '../../src/model/content'

/**
 * What a message's bubble looks like:
 * - `plain`: a text and nothing else
 * - `emoji`: up to three emoji, large, without a bubble
 * - `unsupported`: words about what can't be shown
 * - `bare`: a picture without a bubble, the time on it
 * - `media`: a picture and a text below it
 * - `place`: words and a picture below them, the time on it
 * - `kind`: something of one's own, with room for the time at its end
 * - `markdown`: what has blocks of its own, as wide as there is room, the time below
 * - `custom`: a project's own, or something that was edited, the time below
 * - `rich`: a text with something about it: links, a quote
 */
export type Shape =
  'plain' | 'emoji' | 'unsupported' | 'bare' | 'media' | 'place' | 'kind' | 'markdown' | 'custom' | 'rich'

/** The shape of a content, apart from whether a text leads somewhere. */
export function shapeOf(content: ReceivedContent, quotes: boolean, edited = false): Shape {
  switch (content.kind) {
    case 'text':
      return quotes ? 'rich' : isEmojiOnly(content.text) ? 'emoji' : 'plain'
    case 'unsupported':
    case 'system':
    case 'recalled':
      return quotes ? 'rich' : 'unsupported'
    case 'image':
    case 'video':
      return content.caption || quotes ? 'media' : 'bare'
    case 'location':
      return 'place'
    case 'markdown':
      return 'markdown'
    case 'voice':
    case 'file':
    case 'card':
    case 'link':
    case 'forward':
      // Beside the last line there is no room for that word.
      return edited ? 'custom' : 'kind'
    default:
      return 'custom'
  }
}
