// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import * as ErrorCode from '../../../../src/model/error-code'
import { FakeServer } from '../../../helpers/fake-server'
import { bob, text } from '../../../helpers/fixtures'
import { SyncRig } from '../../../helpers/sync-rig'

let server: FakeServer
let rig: SyncRig

beforeEach(() => {
  server = new FakeServer('room', 'other')
  rig = new SyncRig(server)
})

/** The server stores that many messages of Bob's. */
function fill(count: number, id = 'room'): void {
  for (let index = 0; index < count; index++) server.says('bob', `b${server.log(id).events.length + 1}`, id)
}

function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `b${from + index}`)
}

describe('entering a conversation', () => {
  it('loads its newest messages', async () => {
    fill(80)
    await rig.connect()
    rig.sync.enter('room')
    expect(rig.sync.loadState('room')).toBe('loading')
    await rig.run()
    expect(rig.texts()).toEqual(numbered(31, 80))
    expect(rig.sync.loadState('room')).toBe('ready')
    expect(rig.sync.timeline('room')?.first).toBe(31)
  })

  it('before there is a connection loads them once there is one', async () => {
    fill(2)
    rig.sync.enter('room')
    expect(rig.sync.loadState('room')).toBe('loading')
    await rig.connect()
    expect(rig.texts()).toEqual(['b1', 'b2'])
    expect(rig.sync.loadState('room')).toBe('ready')
  })

  it('again asks for nothing', async () => {
    fill(2)
    await rig.connect()
    for (let times = 0; times < 3; times++) {
      rig.sync.enter('room')
      await rig.run()
    }
    expect(rig.sent('history')).toHaveLength(1)
  })

  it('that is empty is ready', async () => {
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    expect(rig.sync.loadState('room')).toBe('ready')
    server.says('bob', 'first')
    await rig.run()
    expect(rig.texts()).toEqual(['first'])
  })

  it('that isn\'t there fails, and can be tried again', async () => {
    await rig.connect()
    rig.sync.enter('later')
    await rig.run()
    expect(rig.sync.loadState('later')).toBe('failed')
    server.addRoom('later')
    rig.sync.enter('later')
    expect(rig.sync.loadState('later')).toBe('loading')
    await rig.run()
    expect(rig.sync.loadState('later')).toBe('ready')
  })

  it('fails when the answer doesn\'t come in time', async () => {
    await rig.connect()
    rig.dieAt = rig.frames + 1
    rig.sync.enter('room')
    await rig.run()
    rig.clock.advance(10_000)
    await rig.run()
    expect(rig.sync.loadState('room')).toBe('failed')
  })
})

describe('older messages', () => {
  it('come page by page, up to the first one', async () => {
    fill(120)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    for (let times = 0; times < 3; times++) {
      void rig.sync.loadEarlier('room')
      await rig.run()
    }
    expect(rig.texts()).toEqual(numbered(1, 120))
    expect(rig.sent('history')).toHaveLength(3)
    expect(rig.sync.timeline('room')?.first).toBe(1)
  })

  it('come once, also if two ask for them at once', async () => {
    fill(120)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    void rig.sync.loadEarlier('room')
    void rig.sync.loadEarlier('room')
    await rig.run()
    expect(rig.texts()).toEqual(numbered(21, 120))
  })

  it('can\'t be had without a connection', async () => {
    fill(120)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    const asked = rig.sync.loadEarlier('room')
    rig.cut()
    await expect(asked).rejects.toMatchObject({ code: ErrorCode.connectionLost })
    await expect(rig.sync.loadEarlier('room')).rejects.toMatchObject({ code: ErrorCode.offline })
  })

  it('of a log that was reset meanwhile are not put in front of the new one', async () => {
    fill(120)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    rig.cut()
    server.resetLog('room', 'e2')
    server.says('bob', 'anew')
    await rig.connect()
    expect(rig.texts()).toEqual(['anew'])
    expect(rig.sync.timeline('room')?.epoch).toBe('e2')
  })
})

describe('what was missed', () => {
  async function away(count: number): Promise<void> {
    fill(5)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    rig.cut()
    fill(count)
    await rig.connect()
  }

  it('is fetched after a break, page by page', async () => {
    await away(120)
    expect(rig.texts()).toEqual(numbered(1, 125))
    expect(rig.sent('history').slice(1).map(({ after }) => after)).toEqual([5, 55, 105])
  })

  it('and is too much begins anew with the newest page', async () => {
    await away(400)
    expect(rig.texts()).toEqual(numbered(356, 405))
    expect(rig.sent('history')).toHaveLength(2)
  })

  it('and was nothing is not asked for', async () => {
    await away(0)
    expect(rig.sent('history')).toHaveLength(1)
  })

  it('shows also where an event is lost on a link that lives', async () => {
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    server.says('bob', 'b1')
    await rig.run()
    rig.dieAt = rig.frames + 1
    server.says('bob', 'b2')
    await rig.run()
    rig.dieAt = Infinity
    server.says('bob', 'b3')
    await rig.run()
    expect(rig.texts()).toEqual(['b1', 'b2', 'b3'])
  })

  it('is asked for once at a time, however many come after the gap', async () => {
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    rig.dieAt = rig.frames + 1
    server.says('bob', 'b1')
    await rig.run()
    rig.dieAt = Infinity
    fill(20)
    await rig.run()
    expect(rig.texts()).toEqual(numbered(1, 21))
    expect(rig.sent('history')).toHaveLength(2)
  })
})

describe('a burst', () => {
  it('of a hundred messages is one notification', async () => {
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    rig.clock.advance(100)
    rig.changes.length = 0
    fill(100)
    await rig.run()
    rig.clock.advance(100)
    expect(rig.changes).toEqual([{ list: true, timelines: new Set(['room']) }])
  })

  it('in a conversation that isn\'t open changes the list only', async () => {
    await rig.connect()
    rig.clock.advance(100)
    rig.changes.length = 0
    fill(3, 'other')
    await rig.run()
    rig.clock.advance(100)
    expect(rig.changes).toEqual([{ list: true, timelines: new Set() }])
    expect(rig.sync.conversations.get('other')).toMatchObject({ head: 3, unread: 3 })
  })
})

describe('reading', () => {
  it('is told to the server, and once', async () => {
    fill(3)
    await rig.connect()
    rig.sync.markRead('room', 3)
    rig.sync.markRead('room', 3)
    rig.sync.markRead('room', 2)
    await rig.run()
    expect(rig.sent('read').map(({ seq }) => seq)).toEqual([3])
    expect(server.log().reads.get('ann')).toBe(3)
    expect(rig.sync.conversations.get('room')).toMatchObject({ read: 3, unread: 0 })
  })

  it('without a connection is told when there is one', async () => {
    fill(3)
    await rig.connect()
    rig.cut()
    rig.sync.markRead('room', 3)
    expect(rig.sync.conversations.get('room')?.unread).toBe(0)
    await rig.connect()
    expect(server.log().reads.get('ann')).toBe(3)
    expect(rig.sync.conversations.get('room')).toMatchObject({ read: 3, unread: 0 })
  })

  it('on another device counts here', async () => {
    fill(3)
    await rig.connect()
    server.tell({ type: 'read', conversation: 'room', seq: 2, head: 3, unread: 1, mention: 0 })
    await rig.run()
    expect(rig.sync.conversations.get('room')).toMatchObject({ read: 2, unread: 1 })
  })
})

describe('asking', () => {
  it('opens a direct conversation and lists it', async () => {
    await rig.connect()
    const asked = rig.sync.open('bob')
    await rig.run()
    expect(await asked).toMatchObject({ kind: 'direct', title: 'Bob' })
    expect(rig.sync.conversations.all.map(({ id }) => id)).toContain('ann+bob')
  })

  it('whom one can write to names the others', async () => {
    await rig.connect()
    const asked = rig.sync.ask('answer', { type: 'people' })
    await rig.run()
    expect((await asked).value.people).toContainEqual(bob)
  })
})

describe('another person', () => {
  it('finds nothing of the one before', async () => {
    server.says('bob', 'b1')
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    rig.cut()
    rig.sync.write('room', text('of Ann\'s'))
    await rig.connect('bob')
    expect(rig.sync.self).toEqual(bob)
    expect(rig.texts()).toEqual([])
    rig.sync.enter('room')
    await rig.run()
    expect(server.texts()).toEqual(['b1'])
    expect(rig.sync.timeline('room')?.messages.map(({ own }) => own)).toEqual([true])
  })

  it('and the same one again finds all of it', async () => {
    await rig.connect()
    rig.cut()
    rig.sync.write('room', text('of Ann\'s'))
    await rig.connect()
    expect(server.texts()).toEqual(['of Ann\'s'])
  })
})

describe('forgetting', () => {
  it('leaves nothing, and sends nothing later', async () => {
    fill(2)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    rig.sync.write('room', text('late'))
    rig.sync.erase()
    expect(rig.sync.self).toBeNull()
    expect(rig.sync.timeline('room')).toBeUndefined()
    expect(rig.sync.conversations.all).toEqual([])
    rig.cut()
    await rig.connect()
    expect(server.texts()).toEqual(['b1', 'b2'])
    expect(rig.sent('send')).toHaveLength(1)
  })
})
