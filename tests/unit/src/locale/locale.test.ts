// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { en } from '../../../../src/locale/en'
import { localeFor, wordsOf } from '../../../../src/locale/locale'
import type { Words } from '../../../../src/locale/words'
import { zhHans } from '../../../../src/locale/zh-hans'

const tables: readonly (readonly [string, Words])[] = [['en', en], ['zh-Hans', zhHans]]

/** What each function among the words is called with. */
const calls: Readonly<Record<string, (words: Words) => string>> = {
  tooLong: words => words.tooLong(101, 100),
  newMessages: words => words.newMessages(7),
  toMention: words => words.toMention(7),
  reactions: words => words.reactions('👍', 7),
  recalled: words => words.recalled('Bob'),
  groupCreated: words => words.groupCreated('Bob'),
  groupAdded: words => words.groupAdded('Bob', 'Cem'),
  groupRemoved: words => words.groupRemoved('Bob', 'Cem'),
  groupLeft: words => words.groupLeft('Bob', 'Cem'),
  groupOwner: words => words.groupOwner('Bob', 'Cem'),
  groupAdmin: words => words.groupAdmin('Bob', 'Cem'),
  groupMember: words => words.groupMember('Bob', 'Cem'),
  groupTitle: words => words.groupTitle('Bob', 'Picnic'),
  names: words => words.names(['Bob', 'Cem'], 7),
  retryIn: words => words.retryIn(7),
  unread: words => words.unread(7),
  date: words => words.date(12, 31),
  fullDate: words => words.fullDate(2023, 12, 31),
}

describe.each(tables)('the words in %s', (_name, words) => {
  it('are all there', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort())
  })

  it('are words: no empty ones, none that is not trimmed', () => {
    for (const [name, value] of Object.entries(words)) {
      const values = Array.isArray(value) ? value : [typeof value === 'function' ? calls[name]?.(words) : value]
      for (const one of values) expect(one, name).toMatch(/^\S(.*\S)?$/)
    }
  })

  it('say who took a message back', () => {
    expect(words.recalled('Bob')).toContain('Bob')
    expect(words.recalled()).toBeTruthy()
    expect(words.recalled()).not.toContain('undefined')
  })

  it('say who changed a group, and whom it is about', () => {
    const changes = ['groupAdded', 'groupRemoved', 'groupLeft', 'groupOwner', 'groupAdmin', 'groupMember'] as const
    for (const name of changes) {
      expect(words[name]('Bob', 'Cem')).toMatch(/Bob.*Cem/)
      expect(words[name](undefined, 'Cem')).toMatch(/^(You|你).*Cem/)
    }
    expect(words.names(['Bob', 'Cem'], 0)).toMatch(/^Bob.+Cem$/)
  })

  it('say the numbers that they are given', () => {
    expect(words.tooLong(101, 100)).toMatch(/101.*100/)
    expect(words.newMessages(7)).toContain('7')
    expect(words.retryIn(7)).toContain('7')
    expect(words.unread(7)).toContain('7')
    expect(words.fullDate(2023, 12, 31)).toMatch(/2023/)
    expect(words.fullDate(2023, 12, 31)).toMatch(/31/)
    expect(words.date(12, 31)).not.toContain('2023')
  })

  it('name twelve different months and seven different weekdays', () => {
    const dates = Array.from({ length: 12 }, (_, index) => words.date(index + 1, 1))
    expect(new Set(dates).size).toBe(12)
    expect(dates.join()).not.toContain('undefined')
    expect(new Set(words.weekdays).size).toBe(7)
  })
})

it('has a call for each function among the words', () => {
  const functions = Object.entries(en).filter(([, value]) => typeof value === 'function').map(([name]) => name)
  expect(Object.keys(calls).sort()).toEqual(functions.sort())
})

describe('English', () => {
  it('has a singular', () => {
    expect(en.newMessages(1)).toBe('1 new message')
    expect(en.newMessages(2)).toBe('2 new messages')
    expect(en.unread(1)).toBe('1 unread message')
    expect(en.unread(2)).toBe('2 unread messages')
  })
})

describe('localeFor', () => {
  it.each(['zh', 'zh-Hans', 'zh_CN', 'ZH-cn', 'zh-Hant', 'zh-Hant-TW'])('is Chinese for %s', (tag) => {
    expect(localeFor(tag)).toBe('zh-Hans')
  })

  it.each(['en', 'en-US', 'fr', 'de-CH', 'ja', '', 'x-zh'])('is English for %j', (tag) => {
    expect(localeFor(tag)).toBe('en')
  })
})

describe('wordsOf', () => {
  it('gives the language\'s words, but for the replaced ones', () => {
    const words = wordsOf('zh-Hans', { send: 'Go' })
    expect(words.send).toBe('Go')
    expect(words.today).toBe(zhHans.today)
    expect(zhHans.send).toBe('发送')
  })
})
