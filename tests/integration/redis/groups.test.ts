import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { channels } from '../../../server/redis/keys'
import type { ChatServer } from '../../../server/server'
import { RedisServer } from '../../helpers/redis'
import { Stage, until } from '../../helpers/server'
import { WireClient } from '../../helpers/wire-client'
import { membershipStorm } from '../server/membership-storm'

/** Groups whose members are at different nodes of one Redis. */

let redis: RedisServer
let stage: Stage
let nodes: ChatServer[]
beforeAll(async () => {
  redis = await RedisServer.start({ appendfsync: 'no' })
  WireClient.tell = (person, frame) =>
    redis.inside.publish(channels.person(person), `test.0 f\n${JSON.stringify(frame)}`)
})
afterAll(async () => {
  WireClient.tell = undefined
  await redis.close()
})
beforeEach(async () => {
  await redis.inside.flushall()
  stage = new Stage()
  nodes = [await stage.server({ store: redis.url }), await stage.server({ store: redis.url })]
})
afterEach(() => stage.close())

it('nothing reaches who is no member, at any node, however often that changes', async () => {
  await membershipStorm(stage, nodes.map(({ port }) => port), 20)
})

it('a removal is told on the channels of the group and of the person, before the entry that says so', async () => {
  const ann = await stage.join(nodes[0]?.port ?? 0, 'Ann')
  const ben = await stage.join(nodes[1]?.port ?? 0, 'Ben')
  ann.send({ type: 'create', id: 'g', title: 'Us', people: [ben.self.id] })
  const { conversation: { id: group } } = await ann.take('conversation')
  const listener = redis.inside.duplicate()
  const heard: string[] = []
  listener.on('pmessage', (_pattern: string, channel: string, signal: string) => {
    heard.push(`${channel} ${signal.split(/[ \n]/)[1]}`)
  })
  await listener.psubscribe('chat:*')
  await ann.write({ type: 'change', id: 'r', conversation: group, change: 'removed', people: [ben.self.id] })
  await ann.settle()
  await until(() => heard.length >= 3)
  listener.disconnect()
  const [one, person] = [channels.conversation(group), channels.person(ben.self.id)]
  expect(heard.slice(0, 3)).toEqual([`${person} l`, `${one} l`, `${one} f`])
})

it('who is added and removed at one node hears it at the others', async () => {
  const [one = 0, two = 0] = nodes.map(({ port }) => port)
  const ann = await stage.join(one, 'Ann')
  const ben = await stage.join(two, 'Ben')
  ann.send({ type: 'create', id: 'g', title: 'Us', people: [] })
  const { conversation: { id: group } } = await ann.take('conversation')
  const change = { type: 'change' as const, conversation: group, people: [ben.self.id] }
  for (const round of [1, 2]) {
    await ann.write({ ...change, id: `add-${round}`, change: 'added' })
    expect((await ben.take('conversation')).conversation).toMatchObject({ id: group, role: 'member', members: 2 })
    await ann.say('hello', group)
    expect(await ben.message()).toMatchObject({ content: { text: 'hello' } })
    await ann.write({ ...change, id: `remove-${round}`, change: 'removed' })
    expect(await ben.take('left')).toEqual({ type: 'left', conversation: group })
  }
  await ann.say('alone', group)
  await ben.settle()
  expect(ben.frames).toEqual([])
})
