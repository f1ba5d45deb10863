// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OutboxModel, STEPS, type Step } from '../../../helpers/outbox-model'

const number = fc.nat({ max: 999 })
const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({
  what: fc.constantFrom(...STEPS), a: number, b: number,
  dies: fc.option(fc.nat({ max: 6 }), { freq: 12 }),
}), { minLength: 4, maxLength: 22 })

it('whatever breaks, each write is in the log once and in order, or shown failed, or was cancelled', async () => {
  let runs = 0
  await fc.assert(fc.asyncProperty(fc.boolean(), fc.boolean(), steps, async (restores, ackFirst, all) => {
    runs += 1
    // The runner wants to be heard now and then.
    if (runs % 100 === 0) await new Promise(done => setTimeout(done))
    const model = new OutboxModel(restores, ackFirst)
    for (const step of all) await model.take(step)
    await model.end()
  }), { numRuns: 10_000 })
  expect(runs).toBe(10_000)
}, 120_000)
