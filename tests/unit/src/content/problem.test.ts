// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { problemLine } from '../../../../src/content/problem'
import { en } from '../../../../src/locale/en'
import { ChatError } from '../../../../src/model/error'

it.each([
  [2001, en.problems.offline],
  [2002, en.problems.offline],
  [2003, en.problems.offline],
  [4003, en.problems.forbidden],
  [4004, en.problems.gone],
  [4022, en.problems.refused],
  [4029, en.problems.tooMany],
  [4500, en.problems.failed],
])('the code %d in words', (code, words) => {
  expect(problemLine(new ChatError(code, 'for developers'), en)).toBe(words)
})

describe('anything else', () => {
  it('has words, too', () => {
    expect(problemLine(new TypeError('no'), en)).toBe(en.problems.failed)
  })
})
