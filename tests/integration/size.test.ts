import { expect, it } from 'vitest'
import { connectionSize, engineSize } from '../../bench/lib/sizes'

it('the connection alone is at most 6 KB, gzipped', async () => {
  expect(await connectionSize()).toBeLessThanOrEqual(6144)
})

it('the engine with its stores is at most 14 KB, gzipped', async () => {
  expect(await engineSize()).toBeLessThanOrEqual(14336)
})
