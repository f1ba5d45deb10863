import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAuth } from '../../../server/auth'
import type { ChatServer } from '../../../server/server'
import type { WireConversation, WirePerson } from '../../../src/protocols/native/wire'
import { Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

/** What people are told of each other, and set for themselves, as clients see it. */

const secret = 's'.repeat(43)
const auth = createAuth(secret)
let stage: Stage
let server: ChatServer
let ann: WireClient
let ben: WireClient
let eve: WireClient
beforeEach(async () => {
  stage = new Stage()
  server = await stage.server({ secret, absence: 100 })
  ann = await stage.join(server.port, 'Ann')
  ben = await stage.join(server.port, 'Ben')
  eve = await stage.join(server.port, 'Eve')
})
afterEach(() => stage.close())

const idOf = (client: WireClient) => client.self.id
const enter = async (person: WirePerson) => stage.enter(server.port, await auth.issue(person))

async function makeGroup(owner: WireClient, others: WireClient[]): Promise<string> {
  const id = owner.newId()
  owner.send({ type: 'create', id, title: 'Us', people: others.map(idOf) })
  const { conversation } = await owner.take('conversation', frame => frame.id === id)
  for (const client of [owner, ...others]) {
    await client.settle()
    client.frames.length = 0
  }
  return conversation.id
}

describe('a picture', () => {
  const tom = { id: 'tom', name: 'Tom', avatar: 'https://pictures.example/tom.png' }

  it('comes with the token, and is told with the person', async () => {
    const client = await enter(tom)
    expect(client.self).toEqual(tom)
    const group = await makeGroup(ann, [client])
    await client.say('hello', group)
    expect(await ann.message()).toMatchObject({ from: tom })
    ann.send({ type: 'person', id: 'p', person: 'tom' })
    expect(await ann.take('person')).toEqual({ type: 'person', id: 'p', person: tom })
    expect(await ann.refused({ type: 'person', id: 'q', person: 'nobody' })).toMatchObject({ code: 4004 })
    expect((await ann.open('tom')).peer).toEqual(tom)
  })

  it.each([
    'ftp://pictures.example/tom.png', 'javascript:alert(1)', 'tom.png', '', `https://x.example/${'x'.repeat(490)}`,
  ])('is left out if it is none: %s', async (avatar) => {
    expect((await enter({ ...tom, avatar })).self).toEqual({ id: 'tom', name: 'Tom' })
  })

  it('is written as addresses are', async () => {
    expect((await enter({ ...tom, avatar: 'HTTPS://x.example/a "b"#c"' })).self.avatar)
      .toBe('https://x.example/a%20%22b%22#c%22')
  })
})

describe('typing', () => {
  it('is told to all other members, on all their connections, and to nobody else', async () => {
    const group = await makeGroup(ann, [ben])
    const [annToo, benToo] = [await stage.join(server.port, 'Ann'), await stage.join(server.port, 'Ben')]
    ann.send({ type: 'typing', conversation: group, on: true })
    for (const client of [ben, benToo]) {
      expect(await client.take('typing')).toEqual({ type: 'typing', conversation: group, from: ann.self, on: true })
    }
    for (const on of [false, false]) ann.send({ type: 'typing', conversation: group, on })
    for (const client of [ben, benToo]) expect(await client.take('typing')).toMatchObject({ on: false })
    eve.send({ type: 'typing', conversation: group, on: true })
    eve.send({ type: 'typing', conversation: 'nowhere', on: true })
    // It is another connection, which counts by itself.
    annToo.send({ type: 'typing', conversation: group, on: true })
    for (const client of [ben, benToo]) expect(await client.take('typing')).toMatchObject({ from: ann.self, on: true })
    for (const client of [ann, annToo, ben, benToo, eve]) await client.settle()
    expect([ann, annToo, ben, benToo, eve].flatMap(({ frames }) => frames)).toEqual([])
    expect((await ann.history({ limit: 9 }, group)).events).toHaveLength(1)
  })

  it('is not told of who may not write', async () => {
    const group = await makeGroup(ann, [ben, eve])
    await ann.write({ type: 'change', id: 'w', conversation: group, change: 'writers', writers: 'admins' })
    ben.send({ type: 'typing', conversation: group, on: true })
    await ben.settle()
    ann.send({ type: 'typing', conversation: group, on: true })
    expect(await eve.take('typing')).toMatchObject({ from: ann.self })
    expect(await eve.settle()).toBeUndefined()
    expect(eve.frames.filter(({ type }) => type === 'typing')).toEqual([])
  })
})

describe('what somebody sets', () => {
  it('comes back, and to the other connections of that person alone', async () => {
    const group = await makeGroup(ann, [ben])
    const annToo = await stage.join(server.port, 'Ann')
    ann.send({ type: 'set', id: 's', conversation: group, pinned: true, muted: true, hidden: true, marked: true })
    const { conversation } = await ann.take('conversation')
    expect(conversation).toMatchObject(
      { id: group, pinned: expect.any(Number) as number, muted: true, hidden: true, marked: true })
    expect(await annToo.take('conversation')).toEqual({ type: 'conversation', conversation })
    // It is no new subscription: what comes next comes once.
    await ben.say('hello', group)
    for (const client of [ann, annToo]) {
      expect(await client.message()).toMatchObject({ content: { text: 'hello' } })
      await client.settle()
      expect(client.frames).toEqual([])
    }
    await ben.settle()
    expect(ben.frames.filter(({ type }) => type === 'conversation')).toEqual([])
    const again = await stage.join(server.port, 'Ann')
    const kept = again.welcome.conversations.find(({ id }) => id === group) as WireConversation
    expect(kept).toMatchObject({ pinned: conversation.pinned, muted: true, marked: true })
    expect(kept).not.toHaveProperty('hidden')
    expect(await eve.refused({ type: 'set', id: 's', conversation: group, muted: true })).toMatchObject({ code: 4004 })
  })

  it('a mark goes when it is read, which all connections are told', async () => {
    const annToo = await stage.join(server.port, 'Ann')
    ann.send({ type: 'set', id: 's', conversation: 'general', marked: true })
    await annToo.take('conversation')
    await ann.read(0)
    expect(await annToo.take('read')).toMatchObject({ conversation: 'general', seq: 0 })
    ann.send({ type: 'set', id: 't', conversation: 'general' })
    expect((await ann.take('conversation', ({ id }) => id === 't')).conversation).not.toHaveProperty('marked')
  })
})

describe('what a group says of itself', () => {
  it('comes to all members, and in their lists', async () => {
    const group = await makeGroup(ann, [ben])
    const change = { type: 'change', conversation: group } as const
    await ann.write({ ...change, id: 'a', change: 'announcement', text: 'Hear,\nhear' })
    await ann.write({ ...change, id: 'w', change: 'writers', writers: 'admins' })
    expect(await ben.event()).toMatchObject({ type: 'change', change: 'announcement', text: 'Hear,\nhear' })
    expect(await ben.event()).toMatchObject({ type: 'change', change: 'writers', writers: 'admins' })
    const again = await stage.join(server.port, 'Ben')
    expect(again.welcome.conversations.find(({ id }) => id === group))
      .toMatchObject({ announcement: 'Hear,\nhear', writers: 'admins', unread: 0 })
    const send = { type: 'send', id: 's', conversation: group, content: { kind: 'text', text: 'x' } } as const
    expect(await ben.refused(send)).toMatchObject({ code: 4003 })
  })

  it.each([
    [4022, { change: 'announcement' }], [4022, { change: 'announcement', text: 'x'.repeat(1001) }],
    [4022, { change: 'announcement', text: 'a\u0000b' }], [4022, { change: 'announcement', text: '\ud800' }],
    [4022, { change: 'writers' }], [4000, { change: 'writers', writers: 'some' }],
    [4000, { change: 'announcement', text: 1 }],
  ] as const)('is refused with %i if it is %j', async (code, what) => {
    const group = await makeGroup(ann, [ben])
    ann.raw(JSON.stringify({ type: 'change', id: 'c', conversation: group, ...what }))
    expect(await ann.take('error')).toMatchObject({ id: 'c', code })
    const longest = { change: 'announcement', text: '👍'.repeat(1000) } as const
    await ann.write({ type: 'change', id: 'd', conversation: group, ...longest })
  })
})

describe('what was read in a group', () => {
  it('is told to those who wrote it, and can be asked for', async () => {
    const group = await makeGroup(ann, [ben, eve])
    const { seq } = await ann.say('hello', group)
    await ben.read(seq, group)
    expect(await ann.take('seen')).toEqual({ type: 'seen', conversation: group, person: ben.self.id, seq })
    await ben.read(seq, group)
    eve.send({ type: 'reads', id: 'r', conversation: group })
    expect(await eve.take('reads')).toEqual({
      type: 'reads', id: 'r', conversation: group,
      people: [{ person: ann.self, delivered: 1, read: 1 }, { person: ben.self, delivered: seq, read: seq }],
    })
    for (const client of [ann, ben, eve]) {
      await client.settle()
      expect(client.frames.filter(({ type }) => type === 'seen')).toEqual([])
    }
  })
})

describe('who is online', () => {
  const states = async (client: WireClient) => (await client.take('presence')).people

  it('is told at once, and on each change, of those one looks at', async () => {
    ann.send({ type: 'watch', people: [idOf(ben), idOf(ben), 'nobody', idOf(eve)] })
    expect(await states(ann)).toEqual([{ id: idOf(ben), online: true }, { id: idOf(eve), online: true }])
    const before = Date.now()
    const benToo = await stage.join(server.port, 'Ben')
    await ben.end()
    await benToo.end()
    const [gone] = await states(ann)
    expect(gone).toMatchObject({ id: idOf(ben), online: false })
    expect(gone?.seen).toBeGreaterThanOrEqual(before)
    expect(gone?.seen).toBeLessThanOrEqual(Date.now())
    ann.send({ type: 'watch', people: [idOf(ben)] })
    expect(await states(ann)).toEqual([gone])
    await stage.join(server.port, 'Ben')
    expect(await states(ann)).toEqual([{ id: idOf(ben), online: true }])
    // Nobody looks at her any more.
    await eve.end()
    ann.send({ type: 'watch', people: [] })
    expect(await states(ann)).toEqual([])
    await stage.join(server.port, 'Eve')
    await ann.settle()
    expect(ann.frames).toEqual([])
  })

  it('is nothing to who shares no conversation', async () => {
    const tom = await enter({ id: 'tom', name: 'Tom' })
    tom.send({ type: 'watch', people: [idOf(ann), 'tom'] })
    expect(await states(tom)).toEqual([])
    const group = await makeGroup(ann, [tom])
    tom.send({ type: 'watch', people: [idOf(ann), idOf(ben)] })
    expect(await states(tom)).toEqual([{ id: idOf(ann), online: true }])
    ann.send({ type: 'watch', people: ['tom'] })
    expect(await states(ann)).toEqual([{ id: 'tom', online: true }])
    await ann.write({ type: 'change', id: 'r', conversation: group, change: 'removed', people: ['tom'] })
    // Both are looked at anew, and neither is told anything of the other any more.
    expect(await states(tom)).toEqual([])
    expect(await states(ann)).toEqual([])
    await tom.end()
    const again = await enter({ id: 'tom', name: 'Tom' })
    again.send({ type: 'watch', people: [idOf(ann)] })
    expect(await states(again)).toEqual([])
    await ann.settle()
    expect(ann.frames.filter(({ type }) => type === 'presence')).toEqual([])
  })

  it('is not asked of too many at a time', async () => {
    ann.send({ type: 'watch', people: Array.from({ length: 201 }, (_, i) => `p${i}`) })
    expect(await ann.take('error')).toMatchObject({ code: 4000 })
  })
})
