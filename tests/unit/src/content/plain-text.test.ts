// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMarkdownReader } from '../../../../src/content/markdown'
import { plainText } from '../../../../src/content/plain-text'
import type { Span } from '../../../../src/content/spans'

/** The same by the parser. */
function parsed(text: string): string {
  const words = (spans: readonly Span[]): string => spans.map(({ text }) => text).join('')
  return createMarkdownReader().read(text, true).map((block) => {
    const { marker = '' } = block
    if (block.kind === 'code') return block.parts.join('\n')
    if (block.kind === 'table') return block.rows.map(row => row.map(words).join(' ')).join('\n')
    return block.kind === 'rule' ? '' : (/^\d/.test(marker) ? `${marker} ` : '') + words(block.spans)
  }).filter(line => line !== '').join('\n')
}

describe('markdown without its marks', () => {
  it.each([
    ['# A\n**b** [c](https://a.cn)\n\n- d\n1. e\n\n```\nf\n```\n|g|h|\n|-|-|\n|i|', 'A\nb c\nd\n1. e\nf\ng h\ni'],
    ['**粗体**文字，*斜体*文字', '粗体文字，斜体文字'],
    ['a ***b*** ~~c~~ `d` __e__ _f_', 'a b c d e f'],
    ['> - [x] done', 'done'],
    ['see <https://a.cn/b> and ![a picture](https://a.cn/c.png)', 'see https://a.cn/b and a picture'],
    ['snake_case_name, 2 * 3 * 4, 5 ** 6', 'snake_case_name, 2 * 3 * 4, 5 ** 6'],
    ['\\*as it is\\* \\_too\\_', '*as it is* _too_'],
    ['one\n\n---\n\ntwo', 'one\ntwo'],
    ['', ''],
  ])('%j says %j', (text, said) => {
    expect(plainText(text)).toBe(said)
  })

  const word = fc.constantFrom('one', 'zwei', '三', '😀')
  const piece = fc.oneof(
    word,
    fc.tuple(fc.constantFrom('*', '**', '***', '~~', '`', '_', '__'), word).map(([mark, text]) => mark + text + mark),
    word.map(text => `[${text}](https://a.cn/b?c=d)`),
  )
  const line = fc.tuple(
    fc.constantFrom('', '# ', '### ', '- ', '1. ', '> '), fc.array(piece, { minLength: 1, maxLength: 6 }),
  ).map(([lead, pieces]) => lead + pieces.join(' '))

  it('is what the parser makes of it', () => {
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const text = lines.join('\n\n')
      expect(plainText(text)).toBe(parsed(text))
    }), { seed: 7, numRuns: 1_000 })
  })

  it('never is longer than it was, and is all there where there are no marks', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(plainText(text).length).toBeLessThanOrEqual(text.length)
    }), { seed: 7, numRuns: 1_000 })
    fc.assert(fc.property(fc.array(word, { minLength: 1 }), (words) => {
      expect(plainText(words.join(' '))).toBe(words.join(' '))
    }), { seed: 7 })
  })

  it.each(['*', '**a ', '`', '[', '](', '[a](b', '> ', '_a', '|', '\\', '<http://', ' ', '- ', '~~', '\n'])(
    'of 100,000 times %j comes soon', (piece) => {
      expect(plainText(piece.repeat(100_000)).length).toBeLessThanOrEqual(piece.length * 100_000)
    }, 20_000)
})
