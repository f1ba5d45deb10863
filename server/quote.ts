import type { WireContent } from '../src/protocols/native/wire'
import { limits } from './limits'

/**
 * What a quote shows of a content: the beginning of a text, all of another one that isn't long, or else its kind alone.
 * `redis/lua/quote.lua` does the same.
 * @param json - the content as it is stored
 */
export function excerpt(json: string): WireContent {
  const content = JSON.parse(json) as WireContent
  const { kind, text } = content
  if ((kind === 'text' || kind === 'markdown') && typeof text === 'string') return { kind, text: beginning(text) }
  return Buffer.byteLength(json) <= limits.quoteBytes ? content : { kind }
}

/** The first {@link limits.quoteText} code units, or one less where a surrogate pair would be cut. */
function beginning(text: string): string {
  const cut = text.slice(0, limits.quoteText)
  return cut.length < text.length && isPair(text, limits.quoteText - 1) ? cut.slice(0, -1) : cut
}

/** Whether there is one character of two code units. */
function isPair(text: string, index: number): boolean {
  return (text.codePointAt(index) ?? 0) > 0xffff
}
