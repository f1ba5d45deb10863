import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import type { WireEvent } from '../../../src/protocols/native/wire'
import { login, Stage } from '../../helpers/server'

let stage: Stage
let server: ChatServer
beforeEach(async () => {
  stage = new Stage()
  server = await stage.server()
})
afterEach(() => stage.close())

const textOf = (event: WireEvent) => ('content' in event ? event.content.text : undefined)

describe('two people', () => {
  it('see the same messages in the same order, once', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    const { id } = await ann.open(ben.self.id)
    await Promise.all(Array.from({ length: 20 }, async (_, i) => {
      await ann.say(`a${i}`, id, `a${i}`)
      await ben.say(`b${i}`, id, `b${i}`)
    }))
    await ann.settle()
    await ben.settle()
    const seen = [ann, ben].map(client => client.frames.flatMap(frame => frame.type === 'event' ? [frame.event] : []))
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]?.map(event => event.seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    const from = (who: string) => seen[0]?.filter(event => event.from.name === who).map(textOf)
    expect(from('Ann')).toEqual(Array.from({ length: 20 }, (_, i) => `a${i}`))
    expect(from('Ben')).toEqual(Array.from({ length: 20 }, (_, i) => `b${i}`))
    expect((await ben.history({ limit: 200 }, id)).events).toEqual(seen[0])
  })

  it('reach all devices of both, and nobody else', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const annsPhone = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    const eve = await stage.join(server.port, 'Eve')
    const { id } = await ann.open(ben.self.id)
    expect((await annsPhone.take('conversation')).conversation).toMatchObject({ id, title: 'Ben' })
    await ben.take('conversation')
    await ann.say('hi', id)
    for (const client of [ann, annsPhone, ben]) expect(textOf(await client.event())).toBe('hi')
    for (const client of [annsPhone, ben, eve]) {
      await client.settle()
      expect(client.frames).toEqual([])
    }
  })

  it('are in the general group with everyone who logs in', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const eve = await stage.join(server.port, 'Eve')
    await ann.say('all')
    expect(textOf(await eve.event())).toBe('all')
  })
})

describe('sending again', () => {
  it('gives the first place, and nobody sees it twice', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    const first = await ann.say('once', 'general', 'm1')
    await ann.say('other', 'general', 'm2')
    expect(await ann.say('once', 'general', 'm1')).toEqual(first)
    // On another connection, and with another text: the id alone decides.
    const phone = await stage.join(server.port, 'Ann')
    expect(await phone.say('changed', 'general', 'm1')).toEqual(first)
    await ben.settle()
    expect(ben.frames.map(frame => frame.type === 'event' && textOf(frame.event))).toEqual(['once', 'other'])
    expect((await ben.history({ limit: 10 })).events.map(textOf)).toEqual(['once', 'other'])
  })

  it('tells two people with the same id apart', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    expect((await ann.say('a', 'general', 'same')).seq).toBe(1)
    expect((await ben.say('b', 'general', 'same')).seq).toBe(2)
  })

  it('refuses an id that was used in another conversation', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    const { id: conversation } = await ann.open(ben.self.id)
    await ann.say('a', 'general', 'm1')
    const content = { kind: 'text', text: 'b' }
    expect((await ann.refused({ type: 'send', id: 'm1', conversation, content })).code).toBe(4022)
  })

  it('of a whole pipeline keeps the order', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ids = Array.from({ length: 300 }, (_, i) => `m${i}`)
    for (const round of [1, 2]) {
      for (const id of ids) {
        ann.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
      }
      for (const [i, id] of ids.entries()) {
        expect(await ann.take('ack'), `round ${round}`).toMatchObject({ id, seq: i + 1 })
      }
    }
    expect((await ann.history({ limit: 200 })).head).toBe(300)
  })
})

describe('history', () => {
  it.each([
    ['the newest', { limit: 3 }, [8, 9, 10]],
    ['before', { before: 5, limit: 3 }, [2, 3, 4]],
    ['before the first', { before: 1, limit: 3 }, []],
    ['before, near the start', { before: 3, limit: 5 }, [1, 2]],
    ['before, past the end', { before: 99, limit: 2 }, [9, 10]],
    ['after', { after: 4, limit: 3 }, [5, 6, 7]],
    ['after nothing', { after: 0, limit: 2 }, [1, 2]],
    ['after, near the end', { after: 8, limit: 5 }, [9, 10]],
    ['after the end', { after: 10, limit: 5 }, []],
    ['all', { limit: 200 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ])('%s', async (_, range, seqs) => {
    const ann = await stage.join(server.port, 'Ann')
    for (let i = 1; i <= 10; i++) await ann.say(`m${i}`)
    const page = await ann.history(range)
    expect(page).toMatchObject({ conversation: 'general', head: 10, epoch: ann.welcome.conversations[0]?.epoch })
    expect(page.events.map(event => event.seq)).toEqual(seqs)
    expect(page.events.map(textOf)).toEqual(seqs.map(seq => `m${seq}`))
  })

  it('is bounded in bytes too, and the rest can be asked for', async () => {
    const ann = await stage.join(server.port, 'Ann')
    for (let i = 0; i < 20; i++) await ann.say({ kind: 'blob', data: 'x'.repeat(100_000) })
    const newest = await ann.history({ limit: 20 })
    expect(newest.events.length).toBeLessThan(20)
    expect(newest.events.at(-1)?.seq).toBe(20)
    const oldest = await ann.history({ after: 0, limit: 20 })
    expect(oldest.events.length).toBeLessThan(20)
    expect(oldest.events[0]?.seq).toBe(1)
    const rest = await ann.history({ after: oldest.events.length, limit: 20 })
    const seqs = [...oldest.events, ...rest.events].map(event => event.seq)
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })
})

describe('read and unread', () => {
  it('counts messages of others only', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const { token } = await login(server.port, 'Ben')
    for (const word of ['1', '2', '3']) await ann.say(word)
    const ben = await stage.enter(server.port, token)
    await ben.say('4')
    await ann.say('5')
    const again = await stage.enter(server.port, token)
    expect(again.welcome.conversations[0]).toMatchObject({ head: 5, read: 0, unread: 4 })
    expect(again.welcome.conversations[0]?.last).toMatchObject({ content: { kind: 'text', text: '5' } })
    ben.send({ type: 'read', conversation: 'general', seq: 3 })
    const moved = { type: 'read', conversation: 'general', seq: 3, head: 5, unread: 1, mention: 0 }
    expect(await ben.take('read')).toEqual(moved)
    expect(await again.take('read')).toEqual(moved)
  })

  it('never moves back, and not past the head', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    const phone = await stage.join(server.port, 'Ben')
    await ann.say('1')
    await ann.say('2')
    ben.send({ type: 'read', conversation: 'general', seq: 99 })
    expect(await ben.take('read')).toMatchObject({ seq: 2, unread: 0 })
    expect(await phone.take('read')).toMatchObject({ seq: 2, unread: 0 })
    // What changes nothing is told only to the one who asked.
    ben.send({ type: 'read', conversation: 'general', seq: 1 })
    expect(await ben.take('read')).toMatchObject({ seq: 2, unread: 0 })
    await phone.settle()
    expect(phone.frames.filter(frame => frame.type === 'read')).toEqual([])
  })

  it('starts where a newcomer comes in', async () => {
    const ann = await stage.join(server.port, 'Ann')
    await ann.say('before')
    const ben = await stage.join(server.port, 'Ben')
    expect(ben.welcome.conversations[0]).toMatchObject({ head: 1, read: 1, unread: 0 })
    expect((await ben.history({ limit: 5 })).events.map(textOf)).toEqual(['before'])
  })
})
