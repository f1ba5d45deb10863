// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsUtf8, utf8Length } from '../../../../src/content/utf8'
import { hardTexts } from '../../../helpers/texts'

const text = fc.string({ unit: fc.oneof(fc.string(), fc.constantFrom('\ud800', '\udc00', '🎉', 'é', '汉')) })

describe('the length of a text in UTF-8', () => {
  it.each(Object.entries(hardTexts))('is counted: %s', (_name, hard) => {
    expect(utf8Length(hard)).toBe(Buffer.byteLength(hard))
  })

  it('is what an encoder makes of it', () => {
    fc.assert(fc.property(text, any => utf8Length(any) === new TextEncoder().encode(any).length), { numRuns: 2_000 })
  })

  it('fits or doesn\'t', () => {
    fc.assert(fc.property(text, fc.nat(100), (any, limit) => fitsUtf8(any, limit) === (utf8Length(any) <= limit)))
  })
})
