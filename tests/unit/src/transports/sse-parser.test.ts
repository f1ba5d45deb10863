// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sseParser } from '../../../../src/transports/sse-parser'

/** The events of a text, as `type: data`, taken in pieces that end at these places. */
function parse(text: string, ends: readonly number[] = []): string[] {
  const events: string[] = []
  const take = sseParser((data, type) => events.push(`${type}: ${data}`))
  const places = [...new Set(ends.map(end => end % (text.length + 1)))].sort((a, b) => a - b)
  let from = 0
  for (const end of [...places, text.length]) {
    take(text.slice(from, end))
    from = end
  }
  return events
}

describe('sseParser', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['an event', 'data: hi\n\n', ['message: hi']],
    ['two', 'data: a\n\ndata: b\n\n', ['message: a', 'message: b']],
    ['an event that has a type', 'event: close\ndata: {}\n\n', ['close: {}']],
    ['a type, for one event only', 'event: x\ndata: a\n\ndata: b\n\n', ['x: a', 'message: b']],
    ['several lines of data', 'data: a\ndata: b\ndata:\n\n', ['message: a\nb\n']],
    ['data without a space', 'data:hi\n\n', ['message: hi']],
    ['data of two spaces', 'data:  hi\n\n', ['message:  hi']],
    ['data with colons', 'data: a: b:c\n\n', ['message: a: b:c']],
    ['a field without a colon', 'data\n\n', ['message: ']],
    ['an event without data', 'event: ping\n\ndata: a\n\n', ['message: a']],
    ['comments', ':\n\n: keep alive\ndata: a\n:in between\n\n', ['message: a']],
    ['fields nobody knows', 'id: 1\nretry: 5\nfoo: bar\ndata: a\n\n', ['message: a']],
    ['a space before a field', ' data: a\n\n', []],
    ['CR and LF', 'data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n', ['message: a\nb', 'message: c']],
    ['CR', 'data: a\rdata: b\r\rdata: c\r\r', ['message: a\nb', 'message: c']],
    ['all of them', 'data: a\rdata: b\ndata: c\r\n\ndata: d\n\r\n', ['message: a\nb\nc', 'message: d']],
    ['a byte order mark', '\ufeffdata: a\n\n', ['message: a']],
    ['one mark only', '\ufeff\ufeffdata: a\n\n', []],
    ['an event that is not complete', 'data: a\n\ndata: b\n', ['message: a']],
  ])('reads %s, in one piece and letter by letter', (_, text, events) => {
    expect(parse(text)).toEqual(events)
    expect(parse(text, Array.from(text, (_, at) => at))).toEqual(events)
  })

  it('tells an event as soon as its line ends, whatever may follow', () => {
    const events: string[] = []
    const take = sseParser(data => events.push(data))
    take('data: a\r\n\r')
    expect(events).toEqual(['a'])
    take('\ndata: b\r\n\r\n')
    expect(events).toEqual(['a', 'b'])
  })

  it('reads the same however the text is cut', () => {
    const part = fc.constantFrom('data', 'event', ':', ': ', ' ', '\r', '\n', '\r\n', '\n\n', 'x', '好', '\ufeff')
    fc.assert(fc.property(fc.array(part, { maxLength: 40 }), fc.array(fc.nat(200)), (parts, ends) => {
      const text = parts.join('')
      expect(parse(text, ends)).toEqual(parse(text))
    }), { numRuns: 1000 })
  })

  it('gives back any JSON, line by line', () => {
    fc.assert(fc.property(fc.array(fc.json()), fc.array(fc.nat(5000)), (frames, ends) => {
      const text = frames.map(frame => `data: ${frame}\n\n`).join('')
      expect(parse(text, ends)).toEqual(frames.map(frame => `message: ${frame}`))
    }))
  })

  it('reads a megabyte that comes in small pieces', () => {
    const data = 'x'.repeat(1_000_000)
    const text = `data: ${data}\n\n`
    const events = parse(text, Array.from({ length: 5000 }, (_, i) => i * 200))
    expect(events).toEqual([`message: ${data}`])
  })
})
