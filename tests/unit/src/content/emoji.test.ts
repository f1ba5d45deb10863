import { describe, expect, it } from 'vitest'
import { characterBefore } from '../../../../src/content/character'
import { emojiGroups, findEmoji, plain, toned } from '../../../../src/content/emoji'

describe('the emoji', () => {
  const all = emojiGroups().flat()

  it('are there once each, with names in both languages', () => {
    expect(emojiGroups()).toHaveLength(8)
    expect(all.length).toBeGreaterThan(400)
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length)
    for (const one of all) {
      expect(one.emoji, one.name).toMatch(/\p{Emoji}/u)
      expect(one.name, one.emoji).toMatch(/^[a-z0-9]/)
      expect(one.chinese, one.emoji).toMatch(/\S/)
    }
  })

  it('are single characters as people see them, in every tone', () => {
    for (const { emoji, toned: hasTones } of all) {
      for (const tone of hasTones ? [0, 1, 5] : [0]) {
        const one = toned(emoji, tone)
        expect(characterBefore(`x${one}`, 1 + one.length), one).toBe(1)
        expect(plain(one)).toBe(plain(emoji))
      }
    }
  })

  it.each([['dog', '🐶'], ['DOG', '🐶'], ['狗', '🐶'], ['赞', '👍'], ['thumbs up', '👍'], ['加油', '💪'], ['lol', '😂']])(
    'are found by %s', (query, emoji) => {
      expect(findEmoji(query).map(one => one.emoji)).toContain(emoji)
    })

  it('are not found by the middle of an English word', () => {
    expect(findEmoji('og')).toEqual([])
  })
})

describe('the character before a place', () => {
  it.each([
    'a', '中', '😀', '👋🏽', '❤️', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇨🇳', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'e\u0301', '\r\n', '👩🏽‍🚀', '🤷🏿‍♀️',
  ])('%j is one', (one) => {
    for (const before of ['', 'x', '😀', '🇫🇷', '\n']) {
      expect(characterBefore(`${before}${one}y`, before.length + one.length)).toBe(before.length)
    }
  })

  it('at the start is none', () => {
    expect(characterBefore('abc', 0)).toBe(0)
  })
})
