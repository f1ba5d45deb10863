import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import { Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'
import { membershipStorm } from './membership-storm'

let stage: Stage
let server: ChatServer
let ann: WireClient
let ben: WireClient
let eve: WireClient
beforeEach(async () => {
  stage = new Stage()
  server = await stage.server()
  ann = await stage.join(server.port, 'Ann')
  ben = await stage.join(server.port, 'Ben')
  eve = await stage.join(server.port, 'Eve')
})
afterEach(() => stage.close())

async function create(people: string[], id = 'g1', title = 'Us'): Promise<string> {
  ann.send({ type: 'create', id, title, people })
  return (await ann.take('conversation', frame => frame.id === id)).conversation.id
}

/** The types of what a connection was told, the oldest first. */
async function told(client: WireClient): Promise<string[]> {
  await client.settle()
  return client.frames.splice(0).map(({ type }) => type)
}

it('a group is there for all its people at once, on all their connections, and for nobody else', async () => {
  const [ann2, ben2] = [await stage.join(server.port, 'Ann'), await stage.join(server.port, 'Ben')]
  const group = await create([ben.self.id])
  for (const client of [ann2, ben, ben2]) {
    const { conversation, ...frame } = await client.take('conversation')
    expect(frame).not.toHaveProperty('id')
    expect(conversation).toMatchObject({
      id: group, title: 'Us', members: 2, role: client === ann2 ? 'owner' : 'member', unread: 0,
      last: { type: 'change', change: 'created', people: [ben.self] },
    })
  }
  // The same again is the same group, and nobody hears of it again.
  expect(await create([eve.self.id])).toBe(group)
  for (const client of [ann, ann2, ben, ben2, eve]) expect(await told(client)).toEqual([])
  await ben.say('hello', group)
  for (const client of [ann, ann2, ben, ben2]) expect(await told(client)).toEqual(['event'])
  expect(await told(eve)).toEqual([])
})

it('who is added gets the conversation, then what comes; what was said before can be read', async () => {
  const group = await create([ben.self.id])
  const eve2 = await stage.join(server.port, 'Eve')
  await ann.say('before', group)
  const { seq } = await ben.write({
    type: 'change', id: 'add', conversation: group, change: 'added', people: [eve.self.id, ann.self.id],
  })
  for (const client of [eve, eve2]) {
    const { conversation } = await client.take('conversation')
    expect(conversation).toMatchObject({ id: group, head: seq, read: seq, unread: 0, members: 3 })
  }
  await ann.say('after', group)
  for (const client of [eve, eve2]) expect(await client.message()).toMatchObject({ content: { text: 'after' } })
  expect((await eve.history({ limit: 9 }, group)).events.map(({ type }) => type)).toEqual(
    ['change', 'message', 'change', 'message'])
  // Others see that she was added, and only that: Ann was there.
  const added = await ann.take('event', ({ event }) => event.type === 'change')
  expect(added.event).toMatchObject({ change: 'added', from: ben.self, people: [eve.self], members: 3 })
})

it('who is removed hears that at once, on each connection, and nothing behind it', async () => {
  const group = await create([ben.self.id, eve.self.id])
  const eve2 = await stage.join(server.port, 'Eve')
  await eve.take('conversation')
  await ann.write({ type: 'change', id: 'r', conversation: group, change: 'removed', people: [eve.self.id] })
  await ben.say('without her', group)
  for (const client of [eve, eve2]) expect(await told(client)).toEqual(['left'])
  const again = await stage.join(server.port, 'Eve')
  expect(again.welcome.conversations.map(({ id }) => id)).toEqual(['general'])
})

it('who leaves has the acknowledgement first, then hears that it is over', async () => {
  const group = await create([ben.self.id])
  const ben2 = await stage.join(server.port, 'Ben')
  await ben.take('conversation')
  const leave = { type: 'change', id: 'leave', conversation: group, change: 'left' } as const
  ben.send(leave)
  ben.send({ type: 'send', id: 'late', conversation: group, content: { kind: 'text', text: 'x' } })
  const heard = await told(ben)
  expect(heard[0]).toBe('ack')
  expect(heard.sort()).toEqual(['ack', 'error', 'left'])
  expect(await told(ben2)).toEqual(['left'])
  // It is stored once, and acknowledged as often as it comes.
  const { seq } = await ben.write(leave)
  expect((await ann.history({ limit: 9 }, group)).head).toBe(seq)
})

it('what is wrong with a frame is told', async () => {
  const group = await create([ben.self.id])
  const change = { type: 'change', id: 'c', conversation: group } as const
  const code = async (frame: Parameters<WireClient['refused']>[0]) => (await ann.refused(frame)).code
  for (const title of ['', ' ', 'x'.repeat(61), 'a\nb', '\u0000']) {
    expect(await code({ ...change, change: 'title', title })).toBe(4022)
    expect(await code({ type: 'create', id: 'c', title, people: [] })).toBe(4022)
  }
  const many = Array.from({ length: 101 }, (_, i) => `p${i}`)
  expect(await code({ ...change, change: 'title' })).toBe(4022)
  expect(await code({ ...change, change: 'added' })).toBe(4022)
  expect(await code({ ...change, change: 'added', people: [] })).toBe(4022)
  expect(await code({ ...change, change: 'added', people: many })).toBe(4022)
  expect(await code({ ...change, change: 'role', people: [ben.self.id] })).toBe(4022)
  expect(await code({ ...change, change: 'role', people: [ben.self.id, eve.self.id], role: 'owner' })).toBe(4022)
  expect(await code({ type: 'create', id: 'c', title: 'x', people: many })).toBe(4022)
  expect(await code({ type: 'create', id: 'c', title: 'x', people: ['nobody'] })).toBe(4004)
  expect(await code({ type: 'members', id: 'c', conversation: group, limit: 201 })).toBe(4000)
  // A title of 60 characters, however many code units they take.
  await ann.write({ ...change, id: 'ok', change: 'title', title: '👍'.repeat(60) })
})

it('nothing reaches who is no member, however often that changes', async () => {
  await membershipStorm(stage, [server.port], 12)
})
