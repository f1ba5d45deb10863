// @vitest-environment node
/** How written messages stand, in corners that a generated run seldom shows by name. */
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeServer } from '../../../helpers/fake-server'
import { text } from '../../../helpers/fixtures'
import { MemoryStorage } from '../../../helpers/memory-storage'
import { pass } from '../../../helpers/fake-clock'
import { SyncRig } from '../../../helpers/sync-rig'

let server: FakeServer
let rig: SyncRig

beforeEach(async () => {
  server = new FakeServer()
  rig = new SyncRig(server)
  rig.sync.enter('room')
  await rig.connect()
})

function write(...texts: string[]): void {
  for (const one of texts) rig.sync.write('room', text(one))
}

/** Throws the message at this place away. */
function discard(index: number, of = rig): void {
  of.sync.discard('room', of.sync.timeline('room')?.messages[index]?.id ?? '')
}

function outKeys(): string[] {
  return rig.storage.keys().filter(key => key.includes('/out/'))
}

/** The app is killed, and started again by Ann. */
function restart(): SyncRig {
  rig.kill()
  rig = new SyncRig(server, new MemoryStorage(rig.storage.items), { firstId: 1_000 })
  rig.sync.restore('ann')
  return rig
}

describe('what was handed over before a break', () => {
  it('is unknown, what was not is queued: only that can be thrown away', () => {
    write('handed over')
    rig.cut()
    write('not yet')
    expect(rig.statuses()).toEqual(['unknown', 'queued'])
    discard(0)
    discard(1)
    expect(rig.texts()).toEqual(['handed over'])
  })

  it('is unknown after a restart too', async () => {
    write('handed over')
    rig.cut()
    write('not yet')
    restart()
    expect(rig.statuses()).toEqual(['unknown', 'queued'])
    discard(0)
    discard(1)
    await rig.connect()
    expect(server.texts()).toEqual(['handed over'])
  })

  it('isn\'t when the server has refused it since: it can be thrown away', async () => {
    server.instead = frame =>
      (frame.type === 'send' ? { type: 'error', id: frame.id, code: 4022, message: 'no' } : null)
    write('refused')
    await rig.run()
    rig.cut()
    rig.sync.retry('room', rig.sync.timeline('room')?.messages[0]?.id ?? '')
    expect(rig.statuses()).toEqual(['queued'])
    discard(0)
    expect([rig.texts(), outKeys()]).toEqual([[], []])
  })
})

describe('what was written before it was known who one is', () => {
  it('follows what was left from the last time, in the log and on the screen', async () => {
    rig.cut()
    write('old one', 'old two')
    rig.kill()
    rig = new SyncRig(server, new MemoryStorage(rig.storage.items), { firstId: 1_000 })
    rig.clock.advance(-3_600_000)
    write('new')
    rig.open()
    await rig.deliver(1, 1)
    expect(rig.texts()).toEqual(['old one', 'old two', 'new'])
    rig.cut()
    restart()
    await rig.connect()
    expect(server.texts()).toEqual(['old one', 'old two', 'new'])
  })

  it('is kept once the app says who it is, before there is a connection', async () => {
    rig = new SyncRig(server)
    write('early')
    rig.sync.restore('ann')
    restart()
    await rig.connect()
    expect(server.texts()).toEqual(['early'])
  })
})

describe('what the storage would not let go', () => {
  it('is dropped later: what was thrown away is not sent by the next start', async () => {
    rig.cut()
    write('thrown away')
    rig.storage.broken = true
    discard(0)
    rig.storage.broken = false
    expect(outKeys()).toHaveLength(1)
    rig.sync.keep()
    expect(outKeys()).toEqual([])
    restart()
    await rig.connect()
    expect(server.texts()).toEqual([])
  })
})

describe('a log that was reset', () => {
  it('isn\'t mixed with the new one, even where its page can\'t be had at once', async () => {
    server.says('bob', 'old')
    await rig.run()
    rig.cut()
    server.resetLog('room', 'e2')
    let failing = true
    server.instead = frame =>
      (frame.type === 'history' && failing ? { type: 'error', id: frame.id, code: 4500, message: 'not now' } : null)
    server.says('bob', 'new')
    await rig.connect()
    server.says('bob', 'newer')
    write('mine')
    await rig.run()
    expect(rig.texts()).toEqual(['old', 'mine'])
    failing = false
    // It asks again by itself, as something is shown.
    await pass(rig.clock, 5_000)
    await rig.run()
    expect(rig.texts()).toEqual(['new', 'newer', 'mine'])
  })
})

describe('the last message of the list', () => {
  it('is told by the messages that are shown, where an entry was lost on the way', async () => {
    server.ackFirst = true
    server.says('bob', 'his')
    write('mine')
    // The acknowledgement arrives, the echo doesn't.
    rig.disturb = event => (event.type === 'logged' && event.entry.seq === 2 ? 'drop' : 'pass')
    await rig.run()
    server.store('room', 'bob', 'b1', { type: 'react', target: 1, emoji: '+', on: true, count: 1 })
    await rig.run()
    expect(rig.sync.conversations.get('room')).toMatchObject({ head: 3, last: { seq: 2, content: text('mine') } })
  })
})

describe('reading', () => {
  it('further than the log goes is reading to its end: what comes then is unread', async () => {
    server.says('bob', 'one')
    await rig.run()
    rig.sync.markRead('room', 99)
    await rig.run()
    server.says('bob', 'two')
    await rig.run()
    expect(rig.sync.conversations.get('room')).toMatchObject({ read: 1, unread: 1 })
  })
})

describe('a server that acknowledges nothing', () => {
  /** Acknowledgements get lost, everything else arrives. */
  function mute(): void {
    rig.disturb = event => (event.type === 'acked' ? 'drop' : 'pass')
  }

  it('for half a minute is told of', async () => {
    mute()
    write('one')
    await rig.run()
    rig.clock.advance(29_999)
    expect(rig.stuck).toBe(0)
    rig.clock.advance(1)
    expect(rig.stuck).toBe(1)
  })

  it('is not told of while something comes', async () => {
    for (let count = 0; count < 6; count++) write(`${count}`)
    for (let count = 0; count < 5; count++) {
      rig.clock.advance(20_000)
      await rig.deliver(1, 2)
    }
    expect(rig.stuck).toBe(0)
    rig.clock.advance(30_000)
    expect(rig.stuck).toBe(1)
  })

  it('is not told of where nothing is in flight, nor without a link', async () => {
    write('one')
    await rig.run()
    rig.clock.advance(60_000)
    mute()
    write('two')
    rig.cut()
    rig.clock.advance(60_000)
    expect(rig.stuck).toBe(0)
    await rig.connect()
    await pass(rig.clock, 30_000)
    expect(rig.stuck).toBe(1)
  })

  it('is told of also while it says "not now" again and again', async () => {
    server.instead = frame =>
      (frame.type === 'send' ? { type: 'error', id: frame.id, code: 4500, message: 'not now' } : null)
    write('one')
    for (let second = 0; second < 29; second++) {
      await rig.run()
      await pass(rig.clock, 1_000)
    }
    expect(rig.stuck).toBe(0)
    await pass(rig.clock, 1_000)
    expect(rig.stuck).toBe(1)
  })
})
