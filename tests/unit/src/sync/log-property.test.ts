// @vitest-environment node
/** A client follows a log over a bad link: whatever comes, and in whatever order, it ends up showing the log. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LogModel, type LogStep } from '../../../helpers/log-model'

async function check(maxGap: number | undefined, whats: readonly LogStep['what'][], numRuns: number, most = 18) {
  const number = fc.nat({ max: 1023 })
  const step = fc.record({ what: fc.constantFrom(...whats), a: number, b: number })
  let count = 0
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: most }), async (steps) => {
    count += 1
    // The runner wants to be heard now and then.
    if (count % 100 === 0) await new Promise(done => setTimeout(done))
    const model = new LogModel(maxGap)
    for (const one of steps) await model.take(one)
    await model.end()
  }), { numRuns })
  expect(count).toBe(numRuns)
}

const link = [
  'disturb', 'release', 'run', 'deliver', 'cut', 'connect', 'connect', 'short', 'fail', 'earlier', 'time',
] as const

it('gaps: what is missing, swapped, repeated or late converges, with one request at a time', () =>
  check(10, ['say', 'say', 'say', 'disturb', 'away', ...link], 5_500), 120_000)

it('gaps: also in a log that is reset, and over restarts', () =>
  check(10, ['say', 'say', 'say', 'disturb', 'away', 'reset', 'write', 'restart', ...link], 3_000), 120_000)

it('gaps: also in a log that is trimmed', () =>
  check(10, ['say', 'say', 'say', 'trim', 'away', 'restart', ...link], 1_000), 120_000)

it('gaps: also by hundreds', () =>
  check(undefined, ['say', 'away', 'earlier', ...link], 500, 10), 120_000)

it('amendments: each message stands as the log says, however that came', () =>
  check(10, ['say', 'amend', 'amend', 'amend', 'change', 'write', 'away', 'restart', ...link], 4_000), 120_000)

it('amendments: also by hundreds, over holes', () =>
  check(6, ['say', 'amend', 'amend', 'away', 'away', 'earlier', 'connect', 'run', 'short'], 2_000), 120_000)
