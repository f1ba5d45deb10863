import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start } from '../../../examples/servers/text-rooms'
import { Rig, sendGarbage } from './rig'

let rig: Rig
beforeEach(() => { rig = new Rig() })
afterEach(() => rig.end())

it('sends what it gets to all, the speaker included', async () => {
  const port = await rig.start(start())
  const [ann, ben, cem] = await rig.clients(port, 3)
  ann?.send('hello')
  ben?.send('你好 👋\nline')
  for (const client of [ann, ben, cem]) {
    expect([await client?.next(), await client?.next()].sort()).toEqual(['hello', '你好 👋\nline'])
  }
})

it('prefix: puts the number of the speaker in front, never one twice', async () => {
  const port = await rig.start(start({ prefix: true }))
  const [ann, ben] = await rig.clients(port, 2)
  ann?.send('a')
  expect(await ben?.next()).toBe('1说: a')
  ann?.socket.terminate()
  await ann?.closed
  const cem = await rig.client(port)
  cem.send('hello')
  expect(await ben?.next()).toBe('3说: hello')
  expect(await cem.next()).toBe('3说: hello')
})

it('binary: sends binary frames', async () => {
  const port = await rig.start(start({ binary: true, prefix: true }))
  const ann = await rig.client(port)
  ann.send('你好')
  expect(await ann.next()).toEqual(Buffer.from('1说: 你好'))
})

it('no echo: sends nothing back to the speaker', async () => {
  const port = await rig.start(start({ echo: false }))
  const ann = await rig.client(port)
  const ben = await rig.client(port)
  ann.send('from Ann')
  expect(await ben.next()).toBe('from Ann')
  ben.send('from Ben')
  expect(await ann.next()).toBe('from Ben')
})

describe('what is malformed', () => {
  it('reaches nobody and ends nobody else', async () => {
    const port = await rig.start(start())
    const ann = await rig.client(port)
    await sendGarbage(port)
    ann.send('')
    ann.send(Buffer.from([0xff, 0xfe]))
    ann.send(Buffer.from('你好'))
    expect(await ann.next()).toBe('你好')
  })

  it.each([
    ['20,001 letters', 'x'.repeat(20_001)],
    ['200,000 letters', 'x'.repeat(200_000)],
  ])('%s: too long', async (_, text) => {
    const port = await rig.start(start())
    const [ann, ben] = await rig.clients(port, 2)
    ann?.send(text)
    expect(await ann?.closed).toBe(1009)
    ben?.send('好'.repeat(20_000))
    expect(await ben?.next()).toBe('好'.repeat(20_000))
  })

  it('a request without an upgrade is told so', async () => {
    const port = await rig.start(start())
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(426)
  })
})

it('cuts off who stops reading', async () => {
  const port = await rig.start(start())
  const [ann, deaf] = await rig.clients(port, 2)
  deaf?.socket.pause()
  // More than the server keeps and the system's buffers take.
  for (let i = 0; i < 500; i++) {
    ann?.send('好'.repeat(20_000))
    await ann?.next()
  }
  deaf?.socket.resume()
  expect(await deaf?.closed).toBe(1006)
})

it('close cuts all and frees the port', async () => {
  const server = await start()
  const ann = await rig.client(server.port)
  await server.close()
  expect(await ann.closed).toBe(1006)
  expect(await rig.start(start({ port: server.port }))).toBe(server.port)
  await expect(start({ port: server.port })).rejects.toThrow('EADDRINUSE')
})
