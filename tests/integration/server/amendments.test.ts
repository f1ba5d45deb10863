import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import type { WireContent, WireEvent } from '../../../src/protocols/native/wire'
import { login, Stage } from '../../helpers/server'
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

const text = (value: string) => ({ kind: 'text', text: value })
const at = expect.any(Number) as number
const general = 'general'

/** All events that this client got so far. */
async function heard(client: WireClient): Promise<WireEvent[]> {
  await client.settle()
  return client.frames.flatMap(frame => (frame.type === 'event' ? [frame.event] : []))
}

async function lastOf(name: string) {
  const { token } = await login(server.port, name)
  return (await stage.enter(server.port, token)).welcome.conversations[0]?.last
}

describe('an edit', () => {
  it('is an entry of its own, and the message says the new words from then on', async () => {
    const { at: said } = await ann.say('frist', general, 'm1')
    const ack = await ann.edit(ann.mine('m1'), 'first', general, 'e1')
    expect(ack).toMatchObject({ id: 'e1', conversation: general, seq: 2 })
    const entry = { seq: 2, type: 'edit', id: 'e1', from: ann.self, at: ack.at, target: 1, content: text('first') }
    for (const client of [ann, ben]) expect((await heard(client))[1]).toEqual(entry)
    const message = {
      seq: 1, type: 'message', id: 'm1', from: ann.self, at: said, content: text('first'), edited: ack.at, amended: 2,
    }
    const page = await ben.history({ limit: 10 })
    expect(page).toMatchObject({ head: 2 })
    expect(page.events).toEqual([message, entry])
    expect(await lastOf('Ben')).toEqual(message)
  })

  it('is acknowledged before the event', async () => {
    await ann.say('a', general, 'm1')
    await ann.event()
    ann.send({ type: 'edit', id: 'e1', conversation: general, target: ann.mine('m1'), content: text('b') })
    await ann.settle()
    expect(ann.frames.map(({ type }) => type)).toEqual(['ack', 'event'])
  })

  it('works right behind its message, and after other edits', async () => {
    const target = ann.mine('m1')
    ann.send({ type: 'send', id: 'm1', conversation: general, content: text('1') })
    for (const n of [2, 3]) {
      ann.send({ type: 'edit', id: `e${n}`, conversation: general, target, content: text(String(n)) })
    }
    ann.send({ type: 'send', id: 'm2', conversation: general, content: text('next') })
    for (const [i, id] of ['m1', 'e2', 'e3', 'm2'].entries()) {
      expect(await ann.take('ack')).toMatchObject({ id, seq: i + 1 })
    }
    expect(await ben.look(1)).toMatchObject({ content: text('3'), amended: 3 })
    expect((await heard(ben)).map(({ type }) => type)).toEqual(['message', 'edit', 'edit', 'message'])
  })

  it('may change the kind, and keeps any text', async () => {
    await ann.say('a', general, 'm1')
    const content = { kind: 'card', title: 'x\u0000\ud800' }
    await ann.write({ type: 'edit', id: 'e1', conversation: general, target: ann.mine('m1'), content })
    const { events } = await ben.history({ limit: 2 })
    expect(events).toMatchObject([{ content }, { content }])
  })

  it.each<[string, WireContent]>([
    ['empty', text(' ')], ['too long', text('x'.repeat(20_001))], ['of no kind', {} as WireContent],
    ['of a reserved kind', { kind: 'recalled', by: { id: 'x', name: 'X' } }],
    ['that nobody said', { kind: 'system', text: 'Ann is the owner now' }],
  ])('with a content that is %s is refused, and a message with one too', async (_, content) => {
    await ann.say('a', general, 'm1')
    const edit = { type: 'edit', id: 'e1', conversation: general, target: ann.mine('m1'), content } as const
    expect((await ann.refused(edit)).code).toBe(4022)
    expect((await ann.refused({ type: 'send', id: 'm2', conversation: general, content })).code).toBe(4022)
    expect(await ben.look(1)).not.toHaveProperty('amended')
  })
})

describe('a recall', () => {
  it('leaves nothing of what was said: live, in pages, in the list, in the database', async () => {
    await ann.say('a riddle', general, 'm1')
    await ann.edit(ann.mine('m1'), 'another riddle')
    await ann.edit(ann.mine('m1'), 'the last riddle')
    await ben.react(ann.mine('m1'), '👍')
    const { seq } = await ann.recall(ann.mine('m1'), general, 'r1')
    expect((await heard(ben)).at(-1)).toEqual({ seq, type: 'recall', id: 'r1', from: ann.self, at, target: 1 })

    const content = { kind: 'recalled', by: ann.self }
    const { events } = await ben.history({ limit: 10 })
    expect(events[0]).toEqual({
      seq: 1, type: 'message', id: 'm1', from: ann.self, at, content, edited: at, amended: 5,
    })
    expect(events.slice(1, 3)).toMatchObject([{ type: 'edit', content }, { type: 'edit', content }])
    expect(await lastOf('Ben')).toEqual(events[0])
    expect(JSON.stringify(events)).not.toContain('riddle')
  })

  it('of a recalled one is one more entry, and changes nothing', async () => {
    await ann.say('a', general, 'm1')
    await ann.recall(ann.mine('m1'))
    const before = await ben.look(1)
    expect(await ann.recall(ann.mine('m1'))).toMatchObject({ seq: 3 })
    expect(await ben.look(1)).toEqual({ ...before, amended: 3 })
    expect((await heard(ben)).map(({ type }) => type)).toEqual(['message', 'recall', 'recall'])
  })

  it('is the end of edits and reactions', async () => {
    await ann.say('a', general, 'm1')
    await ann.recall(ann.mine('m1'))
    const about = { conversation: general, target: ann.mine('m1') }
    expect((await ann.refused({ type: 'edit', id: 'e1', ...about, content: text('b') })).code).toBe(4022)
    for (const on of [true, false]) {
      expect((await ben.refused({ type: 'react', id: 'x1', ...about, emoji: '👍', on })).code).toBe(4022)
    }
    expect((await ben.history({ limit: 1 })).head).toBe(2)
  })
})

describe('what is written twice', () => {
  it('is stored once, whatever it is and whatever happened since', async () => {
    await ann.say('a', general, 'm1')
    const target = ann.mine('m1')
    const first = [
      await ann.edit(target, 'b', general, 'e1'), await ann.react(target, '👍', true, general, 'x1'),
      await ann.recall(target, general, 'r1'),
    ]
    await ann.say('next')
    const again = await stage.join(server.port, 'Ann')
    expect([
      // With other words, as the id alone decides; and of a message that is recalled by now.
      await again.edit(target, 'c', general, 'e1'), await again.react(target, '👍', true, general, 'x1'),
      await again.recall(target, general, 'r1'),
    ]).toEqual(first)
    await again.settle()
    expect(again.frames).toEqual([])
    expect((await ben.history({ limit: 10 })).head).toBe(5)
  })

  it('is refused when the id was used in another conversation', async () => {
    const { id: direct } = await ann.open(ben.self.id)
    await ann.say('a', general, 'm1')
    await ann.say('b', direct, 'm2')
    const about = { id: 'm1', conversation: direct, target: ann.mine('m2') }
    for (const frame of [
      { type: 'edit', ...about, content: text('c') }, { type: 'recall', ...about },
      { type: 'react', ...about, emoji: '👍', on: true },
    ] as const) expect((await ann.refused(frame)).code).toBe(4022)
    expect((await ann.history({ limit: 5 }, direct)).head).toBe(1)
  })

  it('of a whole pipeline keeps the order', async () => {
    const frames = Array.from({ length: 100 }, (_, i) => [
      { type: 'send', id: `m${i}`, conversation: general, content: text(`m${i}`) },
      { type: 'react', id: `x${i}`, conversation: general, target: ann.mine(`m${i}`), emoji: '👍', on: true },
      { type: 'edit', id: `e${i}`, conversation: general, target: ann.mine(`m${i}`), content: text('edited') },
      { type: 'recall', id: `r${i}`, conversation: general, target: ann.mine(`m${i >> 1}`) },
    ] as const).flat()
    for (const round of [1, 2]) {
      for (const frame of frames) ann.send(frame)
      for (const [i, { id }] of frames.entries()) {
        expect(await ann.take('ack'), `round ${round}`).toMatchObject({ id, seq: i + 1 })
      }
    }
    expect((await heard(ben)).map(({ id }) => id)).toEqual(frames.map(({ id }) => id))
  })
})
