// @vitest-environment node
import { expect, it } from 'vitest'
import { FakeClock, pass, settle } from '../../../../helpers/fake-clock'
import { FakePlatform } from '../../../../helpers/fake-platform'
import { FakeServer } from '../../../../helpers/fake-server'
import { fuzz } from '../../../../helpers/fuzz'
import { makeEngine } from '../../../../helpers/make-engine'
import { serve } from '../../../../helpers/serve'

/** An engine that is online, in the room, and a way to say frames to it. */
async function online() {
  const clock = new FakeClock()
  const platform = new FakePlatform(clock)
  const server = new FakeServer('room')
  let commands = 0
  server.instead = () => {
    commands += 1
    return null
  }
  serve(platform, server)
  const engine = makeEngine(platform, () => 'ann')
  engine.start()
  await pass(clock, 100)
  engine.sync.enter('room')
  await pass(clock, 100)
  return {
    clock, server, engine,
    say: (frame: object) => platform.socket.sayJson(frame),
    commands: () => commands,
  }
}

const event = (conversation: string, seq: number) => ({
  type: 'event', conversation,
  event: { seq, type: 'message', id: `id-${seq}`, from: { id: 'bob', name: 'Bob' }, at: 1, content: { kind: 'x' } },
})

it('hostile frames throw nothing, are counted when they are dropped, and leave nothing broken', async () => {
  const seed = Math.floor(Math.random() * 1_000_000)
  const report = await fuzz(20_000, seed)
  const { thrown, broken, faults } = report
  expect({ seed, thrown, broken, faults }).toEqual({ seed, thrown: 0, broken: 0, faults: [] })
  expect(report.counted).toBe(report.dropped)
  expect(report.dropped).toBeGreaterThan(1_000)
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
}, 60_000)

it('events of conversations that nobody knows of are not kept', async () => {
  const { engine, say } = await online()
  for (let index = 0; index < 20_000; index++) say(event(`unknown-${index}`, 1))
  expect(engine.sync.conversations.all).toHaveLength(1)
  expect(engine.sync.timeline('unknown-1')).toBeUndefined()
})

it('the server\'s words do not fill the memory as reasons', async () => {
  const { engine, say } = await online()
  for (let index = 0; index < 5_000; index++) say({ type: 'error', code: 4000, message: `you sent ${index}` })
  expect(engine.dropped.size).toBeLessThan(200)
  expect([...engine.dropped.values()].reduce((sum, count) => sum + count, 0)).toBe(5_000)
})

it('events far ahead are held in bounded number, and the log is shown in the end', async () => {
  const { engine, server, say, clock } = await online()
  for (let index = 0; index < 5_000; index++) say(event('room', 1_000_000 + index * 7))
  server.resetLog('room', 'mended')
  server.says('bob', 'hello')
  await pass(clock, 60_000)
  expect(engine.sync.timeline('room')?.messages).toHaveLength(1)
})

it('a head that no log reaches does not make it ask again and again', async () => {
  const { say, commands, clock } = await online()
  const before = commands()
  say({
    type: 'conversation',
    conversation: { id: 'room', kind: 'group', title: 'R', epoch: 'e1', head: 2 ** 52, read: 0, unread: 0 },
  })
  say(event('room', 2 ** 52 + 1))
  for (let turn = 0; turn < 20; turn++) await settle()
  await pass(clock, 1_000)
  expect(commands() - before).toBeLessThan(20)
})
