// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { WireChange } from '../../../../src/protocols/native/wire'
import { pass } from '../../../helpers/fake-clock'
import { FakeServer } from '../../../helpers/fake-server'
import { text } from '../../../helpers/fixtures'
import { SyncRig } from '../../../helpers/sync-rig'

let server: FakeServer
let rig: SyncRig

beforeEach(async () => {
  server = new FakeServer('room', 'other')
  rig = new SyncRig(server)
  await rig.connect()
  rig.sync.enter('room')
  await rig.run()
})

const ann = { id: 'ann', name: 'Ann' }
const cem = { id: 'cem', name: 'Cem' }

/** Bob changes the group. */
async function change(what: Omit<WireChange, 'type' | 'seq' | 'id' | 'from' | 'at'>): Promise<void> {
  const id = `c${server.log('room').events.length}`
  server.store('room', 'bob', id, { type: 'change', ...what })
  await rig.run()
}

const room = () => rig.sync.conversations.get('room')
const restart = async () => {
  const next = new SyncRig(server, rig.storage, { clock: rig.clock, firstId: 1_000 })
  next.sync.restore('ann')
  return next
}

describe('a change of the group', () => {
  it('is a line among the messages that nobody has to read', async () => {
    await change({ change: 'added', people: [cem], members: 3 })
    const [message] = rig.sync.timeline('room')?.messages ?? []
    expect(message).toMatchObject({
      author: { id: 'bob' }, own: false,
      content: { kind: 'system', text: '', change: 'added', people: [cem], members: 3 },
    })
    expect(room()).toMatchObject({ unread: 0, members: 3, head: 1, last: { content: { change: 'added' } } })
  })

  it('gives it another title, live', async () => {
    await change({ change: 'title', title: 'Picnic', members: 2 })
    expect(room()).toMatchObject({ title: 'Picnic', members: 2 })
  })

  it('gives this person another role, and takes it', async () => {
    await change({ change: 'role', people: [cem], role: 'admin', members: 3 })
    expect(room()?.role).toBeUndefined()
    for (const role of ['admin', 'member', 'owner'] as const) {
      await change({ change: 'role', people: [ann], role, members: 3 })
      expect(room()?.role).toBe(role)
    }
    // There is one owner: who hands it over is an admin.
    await change({ change: 'role', people: [cem], role: 'owner', members: 3 })
    expect(room()?.role).toBe('admin')
    await change({ change: 'left', people: [ann], role: 'owner', members: 2 })
    expect(room()).toMatchObject({ role: 'owner', members: 2 })
  })

  it('is known again after a restart', async () => {
    await change({ change: 'role', people: [ann], role: 'admin', members: 3 })
    await pass(rig.clock, 2_000)
    const next = await restart()
    next.sync.enter('room')
    expect(next.sync.timeline('room')?.messages[0]?.content).toEqual({
      kind: 'system', text: '', change: 'role', people: [ann], role: 'admin', members: 3, title: undefined,
    })
  })
})

describe('a conversation that this person has left', () => {
  it('is gone with all that is known of it, also after a restart', async () => {
    server.says('bob', 'hello')
    await rig.run()
    await pass(rig.clock, 2_000)
    const stored = () => JSON.stringify([...rig.storage.items.values()])
    expect(stored()).toContain('hello')
    server.tell({ type: 'left', conversation: 'room' })
    await rig.run()
    expect(room()).toBeUndefined()
    expect(rig.sync.timeline('room')).toBeUndefined()
    await pass(rig.clock, 2_000)
    expect(stored()).not.toContain('hello')
    const next = await restart()
    expect(next.sync.conversations.all.map(({ id }) => id)).toEqual(['other'])
  })

  it('takes with it what waits to be sent there, and nothing else', async () => {
    rig.cut()
    rig.sync.write('room', text('to the room'))
    rig.sync.write('other', text('to the other'))
    // While the connection was away somebody removed Ann.
    server.removeRoom('room')
    await rig.connect()
    expect(rig.sync.conversations.all.map(({ id }) => id)).toEqual(['other'])
    expect(server.texts('other')).toEqual(['to the other'])
    expect(rig.sent('send').map(({ conversationId }) => conversationId)).toEqual(['other'])
    expect([...rig.storage.items.keys()].filter(key => key.includes('/out/'))).toEqual([])
  })

  it('is there again when this person is added', async () => {
    server.says('bob', 'before')
    server.tell({ type: 'left', conversation: 'room' })
    await rig.run()
    server.tell({ type: 'conversation', conversation: server.view(server.log('room'), 'ann') })
    await rig.run()
    rig.sync.enter('room')
    await rig.run()
    server.says('bob', 'after')
    await rig.run()
    expect(rig.texts()).toEqual(['before', 'after'])
    expect(rig.sync.loadState('room')).toBe('ready')
  })
})
