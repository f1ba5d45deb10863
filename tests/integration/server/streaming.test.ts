/** Answers that are written piece by piece, as clients and apps see them, on one node and on many. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { WireMessage } from '../../../src/protocols/native/wire'
import { RedisServer } from '../../helpers/redis'
import { Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start({ appendfsync: 'no' })
})
afterAll(() => redis.close())

describe.each(['SQLite', 'Redis'])('on %s', (store) => {
  let stage: Stage
  let [ann, ben, eve]: WireClient[] = []
  let group = ''
  const ports: number[] = []

  beforeEach(async () => {
    await redis.inside.flushall()
    stage = new Stage()
    ports.length = 0
    const first = await stage.server(store === 'Redis' ? { store: redis.url, bot: true } : { bot: true })
    const second = store === 'Redis' ? await stage.server({ store: redis.url, bot: true }) : first
    ports.push(first.port, second.port)
    ann = await stage.join(first.port, 'Ann')
    ben = await stage.join(second.port, 'Ben')
    eve = await stage.join(second.port, 'Eve')
    ann.send({ type: 'create', id: 'g', title: 'Us', people: [ben.self.id] })
    group = (await ann.take('conversation', ({ id }) => id === 'g')).conversation.id
    await ben.take('conversation', ({ conversation }) => conversation.id === group)
  })
  afterEach(() => stage.close())

  it('pieces reach the other members, asks their author, and neither anybody else', async () => {
    const piece = { type: 'stream', conversation: group, stream: 's', offset: 3, text: '**x' } as const
    ann?.send(piece)
    expect(await ben?.take('stream')).toEqual({ ...piece, from: ann?.self })
    ben?.send({ type: 'stream', conversation: group, stream: 's', person: ann?.self.id ?? '', ask: 'stop' })
    expect(await ann?.take('stream')).toEqual({
      type: 'stream', conversation: group, stream: 's', from: ben?.self, ask: 'stop',
    })
    // Who is no member says nothing, and is asked nothing.
    eve?.send(piece)
    eve?.send({ type: 'stream', conversation: group, stream: 's', person: ann?.self.id ?? '', ask: 'stop' })
    ann?.send({ type: 'stream', conversation: group, stream: 's', person: eve?.self.id ?? '', ask: 'stop' })
    for (const client of [eve, ann, ben]) await client?.settle()
    ann?.send({ ...piece, offset: 9 })
    expect(await ben?.take('stream')).toMatchObject({ offset: 9 })
    expect([ann, ben, eve].flatMap(client => client?.frames.filter(({ type }) => type === 'stream'))).toEqual([])
  })

  it('the bot of the demo answers once, stops when asked, and answers again', async () => {
    const bot = 'demo-bot'
    const { id } = await ann!.open(bot)
    const { events: [hello] } = await ann!.history({ limit: 9 }, id)
    expect(hello).toMatchObject({ content: { kind: 'markdown' } })
    await ann!.say('Tell me', id)
    const begun = await ann!.take('event', ({ event }) => event.type === 'message' && event.from.id === bot)
    const content: Record<string, unknown> = (begun.event as WireMessage).content
    expect(content).toMatchObject({ kind: 'markdown', text: '' })
    const stream = String(content.stream)
    let text = ''
    for (let count = 0; count < 5; count++) {
      const piece = await ann!.take('stream')
      if ('ask' in piece) throw new Error('that is no piece')
      expect(piece.stream).toBe(stream)
      text = text.slice(0, piece.offset) + piece.text
    }
    ann!.send({ type: 'stream', conversation: id, stream, person: bot, ask: 'stop' })
    const { event } = await ann!.take('event', frame => frame.event.type === 'edit')
    const ended = (event as { content: Record<string, unknown> }).content
    expect(ended).toMatchObject({ kind: 'markdown', stream, ended: 'stopped' })
    expect(String(ended.text).startsWith(text)).toBe(true)
    // Who comes now sees the same: two entries, however many nodes there are.
    const again = await stage.join(ports[1] ?? 0, 'Ann')
    const page = await again.history({ limit: 9 }, id)
    expect(page.events).toHaveLength(4)
    const found = page.events.find(({ seq }) => seq === begun.event.seq)
    expect(found).toMatchObject({ content: ended })

    ann!.send({ type: 'stream', conversation: id, stream, person: bot, ask: 'again' })
    const anew = await ann!.take('event', frame => frame.event.type === 'edit')
    expect(anew.event).toMatchObject({ content: { text: '' }, target: begun.event.seq })
    expect((anew.event as { content: Record<string, unknown> }).content.stream).not.toBe(stream)
  })
})
