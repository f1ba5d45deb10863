import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import type { ClientFrame, WireMessage } from '../../../src/protocols/native/wire'
import { Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

/** Quotes, what is hidden, pinned and edited, and searching, as clients see it: see also the contract of the stores. */

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

const general = 'general'
const text = (value: string) => ({ kind: 'text', text: value })

/** What came and was not taken, without acknowledgements. */
async function heard(client: WireClient) {
  await client.settle()
  return client.frames.splice(0).filter(({ type }) => type !== 'ack')
}

describe('a quote', () => {
  it('is in the event that all get, and in what is read later', async () => {
    await ann.say('a riddle', general, 'm1')
    await ben.write({
      type: 'send', id: 'm2', conversation: general, content: text('an answer'), quote: ann.mine('m1'),
    })
    const quote = { seq: 1, id: 'm1', from: ann.self, content: text('a riddle') }
    for (const client of [ann, ben]) {
      expect(await heard(client)).toMatchObject([{ event: { seq: 1 } }, { event: { seq: 2, quote } }])
    }
    expect(await ann.look(2)).toMatchObject({ quote })
    await ann.recall(ann.mine('m1'))
    const again = await stage.join(server.port, 'Ben')
    expect(again.welcome.conversations[0]?.last).toMatchObject({
      seq: 2, quote: { ...quote, content: { kind: 'recalled', by: ann.self } },
    })
    expect(JSON.stringify(await again.history({ limit: 9 }))).not.toContain('riddle')
  })

  it('of a message that is on its way before it works, and one that never was is left out', async () => {
    const send = (id: string, quote?: string) => ann.send({
      type: 'send', id, conversation: general, content: text(id), ...quote && { quote: ann.mine(quote) },
    })
    send('m1')
    send('m2', 'm1')
    send('m3', 'm4')
    send('m4', 'm3')
    await ann.take('ack', ({ id }) => id === 'm4')
    const events = (await heard(ben)).map(frame => frame.type === 'event' && (frame.event as WireMessage).quote?.id)
    expect(events).toEqual([undefined, 'm1', undefined, 'm3'])
    // What comes again is acknowledged as before.
    ann.frames.length = 0
    expect(await ann.say('x', general, 'm2')).toMatchObject({ seq: 2 })
  })
})

describe('what somebody hides', () => {
  const hide = (client: WireClient, seqs: number[], id = client.newId()) => {
    client.send({ type: 'hide', id, conversation: general, seqs })
    return client.take('hidden', frame => frame.id === id)
  }

  it('is told to all connections of that person and to nobody else', async () => {
    const phone = await stage.join(server.port, 'Ann')
    for (const value of ['1', '2', '3']) await ben.say(value)
    for (const client of [ann, phone, ben]) await heard(client)
    ann.send({ type: 'hide', id: 'h', conversation: general, seqs: [3, 1, 3, 77] })
    const told = { type: 'hidden', conversation: general, seqs: [3, 1], epoch: expect.any(String) as string }
    const now = { type: 'conversation', conversation: { id: general, last: { seq: 2 } } }
    const [answer, ...news] = await heard(ann)
    expect(answer).toEqual({ ...told, id: 'h' })
    expect(news).toMatchObject([told, now])
    expect(await heard(phone)).toMatchObject([told, now])
    expect(await heard(ben)).toEqual([])
    expect((await phone.history({ limit: 9 })).events).toMatchObject([
      { seq: 1, type: 'hidden' }, { seq: 2, content: text('2') }, { seq: 3, type: 'hidden' },
    ])
    expect((await ben.history({ limit: 9 })).events.map(({ type }) => type)).toEqual(['message', 'message', 'message'])
    // What happens to it later is told all the same.
    await ben.react(ben.mine('id-1'), '👍')
    expect(await heard(phone)).toMatchObject([{ type: 'event', event: { type: 'react', target: 1 } }])
  })

  it('that is nothing is nothing', async () => {
    await ann.say('1')
    await heard(ann)
    ann.send({ type: 'hide', id: 'h', conversation: general, seqs: [9] })
    const nothing = { seqs: [], epoch: expect.any(String) as string }
    expect(await heard(ann)).toEqual([{ type: 'hidden', id: 'h', conversation: general, ...nothing }])
    for (const seqs of [[], [0], [1.5], Array.from({ length: 101 }, (_, i) => i + 1)]) {
      expect((await ann.refused({ type: 'hide', id: ann.newId(), conversation: general, seqs })).code).toBe(4000)
    }
    expect((await hide(ann, Array.from({ length: 100 }, (_, i) => i + 1))).seqs).toEqual([1])
  })
})

describe('pins', () => {
  const change = (client: WireClient, change: 'pinned' | 'unpinned', target = ann.mine('m1'), id = client.newId()) =>
    ({ type: 'change', id, conversation: general, change, target }) as const
  const pins = async (client: WireClient) => {
    const id = client.newId()
    client.send({ type: 'pins', id, conversation: general })
    return (await client.take('pins', frame => frame.id === id)).events
  }

  it('are entries that all get, and a list that all may ask for', async () => {
    await ann.say('a', general, 'm1')
    await heard(ann)
    const { seq } = await ben.write(change(ben, 'pinned'))
    expect(await heard(ann)).toMatchObject([{
      event: { seq, type: 'change', from: ben.self, change: 'pinned', target: 1, members: 2 },
    }])
    expect(await pins(ann)).toEqual([await ann.look(1)])
    const again = await stage.join(server.port, 'Ben')
    expect(again.welcome.conversations[0]).toMatchObject({ unread: 1, last: { type: 'change', change: 'pinned' } })
    expect(await ann.refused(change(ann, 'pinned'))).toMatchObject({ code: 4022, message: 'it is so already' })
    await ann.write(change(ann, 'unpinned'))
    expect(await pins(ben)).toEqual([])
  })

  it('go without a word when the message is recalled', async () => {
    await ann.say('a', general, 'm1')
    await ann.write(change(ann, 'pinned'))
    await ann.recall(ann.mine('m1'))
    expect((await heard(ben)).map(frame => frame.type === 'event' && frame.event.type)).toEqual(
      ['message', 'change', 'recall'])
    expect(await pins(ben)).toEqual([])
    expect((await ann.refused(change(ann, 'pinned'))).code).toBe(4022)
  })

  it('need a message', async () => {
    const bare = { type: 'change', id: 'p', conversation: general, change: 'pinned' } as const
    expect(await ann.refused(bare)).toMatchObject({
      code: 4022, message: 'the target is missing',
    })
    expect((await ann.refused(change(ann, 'pinned'))).code).toBe(4004)
  })
})

it('what a message said before is told, until it is recalled', async () => {
  const versions = async (seq: number) => {
    const id = ben.newId()
    ben.send({ type: 'edits', id, conversation: general, seq })
    return ben.take('edits', frame => frame.id === id)
  }
  const first = await ann.say('one', general, 'm1')
  const second = await ann.edit(ann.mine('m1'), 'two')
  expect(await versions(1)).toEqual({
    type: 'edits', id: expect.any(String), conversation: general, seq: 1,
    versions: [{ at: first.at, content: text('one') }, { at: second.at, content: text('two') }],
  })
  for (const seq of [2, 3]) {
    expect(await ben.refused({ type: 'edits', id: ben.newId(), conversation: general, seq })).toMatchObject({
      code: 4004, message: 'no such message',
    })
  }
  await ann.recall(ann.mine('m1'))
  expect((await versions(1)).versions).toEqual([])
})

describe('a search', () => {
  const find = (client: WireClient, more: object) => {
    const id = client.newId()
    client.send({ type: 'search', id, text: 'needle', limit: 50, ...more } as ClientFrame)
    return client.take('found', frame => frame.id === id)
  }

  it('gives messages as they stand, of one conversation or of all, and goes on', async () => {
    const { id: direct } = await ann.open(ben.self.id)
    await ann.say('a needle', general, 'm1')
    await ann.say('hay', general)
    await ann.say('a Needle, too', direct, 'm2')
    await ben.react(ann.mine('m1'), '👍')
    const general1 = { conversation: general, event: await ann.look(1) }
    const direct1 = { conversation: direct, event: await ann.look(1, direct) }
    expect(general1.event.reactions).toHaveLength(1)
    expect(await find(ann, {})).toMatchObject({ hits: [direct1, general1] })
    const first = await find(ann, { limit: 1 })
    expect(first).toMatchObject({ hits: [direct1], more: expect.any(String) as string })
    expect(await find(ann, { limit: 1, before: first.more })).toMatchObject({ hits: [general1] })
    expect(await find(ben, { conversation: general })).toMatchObject({ hits: [{ event: { id: 'm1' } }] })
    const eve = await stage.join(server.port, 'Eve')
    expect((await find(eve, {})).hits).toMatchObject([{ conversation: general, event: { id: 'm1' } }])
  })

  it.each<[string, object, number]>([
    ['nothing to look for', { text: ' \n' }, 4022], ['too much of it', { text: 'x'.repeat(101) }, 4022],
    ['a mark that is none', { before: '1.x' }, 4022], ['no limit', { limit: 0 }, 4000],
    ['too high a limit', { limit: 51 }, 4000],
  ])('with %s is refused', async (_, more, code) => {
    const frame = { type: 'search', id: ann.newId(), text: 'x', limit: 5, ...more } as const
    expect((await ann.refused(frame)).code).toBe(code)
  })
})
