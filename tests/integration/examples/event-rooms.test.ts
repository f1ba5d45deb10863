import { afterEach, beforeEach, expect, it } from 'vitest'
import { start } from '../../../examples/servers/event-rooms'
import { Rig, sendGarbage } from './rig'

let rig: Rig
beforeEach(() => { rig = new Rig() })
afterEach(() => rig.end())

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

it('tells all who entered of who enters, speaks and leaves, with their count', async () => {
  const port = await rig.start(start())
  const [ann, ben, nameless] = await rig.clients(port, 3)
  ann?.send('  Ann ')
  expect(await ann?.nextJson()).toEqual({ type: 'enter', name: 'Ann', msg: 'Ann进入了聊天室', time, count: 1 })
  ben?.send('小明')
  for (const client of [ann, ben]) {
    expect(await client?.nextJson()).toEqual({ type: 'enter', name: '小明', msg: '小明进入了聊天室', time, count: 2 })
  }
  ben?.send('你好 👋\nline')
  for (const client of [ann, ben]) {
    expect(await client?.nextJson()).toEqual({ type: 'message', name: '小明', msg: '你好 👋\nline', time, count: 2 })
  }
  ben?.socket.close()
  expect(await ann?.nextJson()).toEqual({ type: 'leave', name: '小明', msg: '小明离开了聊天室', time, count: 1 })
  // Who has no name was told nothing, and leaves without a word.
  nameless?.send('Cem')
  expect(await nameless?.nextJson()).toMatchObject({ type: 'enter', name: 'Cem', count: 2 })
})

it('a link that breaks leaves too', async () => {
  const port = await rig.start(start())
  const [ann, ben] = await rig.clients(port, 2)
  ben?.send('Ben')
  await ben?.next()
  ann?.send('Ann')
  await ann?.next()
  ben?.socket.terminate()
  expect(await ann?.nextJson()).toMatchObject({ type: 'leave', name: 'Ben', count: 1 })
})

it('ignores what is malformed', async () => {
  const port = await rig.start(start())
  const [ann, ben] = await rig.clients(port, 2)
  ann?.send('Ann')
  await ann?.next()
  await sendGarbage(port)
  for (const name of ['', ' \n', 'x'.repeat(41)]) ben?.send(name)
  ben?.send(Buffer.from('binary'))
  ben?.send('Ben')
  const entered = { type: 'enter', name: 'Ben', count: 2 }
  for (const client of [ann, ben]) expect(await client?.nextJson()).toMatchObject(entered)
  ann?.send('')
  ann?.send(Buffer.alloc(10_000))
  ann?.send('{"type":"leave"}')
  for (const client of [ann, ben]) {
    expect(await client?.nextJson()).toMatchObject({ type: 'message', name: 'Ann', msg: '{"type":"leave"}' })
  }
})

it('what is too long ends the connection, in one frame or in many', async () => {
  const port = await rig.start(start())
  const [ann, ben, cem, dan] = await rig.clients(port, 4)
  ann?.send('Ann')
  await ann?.next()
  ann?.send('好'.repeat(20_000))
  expect(await ann?.nextJson()).toMatchObject({ msg: '好'.repeat(20_000) })
  ben?.send('x'.repeat(20_001))
  expect(await ben?.closed).toBe(1009)
  cem?.send('x'.repeat(1_000_000))
  expect([1006, 1009]).toContain(await cem?.closed)
  const piece = 'x'.repeat(5000)
  const more = (): void => {
    if (dan?.socket.readyState === dan?.socket.OPEN) dan?.socket.send(piece, { fin: false }, () => setImmediate(more))
  }
  more()
  expect([1006, 1009]).toContain(await dan?.closed)
  ann?.send('still here')
  expect(await ann?.nextJson()).toMatchObject({ msg: 'still here', count: 1 })
})

it('close cuts all and frees the port', async () => {
  const server = await start()
  const ann = await rig.client(server.port)
  await server.close()
  expect(await ann.closed).toBe(1006)
  expect(await rig.start(start({ port: server.port }))).toBe(server.port)
  await expect(start({ port: server.port })).rejects.toThrow('EADDRINUSE')
})
