// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { en } from '../../../../src/locale/en'
import { type Locale, localeFor, replaceWords } from '../../../../src/locale/locale'
import { silent } from '../../../../src/locale/silent'
import { loadTable } from '../../../../src/locale/tables'
import type { Words } from '../../../../src/locale/words'
import { zhHans } from '../../../../src/locale/zh-hans'
import { zhHant } from '../../../../src/locale/zh-hant'

const tables: readonly (readonly [string, Words])[] = [['en', en], ['zh-Hans', zhHans], ['zh-Hant', zhHant]]

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
  groupJoined: words => words.groupJoined('Bob'),
  groupLeft: words => words.groupLeft('Bob', 'Cem'),
  groupOwner: words => words.groupOwner('Bob', 'Cem'),
  groupAdmin: words => words.groupAdmin('Bob', 'Cem'),
  groupMember: words => words.groupMember('Bob', 'Cem'),
  groupTitle: words => words.groupTitle('Bob', 'Picnic'),
  names: words => words.names(['Bob', 'Cem'], 7),
  retryIn: words => words.retryIn(7),
  unread: words => words.unread(7),
  lastSeen: words => words.lastSeen(words.today),
  minutesAgo: words => words.minutesAgo(7),
  dayAndTime: words => words.dayAndTime(words.today, '12:00'),
  typingIn: words => words.typingIn(['Bob', 'Cem'], 7),
  memberCount: words => words.memberCount(7),
  leaveNote: words => words.leaveNote(true),
  askRemove: words => words.askRemove('Bob'),
  askHandOver: words => words.askHandOver('Bob'),
  done: words => words.done(7),
  readBy: words => words.readBy(7),
  hasRead: words => words.hasRead(7),
  hasNotRead: words => words.hasNotRead(7),
  speed: words => words.speed(2),
  seconds: words => words.seconds(7),
  uploading: words => words.uploading(7),
  quoting: words => words.quoting('Bob'),
  length: words => words.length(7, 10),
  recordingLeft: words => words.recordingLeft(7),
  original: words => words.original('7 MB'),
  groupAnnounced: words => words.groupAnnounced('Bob', 'Picnic'),
  groupWriters: words => words.groupWriters('Bob', true),
  messagePinned: words => words.messagePinned('Bob'),
  messageUnpinned: words => words.messageUnpinned('Bob'),
  nothingFound: words => words.nothingFound('Bob'),
  searchHint: words => words.searchHint(true),
  actionsOf: words => words.actionsOf('Bob', 'hello'),
  askHide: words => words.askHide(7),
  mostSelected: words => words.mostSelected(7),
  selected: words => words.selected(7),
  sendTo: words => words.sendTo(7),
  notForwarded: words => words.notForwarded(7),
  mostChats: words => words.mostChats(7),
  historyOf: words => words.historyOf('Picnic'),
  historyOfTwo: words => words.historyOfTwo('Bob', 'Cem'),
  othersToo: words => words.othersToo(7),
  pinnedMessage: words => words.pinnedMessage(1, 7),
  date: words => words.date(12, 31),
  fullDate: words => words.fullDate(2023, 12, 31),
}

/** Which words there are, and of which type. */
function shapeOf(words: Words): unknown {
  return Object.entries(words).map(([name, value]) => {
    if (Array.isArray(value)) return [name, value.length]
    return [name, typeof value === 'object' ? Object.keys(value as object).sort() : typeof value]
  }).sort()
}

describe.each(tables)('the words in %s', (name, words) => {
  it('are all there, in the same places', () => {
    expect(shapeOf(words)).toEqual(shapeOf(en))
  })

  it('are what is loaded for it', async () => {
    expect(await loadTable(name as Locale)).toBe(words)
  })

  it('say all that they are given', () => {
    for (const [name, call] of Object.entries(calls)) {
      // Which numbers isn't the same: some count all, some the others.
      expect(/\d/.test(call(words)), name).toBe(/\d/.test(call(en)))
      for (const given of ['Bob', 'Cem', 'Picnic', '👍', 'hello', 'MB']) {
        if (call(en).includes(given)) expect(call(words), name).toContain(given)
      }
    }
  })

  it('are words: no empty ones, none that is not trimmed', () => {
    for (const [name, value] of Object.entries(words)) {
      const values = typeof value === 'object' ? Object.values(value)
        : [typeof value === 'function' ? calls[name]?.(words) : value]
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
  it.each(['zh', 'zh-Hans', 'zh_CN', 'ZH-cn', 'zh-Hans-HK', 'zh-SG'])('is simplified Chinese for %s', (tag) => {
    expect(localeFor(tag)).toBe('zh-Hans')
  })

  it.each(['zh-Hant', 'zh-Hant-TW', 'zh_TW', 'zh-HK', 'ZH-mo', 'zh_Hant_CN'])('is traditional for %s', (tag) => {
    expect(localeFor(tag)).toBe('zh-Hant')
  })

  it.each(['en', 'en-US', 'fr', 'de-CH', 'ja', '', 'x-zh'])('is English for %j', (tag) => {
    expect(localeFor(tag)).toBe('en')
  })
})

describe('replaceWords', () => {
  it('gives the language\'s words, but for the replaced ones', () => {
    const words = replaceWords(zhHans, { send: 'Go' })
    expect(words.send).toBe('Go')
    expect(words.today).toBe(zhHans.today)
    expect(zhHans.send).toBe('发送')
  })
})

describe('the words of the moment before any are there', () => {
  it('are there like all others, and say nothing', () => {
    for (const [name, value] of Object.entries(en) as [keyof Words, unknown][]) {
      const nothing = silent[name]
      expect(typeof nothing, name).toBe(typeof value)
      expect(Array.isArray(nothing), name).toBe(Array.isArray(value))
      if (typeof nothing === 'function') expect(calls[name]?.(silent), name).toBe('')
    }
  })

  it('can be replaced as well', () => {
    const words = replaceWords(silent, { send: 'Go' })
    expect([words.send, words.today, words.tooLong(2, 1)]).toEqual(['Go', '', ''])
  })
})
