// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSafe, partsOf } from '../../../../src/content/links'

/** The links of a text: what is shown, and where it leads if that is something else. */
function links(text: string): string[] {
  return partsOf(text).filter(({ href }) => href !== undefined)
    .map(({ text, href }) => (href === text ? text : `${text} > ${href}`))
}

describe('what leads somewhere', () => {
  it.each([
    ['见https://a.cn/b，好', ['https://a.cn/b']],
    ['（https://a.cn/b）。', ['https://a.cn/b']],
    ['see https://a.cn/b. Or http://b.cn!', ['https://a.cn/b', 'http://b.cn']],
    ['(https://a.cn/b_(c))', ['https://a.cn/b_(c)']],
    ['"https://a.cn/?q=1&r=[2]#top"', ['https://a.cn/?q=1&r=[2]#top']],
    ['http://localhost:3000/x', ['http://localhost:3000/x']],
    ['HTTPS://A.CN', ['HTTPS://A.CN']],
    ['www.example.com/x, then', ['www.example.com/x > https://www.example.com/x']],
    ['write to ann.b+c@mail.example.com.', ['ann.b+c@mail.example.com > mailto:ann.b+c@mail.example.com']],
    ['mailto:ann@example.com', ['mailto:ann@example.com']],
    ['打13812345678吧', ['13812345678 > tel:13812345678']],
    ['138 1234 5678 或 138-1234-5678', ['138 1234 5678 > tel:13812345678', '138-1234-5678 > tel:13812345678']],
    ['+86 138 1234 5678', ['+86 138 1234 5678 > tel:+8613812345678']],
    ['+1 415-555-0100', ['+1 415-555-0100 > tel:+14155550100']],
    ['010-62345678、400-123-4567', ['010-62345678 > tel:01062345678', '400-123-4567 > tel:4001234567']],
    ['tel:10086', ['tel:10086']],
  ])('%s', (text, expected) => expect(links(text)).toEqual(expected))

  it.each([
    'javascript:alert(1)', 'data:text/html,<script>', 'file:///etc/passwd', 'JaVaScRiPt:https://', 'https://', 'http://.',
    'https://bank.example@evil.example/', 'https://-a.cn', '12345678901234567890', 'order 913812345678', '12:30',
    '2026-11-21', '3.14159265', 'a@b', '@ann', 'x/13812345678', 'https://аррӏе.com',
  ])('%s leads nowhere', text => expect(links(text)).toEqual([]))

  it('mentions are parts of their own where the message has any', () => {
    expect(partsOf('hi @小明，see a@b.cn @Ann Lee', true).filter(({ mention }) => mention).map(({ text }) => text))
      .toEqual(['@小明', '@Ann'])
    expect(partsOf('hi @小明')).toEqual([{ text: 'hi @小明' }])
  })
})

const pieces = fc.constantFrom(
  'https://', 'http://a.', 'www.', 'a@', '@', '.', '1', '13812345678', '+', '-', ' ', '(', ')', '，', 'a', 'tel:',
  'mailto:',
  '\u202e', '<script>', '😀', '\n', '://', '#', '?', '%', '400-',
)

describe('whatever the text', () => {
  it('its parts are the text, and lead by safe ways only', () => {
    fc.assert(fc.property(fc.array(pieces, { maxLength: 60 }), fc.boolean(), (some, calls) => {
      const text = some.join('')
      const parts = partsOf(text, calls)
      expect(parts.map(part => part.text).join('')).toBe(text)
      for (const { href } of parts) if (href !== undefined) expect(isSafe(href)).toBe(true)
    }), { numRuns: 2_000 })
  })

  it('20,000 characters of it are gone through once: what goes back over them doesn\'t end in a minute', () => {
    fc.assert(fc.property(fc.array(pieces, { minLength: 1, maxLength: 3 }), (some) => {
      const text = some.join('').repeat(20_000).slice(0, 20_000)
      expect(partsOf(text, true).reduce((length, part) => length + part.text.length, 0)).toBe(text.length)
    }), { numRuns: 200 })
  }, 60_000)
})

it('only http, https, mailto and tel are safe to follow', () => {
  for (const href of ['https://a.cn', 'http://a.cn/x', 'mailto:a@b.cn', 'tel:10086']) expect(isSafe(href)).toBe(true)
  const others = ['', 'javascript:alert(1)', ' https://a.cn', 'https://a.cn/\njavascript:', 'blob:x', 'data:x', '//a.cn']
  for (const href of others) expect(isSafe(href), href).toBe(false)
})
