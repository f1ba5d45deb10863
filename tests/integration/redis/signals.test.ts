import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import { RedisServer } from '../../helpers/redis'
import { login, Stage, until } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

/** What is told on one node is heard on the others. */

let stage: Stage
let redis: RedisServer
let nodes: [ChatServer, ChatServer]
let ann: WireClient
let ben: WireClient
beforeEach(async () => {
  stage = new Stage()
  redis = await RedisServer.start()
  nodes = [await stage.server({ store: redis.url }), await stage.server({ store: redis.url })]
  ann = await stage.join(nodes[0].port, 'Ann')
  ben = await stage.join(nodes[1].port, 'Ben')
})
afterEach(async () => {
  await stage.close()
  await redis.close()
})

const seqs = (client: WireClient) => client.frames.flatMap(frame => (frame.type === 'event' ? [frame.event.seq] : []))

/** Cuts the connections by which the nodes listen. */
async function breakSignals(): Promise<void> {
  await redis.inside.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
}

it('events come to all nodes, each once, in the order of the log', async () => {
  const count = 300
  for (const client of [ann, ben]) {
    for (let i = 0; i < count; i++) {
      client.send({ type: 'send', id: `m${i}`, conversation: 'general', content: { kind: 'text', text: `${i}` } })
    }
  }
  for (const client of [ann, ben]) {
    await until(() => seqs(client).length >= 2 * count)
    expect(seqs(client)).toEqual(Array.from({ length: 2 * count }, (_, i) => i + 1))
  }
})

it('an acknowledgement comes before the event of the same message, as with one node', async () => {
  for (let i = 0; i < 200; i++) {
    const id = `m${i}`
    ann.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
    const { seq } = await ben.event()
    await until(() => seqs(ann).includes(seq))
    expect(ann.frames.map(({ type }) => type)).toEqual(['ack', 'event'])
    ann.frames.length = 0
  }
})

it('what is quoted and pinned comes to all nodes, and what is hidden to all devices of that person alone', async () => {
  const device = await stage.join(nodes[1].port, 'Ann')
  const conversation = 'general'
  await ann.say('one', conversation, 'm1')
  const content = { kind: 'text', text: 'two' }
  await ann.write({ type: 'send', id: 'm2', conversation, content, quote: ann.mine('m1') })
  await ann.write({ type: 'change', id: 'p', conversation, change: 'pinned', target: ann.mine('m2') })
  expect([await ben.event(), await ben.event(), await ben.event()]).toMatchObject([
    { seq: 1 }, { seq: 2, quote: { seq: 1, id: 'm1', from: ann.self, content: { kind: 'text', text: 'one' } } },
    { seq: 3, type: 'change', change: 'pinned', target: 2 },
  ])
  ann.send({ type: 'hide', id: 'h', conversation, seqs: [1] })
  const told = { type: 'hidden', conversation, seqs: [1], epoch: expect.any(String) as string }
  expect(await device.take('hidden')).toEqual(told)
  expect([await ann.take('hidden'), await ann.take('hidden')]).toEqual([{ ...told, id: 'h' }, told])
  await ben.settle()
  expect(ben.frames).toEqual([])
})

it('read cursors come to all devices of the person, and to the other one of a direct conversation', async () => {
  const device = await stage.join(nodes[1].port, 'Ann')
  const { id: direct } = await ann.open(ben.self.id)
  const { seq } = await ben.say('psst', direct)
  const moved = await ann.read(seq, direct)
  expect(moved).toEqual({ type: 'read', conversation: direct, seq, head: seq, unread: 0, mention: 0 })
  expect(await device.take('read')).toEqual(moved)
  expect(await ben.take('reached')).toMatchObject({ conversation: direct, reached: { delivered: seq, read: seq } })
  ben.send({ type: 'delivered', cursors: [{ conversation: direct, seq }] })
  expect(await ann.take('reached')).toMatchObject({ reached: { delivered: seq, read: 0 } })
  // What doesn't move is answered to who asked, alone.
  await ann.read(seq, direct)
  await device.settle()
  expect(device.frames.filter(({ type }) => type === 'read')).toEqual([])
})

it('a new conversation comes to all devices of both, and nothing that is said in it at once is missed', async () => {
  const others = [await stage.join(nodes[1].port, 'Ann'), await stage.join(nodes[0].port, 'Ben')]
  const opened = await ann.open(ben.self.id)
  const ids = Array.from({ length: 20 }, (_, i) => `d${i}`)
  for (const id of ids) {
    ann.send({ type: 'send', id, conversation: opened.id, content: { kind: 'text', text: id } })
  }
  for (const client of [ben, ...others]) {
    const { conversation } = await client.take('conversation')
    expect(conversation).toMatchObject({ id: opened.id, title: client.self.id === ann.self.id ? 'Ben' : 'Ann' })
    // Each entry is in the head that was told, or comes.
    await until(() => (seqs(client).at(-1) ?? conversation.head) === ids.length)
    const rest = seqs(client).filter(seq => seq > conversation.head)
    expect(rest).toEqual(Array.from({ length: ids.length - conversation.head }, (_, i) => conversation.head + i + 1))
  }
  await ann.settle()
  expect(ann.frames.filter(({ type }) => type === 'conversation')).toEqual([])
  expect(await ben.open(ann.self.id)).toMatchObject({ id: opened.id })
})

describe('when the connection that listens breaks', () => {
  it('clients are sent away to come again, spread over time, and catch up', async () => {
    const crowd = await Promise.all(Array.from({ length: 10 }, (_, i) => stage.join(nodes[1].port, `Guest ${i}`)))
    await breakSignals()
    const waits = await Promise.all(crowd.map(async (client) => {
      const error = await client.take('error')
      expect(error.code).toBe(4503)
      expect(await client.closed).toBe(4503)
      return error.retryAfter ?? 0
    }))
    expect(Math.min(...waits)).toBeGreaterThan(0)
    expect(new Set(waits).size).toBeGreaterThan(5)
    // They come back, to a node that hears again.
    const { token } = await login(nodes[1].port, 'Ben')
    const enter = async (port: number) => {
      for (;;) {
        const client = await stage.connect(port)
        client.send({ type: 'hello', version: 1, token })
        await until(() => client.frames.length > 0)
        if (client.frames[0]?.type === 'welcome') return client
      }
    }
    const [one, other] = [await enter(nodes[0].port), await enter(nodes[1].port)]
    one.frames.length = other.frames.length = 0
    await one.say('again')
    expect((await other.event()).id).toBe('id-1')
  })

  it('no one is left who would miss what is said meanwhile', async () => {
    for (let round = 0; round < 10; round++) {
      const client = await stage.join(nodes[1].port, 'Eve').catch(() => undefined)
      const writer = await stage.join(nodes[0].port, 'Tom').catch(() => undefined)
      if (!client || !writer) continue
      const broken = breakSignals()
      for (let i = 0; i < 20; i++) {
        writer.send({
          type: 'send', id: `r${round}-${i}`, conversation: 'general', content: { kind: 'text', text: `${i}` },
        })
      }
      await broken
      expect(await client.closed).toBe(4503)
      const heard = seqs(client)
      expect(heard).toEqual(heard.map((_, i) => (heard[0] ?? 0) + i))
    }
  })
})
