// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summary } from '../../../../src/content/summary'
import { en } from '../../../../src/locale/en'
import { zhHans } from '../../../../src/locale/zh-hans'

describe('summary', () => {
  it('is the text in one line', () => {
    expect(summary({ kind: 'text', text: '  one\n\n two\tthree ' }, en)).toBe('one two three')
  })

  it('shows what looks like markup as it is', () => {
    expect(summary({ kind: 'text', text: '<b>&amp;</b>' }, en)).toBe('<b>&amp;</b>')
  })

  it('says that it can\'t show an unknown kind, in the reader\'s language', () => {
    expect(summary({ kind: 'unsupported', name: 'sticker' }, en)).toBe(`[${en.unsupported}]`)
    expect(summary({ kind: 'unsupported', name: 'sticker' }, zhHans)).toBe(`[${zhHans.unsupported}]`)
  })

  it('stays short, in one line, and cuts no character in half', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 100, maxLength: 400 }), (text) => {
      const line = summary({ kind: 'text', text }, en)
      expect(line.length).toBeLessThanOrEqual(120)
      expect(line).not.toMatch(/[\n\r\t]/)
      expect(line).not.toMatch(/[\ud800-\udbff]$/)
    }))
  })
})
