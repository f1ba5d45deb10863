import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import { Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

let stage: Stage
let server: ChatServer
let ann: WireClient
let ben: WireClient
beforeEach(async () => {
  stage = new Stage()
  server = await stage.server()
  ann = await stage.join(server.port, 'Ann')
  ben = await stage.join(server.port, 'Ben')
})
afterEach(() => stage.close())

/** The conversation as a new connection of the same person sees it. */
async function view(name: string, id = 'general') {
  const { welcome } = await stage.join(server.port, name)
  return welcome.conversations.find(conversation => conversation.id === id)
}

/** All frames of this type that nobody took. */
async function all(client: WireClient, type: string) {
  await client.settle()
  return client.frames.filter(frame => frame.type === type)
}

describe('unread', () => {
  it('counts messages of others only, not what speaks of them, and recalled ones too', async () => {
    await ann.say('1', 'general', 'm1')
    await ann.edit(ann.mine('m1'), 'one')
    await ann.say('2', 'general', 'm2')
    await ann.react(ann.mine('m1'), '👍')
    await ben.say('mine', 'general', 'b1')
    await ben.react(ben.mine('b1'), '🎉')
    await ann.recall(ann.mine('m2'))
    expect(await view('Ben')).toMatchObject({ head: 7, read: 0, unread: 2 })
    expect(await view('Ann')).toMatchObject({ head: 7, read: 0, unread: 1 })
    // Wherever the cursor is: between messages, on one, on an amendment, on one's own.
    const rest: number[] = []
    for (let seq = 0; seq <= 7; seq++) rest.push((await ben.read(seq)).unread)
    expect(rest).toEqual([2, 1, 1, 0, 0, 0, 0, 0])
    await ann.say('3')
    expect(await ben.read(7)).toEqual({ type: 'read', conversation: 'general', seq: 7, head: 8, unread: 1, mention: 0 })
  })

  it('is right by counting, whatever the log is', async () => {
    const types: string[] = []
    for (let i = 0; i < 60; i++) {
      const client = i % 3 ? ann : ben
      const kind = ['send', 'send', 'edit', 'react'][(i * 7) % 4] ?? ''
      if (kind === 'send' || i < 6) await client.say(`${i}`, 'general', `m${i}`)
      else if (kind === 'edit') await client.edit(client.mine(i % 3 ? 'm1' : 'm0'), `${i}`)
      else await client.react(ann.mine('m1'), `e${i % 5}`)
      types.push(`${client.self.name} ${kind === 'send' || i < 6 ? 'says' : 'amends'}`)
    }
    const after = (seq: number, name: string) => types.slice(seq).filter(type => type === `${name} says`).length
    for (let seq = 0; seq <= 60; seq++) {
      expect(await ben.read(seq), `at ${seq}`).toMatchObject({ seq, head: 60, unread: after(seq, 'Ann') })
      expect(await ann.read(seq), `at ${seq}`).toMatchObject({ seq, head: 60, unread: after(seq, 'Ben') })
    }
  })

  it('has the newest message beside it, though newer entries speak of others', async () => {
    await ann.say('1', 'general', 'm1')
    await ann.say('2', 'general', 'm2')
    await ann.edit(ann.mine('m1'), 'one')
    await ben.react(ann.mine('m1'), '👍')
    expect(await view('Ben')).toMatchObject({ head: 4, last: { seq: 2, content: { kind: 'text', text: '2' } } })
  })
})

describe('a mention', () => {
  const content = { kind: 'text', text: 'hey' }
  const call = (client: WireClient, mentions: string[], id = client.newId()) =>
    client.write({ type: 'send', id, conversation: 'general', content, mentions })

  it('is in the event, in pages and in the list, as it was sent', async () => {
    const mentions = [ben.self.id, '*', 'p-nobody', ben.self.id]
    await call(ann, mentions)
    expect((await ben.message()).mentions).toEqual(mentions)
    expect((await ben.look(1)).mentions).toEqual(mentions)
    expect((await view('Ben'))?.last).toMatchObject({ mentions })
    await call(ann, [])
    expect(await ben.message()).not.toHaveProperty('mentions')
    expect(await ben.look(2)).not.toHaveProperty('mentions')
  })

  it('shows in the list and in the answer to read: the newest of others after the cursor', async () => {
    await call(ann, [ben.self.id])
    await call(ann, ['*'])
    await call(ann, [ann.self.id, 'p-other'])
    await call(ben, ['*', ben.self.id])
    expect(await view('Ben')).toMatchObject({ unread: 3, mention: 2 })
    expect(await view('Ann')).toMatchObject({ unread: 1, mention: 4 })
    const mentions: number[] = []
    for (let seq = 0; seq <= 4; seq++) mentions.push((await ben.read(seq)).mention)
    expect(mentions).toEqual([2, 2, 0, 0, 0])
    await call(ann, [ben.self.id])
    expect(await ben.read(0)).toMatchObject({ seq: 4, head: 5, unread: 1, mention: 5 })
  })

  it('stays when its message is recalled or edited', async () => {
    await call(ann, [ben.self.id], 'm1')
    await ann.edit(ann.mine('m1'), 'nothing')
    expect(await view('Ben')).toMatchObject({ unread: 1, mention: 1 })
    await ann.recall(ann.mine('m1'))
    expect(await view('Ben')).toMatchObject({ unread: 1, mention: 1, last: { mentions: [ben.self.id] } })
  })

  it('of more than fifty, or of what is no id, is refused', async () => {
    const fifty = Array.from({ length: 50 }, (_, i) => `p-${i}`)
    expect(await call(ann, fifty)).toMatchObject({ seq: 1 })
    const frame = { type: 'send', id: 'x', conversation: 'general', content } as const
    expect((await ann.refused({ ...frame, mentions: [...fifty, 'p-50'] })).code).toBe(4022)
    for (const mentions of [['a b'], [''], ['x'.repeat(65)], ['ü']]) {
      expect((await ann.refused({ ...frame, mentions })).code).toBe(4000)
    }
    expect((await ann.history({ limit: 1 })).head).toBe(1)
  })
})

describe('in a direct conversation', () => {
  let direct: string
  let annsPhone: WireClient
  const deliver = (client: WireClient, seq: number, conversation = direct) =>
    client.send({ type: 'delivered', cursors: [{ conversation, seq }] })
  const reached = (delivered: number, read: number) => (
    { type: 'reached', conversation: direct, reached: { delivered, read } })

  beforeEach(async () => {
    annsPhone = await stage.join(server.port, 'Ann')
    direct = (await ann.open(ben.self.id)).id
    for (const word of ['1', '2', '3', '4', '5']) await ann.say(word, direct)
  })

  it('the other person is told how far one has come, on all connections, and nobody else', async () => {
    const bensPhone = await stage.join(server.port, 'Ben')
    deliver(ben, 2)
    for (const client of [ann, annsPhone]) expect(await client.take('reached')).toEqual(reached(2, 0))
    await ben.read(1, direct)
    for (const client of [ann, annsPhone]) expect(await client.take('reached')).toEqual(reached(2, 1))
    for (const client of [ben, bensPhone, ann, annsPhone]) expect(await all(client, 'reached')).toEqual([])
  })

  it('cursors never move back, nor past the head, and what moves nothing is told to nobody', async () => {
    deliver(ben, 3)
    deliver(ben, 3)
    deliver(ben, 1)
    deliver(ben, 99)
    deliver(ben, 100)
    await ben.settle()
    expect(await all(ann, 'reached')).toEqual([reached(3, 0), reached(5, 0)])
    expect(await view('Ben', direct)).toMatchObject({ head: 5, delivered: 5, read: 0 })
  })

  it('what was read has been delivered', async () => {
    await ben.read(4, direct)
    await ben.read(2, direct)
    deliver(ben, 3)
    await ben.settle()
    expect(await all(ann, 'reached')).toEqual([reached(4, 4)])
    deliver(ben, 5)
    await ben.settle()
    await ben.read(5, direct)
    expect((await all(ann, 'reached')).slice(1)).toEqual([reached(5, 4), reached(5, 5)])
  })

  it('each sees the cursors of the other, and one\'s own', async () => {
    deliver(ben, 4)
    await ben.read(3, direct)
    expect(await view('Ann', direct)).toMatchObject({ read: 0, delivered: 0, reached: { delivered: 4, read: 3 } })
    expect(await view('Ben', direct)).toMatchObject({ read: 3, delivered: 4, reached: { delivered: 0, read: 0 } })
    expect((await ann.open(ben.self.id)).reached).toEqual({ delivered: 4, read: 3 })
  })

  it('survive a restart', async () => {
    deliver(ben, 4)
    await ben.read(3, direct)
    await server.close()
    server = await stage.server()
    expect(await view('Ann', direct)).toMatchObject({ reached: { delivered: 4, read: 3 } })
  })

  it('several at once move together; those of others are stepped over', async () => {
    const eve = await stage.join(server.port, 'Eve')
    const foreign = (await ann.open(eve.self.id)).id
    await ann.say('psst', foreign)
    await ann.say('all')
    ben.send({ type: 'delivered', cursors: [
      { conversation: foreign, seq: 1 }, { conversation: 'nowhere', seq: 1 }, { conversation: 'general', seq: 1 },
      { conversation: direct, seq: 5 },
    ] })
    expect(await ann.take('reached')).toEqual(reached(5, 0))
    await ben.settle()
    expect(ben.frames.filter(({ type }) => type === 'error')).toEqual([])
    expect([...await all(ann, 'reached'), ...await all(eve, 'reached')]).toEqual([])
    expect(await view('Ben')).toMatchObject({ delivered: 1, read: 0 })
    expect(await view('Eve', foreign)).toMatchObject({ delivered: 0, read: 0 })
  })

  it('a hundred are taken at once, and no more', async () => {
    const cursors = Array.from({ length: 100 }, () => ({ conversation: direct, seq: 1 }))
    ben.send({ type: 'delivered', cursors })
    expect(await ann.take('reached')).toEqual(reached(1, 0))
    ben.send({ type: 'delivered', cursors: [...cursors, { conversation: direct, seq: 2 }] })
    expect(await ben.take('error')).toMatchObject({ code: 4000 })
    expect(await all(ann, 'reached')).toEqual([])
  })
})

describe('in a group', () => {
  it('nobody is told, and nobody is shown', async () => {
    await ann.say('1')
    await ben.read(1)
    ben.send({ type: 'delivered', cursors: [{ conversation: 'general', seq: 1 }] })
    await ben.settle()
    expect(await all(ann, 'reached')).toEqual([])
    expect(await view('Ann')).not.toHaveProperty('reached')
    expect(await view('Ben')).toMatchObject({ read: 1, delivered: 1 })
  })

  it('who joins has everything before, delivered and read', async () => {
    await ann.say('1', 'general', 'm1')
    await ann.write({
      type: 'send', id: 'm2', conversation: 'general', content: { kind: 'text', text: 'x' }, mentions: ['*'],
    })
    await ann.edit(ann.mine('m1'), 'one')
    expect(await view('Eve')).toMatchObject({ head: 3, read: 3, delivered: 3, unread: 0, mention: 0 })
  })
})
