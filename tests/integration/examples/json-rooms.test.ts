import { afterEach, beforeEach, expect, it } from 'vitest'
import { start } from '../../../examples/servers/json-rooms'
import { Rig, sendGarbage } from './rig'

let rig: Rig
beforeEach(() => { rig = new Rig() })
afterEach(() => rig.end())

it('sends what it gets to all, letter for letter', async () => {
  const port = await rig.start(start())
  const [ann, ben, cem] = await rig.clients(port, 3)
  const message = '{ "uName": "Ann",  "context": "hello" }'
  ann?.send(message)
  for (const client of [ann, ben, cem]) expect(await client?.next()).toBe(message)
  const other = JSON.stringify({ from: { id: 1 }, body: ['你好', '👋'], context: 'x'.repeat(20_000) })
  ben?.send(other)
  for (const client of [ann, ben, cem]) expect(await client?.next()).toBe(other)
})

it('ignores what is no object', async () => {
  const port = await rig.start(start())
  const [ann, ben] = await rig.clients(port, 2)
  await sendGarbage(port)
  for (const text of ['', 'hello', '{', '[]', '[{}]', '1', '"x"', 'null', '['.repeat(100_000)]) ann?.send(text)
  ann?.send(Buffer.from('{ "binary": true }'))
  ann?.send('{}')
  expect(await ann?.next()).toBe('{}')
  expect(await ben?.next()).toBe('{}')
})

it.each([
  ['a text', JSON.stringify({ context: 'x'.repeat(20_001) })],
  ['a frame', JSON.stringify({ context: 'x'.repeat(200_000) })],
])('%s that is too long ends the connection', async (_, message) => {
  const port = await rig.start(start())
  const [ann, ben] = await rig.clients(port, 2)
  ann?.send(message)
  // The library cuts the link as soon as the code is written: it may be lost.
  expect([1006, 1009]).toContain(await ann?.closed)
  ben?.send('{}')
  expect(await ben?.next()).toBe('{}')
})

it('close cuts all and frees the port', async () => {
  const server = await start()
  const ann = await rig.client(server.port)
  await server.close()
  expect(await ann.closed).toBe(1006)
  expect(await rig.start(start({ port: server.port }))).toBe(server.port)
  await expect(start({ port: server.port })).rejects.toThrow('EADDRINUSE')
})
