import { expect, it } from 'vitest'
import { adapterSizes, connectionSize, engineSize } from '../../bench/lib/sizes'

it('the connection alone is at most 6 KB, gzipped', async () => {
  expect(await connectionSize()).toBeLessThanOrEqual(6144)
})

it('the engine with its stores is at most 14 KB, gzipped', async () => {
  expect(await engineSize()).toBeLessThanOrEqual(14336)
})

it('each adapter is at most 2 KB of its own, gzipped; that for Socket.IO, with its framing, 4.5 KB', async () => {
  const { shared, 'socket-io': socketIo, ...adapters } = await adapterSizes()
  expect(shared).toBeLessThanOrEqual(7168)
  expect(socketIo).toBeLessThanOrEqual(4608)
  for (const size of Object.values(adapters)) expect(size).toBeLessThanOrEqual(2048)
})
