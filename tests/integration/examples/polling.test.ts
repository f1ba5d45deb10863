import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kept, MessageLog } from '../../../examples/servers/shared/log'
import { start as startLong } from '../../../examples/servers/long-polling'
import { start as startPolling } from '../../../examples/servers/polling'
import { start as startSse } from '../../../examples/servers/sse'
import { ask, post, Rig } from './rig'

let rig: Rig
beforeEach(() => { rig = new Rig() })
afterEach(() => rig.end())

const at: unknown = expect.any(Number)
const hello = { id: 'a1', name: 'Ann', text: 'hello' }
const list = (port: number, query = '') => ask(`http://127.0.0.1:${port}/messages${query}`)

describe.each([
  ['polling', startPolling],
  ['long-polling', startLong],
])('%s', (_, start) => {
  it('stores what is posted, and lists what is new', async () => {
    const port = await rig.start(start())
    expect(await list(port)).toEqual({ status: 200, body: { messages: [], last: 0 } })
    expect(await post(port, hello)).toEqual({ status: 200, body: { seq: 1, at } })
    const second = { id: 'b1', name: '小明', text: '你好 👋\nline' }
    expect(await post(port, second)).toEqual({ status: 200, body: { seq: 2, at } })
    const all = [{ ...hello, seq: 1, at }, { ...second, seq: 2, at }]
    expect((await list(port)).body).toEqual({ messages: all, last: 2 })
    expect((await list(port, '?after=0')).body).toEqual({ messages: all, last: 2 })
    expect((await list(port, '?after=1')).body).toEqual({ messages: all.slice(1), last: 2 })
    expect((await list(port, '?after=2')).body).toEqual({ messages: [], last: 2 })
    // The number is from before a restart.
    expect((await list(port, '?after=500')).body).toEqual({ messages: all, last: 2 })
  })

  it('stores an id once, whoever asks how often', async () => {
    const port = await rig.start(start())
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(port, hello)))
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect((await post(port, { ...hello, text: 'other' })).body).toEqual(answers[0]?.body)
    expect((await list(port)).body).toEqual({ messages: [{ ...hello, seq: 1, at }], last: 1 })
  })

  it('lists in pages of 100', async () => {
    const port = await rig.start(start())
    for (let i = 1; i <= 150; i++) await post(port, { ...hello, id: `a${i}` })
    const seqs = async (query: string) =>
      ((await list(port, query)).body as { messages: { seq: number }[] }).messages.map(({ seq }) => seq)
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
    expect(await seqs('')).toEqual(range(51, 150))
    expect(await seqs('?after=0')).toEqual(range(1, 100))
    expect(await seqs('?after=100')).toEqual(range(101, 150))
  })
})

describe.each([
  ['polling', startPolling],
  ['long-polling', startLong],
  ['sse', startSse],
])('%s', (_, start) => {
  it.each([
    ['no JSON', 'hello', 400, 'invalid'],
    ['nothing', '', 400, 'invalid'],
    ['an array', [hello], 400, 'invalid'],
    ['no id', { ...hello, id: undefined }, 400, 'invalid'],
    ['an id of another kind', { ...hello, id: 1 }, 400, 'invalid'],
    ['an id that is too long', { ...hello, id: 'x'.repeat(65) }, 400, 'invalid'],
    ['no name', { ...hello, name: '' }, 400, 'invalid'],
    ['a name that is too long', { ...hello, name: 'x'.repeat(41) }, 400, 'invalid'],
    ['no text', { ...hello, text: '' }, 400, 'invalid'],
    ['a text of another kind', { ...hello, text: { a: 1 } }, 400, 'invalid'],
    ['a text that is too long', { ...hello, text: 'x'.repeat(20_001) }, 413, 'too long'],
    ['a body that is too long', { ...hello, text: 'x'.repeat(1_000_000) }, 413, 'too long'],
  ])('refuses %s', async (_, body, status, error) => {
    const port = await rig.start(start())
    expect(await post(port, body)).toEqual({ status, body: { error } })
    expect(await post(port, { ...hello, text: '好'.repeat(20_000) })).toMatchObject({ status: 200, body: { seq: 1 } })
  })

  it('refuses what is elsewhere', async () => {
    const port = await rig.start(start())
    for (const path of ['', 'x', 'messages/', '/messages', '%', '__proto__']) {
      expect(await ask(`http://127.0.0.1:${port}/${path}`)).toEqual({ status: 404, body: { error: 'not found' } })
    }
    const remove = { method: 'DELETE' }
    expect((await ask(`http://127.0.0.1:${port}/messages`, remove)).status).toBe(404)
  })

  it('lets pages of any origin ask', async () => {
    const port = await rig.start(start())
    const preflight = await fetch(`http://127.0.0.1:${port}/messages`, { method: 'OPTIONS' })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type')
    for (const body of ['', JSON.stringify(hello)]) {
      const response = await fetch(`http://127.0.0.1:${port}/messages`, { method: 'POST', body })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('goes on when a client leaves in the middle of its post, or sends no HTTP', async () => {
    const port = await rig.start(start())
    const post10 = 'POST /messages HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{'
    for (const text of [post10, 'GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', '\0\0\0', 'GET']) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.resume().end(text)
      await once(socket, 'close')
    }
    expect((await post(port, hello)).body).toMatchObject({ seq: 1 })
  })
})

it.each([
  ['polling', startPolling, 'messages?after=x'],
  ['polling', startPolling, 'messages?after=-1'],
  ['polling', startPolling, 'messages?after='],
  ['long-polling', startLong, 'messages?after=1.5'],
  ['long-polling', startLong, 'messages?after=0&wait=x'],
  ['long-polling', startLong, 'messages?after=0&wait=60001'],
  ['sse', startSse, 'events?after=x'],
])('%s refuses numbers that are none: %s %s', async (_, start, path) => {
  const port = await rig.start(start())
  expect(await ask(`http://127.0.0.1:${port}/${path}`)).toEqual({ status: 400, body: { error: 'invalid' } })
})

describe('long-polling', () => {
  it('holds the answer until there is something', async () => {
    const port = await rig.start(startLong())
    await post(port, hello)
    const states: string[] = []
    const held = [1, 2].map(() => list(port, '?after=1&wait=60000').finally(() => states.push('answered')))
    await list(port, '?after=1')
    states.push('posting')
    await post(port, { ...hello, id: 'a2' })
    for (const answer of await Promise.all(held)) {
      expect(answer.body).toEqual({ messages: [{ ...hello, id: 'a2', seq: 2, at }], last: 2 })
    }
    expect(states[0]).toBe('posting')
    // What is there needs no wait.
    expect((await list(port, '?after=1&wait=60000')).body).toMatchObject({ last: 2 })
  })

  it('answers with nothing when the wait is over', async () => {
    const port = await rig.start(startLong())
    expect(await list(port, '?after=0&wait=20')).toEqual({ status: 200, body: { messages: [], last: 0 } })
  })

  it('forgets who leaves', async () => {
    const port = await rig.start(startLong())
    const leaving = new AbortController()
    const held = fetch(`http://127.0.0.1:${port}/messages?wait=60000`, { signal: leaving.signal })
    await list(port)
    leaving.abort()
    await expect(held).rejects.toThrow()
    expect((await post(port, hello)).body).toMatchObject({ seq: 1 })
  })

  it('close cuts those who wait', async () => {
    const server = await startLong()
    const held = list(server.port, '?wait=60000')
    const cut = expect(held).rejects.toThrow()
    await list(server.port)
    await server.close()
    await cut
  })
})

it('a log keeps the last 1,000 messages and knows their keys', () => {
  const log = new MessageLog<{ text: string }>()
  for (let i = 1; i <= kept + 5; i++) log.add(`k${i}`, { text: `${i}` })
  expect(log.last).toBe(kept + 5)
  expect(log.after(0)).toHaveLength(kept)
  expect(log.after(0)[0]?.seq).toBe(6)
  expect(log.add('k6', { text: 'again' })).toMatchObject({ fresh: false, message: { seq: 6, text: '6' } })
  expect(log.add('k5', { text: 'again' })).toMatchObject({ fresh: true, message: { seq: kept + 6 } })
})
