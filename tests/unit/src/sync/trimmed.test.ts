// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { FakeServer } from '../../../helpers/fake-server'
import { SyncRig } from '../../../helpers/sync-rig'

/** Everything up to here is gone from the server's log. */
let trimmed: number
let server: FakeServer
let rig: SyncRig

beforeEach(async () => {
  trimmed = 0
  server = new FakeServer()
  server.instead = (frame) => {
    if (frame.type !== 'history') return null
    const { id, conversation, after, before = Infinity, limit } = frame
    const { epoch, events: all } = server.log()
    const there = all.filter(({ seq }) => seq > Math.max(trimmed, after ?? 0) && seq < before)
    const events = after === undefined ? there.slice(-limit) : there.slice(0, limit)
    return { type: 'page', id, conversation, epoch, head: all.length, events }
  }
  for (let seq = 1; seq <= 10; seq++) server.says('bob', `${seq}`)
  rig = new SyncRig(server)
  rig.sync.enter('room')
})

it('a log whose older part is gone has its start where the rest begins', async () => {
  trimmed = 4
  await rig.connect()
  expect(rig.texts()).toEqual(['5', '6', '7', '8', '9', '10'])
  const loading = rig.sync.loadEarlier('room')
  await rig.run()
  await loading
  expect(rig.sync.timeline('room')?.atStart).toBe(true)
})

it('what was missed and is gone meanwhile is stepped over', async () => {
  await rig.connect()
  rig.cut()
  for (let seq = 11; seq <= 80; seq++) server.says('bob', `${seq}`)
  trimmed = 20
  await rig.connect()
  expect(rig.texts()).toEqual(Array.from({ length: 60 }, (_, index) => `${index + 21}`))
  expect(rig.sync.loadState('room')).toBe('ready')
  server.says('bob', 'next')
  await rig.run()
  expect(rig.texts().at(-1)).toBe('next')
})

it('what was missed is not taken for trimmed, though there is nothing before what was known', async () => {
  trimmed = 4
  await rig.connect()
  rig.cut()
  for (let seq = 11; seq <= 500; seq++) {
    server.append('room', 'bob', `${seq}`, { type: 'message', content: { kind: 'text', text: `${seq}` } })
  }
  rig.open()
  await rig.deliver(1, 1)
  // Asked for before the newest page is there.
  const loading = rig.sync.loadEarlier('room')
  await rig.run()
  await loading
  while (!rig.sync.timeline('room')?.atStart) {
    const earlier = rig.sync.loadEarlier('room')
    await rig.run()
    await earlier
  }
  expect(rig.texts()).toEqual(Array.from({ length: 496 }, (_, index) => `${index + 5}`))
})

it('a log of which nothing is left goes on where it ended', async () => {
  await rig.connect()
  rig.cut()
  for (let seq = 11; seq <= 15; seq++) server.says('bob', `${seq}`)
  trimmed = 15
  await rig.connect()
  expect(rig.sync.loadState('room')).toBe('ready')
  server.says('bob', 'next')
  await rig.run()
  expect(rig.texts()).toEqual(['next'])
})
