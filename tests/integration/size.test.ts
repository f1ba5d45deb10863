import { expect, it } from 'vitest'
import { adapterSizes, connectionSize, engineSize } from '../../bench/lib/sizes'

it('the connection alone is at most 6 KB, gzipped', async () => {
  expect(await connectionSize()).toBeLessThanOrEqual(6144)
})

it('the engine with its stores is at most 14 KB, gzipped', async () => {
  expect(await engineSize()).toBeLessThanOrEqual(14336)
})

it('each adapter is at most 2 KB of its own, gzipped', async () => {
  const { shared, ...adapters } = await adapterSizes()
  expect(shared).toBeLessThanOrEqual(7168)
  for (const size of Object.values(adapters)) expect(size).toBeLessThanOrEqual(2048)
})
