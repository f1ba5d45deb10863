import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { network } from '../../../server/address'
import { defaultBounds } from '../../../server/bounds'
import type { Bounds } from '../../../server/bounds'
import { Bucket } from '../../../server/bucket'
import { Gate } from '../../../server/gate'
import { Metrics } from '../../../server/metrics'
import type { ChatServer } from '../../../server/server'
import { openSqliteStore } from '../../../server/sqlite/store'
import { Throttle } from '../../../server/throttle'
import { metric } from '../../helpers/metrics'
import { login, Stage, until } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'
import { ann, fill, said } from './store-contract'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

const start = (bounds: Partial<Bounds>) => stage.server({ bounds, metrics: { host: '127.0.0.1', port: 0 } })

/** It is told to come back later, in a frame and by the code. */
async function isTurnedAway(client: WireClient, limit: string): Promise<void> {
  const error = await client.take('error')
  expect(error).toEqual({
    type: 'error', code: 4029, message: `too much at once: ${limit}`, retryAfter: expect.any(Number),
  })
  expect(error.retryAfter).toBeGreaterThanOrEqual(10_000)
  expect(error.retryAfter).toBeLessThan(20_000)
  expect(await client.closed).toBe(4029)
}

const refused = (server: ChatServer, limit: string) => metric(server, `chat_refused_total{limit="${limit}"}`)

describe('connections', () => {
  it.each([
    ['of all', { connections: 2 }, 'connections'],
    ['of an address', { connectionsPerAddress: 2 }, 'address-connections'],
  ])('%s: one more is told to come later, and gets in when another has gone', async (_, bounds, limit) => {
    const server = await start(bounds)
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    await isTurnedAway(await stage.connect(server.port), limit)
    expect(await refused(server, limit)).toBe(1)
    await ann.end()
    await until(() => server.stats().connections === 1)
    await (await stage.join(server.port, 'Eve')).say('in')
    expect((await ben.message()).content.text).toBe('in')
    expect(server.stats()).toEqual({ connections: 2, accepted: 3 })
  })

  it('of an address: links over HTTP count, and are told the same way', async () => {
    const server = await start({ connectionsPerAddress: 1 })
    await stage.join(server.port, 'Ann')
    const ask = (method: string, path: string, headers = {}) =>
      fetch(`http://127.0.0.1:${server.port}/v1/link${path}`, { method, headers })
    const { link } = await (await ask('POST', '')).json() as { link: string }
    const told = await ask('GET', '/poll?wait=0', { 'x-chat-link': link, 'x-chat-turn': '1' })
    const [frame, end] = await told.json() as [string, unknown]
    expect(JSON.parse(frame)).toMatchObject({ type: 'error', code: 4029, retryAfter: expect.any(Number) })
    expect(end).toMatchObject({ close: 4029 })
  })

  it('of an address: behind a proxy it is the one that the proxy tells, not what a client makes up', async () => {
    const server = await stage.server({ bounds: { connectionsPerAddress: 1 }, proxies: 1 })
    const from = async (forwarded: string) => {
      const response = await fetch(`http://127.0.0.1:${server.port}/v1/link`, {
        method: 'POST', headers: { 'x-forwarded-for': forwarded },
      })
      const { link } = await response.json() as { link: string }
      const poll = await fetch(`http://127.0.0.1:${server.port}/v1/link/poll?wait=0`, {
        headers: { 'x-chat-link': link, 'x-chat-turn': '1' },
      })
      return await poll.text() === '[]' ? 'in' : 'away'
    }
    expect(await from('198.51.100.1')).toBe('in')
    expect(await from('198.51.100.2')).toBe('in')
    expect(await from('203.0.113.9, 198.51.100.1')).toBe('away')
    expect(await from('198.51.100.1, 198.51.100.3')).toBe('in')
  })

  it('of a person: one more is told at its hello; others are not touched', async () => {
    const server = await start({ connectionsPerPerson: 2 })
    const { token } = await login(server.port, 'Ann')
    const [first] = [await stage.enter(server.port, token), await stage.enter(server.port, token)]
    const third = await stage.connect(server.port)
    third.send({ type: 'hello', version: 1, token })
    await isTurnedAway(third, 'person-connections')
    expect(third.frames).toEqual([])
    const ben = await stage.join(server.port, 'Ben')
    await first.end()
    await until(() => server.stats().connections === 2)
    await (await stage.enter(server.port, token)).say('in')
    expect((await ben.message()).content.text).toBe('in')
  })

  it('that have not said hello: one more is told to come later while the others may still speak', async () => {
    const server = await start({ strangers: 2 })
    const mute = await stage.connect(server.port)
    const slow = await stage.connect(server.port)
    await isTurnedAway(await stage.connect(server.port), 'strangers')
    await slow.hello((await login(server.port, 'Ann')).token)
    await stage.join(server.port, 'Ben')
    expect(mute.frames).toEqual([])
  })

  it('that have not said hello: those that had their time make room', () => {
    let now = 0
    const gate = new Gate({ ...defaultBounds, strangers: 2 }, new Metrics(), () => now)
    const away: string[] = []
    const guest = (name: string) => ({ turnAway: (limit: string) => away.push(`${name}: ${limit}`) })
    expect(gate.enter(guest('old'), 'a')).toBeUndefined()
    now = 1500
    const young = guest('young')
    expect(gate.enter(young, 'a')).toBeUndefined()
    expect(gate.enter(guest('third'), 'b')).toBe('strangers')
    now = 2000
    expect(gate.enter(guest('fourth'), 'b')).toBeUndefined()
    expect(away).toEqual(['old: strangers'])
    // Who said hello is no stranger any more.
    expect(gate.know(young, 'p')).toBeInstanceOf(Bucket)
    expect(gate.enter(guest('fifth'), 'b')).toBeUndefined()
    expect(gate.size).toBe(4)
  })
})

describe('rates', () => {
  it('slow down who is too fast, and lose nothing: all is answered, in order', async () => {
    const server = await start({ rate: 200 })
    const ann = await stage.join(server.port, 'Ann')
    const ids = Array.from({ length: 600 }, (_, i) => `m${i}`)
    for (const id of ids) {
      ann.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
    }
    const seqs: number[] = []
    for (const id of ids) seqs.push((await ann.take('ack', ack => ack.id === id)).seq)
    expect(seqs).toEqual(ids.map((_, i) => i + 1))
    expect(await metric(server, 'chat_paused_total{limit="rate"}')).toBeGreaterThan(0)
    expect(await refused(server, 'rate')).toBe(0)
    expect(await metric(server, 'chat_events_stored_total')).toBe(600)
  })

  it('count a search by what it has looked at', async () => {
    const store = openSqliteStore(stage.file('chat.db'))
    await fill(store)
    await Promise.all(Array.from({ length: 2_100 }, (_, i) => store.write(ann, said(`m${i}`))))
    await store.close()
    const server = await start({ rate: 40 })
    const eve = await stage.join(server.port, 'Eve')
    eve.send({ type: 'search', id: 's', text: 'nothing like it', limit: 1 })
    expect(await eve.take('found')).toEqual({ type: 'found', id: 's', hits: [] })
    expect(await metric(server, 'chat_searched_total')).toBe(2_000)
    expect(await metric(server, 'chat_paused_total{limit="rate"}')).toBe(1)
    await eve.say('and on')
  })

  it('slow down links over HTTP just so', async () => {
    const server = await start({ rate: 40 })
    const headers = { 'x-chat-link': '' }
    const ask = (path: string, more: Record<string, string>, body?: string) => fetch(
      `http://127.0.0.1:${server.port}/v1/link${path}`,
      { method: body === undefined ? 'GET' : 'POST', headers: { ...headers, ...more }, body: body ?? null })
    headers['x-chat-link'] = (await (await ask('', {}, '')).json() as { link: string }).link
    const { token } = await login(server.port, 'Ann')
    const frames = [
      { type: 'hello', version: 1, token }, ...Array.from({ length: 63 }, (_, i) => ({ type: 'ping', id: `p${i}` })),
    ].map(frame => JSON.stringify(frame))
    expect((await ask('/send', { 'x-chat-turn': '1' }, JSON.stringify(frames))).status).toBe(204)
    expect((await ask('/send', { 'x-chat-turn': '2' }, JSON.stringify(frames.slice(1)))).status).toBe(204)
    const got = await (await ask('/poll?wait=0', { 'x-chat-turn': '1' })).json() as string[]
    expect(got).toHaveLength(1 + 2 * 63)
    expect(await metric(server, 'chat_paused_total{limit="rate"}')).toBeGreaterThan(0)
  })

  it('end a flood, of which a beginning is stored; a neighbour gets and says everything', async () => {
    const server = await start({ rate: 100 })
    const ann = await stage.join(server.port, 'Ann')
    const [ben, eve] = [await stage.join(server.port, 'Ben'), await stage.join(server.port, 'Eve')]
    const flood = Array.from({ length: 20_000 }, (_, i) => `m${i}`)
    for (const id of flood) {
      ann.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
    }
    const said: string[] = []
    for (let i = 0; i < 50; i++) {
      said.push(`b${i}`)
      await ben.say('x', 'general', `b${i}`)
    }
    await isTurnedAway(ann, 'rate')
    expect(await refused(server, 'rate')).toBe(1)
    const heard: string[] = []
    while (heard.length < said.length) {
      const { id, from } = await eve.event()
      if (from.id === ben.self.id) heard.push(id)
    }
    expect(heard).toEqual(said)
    const stored: string[] = []
    for (let after = 0, head = Infinity; after < head;) {
      const page = await eve.history({ after, limit: 200 })
      stored.push(...page.events.filter(({ from }) => from.id === ann.self.id).map(({ id }) => id))
      head = page.head
      after += page.events.length
    }
    expect(stored).toEqual(flood.slice(0, stored.length))
    expect(stored.length).toBeLessThan(flood.length)
  })

  it('are those of the person, too, however many connections it has', async () => {
    const server = await start({ personRate: 200 })
    const { token } = await login(server.port, 'Ann')
    const all = await Promise.all(Array.from({ length: 4 }, () => stage.enter(server.port, token)))
    const ben = await stage.join(server.port, 'Ben')
    for (const client of all) for (let i = 0; i < 5000; i++) client.send({ type: 'ping', id: `p${i}` })
    expect(await Promise.all(all.map(client => client.closed))).toEqual([4029, 4029, 4029, 4029])
    expect(await refused(server, 'person-rate')).toBe(4)
    // Nor does it help to come again at once.
    const again = await stage.connect(server.port)
    again.send({ type: 'hello', version: 1, token })
    await isTurnedAway(again, 'person-rate')
    await ben.say('here')
  })

  it('count pings of the WebSocket itself', async () => {
    const server = await start({ rate: 100 })
    const ann = await stage.join(server.port, 'Ann')
    const ponged = (client: WireClient) => new Promise(done => client.socket.once('pong', done))
    for (let i = 0; i < 250; i++) {
      const pong = ponged(ann)
      ann.socket.ping()
      await pong
    }
    expect(await metric(server, 'chat_paused_total{limit="rate"}')).toBeGreaterThan(0)
    // Who doesn't wait for answers is cut, be it by us or by ws, which keeps only so many back.
    for (let i = 0; i < 20_000; i++) ann.socket.ping()
    expect([1006, 4029]).toContain(await ann.closed)
    await (await stage.join(server.port, 'Ben')).say('here')
  })
})

describe('a throttle', () => {
  it('pauses for as long as it takes to pay back, and counts long frames as several', () => {
    const throttle = new Throttle(20, 0)
    for (let i = 0; i < 5; i++) expect(throttle.pay(100, 0)).toBeUndefined()
    expect(throttle.pay(100, 0)).toEqual({ do: 'pause', ms: 50, limit: 'rate' })
    expect(throttle.wait(25)).toBe(25)
    expect(throttle.pay(8192, 50)).toEqual({ do: 'pause', ms: 150, limit: 'rate' })
    expect(throttle.wait(200)).toBe(0)
  })

  it('ends what would take too long, and what goes on without a calm moment', () => {
    expect(new Throttle(1, 0).pay(131_072, 0)).toEqual({ do: 'end', limit: 'rate' })
    const steady = new Throttle(20, 0)
    const measures = new Map<string, number>()
    for (let now = 0; !measures.has('end'); now += 10) {
      // It is not read meanwhile.
      if (steady.wait(now) > 0) continue
      const { do: what } = steady.pay(0, now) ?? { do: 'nothing' }
      if (!measures.has(what)) measures.set(what, now)
    }
    expect([...measures.keys()]).toEqual(['nothing', 'pause', 'end'])
    const lasted = Number(measures.get('end')) - Number(measures.get('pause'))
    expect([lasted > 30_000, lasted < 30_200]).toEqual([true, true])
  })

  it('forgives who was calm in between', () => {
    const throttle = new Throttle(20, 0)
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 25; i++) expect(throttle.pay(0, round * 3000)?.do).not.toBe('end')
    }
  })

  it('takes the stricter of two', () => {
    const throttle = new Throttle(20, 0)
    throttle.shared = new Bucket(1, 0)
    throttle.shared.take(4, 0)
    expect(throttle.pay(0, 0)).toEqual({ do: 'pause', ms: 4750, limit: 'person-rate' })
  })
})

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8::7', '2001:db8:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('of the address %s it counts %s', (address, counted) => {
  expect(network(address)).toBe(counted)
})
