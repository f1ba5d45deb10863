import type { WireContent } from '../src/protocols/native/wire'
import { limits } from './limits'

/**
 * Says what is wrong with a content, in words for a developer; undefined if it may be stored.
 * The server knows the rules of `text` only. Other kinds pass as they are, within the limits of size and depth.
 */
export function contentProblem(content: WireContent): string | undefined {
  const { kind } = content
  if (typeof kind !== 'string' || kind.length < 1 || kind.length > limits.kindLength) {
    return `content.kind must be a string of 1 to ${limits.kindLength} characters`
  }
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
