// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffDelay } from '../../../../src/connection/backoff'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the time to the next try', () => {
  it('is at most 5 s for the first one', () => {
    fc.assert(fc.property(random, (value) => {
      const delay = backoffDelay(0, value)
      expect(delay).toBeGreaterThanOrEqual(0)
      expect(delay).toBeLessThan(5_000)
    }))
  })

  it('is 5 to 15 s for all others, however many have failed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), random, (failures, value) => {
      const delay = backoffDelay(failures, value)
      expect(delay).toBeGreaterThanOrEqual(5_000)
      expect(delay).toBeLessThan(15_000)
    }))
  })

  it('spreads a crowd: no 100 ms has more than its share of 2 %', () => {
    const crowd = 10_000
    for (const failures of [0, 1, 7]) {
      const counts = new Map<number, number>()
      for (let one = 0; one < crowd; one++) {
        const slot = Math.floor(backoffDelay(failures, one / crowd) / 100)
        counts.set(slot, (counts.get(slot) ?? 0) + 1)
      }
      expect(Math.max(...counts.values())).toBeLessThanOrEqual(crowd * 0.02)
    }
  })
})
