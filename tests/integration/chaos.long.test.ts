/** A short form of `npm run chaos`: two seeds, each with faults of its own; see docs/reliability.md. */
import { expect, it } from 'vitest'
import { badFigures } from '../chaos/findings'
import { faultsFor, makePlan } from '../chaos/plan'
import { run } from '../chaos/run'

const small = {
  clients: 4, messages: 120, amend: 0.25, faults: 8, kinds: faultsFor(0).usual, nodes: 0, ladder: false,
}

it.each([
  ['one server', 1, 0], ['one server', 2, 0], ['three on Redis', 1, 3],
])('%s, seed %i: nothing is lost, doubled, wrong, in another order or called failed', async (_name, seed, nodes) => {
  const { figures, words } = await run({ ...small, seed, nodes, kinds: faultsFor(nodes).usual })
  expect(words, `npm run chaos -- --seed ${seed} --clients 4 --messages 120 --faults 8 --nodes ${nodes}`).toEqual([])
  for (const name of badFigures) expect(figures[name], name).toBe(0)
  expect(figures).toMatchObject({ sent: 120, faults: 8 })
  expect(figures.links).toBeGreaterThan(4)
  expect(figures.changed).toBeGreaterThan(10)
}, 90_000)

it('a seed always makes the same plan, with all kinds of faults', () => {
  const kinds = [...faultsFor(0).all]
  const plan = makePlan({ ...small, faults: kinds.length, kinds, seed: 7 })
  expect(makePlan({ ...small, faults: kinds.length, kinds, seed: 7 })).toEqual(plan)
  expect(makePlan({ ...small, faults: kinds.length, kinds, seed: 8 })).not.toEqual(plan)
  expect(plan.faults.map(({ kind }) => kind).sort()).toEqual(kinds.sort())
  expect(plan.actions.filter(({ what }) => what === 'write')).toHaveLength(small.messages)
  // A quarter of 160.
  expect(plan.actions.filter(({ what }) => ['edit', 'recall', 'react'].includes(what))).toHaveLength(40)
  expect(plan.actions.some(({ what, fresh }) => what === 'edit' && fresh)).toBe(true)
  expect(plan.actions.some(({ calls }) => calls === 'all')).toBe(true)
})
