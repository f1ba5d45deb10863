// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ReadModel, type ReadStep } from '../../../helpers/read-model'

const number = fc.nat({ max: 1023 })
const whats: readonly ReadStep['what'][] = [
  'say', 'say', 'say', 'recall', 'mark', 'mark', 'disturb', 'release', 'run', 'run', 'deliver', 'cut', 'connect',
  'connect', 'connect', 'time', 'restart', 'enter',
]

it('each device knows what is read, unread and calls for one, whatever is lost or late', async () => {
  const numRuns = 4_000
  let runs = 0
  const step = fc.record({ what: fc.constantFrom(...whats), a: number, b: number })
  const steps = fc.array(step, { minLength: 3, maxLength: 26 })
  await fc.assert(fc.asyncProperty(steps, async (all) => {
    runs += 1
    // The runner wants to be heard now and then.
    if (runs % 100 === 0) await new Promise(done => setTimeout(done))
    const model = new ReadModel()
    for (const step of all) await model.take(step)
    await model.end()
  }), { numRuns })
  expect(runs).toBe(numRuns)
}, 120_000)
