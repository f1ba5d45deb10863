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
  await ann.say('hello', 'general', 'm1')
  await ben.event()
})
afterEach(() => stage.close())

const reactions = async (client: WireClient) => (await client.look(1)).reactions

/** Reacts to the message, and gives what the others hear of it. */
async function react(client: WireClient, emoji: string, on = true) {
  const { seq } = await client.react(ann.mine('m1'), emoji, on)
  const { event } = await ben.take('event', frame => frame.event.seq === seq)
  return event
}

it('are counted by emoji, in the order of the first, and name people', async () => {
  const eve = await stage.join(server.port, 'Eve')
  expect(await react(ann, '👍')).toEqual({
    seq: 2, type: 'react', id: 'id-1', from: ann.self, at: expect.any(Number), target: 1,
    emoji: '👍', on: true, count: 1,
  })
  expect(await react(eve, '🎉')).toMatchObject({ count: 1 })
  expect(await react(ben, '👍')).toMatchObject({ count: 2 })
  expect(await react(eve, '👍')).toMatchObject({ count: 3 })
  // The one who asks comes first, then the others by time.
  const shown = (...people: WireClient[]) => [
    { emoji: '👍', count: 3, people: people.map(({ self }) => self) }, { emoji: '🎉', count: 1, people: [eve.self] },
  ]
  expect(await reactions(ann)).toEqual(shown(ann, ben, eve))
  expect(await reactions(ben)).toEqual(shown(ben, ann, eve))
  expect(await reactions(eve)).toEqual(shown(eve, ann, ben))
  expect(await ann.look(1)).toMatchObject({ content: { kind: 'text', text: 'hello' }, amended: 5 })
  expect((await stage.join(server.port, 'Ben')).welcome.conversations[0]?.last)
    .toMatchObject({ reactions: shown(ben, ann, eve) })
})

it('go when they are taken back, with their emoji when nobody is left, and come back at the end', async () => {
  for (const emoji of ['👍', '🎉']) await react(ann, emoji)
  await react(ben, '🎉')
  expect(await react(ann, '🎉', false)).toMatchObject({ on: false, count: 1 })
  expect(await react(ann, '👍', false)).toMatchObject({ on: false, count: 0 })
  expect(await reactions(ann)).toEqual([{ emoji: '🎉', count: 1, people: [ben.self] }])
  await react(ann, '👍')
  expect((await reactions(ann))?.map(({ emoji }) => emoji)).toEqual(['🎉', '👍'])
  for (const [client, emoji] of [[ben, '🎉'], [ann, '👍']] as const) await react(client, emoji, false)
  expect(await ann.look(1)).not.toHaveProperty('reactions')
})

it('that change nothing are entries too, which say how it stands', async () => {
  expect(await react(ann, '👍', false)).toMatchObject({ on: false, count: 0 })
  expect(await reactions(ann)).toBeUndefined()
  await react(ann, '👍')
  expect(await react(ann, '👍')).toMatchObject({ on: true, count: 1 })
  expect(await reactions(ann)).toEqual([{ emoji: '👍', count: 1, people: [ann.self] }])
})

it('keep in pages the count that was right after each', async () => {
  for (const on of [true, false, true]) await react(ann, '👍', on)
  await react(ben, '👍')
  const { events } = await ann.history({ after: 1, limit: 10 })
  expect(events.map(event => event.type === 'react' && [event.on, event.count]))
    .toEqual([[true, 1], [false, 0], [true, 1], [true, 2]])
})

it('name ten people at most, oneself always', async () => {
  const others: WireClient[] = []
  for (let i = 0; i < 12; i++) {
    const other = await stage.join(server.port, `Other ${i}`)
    await other.react(ann.mine('m1'), '👍')
    others.push(other)
  }
  const names = async (client: WireClient) => (await reactions(client))?.[0]?.people.map(({ name }) => name)
  const first = (n: number) => others.slice(0, n).map(({ self }) => self.name)
  expect((await reactions(ann))?.[0]?.count).toBe(12)
  expect(await names(ann)).toEqual(first(10))
  expect(await names(others[11] as WireClient)).toEqual(['Other 11', ...first(9)])
  expect(await names(others[2] as WireClient)).toEqual(['Other 2', ...first(10).filter(name => name !== 'Other 2')])
})

describe('an emoji', () => {
  it.each([
    '👍', '+1', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '好', 'x'.repeat(32), '__proto__', '\'");--', '*',
  ])('may be %s', async (emoji) => {
    await react(ann, emoji)
    expect(await reactions(ben)).toEqual([{ emoji, count: 1, people: [ann.self] }])
  })

  it.each([
    ['empty', ''], ['white space', 'a b'], ['a wide space', 'a\u3000'], ['a control', 'a\u0007'], ['NUL', '\0'],
    ['half a surrogate pair', '\ud83d'], ['too long', 'x'.repeat(33)], ['too long in UTF-16', '👍'.repeat(17)],
  ])('may not be %s', async (_, emoji) => {
    const frame = { type: 'react', id: 'x', conversation: 'general', target: ann.mine('m1'), emoji, on: true } as const
    expect((await ann.refused(frame)).code).toBe(4022)
    expect((await ann.history({ limit: 1 })).head).toBe(1)
  })

  it('may be the twentieth of a message, but not the next', async () => {
    for (let i = 0; i < 20; i++) await react(i % 2 ? ann : ben, `e${i}`)
    const more = { type: 'react', id: 'more', conversation: 'general', target: ann.mine('m1'), emoji: 'e20' } as const
    expect((await ann.refused({ ...more, on: true })).code).toBe(4022)
    // Those that are there can be joined and left; one that is left makes room.
    await react(ann, 'e0')
    await react(ann, 'e1', false)
    expect(await ann.write({ ...more, on: true })).toMatchObject({ id: 'more' })
    expect((await reactions(ann))?.map(({ emoji }) => emoji)).toHaveLength(20)
  })
})

it('count in the bytes of a page, so that the longest page arrives', async () => {
  // 45 messages with 20 emoji and 10 long names each are more than a page may have.
  const names = Array.from({ length: 10 }, (_, i) => `${i}${'好'.repeat(39)}`)
  const people = await Promise.all(names.map(name => stage.join(server.port, name)))
  const content = { kind: 'n' }
  for (let i = 2; i <= 46; i++) ann.send({ type: 'send', id: `m${i}`, conversation: 'general', content })
  await ann.take('ack', ({ id }) => id === 'm46')
  await Promise.all(people.map(async (client) => {
    for (let i = 0; i < 45 * 20; i++) {
      const target = ann.mine(`m${2 + Math.floor(i / 20)}`)
      client.send({ type: 'react', id: `x${i}`, conversation: 'general', target, emoji: `e${i % 20}`, on: true })
    }
    await client.take('ack', ({ id }) => id === 'x899')
  }))
  const page = await ann.history({ before: 47, limit: 200 })
  expect(page.events.length).toBeLessThan(45)
  expect(page.events.at(-1)).toMatchObject({ seq: 46 })
  expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(1_200_000)
  expect(page.events.every(event => event.type === 'message' && event.reactions?.length === 20)).toBe(true)
  const rest = await ann.history({ before: page.events[0]?.seq ?? 0, limit: 1 })
  expect(rest.events[0]?.seq).toBe((page.events[0]?.seq ?? 0) - 1)
})
