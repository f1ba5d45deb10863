import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { login, Stage } from '../../helpers/server'

// The real thing in a process of its own, killed the hard way.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

const start = () => stage.process(['--demo', '--port', '0', '--store', stage.file('chat.db')])

it('keeps what it acknowledged when it is killed, and takes the rest once', async () => {
  const first = await start()
  const { token } = await login(first.port, 'Ann')
  const ann = await stage.enter(first.port, token)
  const epoch = ann.welcome.conversations[0]?.epoch
  const ids = Array.from({ length: 100 }, (_, i) => `m${i}`)
  const say = (client: typeof ann, id: string) =>
    client.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
  for (const id of ids) say(ann, id)
  const acks = [await ann.take('ack'), await ann.take('ack'), await ann.take('ack')]
  first.kill('SIGKILL')
  expect(await first.exit).toBe('SIGKILL')
  await ann.closed
  for (const frame of ann.frames) if (frame.type === 'ack') acks.push(frame)

  const second = await start()
  // The token is good for the new process too: the demo's secret is in the database.
  const back = await stage.enter(second.port, token)
  expect(back.welcome.conversations[0]?.epoch).toBe(epoch)
  const kept = (await back.history({ limit: 200 })).events
  expect(kept.length).toBeGreaterThanOrEqual(acks.length)
  for (const ack of acks) expect(kept[ack.seq - 1]).toMatchObject({ id: ack.id, seq: ack.seq, at: ack.at })

  for (const id of ids) say(back, id)
  for (const [i, id] of ids.entries()) expect(await back.take('ack')).toMatchObject({ id, seq: i + 1 })
  const all = (await back.history({ limit: 200 })).events
  expect(all.map(event => event.id)).toEqual(ids)
  await back.settle()
  expect(back.frames.filter(frame => frame.type === 'event')).toHaveLength(ids.length - kept.length)
})

it.each(['SIGTERM', 'SIGINT'] as const)('says goodbye on %s, and exits with 0', async signal => {
  const server = await start()
  const { token } = await login(server.port, 'Ann')
  const ann = await stage.enter(server.port, token)
  // One that never answers a close must not hold the server up.
  const mute = await stage.enter(server.port, token)
  mute.socket.pause()
  await ann.say('last words')
  server.kill(signal)
  const goodbye = await ann.take('error')
  expect(goodbye).toMatchObject({ code: 4503, retryAfter: expect.any(Number) })
  expect(goodbye.retryAfter).toBeGreaterThan(0)
  expect(await ann.closed).toBe(4503)
  expect(await server.exit).toBe(0)
  expect(server.output).toMatch(/stopped\n$/)

  const again = await start()
  const back = await stage.enter(again.port, token)
  expect((await back.look(1)).content).toEqual({ kind: 'text', text: 'last words' })
  for (const { output } of [server, again]) {
    expect(output).not.toContain(token)
    expect(output).not.toContain('last words')
    expect(output).not.toContain('Ann')
  }
})

it('knows when people were there last', async () => {
  const before = Date.now()
  const first = await start()
  const { self } = await stage.join(first.port, 'Ann')
  first.kill('SIGTERM')
  expect(await first.exit).toBe(0)
  const second = await start()
  const ben = await stage.join(second.port, 'Ben')
  ben.send({ type: 'watch', people: [self.id] })
  const { people: [ann] } = await ben.take('presence')
  expect(ann).toMatchObject({ id: self.id, online: false })
  expect(ann?.seen).toBeGreaterThanOrEqual(before)
  expect(ann?.seen).toBeLessThanOrEqual(Date.now())
})
