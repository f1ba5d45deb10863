import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { channels } from '../../../server/redis/keys'
import type { ChatServer } from '../../../server/server'
import { RedisServer } from '../../helpers/redis'
import { Stage, until } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

/** What people at different nodes are told of each other. */

let redis: RedisServer
let stage: Stage
let nodes: [ChatServer, ChatServer]
let ann: WireClient
let ben: WireClient
let group: string
beforeAll(async () => {
  redis = await RedisServer.start({ appendfsync: 'no' })
})
afterAll(() => redis.close())
beforeEach(async () => {
  await redis.inside.flushall()
  stage = new Stage()
  const options = { store: redis.url, absence: 100 }
  nodes = [await stage.server(options), await stage.server(options)]
  ann = await stage.join(nodes[0].port, 'Ann')
  ben = await stage.join(nodes[1].port, 'Ben')
  ann.send({ type: 'create', id: 'g', title: 'Us', people: [ben.self.id] })
  group = (await ann.take('conversation')).conversation.id
  await ben.take('conversation')
})
afterEach(() => stage.close())

it('who is writing, and who has read', async () => {
  ann.send({ type: 'typing', conversation: group, on: true })
  expect(await ben.take('typing')).toEqual({ type: 'typing', conversation: group, from: ann.self, on: true })
  const { seq } = await ann.say('hello', group)
  await ben.read(seq, group)
  expect(await ann.take('seen')).toEqual({ type: 'seen', conversation: group, person: ben.self.id, seq })
})

it('what somebody has set, at the other connections of that person', async () => {
  const annToo = await stage.join(nodes[1].port, 'Ann')
  ann.send({ type: 'set', id: 's', conversation: group, muted: true })
  const { conversation } = await ann.take('conversation')
  expect(await annToo.take('conversation')).toEqual({ type: 'conversation', conversation })
})

it('who comes, and goes, and is at another node meanwhile', async () => {
  const benId = ben.self.id
  ann.send({ type: 'watch', people: [benId] })
  expect(await ann.take('presence')).toMatchObject({ people: [{ id: benId, online: true }] })
  const elsewhere = await stage.join(nodes[0].port, 'Ben')
  await ben.end()
  // The node that he has left knows it.
  await until(async () => (await redis.inside.scard(`chat:person:{${benId}}:nodes`)) === 1)
  await ann.settle()
  expect(ann.frames.filter(({ type }) => type === 'presence')).toEqual([])
  await elsewhere.end()
  const { people } = await ann.take('presence')
  expect(people).toEqual([{ id: benId, online: false, seen: expect.any(Number) as number }])
  await stage.join(nodes[1].port, 'Ben')
  expect((await ann.take('presence')).people).toEqual([{ id: benId, online: true }])
})

it('nodes listen to those only who are looked at', async () => {
  const listened = async () => await redis.inside.pubsub('CHANNELS', channels.state('*')) as string[]
  ann.send({ type: 'watch', people: [ben.self.id, ann.self.id, 'nobody'] })
  await ann.take('presence')
  expect((await listened()).sort()).toEqual([ann, ben].map(({ self }) => channels.state(self.id)).sort())
  ann.send({ type: 'watch', people: [ben.self.id] })
  await ann.take('presence')
  await until(async () => (await listened()).length === 1)
  await ann.end()
  await until(async () => (await listened()).length === 0)
})
