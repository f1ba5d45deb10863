/** The engine over plain requests, against the real servers: no WebSocket at all. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start as startLong } from '../../../examples/servers/long-polling'
import { start as startPolling } from '../../../examples/servers/polling'
import { start as startSse } from '../../../examples/servers/sse'
import { httpMessages } from '../../../src/protocols/http-messages'
import { until } from '../../helpers/server'
import { post } from '../examples/rig'
import { type Guest, Party } from '../../helpers/party'

let party: Party
beforeEach(() => { party = new Party() })
afterEach(() => party.end())

describe.each([
  ['polling', startPolling],
  ['long-polling', startLong],
  ['sse', startSse],
] as const)('%s', (way, start) => {
  const guest = (name: string, enter = true): Promise<Guest> =>
    party.guest(() => httpMessages({ me: { id: name, name }, way, every: 100, wait: 3_000 }), 'main', enter)

  it('sends, receives, in the order of the server, with its times', async () => {
    await party.server(start())
    const ann = await guest('Ann')
    const ben = await guest('Ben')
    ann.say('one', 'two')
    await ben.shows('Ann: one', 'Ann: two')
    ben.say('three', 'one')
    await ann.shows('me: one', 'me: two', 'Ben: three', 'Ben: one')
    await ann.allSent()
    expect(ann.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(ann.conversation?.unread).toBe(2)
    expect([...ann.engine.dropped]).toEqual([])
  })

  it('goes on after breaks without loss or repeats', async () => {
    await party.server(start())
    const ann = await guest('Ann')
    const ben = await guest('Ben')
    for (let round = 0; round < 3; round++) {
      ann.say(...[1, 2, 3, 4, 5].map(i => `a${round}-${i}`))
      ben.say(...[1, 2, 3, 4, 5].map(i => `b${round}-${i}`))
      await (round % 2 ? ann : ben).breakLink(() => ann.say(`a${round}-between`))
    }
    await until(() => [ann, ben].every(({ messages }) => messages.filter(({ seq }) => seq !== null).length === 33))
    await ann.allSent()
    const texts = ({ messages }: Guest) => messages.map(({ content }) => content.kind === 'text' ? content.text : '')
    expect(texts(ann)).toEqual(texts(ben))
    expect(new Set(texts(ann)).size).toBe(33)
    expect(ann.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1))
  })

  it('counts what came while one was away, and pages back', async () => {
    const { port } = await party.server(start())
    for (let i = 1; i <= 120; i++) await post(port, { id: `x${i}`, name: 'Cem', text: `${i}` })
    const ann = await guest('Ann', false)
    expect(ann.conversation).toMatchObject({ head: 120, unread: 0 })
    await ann.breakLink(async () => {
      for (let i = 121; i <= 240; i++) await post(port, { id: `x${i}`, name: 'Cem', text: `${i}` })
    })
    await until(() => ann.conversation?.head === 240)
    expect(ann.conversation?.unread).toBe(120)
    const { sync } = ann.engine
    sync.enter('main')
    await until(() => sync.loadState('main') === 'ready')
    while (!sync.timeline('main')?.atStart) await sync.loadEarlier('main')
    expect(ann.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 240 }, (_, i) => i + 1))
    await ann.restart()
    expect(ann.conversation?.unread).toBe(120)
  })

  it('a server that counts anew begins a new log', async () => {
    const first = await party.server(start())
    const ann = await guest('Ann')
    ann.say('one', 'two', 'three')
    await ann.allSent()
    await first.close()
    await party.server(start({ port: first.port }))
    await post(first.port, { id: 'n1', name: 'Ben', text: 'new' })
    for (const { wake } of ann.platform.lifecycle) wake()
    await ann.shows('Ben: new')
    ann.say('here')
    await ann.shows('Ben: new', 'me: here')
  })

  it('what the server refuses has failed', async () => {
    await party.server(start())
    const ann = await guest('Ann')
    ann.say('\ufeff'.repeat(0) || 'x'.repeat(10_001), 'fine')
    await until(() => ann.messages.some(({ status }) => status === 'failed'))
    await until(() => ann.messages.some(({ status }) => status === 'sent'))
    const nameless = await party.guest(() => httpMessages({ me: { id: 'n', name: '' }, way, every: 100 }))
    nameless.say('hello')
    await until(() => nameless.messages.some(({ status }) => status === 'failed'))
    expect(nameless.messages.find(({ status }) => status === 'failed')?.error?.message).toBe('400 invalid')
  })
})
