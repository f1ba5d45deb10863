// @vitest-environment node
/** The app is killed and started again: what it kept, and what it didn't. */
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeServer } from '../../../helpers/fake-server'
import { text } from '../../../helpers/fixtures'
import { MemoryStorage } from '../../../helpers/memory-storage'
import { SyncRig } from '../../../helpers/sync-rig'

let server: FakeServer
let storage: MemoryStorage
let starts: number
let rig: SyncRig

beforeEach(() => {
  server = new FakeServer('room', 'other')
  storage = new MemoryStorage()
  starts = 0
  rig = start()
})

/** Starts the app anew: whatever ran before is simply gone. */
function start(): SyncRig {
  const next = new SyncRig(server, storage)
  starts += 1
  next.clock.advance(starts * 3_600_000)
  return next
}

/** Lets what changed be kept. */
function passAWhile(of: SyncRig): void {
  of.clock.advance(2_000)
}

describe('a message that was written', () => {
  it('without a connection is sent after the next start', async () => {
    await rig.connect()
    rig.cut()
    rig.sync.write('room', text('one'))
    rig.sync.write('room', text('two'))
    rig = start()
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    expect(server.texts()).toEqual(['one', 'two'])
    expect(rig.texts()).toEqual(['one', 'two'])
    expect(rig.statuses()).toEqual(['sent', 'sent'])
  })

  it('before the server has ever said who one is, in this start, is sent', async () => {
    rig.sync.write('room', text('early'))
    await rig.connect()
    expect(server.texts()).toEqual(['early'])
    expect(storage.keys().filter(key => key.includes('/out/'))).toEqual([])
  })

  it('is shown before the server answers, where the app knows who one is', async () => {
    await rig.connect()
    rig.cut()
    rig.sync.write('room', text('mine'))
    rig = start()
    rig.sync.restore('ann')
    expect(rig.texts()).toEqual(['mine'])
    expect(rig.statuses()).toEqual(['queued'])
  })

  it('that the server refused is still there as such, and can be sent again', async () => {
    await rig.connect()
    server.instead = frame =>
      (frame.type === 'send' ? { type: 'error', id: frame.id, code: 4022, message: 'no' } : null)
    rig.sync.write('room', text('refused'))
    await rig.run()
    rig = start()
    await rig.connect()
    expect(rig.statuses()).toEqual(['failed'])
    expect(rig.sync.timeline('room')?.messages[0]?.error?.code).toBe(4022)
    server.instead = () => null
    rig.sync.retry('room', rig.sync.timeline('room')?.messages[0]?.key ?? '')
    await rig.run()
    expect(server.texts()).toEqual(['refused'])
    expect(storage.keys().filter(key => key.includes('/out/'))).toEqual([])
  })

  it('and taken back before it was sent doesn\'t come back', async () => {
    await rig.connect()
    rig.cut()
    rig.sync.write('room', text('no'))
    rig.sync.write('room', text('yes'))
    rig.sync.discard('room', rig.sync.timeline('room')?.messages[0]?.key ?? '')
    expect(rig.texts()).toEqual(['yes'])
    rig = start()
    await rig.connect()
    expect(server.texts()).toEqual(['yes'])
  })

  it('can\'t be taken back once it may have arrived', async () => {
    await rig.connect()
    rig.sync.write('room', text('gone'))
    rig.cut()
    rig.sync.discard('room', rig.sync.timeline('room')?.messages[0]?.key ?? '')
    expect(rig.texts()).toEqual(['gone'])
  })
})

describe('an app that is killed at any frame', () => {
  /** Bob talks, and Ann writes three messages, in two rooms. */
  async function scene(of: SyncRig): Promise<void> {
    of.sync.restore('ann')
    await of.connect()
    of.sync.enter('room')
    await of.run()
    of.sync.write('room', text('a1'))
    of.sync.write('other', text('a2'))
    server.says('bob', 'b1')
    await of.run()
    of.sync.write('room', text('a3'))
    await of.run()
    passAWhile(of)
  }

  it('loses nothing and doubles nothing', async () => {
    await scene(rig)
    const whole = rig.frames
    expect(whole).toBeGreaterThan(10)
    for (let dieAt = 1; dieAt <= whole; dieAt++) {
      server = new FakeServer('room', 'other')
      storage = new MemoryStorage()
      rig = start()
      rig.dieAt = dieAt
      await scene(rig)
      rig = start()
      await rig.connect()
      rig.sync.enter('room')
      rig.sync.enter('other')
      await rig.run()
      const name = `killed at frame ${dieAt}`
      expect(server.texts('room').filter(said => said.startsWith('a')), name).toEqual(['a1', 'a3'])
      expect(server.texts('other'), name).toEqual(['a2'])
      expect(rig.texts('room'), name).toEqual(server.texts('room'))
      expect(rig.texts('other'), name).toEqual(server.texts('other'))
      expect(storage.keys().filter(key => key.includes('/out/')), name).toEqual([])
    }
  })
})

describe('a start without a network', () => {
  beforeEach(async () => {
    for (let index = 1; index <= 80; index++) server.says('bob', `b${index}`)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    rig.sync.markRead('room', 80)
    passAWhile(rig)
    rig = start()
    rig.sync.restore('ann')
    rig.sync.enter('room')
  })

  it('shows the last screen and the list', () => {
    expect(rig.texts()).toEqual(server.texts().slice(-50))
    expect(rig.sync.self).toEqual({ id: 'ann', name: 'Ann' })
    expect(rig.sync.conversations.get('room')).toMatchObject({ head: 80, read: 80, unread: 0 })
  })

  it('goes on from there once there is one', async () => {
    server.says('bob', 'new')
    rig.sync.write('room', text('written offline'))
    await rig.connect()
    expect(rig.texts().slice(-2)).toEqual(['new', 'written offline'])
    expect(rig.sent('history')).toEqual([expect.objectContaining({ after: 80 })])
  })

  it('takes a mended log instead of the kept one, and mixes nothing', async () => {
    server.resetLog('room', 'e2')
    server.says('bob', 'afresh')
    await rig.connect()
    expect(rig.texts()).toEqual(['afresh'])
  })
})

describe('two people on one phone', () => {
  it('see nothing of each other\'s', async () => {
    server.says('bob', 'secret of a room')
    await rig.connect('ann')
    rig.sync.enter('room')
    await rig.run()
    rig.cut()
    rig.sync.write('room', text('Ann\'s'))
    passAWhile(rig)

    rig = start()
    rig.sync.restore('cem')
    rig.sync.enter('room')
    expect(rig.texts()).toEqual([])
    expect(rig.sync.conversations.all).toEqual([])
    await rig.connect('cem')
    expect(server.texts()).toEqual(['secret of a room'])

    rig = start()
    await rig.connect('ann')
    expect(server.texts()).toEqual(['secret of a room', 'Ann\'s'])
  })

  it('are told apart by the server, whatever the app believed', async () => {
    await rig.connect('ann')
    rig.cut()
    rig.sync.write('room', text('Ann\'s'))
    rig = start()
    rig.sync.restore('ann')
    await rig.connect('cem')
    expect(server.texts()).toEqual([])
    expect(rig.texts()).toEqual([])
  })

  it('leave nothing behind when they sign out', async () => {
    await rig.connect()
    rig.sync.enter('room')
    rig.sync.write('room', text('x'))
    passAWhile(rig)
    expect(storage.keys()).not.toEqual([])
    rig.sync.erase()
    rig.clock.advance(60_000)
    expect(storage.keys()).toEqual([])
  })
})

describe('a storage', () => {
  it('that is broken leaves everything working, and is told of once', async () => {
    storage.broken = true
    rig.sync.restore('ann')
    await rig.connect()
    rig.sync.enter('room')
    rig.sync.write('room', text('one'))
    rig.sync.write('room', text('two'))
    await rig.run()
    passAWhile(rig)
    rig.sync.erase()
    expect(server.texts()).toEqual(['one', 'two'])
    expect(rig.warnings).toHaveLength(1)
  })

  it('that is full gives way to messages that wait to be sent', async () => {
    for (let index = 1; index <= 50; index++) server.says('bob', 'x'.repeat(50))
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    passAWhile(rig)
    storage.capacity = [...storage.items].reduce((sum, [key, value]) => sum + key.length + value.length, 0) + 10
    rig.cut()
    rig.sync.write('room', text('must not be lost'))
    expect(storage.keys().some(key => key.includes('/log/'))).toBe(false)
    rig = start()
    await rig.connect()
    expect(server.texts().at(-1)).toBe('must not be lost')
    expect(rig.warnings).toEqual([])
  })

  it('that failed for a moment keeps the message after all', async () => {
    await rig.connect()
    rig.cut()
    storage.broken = true
    rig.sync.write('room', text('kept later'))
    storage.broken = false
    expect(storage.keys().filter(key => key.includes('/out/'))).toEqual([])
    passAWhile(rig)
    rig = start()
    await rig.connect()
    expect(server.texts()).toEqual(['kept later'])
  })

  it('with something that can\'t be read loses only that', async () => {
    await rig.connect()
    rig.cut()
    for (const said of ['one', 'two', 'three']) rig.sync.write('room', text(said))
    const keys = storage.keys().filter(key => key.includes('/out/'))
    storage.set(keys[1] ?? '', '[1,"room",{"kind"')
    rig = start()
    await rig.connect()
    expect(server.texts()).toEqual(['one', 'three'])
  })
})
