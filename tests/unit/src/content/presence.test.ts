// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { presenceLine, typingLine } from '../../../../src/content/presence'
import { en } from '../../../../src/locale/en'
import { zhHans } from '../../../../src/locale/zh-hans'

const now = new Date(2024, 5, 12, 12, 0).getTime()
const MINUTE = 60_000

const line = (seen?: number, online = false) => presenceLine({ online, seen }, now, en)

describe('presenceLine', () => {
  it('says nothing of what isn\'t known', () => {
    expect(presenceLine(undefined, now, en)).toBe('')
    expect(line()).toBe('')
  })

  it('says that somebody is there', () => {
    expect(line(undefined, true)).toBe('online')
    expect(presenceLine({ online: true }, now, zhHans)).toBe('在线')
  })

  it.each([
    [0, 'last seen just now'],
    [59_999, 'last seen just now'],
    [MINUTE, 'last seen 1 min ago'],
    [5 * MINUTE, 'last seen 5 min ago'],
    [59 * MINUTE, 'last seen 59 min ago'],
    [60 * MINUTE, 'last seen today at 11:00'],
    [13 * 60 * MINUTE, 'last seen yesterday at 23:00'],
    [3 * 24 * 60 * MINUTE, 'last seen Sunday at 12:00'],
    [40 * 24 * 60 * MINUTE, 'last seen May 3'],
    [400 * 24 * 60 * MINUTE, 'last seen May 9, 2023'],
    // Another phone's clock.
    [-5 * MINUTE, 'last seen just now'],
  ])('says of %d ms ago %j', (age, words) => {
    expect(line(now - age)).toBe(words)
  })

  it('says it in Chinese', () => {
    expect(presenceLine({ online: false, seen: now - 5 * MINUTE }, now, zhHans)).toBe('上次在线：5 分钟前')
  })
})

describe('typingLine', () => {
  const [ann, bob, cem, dee] = ['Ann', 'Bob', 'Cem', 'Dee'].map(name => ({ id: name, name }))
  const say = (people: ({ id: string, name: string } | undefined)[], isDirect = false, words = en) =>
    typingLine(people.flatMap(person => (person ? [person] : [])), isDirect, words)

  it('says who types, some of many', () => {
    expect(say([])).toBe('')
    expect(say([ann])).toBe('Ann is typing…')
    expect(say([ann, bob])).toBe('Ann and Bob are typing…')
    expect(say([ann, bob, cem])).toBe('Ann and 2 others are typing…')
    expect(say([ann, bob, cem, dee])).toBe('Ann and 3 others are typing…')
  })

  it('needs no name where there is only one', () => {
    expect(say([ann], true)).toBe('typing…')
    expect(say([ann], true, zhHans)).toBe('对方正在输入…')
  })

  it('says it in Chinese', () => {
    expect(say([ann], false, zhHans)).toBe('Ann正在输入…')
    expect(say([ann, bob, cem], false, zhHans)).toBe('Ann、Bob 等 3 人正在输入…')
  })

  it('lets no name turn the line around or break it', () => {
    expect(say([{ id: 'x', name: 'A\u202Eb\nc' }])).toBe('A b c is typing…')
  })
})
