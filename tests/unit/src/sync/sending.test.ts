// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import * as ErrorCode from '../../../../src/model/error-code'
import type { ClientFrame } from '../../../../src/protocols/native/wire'
import { FakeServer } from '../../../helpers/fake-server'
import { text } from '../../../helpers/fixtures'
import { SyncRig } from '../../../helpers/sync-rig'

let server: FakeServer
let rig: SyncRig

beforeEach(async () => {
  server = new FakeServer()
  rig = new SyncRig(server)
  rig.sync.enter('room')
})

function write(...texts: string[]): void {
  for (const one of texts) rig.sync.write('room', text(one))
}

/** The server answers the next sends with this code, so many times. */
function refuse(code: number, times: number, retryAfter?: number): void {
  let left = times
  server.instead = (frame: ClientFrame) => {
    if (frame.type !== 'send' || left === 0) return null
    left -= 1
    return { type: 'error', id: frame.id, code, message: 'no', retryAfter }
  }
}

describe('a message', () => {
  it('is shown at once, and stands where it stands', async () => {
    write('one')
    expect(rig.statuses()).toEqual(['queued'])
    await rig.connect()
    expect(rig.statuses()).toEqual(['sent'])
    write('two')
    expect(rig.statuses()).toEqual(['sent', 'sending'])
    await rig.run()
    expect(rig.statuses()).toEqual(['sent', 'sent'])
    expect(server.texts()).toEqual(['one', 'two'])
    expect(rig.texts()).toEqual(['one', 'two'])
  })

  it('doesn\'t wait for the one before it to be acknowledged', async () => {
    await rig.connect()
    write('one', 'two', 'three')
    expect(rig.sent('send').map(({ content }) => content)).toEqual(['one', 'two', 'three'].map(text))
  })

  it('has an id of its own', async () => {
    write(...Array.from({ length: 100 }, (_, index) => `${index}`))
    const keys = rig.sync.timeline('room')?.messages.map(({ key }) => key)
    expect(new Set(keys).size).toBe(100)
  })

  it('waits when too many are on their way; all arrive in order', async () => {
    await rig.connect()
    const texts = Array.from({ length: 300 }, (_, index) => `${index}`)
    write(...texts)
    expect(rig.sent('send')).toHaveLength(256)
    expect(rig.statuses().filter(status => status === 'queued')).toHaveLength(44)
    await rig.run()
    expect(server.texts()).toEqual(texts)
    expect(rig.texts()).toEqual(texts)
    expect(rig.sent('send')).toHaveLength(300)
  })

  it('tells who writes by program when to wait, and when to go on', async () => {
    const more: boolean[] = []
    for (let index = 0; index < 1_024; index++) more.push(rig.sync.write('room', text(`${index}`)))
    expect(more.indexOf(false)).toBe(1_023)
    let drained = false
    void rig.sync.drained().then(() => { drained = true })
    await rig.run()
    expect(drained).toBe(false)
    await rig.connect()
    expect(drained).toBe(true)
    expect(server.texts()).toHaveLength(1_024)
    expect(rig.sync.write('room', text('more'))).toBe(true)
  })

  it('waits when those on their way are long; one always goes', async () => {
    server.limits = { frameBytes: 1_000_000, textLength: 1_000_000 }
    await rig.connect()
    write('a'.repeat(200_000), 'b'.repeat(100_000), 'c'.repeat(100_000))
    expect(rig.sent('send')).toHaveLength(1)
    await rig.run()
    expect(rig.sent('send')).toHaveLength(3)
    expect(server.texts().map(text => text[0])).toEqual(['a', 'b', 'c'])
  })

  it('stays where the server has put it, among those of others', async () => {
    await rig.connect()
    write('mine')
    server.says('bob', 'his')
    await rig.run()
    expect(rig.texts()).toEqual(['his', 'mine'])
    expect(server.texts()).toEqual(['his', 'mine'])
  })
})

describe('a break', () => {
  it('sets what was being sent back to waiting; it goes again under the same id', async () => {
    await rig.connect()
    write('one', 'two')
    rig.cut()
    expect(rig.statuses()).toEqual(['unknown', 'unknown'])
    await rig.connect()
    const ids = rig.sent('send').map(({ id }) => id)
    expect(ids.slice(0, 2)).toEqual(ids.slice(2))
    expect(server.texts()).toEqual(['one', 'two'])
    expect(rig.texts()).toEqual(['one', 'two'])
  })

  it('before an acknowledgement doesn\'t store the message twice', async () => {
    await rig.connect()
    write('one')
    // The server hears it; its answers are lost.
    rig.dieAt = rig.frames + 2
    await rig.run()
    expect(server.texts()).toEqual(['one'])
    rig.cut()
    rig.dieAt = Infinity
    await rig.connect()
    expect(server.texts()).toEqual(['one'])
    expect(rig.texts()).toEqual(['one'])
    expect(rig.statuses()).toEqual(['sent'])
  })

  /** Ann reads a page, writes, others write, she writes more: with a cut at one frame and a new link. */
  async function scene(dieAt: number): Promise<void> {
    server = new FakeServer()
    for (let index = 1; index <= 3; index++) server.says('bob', `before ${index}`)
    rig = new SyncRig(server)
    rig.dieAt = dieAt
    rig.sync.enter('room')
    await rig.connect()
    write('one', 'two')
    server.says('bob', 'between')
    await rig.run()
    write('three')
    rig.sync.markRead('room', 3)
    await rig.run()

    const died = rig.frames >= dieAt
    rig.cut()
    rig.dieAt = Infinity
    server.says('bob', 'in the dark')
    write('four')
    await rig.connect()

    const stored = server.texts()
    expect([...stored].sort()).toEqual([
      'before 1', 'before 2', 'before 3', 'between', 'four', 'in the dark', 'one', 'three', 'two',
    ])
    const own = stored.filter(one => ['one', 'two', 'three', 'four'].includes(one))
    expect(own, 'in the order they were written').toEqual(['one', 'two', 'three', 'four'])
    expect(rig.texts()).toEqual(stored)
    expect(new Set(rig.statuses())).toEqual(new Set(['sent']))
    expect(rig.sync.timeline('room')?.hasGap).toBe(false)
    expect(rig.sync.loadState('room')).toBe('ready')
    expect(server.log().reads.get('ann') ?? 0).toBe(rig.sync.conversations.get('room')?.read)
    if (!died) expect(server.log().reads.get('ann')).toBe(3)
    if (!died) framesOfScene = dieAt
  }

  let framesOfScene = 0

  it('at any frame loses nothing, doubles nothing and keeps the order', async () => {
    for (let dieAt = 1; framesOfScene === 0; dieAt++) {
      await scene(dieAt)
      expect(dieAt, 'the scene ends').toBeLessThan(200)
    }
    expect(framesOfScene).toBeGreaterThan(12)
  })
})

describe('a refusal', () => {
  beforeEach(() => rig.connect())

  it('is shown with the server\'s reason, and holds up nothing', async () => {
    refuse(4003, 1)
    write('one', 'two')
    await rig.run()
    expect(rig.texts()).toEqual(['two', 'one'])
    expect(rig.sync.timeline('room')?.messages[1]).toMatchObject({ status: 'failed', error: { code: 4003 } })
    expect(server.texts()).toEqual(['two'])
  })

  it('can be tried again, under the same id', async () => {
    refuse(4003, 1)
    write('one')
    await rig.run()
    const key = rig.sync.timeline('room')?.messages[0]?.key ?? ''
    rig.sync.retry('room', key)
    await rig.run()
    expect(rig.sent('send').map(({ id }) => id)).toEqual([key, key])
    expect(rig.statuses()).toEqual(['sent'])
    expect(server.texts()).toEqual(['one'])
  })

  it('can be thrown away', async () => {
    refuse(4003, 1)
    write('one')
    await rig.run()
    rig.sync.discard('room', rig.sync.timeline('room')?.messages[0]?.key ?? '')
    expect(rig.texts()).toEqual([])
    rig.cut()
    await rig.connect()
    expect(server.texts()).toEqual([])
  })

  it('is not repeated by a new link', async () => {
    refuse(4003, 1)
    write('one')
    await rig.run()
    rig.cut()
    await rig.connect()
    expect(rig.statuses()).toEqual(['failed'])
    expect(rig.sent('send')).toHaveLength(1)
  })

  it('is the only thing that can be tried again or thrown away', async () => {
    write('one')
    const key = rig.sync.timeline('room')?.messages[0]?.key ?? ''
    rig.sync.retry('room', key)
    rig.sync.discard('room', key)
    rig.sync.retry('room', 'nothing')
    rig.sync.discard('nowhere', key)
    await rig.run()
    expect(rig.sent('send')).toHaveLength(1)
    expect(rig.texts()).toEqual(['one'])
  })

  it('of a conversation that isn\'t there fails the message', async () => {
    rig.sync.write('nowhere', text('one'))
    await rig.run()
    expect(rig.sync.timeline('nowhere')?.messages[0]).toMatchObject({ status: 'failed', error: { code: 4004 } })
  })
})

describe('"not now"', () => {
  beforeEach(() => rig.connect())

  it.each([4029, 4500, 4503])('by code %i is no failure: it goes again by itself', async (code) => {
    refuse(code, 1, 3_000)
    write('one')
    await rig.run()
    expect(rig.statuses()).toEqual(['sending'])
    rig.clock.advance(2_999)
    await rig.run()
    expect(rig.sent('send')).toHaveLength(1)
    rig.clock.advance(1)
    await rig.run()
    expect(rig.statuses()).toEqual(['sent'])
    expect(server.texts()).toEqual(['one'])
  })

  it('waits a second where the server doesn\'t say how long', async () => {
    refuse(4029, 1)
    write('one')
    await rig.run()
    rig.clock.advance(999)
    await rig.run()
    expect(server.texts()).toEqual([])
    rig.clock.advance(1)
    await rig.run()
    expect(server.texts()).toEqual(['one'])
  })

  it('holds back what is written meanwhile, and keeps the order', async () => {
    refuse(4029, 1, 3_000)
    write('one')
    await rig.run()
    write('two')
    await rig.run()
    expect(rig.sent('send')).toHaveLength(1)
    expect(rig.statuses()).toEqual(['sending', 'queued'])
    rig.clock.advance(3_000)
    await rig.run()
    expect(server.texts()).toEqual(['one', 'two'])
  })

  it('ends also where the timer fires a moment early, as real ones do', async () => {
    refuse(4029, 1, 3_000)
    write('one')
    await rig.run()
    rig.clock.advance(100)
    rig.clock.fireEarly(1)
    await rig.run()
    rig.clock.advance(5_000)
    await rig.run()
    expect(server.texts()).toEqual(['one'])
  })

  it('ends also where the phone\'s clock is put back', async () => {
    refuse(4029, 1, 3_000)
    write('one')
    await rig.run()
    rig.clock.freeze(-3_600_000)
    rig.clock.advance(3_603_000)
    await rig.run()
    expect(server.texts()).toEqual(['one'])
  })

  it('doesn\'t outlast the link', async () => {
    refuse(4029, 1, 60_000)
    write('one')
    await rig.run()
    rig.cut()
    await rig.connect()
    expect(server.texts()).toEqual(['one'])
    rig.clock.advance(120_000)
    await rig.run()
    expect(rig.sent('send')).toHaveLength(2)
  })
})

describe('a text that is too long', () => {
  it('fails here: the server would cut the link at it again and again', async () => {
    await rig.connect()
    write('x'.repeat(101), 'short')
    await rig.run()
    expect(server.texts()).toEqual(['short'])
    expect(rig.sent('send')).toHaveLength(1)
    expect(rig.sync.timeline('room')?.messages[1]).toMatchObject({
      status: 'failed', error: { code: ErrorCode.tooLong },
    })
  })

  it('and was written before the limit was known fails as well', async () => {
    write('x'.repeat(101), 'short')
    await rig.connect()
    expect(server.texts()).toEqual(['short'])
    expect(rig.statuses().sort()).toEqual(['failed', 'sent'])
  })

  it('is not one that fits exactly', async () => {
    await rig.connect()
    write('x'.repeat(100))
    await rig.run()
    expect(rig.statuses()).toEqual(['sent'])
  })
})
