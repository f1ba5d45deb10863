// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockTime, dayLabel, sameDay, shortTime } from '../../../../src/content/time'
import { en } from '../../../../src/locale/en'
import { zhHans } from '../../../../src/locale/zh-hans'

const DAY = 86_400_000

/** A moment by the clock on the wall. */
function at(year: number, month: number, day: number, hours = 12, minutes = 0): number {
  return new Date(year, month - 1, day, hours, minutes).getTime()
}

// A zone with summer time. Node follows the variable when it changes, and each spec file has a process of its own.
process.env.TZ = 'Europe/Berlin'

it('runs in a zone with summer time', () => {
  expect(at(2024, 4, 1, 0) - at(2024, 3, 31, 0)).toBe(DAY - 3_600_000)
})

describe('clockTime', () => {
  it('has two digits for hours and minutes', () => {
    expect(clockTime(at(2024, 1, 15, 9, 5))).toBe('09:05')
    expect(clockTime(at(2024, 1, 15, 0, 0))).toBe('00:00')
    expect(clockTime(at(2024, 1, 15, 23, 59))).toBe('23:59')
  })
})

describe('dayLabel', () => {
  const now = at(2024, 1, 15) // a Monday

  it.each([
    ['today, from its first minute', at(2024, 1, 15, 0, 0), 'Today', '今天'],
    ['today, to its last minute', at(2024, 1, 15, 23, 59), 'Today', '今天'],
    ['yesterday', at(2024, 1, 14, 23, 59), 'Yesterday', '昨天'],
    ['yesterday, from its first minute', at(2024, 1, 14, 0, 0), 'Yesterday', '昨天'],
    ['two days ago', at(2024, 1, 13), 'Saturday', '星期六'],
    ['six days ago', at(2024, 1, 9), 'Tuesday', '星期二'],
    ['a week ago', at(2024, 1, 8), 'Jan 8', '1月8日'],
    ['in another year', at(2023, 12, 31), 'Dec 31, 2023', '2023年12月31日'],
    ['tomorrow, by a server that is ahead', at(2024, 1, 16), 'Jan 16', '1月16日'],
  ])('names %s', (_what, moment, english, chinese) => {
    expect(dayLabel(moment, now, en)).toBe(english)
    expect(dayLabel(moment, now, zhHans)).toBe(chinese)
  })

  it('says yesterday and a weekday across a change of the year', () => {
    expect(dayLabel(at(2023, 12, 31, 23, 59), at(2024, 1, 1, 0, 1), en)).toBe('Yesterday')
    expect(dayLabel(at(2023, 12, 30), at(2024, 1, 1, 0, 1), en)).toBe('Saturday')
  })

  it('takes the day when clocks go forward (23 hours) for one day', () => {
    // 2024-03-31, 02:00 is 03:00.
    expect(dayLabel(at(2024, 3, 30, 23, 59), at(2024, 3, 31, 0, 1), en)).toBe('Yesterday')
    expect(dayLabel(at(2024, 3, 30, 0, 1), at(2024, 3, 31, 23, 59), en)).toBe('Yesterday')
    expect(dayLabel(at(2024, 3, 31, 0, 1), at(2024, 4, 1, 0, 1), en)).toBe('Yesterday')
    expect(dayLabel(at(2024, 3, 26), at(2024, 4, 1), en)).toBe('Tuesday')
  })

  it('takes the day when clocks go back (25 hours) for one day', () => {
    // 2024-10-27, 03:00 is 02:00.
    expect(sameDay(at(2024, 10, 27, 0, 0), at(2024, 10, 27, 23, 59))).toBe(true)
    expect(dayLabel(at(2024, 10, 27, 0, 1), at(2024, 10, 28, 0, 1), en)).toBe('Yesterday')
    expect(dayLabel(at(2024, 10, 26, 23, 59), at(2024, 10, 27, 23, 59), en)).toBe('Yesterday')
  })
})

describe('shortTime', () => {
  const now = at(2024, 1, 15, 20)

  it('is the time for today, else the day', () => {
    expect(shortTime(at(2024, 1, 15, 9, 5), now, en)).toBe('09:05')
    expect(shortTime(at(2024, 1, 14, 9, 5), now, en)).toBe('Yesterday')
    expect(shortTime(at(2024, 1, 12, 9, 5), now, zhHans)).toBe('星期五')
    expect(shortTime(at(2021, 2, 3, 9, 5), now, zhHans)).toBe('2021年2月3日')
  })
})

describe('any moments', () => {
  const moment = fc.integer({ min: at(2000, 1, 1), max: at(2040, 1, 1) })

  it('are of the same day exactly if their dates are the same', () => {
    fc.assert(fc.property(moment, fc.integer({ min: -2 * DAY, max: 2 * DAY }), (first, distance) => {
      const second = first + distance
      expect(sameDay(first, second)).toBe(new Date(first).toDateString() === new Date(second).toDateString())
    }))
  })

  it('have a label, and a whole one', () => {
    fc.assert(fc.property(moment, moment, (first, second) => {
      for (const words of [en, zhHans]) {
        expect(dayLabel(first, second, words)).toMatch(/^[^]+$/)
        expect(dayLabel(first, second, words)).not.toMatch(/undefined|NaN/)
      }
    }))
  })
})
