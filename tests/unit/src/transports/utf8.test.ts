// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8Decoder } from '../../../../src/transports/utf8'

/** What the platform's own decoder says. */
function expected(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** Decodes bytes in pieces that end at these places. */
function inPieces(bytes: Uint8Array, ends: readonly number[]): string {
  const decode = utf8Decoder()
  const places = [...new Set(ends.map(end => end % (bytes.length + 1)))].sort((a, b) => a - b)
  let text = ''
  let from = 0
  for (const end of [...places, bytes.length]) {
    text += decode(bytes.slice(from, end).buffer)
    from = end
  }
  return text + decode(new ArrayBuffer(0), true)
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
/** Bytes that begin, continue and break characters, rather than any. */
const edges = [0x41, 0x80, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff]
const awkward = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.array(fc.constantFrom(...edges), { maxLength: 40 }).map(bytes => Uint8Array.from(bytes)),
)

describe('utf8Decoder', () => {
  it.each(['', 'plain', 'é', '好', '👩‍👩‍👧', '\u0000\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}', '\ufeffmark'])(
    'reads %j, byte by byte too', (text) => {
      const bytes = bytesOf(text)
      expect(inPieces(bytes, [])).toBe(text)
      expect(inPieces(bytes, Array.from(bytes.keys()))).toBe(text)
    })

  it('gives what is complete at once, and the rest when it is', () => {
    const decode = utf8Decoder()
    const bytes = bytesOf('a好b')
    expect(decode(bytes.slice(0, 3))).toBe('a')
    expect(decode(bytes.slice(3))).toBe('好b')
  })

  it.each<[string, number[], string]>([
    ['a lone continuation', [0x80], '\ufffd'],
    ['an overlong slash', [0xc0, 0xaf], '\ufffd\ufffd'],
    ['an overlong form of three', [0xe0, 0x80, 0xaf], '\ufffd\ufffd\ufffd'],
    ['half a pair', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['past the last character', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
    ['a character that breaks off', [0xe5, 0xa5, 0x41], '\ufffdA'],
    ['one within another', [0xe5, 0xe5, 0xa5, 0xbd], '\ufffd好'],
    ['the end within one', [0x41, 0xf0, 0x9f, 0x98], 'A\ufffd'],
  ])('replaces %s', (_, bytes, text) => {
    expect(inPieces(Uint8Array.from(bytes), [])).toBe(text)
    expect(expected(Uint8Array.from(bytes))).toBe(text)
  })

  it('says of any bytes, however cut, what the standard says', () => {
    fc.assert(fc.property(awkward, fc.array(fc.nat(60)), (bytes, ends) => {
      expect(inPieces(bytes, ends)).toBe(expected(bytes))
    }), { numRuns: 2000 })
  })

  it('reads any text, however cut', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(200)), (text, ends) => {
      expect(inPieces(bytesOf(text), ends)).toBe(text)
    }))
  })

  it('begins anew after the last bytes', () => {
    const decode = utf8Decoder()
    expect(decode(Uint8Array.of(0xe5), true)).toBe('\ufffd')
    expect(decode(bytesOf('好'), true)).toBe('好')
  })

  it('reads a megabyte', () => {
    const text = 'x好👍'.repeat(125_000)
    expect(utf8Decoder()(bytesOf(text), true)).toBe(text)
  })
})
