// @vitest-environment node
import { expect, it } from 'vitest'
import { safeName } from '../../../../src/content/names'
import { fileEnding, fileSize, fitted, playTime } from '../../../../src/content/sizes'

it('a file\'s size is said briefly', () => {
  expect([0, 800, 1_024, 52_311, 1_400_000, 20_971_520, 2 ** 31, 2 ** 50].map(fileSize))
    .toEqual(['0 B', '800 B', '1.0 KB', '51 KB', '1.3 MB', '20 MB', '2.0 GB', '1024 TB'])
})

it('a time is said in minutes and seconds', () => {
  expect([0, 1, 1_000, 59_001, 65_000, 3_600_000].map(playTime))
    .toEqual(['0:00', '0:01', '0:01', '1:00', '1:05', '1:00:00'])
})

it('a file\'s ending is what stands after the last dot, if that is short', () => {
  const names = ['a.PDF', 'a.tar.gz', 'a', '.x y', 'a.toolong', 'a.<b>']
  expect(names.map(fileEnding)).toEqual(['pdf', 'gz', '', '', '', ''])
})

it('a picture is at most as large as its room, and large enough to be tapped', () => {
  const fit = (width: number, height: number) => Object.values(fitted({ width, height }, 240, 320))
  expect(fit(1_600, 900)).toEqual([240, 135])
  expect(fit(900, 2_400)).toEqual([120, 320])
  expect(fit(1, 1)).toEqual([96, 48])
  expect(fit(20_000, 1)).toEqual([240, 48])
})

it('a name turns and breaks nothing around it', () => {
  expect(safeName('Ann')).toBe('Ann')
  expect(safeName('Ann\u202e\nBob')).toBe('Ann  Bob')
  expect(safeName('دانا')).toBe('\u2068دانا\u2069')
})
