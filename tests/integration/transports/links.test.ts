/** The requests of a link by hand: what a server does with clients that are wrong, gone or hostile. */
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import type { ServerFrame } from '../../../src/protocols/native/wire'
import { login, Stage, until } from '../../helpers/server'

let stage: Stage
let server: ChatServer
let lines: string[]
let opened: string[]
beforeEach(async () => {
  stage = new Stage()
  lines = []
  opened = []
  server = await stage.server({ log: line => lines.push(line), heartbeat: 100 })
})
afterEach(async () => {
  // A server that goes away gives its links a second to ask.
  await Promise.all(opened.map(link => call('/close', { link })))
  await stage.close()
})

interface Call {
  link?: string
  turn?: number
  body?: unknown
  method?: string
  signal?: AbortSignal
}

/** Makes one request of a link. */
function call(path: string, { link, turn, body, method = 'POST', signal }: Call = {}): Promise<Response> {
  const headers: Record<string, string> = {}
  if (link !== undefined) headers['x-chat-link'] = link
  if (turn !== undefined) headers['x-chat-turn'] = String(turn)
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  return fetch(`http://127.0.0.1:${server.port}/v1/link${path}`, { method, headers, body: text, signal })
}

const poll = (link: string, turn: number, wait = 0, signal?: AbortSignal): Promise<Response> =>
  call(`/poll?wait=${wait}`, { method: 'GET', link, turn, signal })

async function open(): Promise<string> {
  const { link } = await (await call('')).json() as { link: string }
  opened.push(link)
  return link
}

/** A link that has said hello, with turn 1 up and turn 1 down behind it. */
async function enter(name = 'Ann'): Promise<string> {
  const link = await open()
  const { token } = await login(server.port, name)
  await call('/send', { link, turn: 1, body: [JSON.stringify({ type: 'hello', version: 1, token })] })
  expect((await frames(await poll(link, 1)))[0]?.type).toBe('welcome')
  return link
}

async function frames(response: Response): Promise<ServerFrame[]> {
  const items = await response.json() as unknown[]
  return items.map(item => typeof item === 'string' ? JSON.parse(item) as ServerFrame : item as ServerFrame)
}

const ping = (id: string): string => JSON.stringify({ type: 'ping', id })
const none = (): Promise<void> => until(() => server.stats().connections === 0)

describe('a link id', () => {
  it('is 128 bits, and another one each time', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, open))
    expect(new Set(ids).size).toBe(50)
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(16)
    expect(server.stats()).toEqual({ connections: 50, accepted: 50 })
  })

  it.each([
    ['missing', undefined], ['empty', ''], ['of the right form', 'A'.repeat(22)], ['__proto__', '__proto__'],
    ['very long', 'x'.repeat(5000)],
  ])('that is none gives 404: %s', async (_, link) => {
    const real = await enter()
    const requests: [string, string][] = [
      ['POST', '/send'], ['GET', '/events'], ['GET', '/poll?wait=0'], ['POST', '/close'],
    ]
    for (const [method, path] of requests) {
      const response = await call(path, { link, turn: 1, method, body: method === 'POST' ? [] : undefined })
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.json()).toEqual({ error: 'no such link' })
    }
    expect((await poll(real, 2)).status).toBe(200)
  })

  it('is worth nothing after close', async () => {
    const link = await enter()
    expect((await call('/close', { link })).status).toBe(204)
    await none()
    expect((await call('/send', { link, turn: 2, body: [ping('x')] })).status).toBe(404)
    expect((await poll(link, 2)).status).toBe(404)
    expect((await call('/close', { link })).status).toBe(404)
  })

  it('in the address is not looked at', async () => {
    const link = await enter()
    const response = await call(`/poll?wait=0&x-chat-link=${link}&link=${link}`, { method: 'GET', turn: 2 })
    expect(response.status).toBe(404)
  })
})

describe('turns', () => {
  it('that come twice, out of order or not at all end the link', async () => {
    const wrong: ((link: string) => Promise<Response>)[] = [
      link => call('/send', { link, turn: 1, body: [ping('x')] }),
      link => call('/send', { link, turn: 3, body: [ping('x')] }),
      link => call('/send', { link, body: [ping('x')] }),
      link => poll(link, 1),
      link => poll(link, 3),
      link => call('/events', { link, turn: 1, method: 'GET' }),
    ]
    for (const request of wrong) {
      const link = await enter()
      expect((await request(link)).status).toBe(409)
      expect((await poll(link, 2)).status).toBe(404)
    }
    await none()
  })

  it('down: one at a time', async () => {
    const link = await enter()
    const first = poll(link, 2, 20_000).catch(() => 'cut')
    await new Promise(done => setTimeout(done, 50))
    expect((await poll(link, 3)).status).toBe(409)
    expect(await first).toBe('cut')
    await none()
  })
})

describe('a poll', () => {
  it('waits for frames, and takes all that come at once', async () => {
    const link = await enter()
    const waiting = poll(link, 2, 20_000)
    await call('/send', { link, turn: 2, body: [ping('1'), ping('2'), ping('3')] })
    const first = await frames(await waiting)
    const rest = first.length < 3 ? await frames(await poll(link, 3)) : []
    expect([...first, ...rest].map(frame => 'id' in frame && frame.id)).toEqual(['1', '2', '3'])
  })

  it('is answered with nothing in the end', async () => {
    const link = await enter()
    const began = Date.now()
    expect(await (await poll(link, 2, 100)).json()).toEqual([])
    expect(Date.now() - began).toBeGreaterThanOrEqual(90)
  })

  it('is answered early when the server wants a sign of life', async () => {
    const link = await enter()
    for (let turn = 2; turn < 5; turn++) expect(await (await poll(link, turn, 30_000)).json()).toEqual([])
    expect(server.stats().connections).toBe(1)
  })

  it('that is given up ends the link', async () => {
    const link = await enter()
    const control = new AbortController()
    const given = poll(link, 2, 20_000, control.signal).catch(() => 'given up')
    await new Promise(done => setTimeout(done, 50))
    control.abort()
    expect(await given).toBe('given up')
    await none()
  })

  it('after the end is told it once', async () => {
    const link = await enter()
    await call('/send', { link, turn: 2, body: Array.from({ length: 20 }, () => '?') })
    const told = await (await poll(link, 2)).json() as unknown[]
    expect(told.at(-1)).toEqual({ close: 4000, reason: 'too many bad frames' })
    expect(told).toHaveLength(21)
    expect((await poll(link, 3)).status).toBe(404)
    await none()
  })
})

describe('a stream', () => {
  const stream = async (link: string, signal?: AbortSignal) => {
    const response = await call('/events', { link, turn: 1, method: 'GET', signal })
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const upTo = async (part: string): Promise<string> => {
      while (!text.includes(part)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`the stream ended without ${part}: ${text}`)
        text += value
      }
      return text
    }
    return { response, upTo }
  }

  it('passes proxies, says when it is open, and asks for signs of life', async () => {
    const link = await open()
    const { response, upTo } = await stream(link)
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.headers.get('cache-control')).toContain('no-transform')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await upTo('\n\n')).toBe('event: open\ndata: open\n\n')
    await upTo('event: ping\ndata: ping\n\n')
    // An empty array is one.
    for (let turn = 1; turn < 20; turn++) {
      expect((await call('/send', { link, turn, body: [] })).status).toBe(204)
      await new Promise(done => setTimeout(done, 50))
    }
    // And without any the link is cut.
    await none()
    expect(lines).toContain('cut a connection: silent for too long')
  })

  it('is kept alive by comments', async () => {
    const brisk = server = await stage.server({ linkIdle: 150, store: stage.file('brisk.db') })
    const { upTo } = await stream(await open())
    await upTo(':\n\n:\n\n:\n\n')
    expect(brisk.stats().connections).toBe(1)
  })

  it('that is given up ends the link', async () => {
    const control = new AbortController()
    const { upTo } = await stream(await open(), control.signal)
    await upTo('open')
    control.abort()
    await none()
  })

  it('that is not read is cut, and its neighbours notice nothing', async () => {
    server = await stage.server({ store: stage.file('calm.db'), log: line => lines.push(line) })
    const link = await open()
    const { token } = await login(server.port, 'Ann')
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(`GET /v1/link/events HTTP/1.1\r\nHost: x\r\nX-Chat-Link: ${link}\r\nX-Chat-Turn: 1\r\n\r\n`)
    await new Promise(done => socket.once('data', done))
    socket.pause()
    await call('/send', { link, turn: 1, body: [JSON.stringify({ type: 'hello', version: 1, token })] })
    const ben = await stage.join(server.port, 'Ben')
    while (!lines.includes('cut a connection: it reads too slowly')) {
      await ben.say({ kind: 'blob', data: 'x'.repeat(120_000) })
    }
    await until(() => server.stats().connections === 1)
    socket.destroy()
  })

  it('is ended after its end was told, though nobody reads it', async () => {
    const brisk = server = await stage.server({ linkIdle: 300, store: stage.file('brisk.db') })
    const link = await open()
    const socket = connect(brisk.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(`GET /v1/link/events HTTP/1.1\r\nHost: x\r\nX-Chat-Link: ${link}\r\nX-Chat-Turn: 1\r\n\r\n`)
    await new Promise(done => socket.once('data', done))
    socket.pause()
    await call('/send', { link, turn: 1, body: Array.from({ length: 20 }, () => '?') })
    await none()
    socket.destroy()
  })
})

describe('a body', () => {
  it.each([
    ['no JSON', '{'], ['no list', '{"0":"x"}'], ['a list of something else', '["x",{}]'], ['nothing', ''],
    ['too many', Array.from({ length: 65 }, () => 'x')],
  ])('that is %s ends the link', async (_, body) => {
    const link = await enter()
    expect((await call('/send', { link, turn: 2, body })).status).toBe(400)
    await none()
  })

  it('that is too long is not read, and ends this link only', async () => {
    const link = await enter('Ann')
    const other = await enter('Ben')
    const response = await call('/send', { link, turn: 2, body: ['x'.repeat(1_000_000)] }).catch(() => undefined)
    // Who is still writing may not see the answer.
    if (response) expect(response.status).toBe(413)
    expect((await frames(await poll(link, 2))).at(-1)).toEqual({ close: 1009, reason: 'frame too large' })
    expect((await call('/send', { link: other, turn: 2, body: [ping('x')] })).status).toBe(204)
    expect(server.stats().connections).toBe(1)
  })

  it('may bring the longest frame, with all of it escaped', async () => {
    const link = await enter()
    const longest = '"'.repeat(131_072)
    expect((await call('/send', { link, turn: 2, body: [longest] })).status).toBe(204)
    expect(await frames(await poll(link, 2))).toMatchObject([{ code: 4000 }])
  })

  it('that is cut off ends the link', async () => {
    const link = await enter()
    const socket = connect(server.port, '127.0.0.1')
    socket.write(`POST /v1/link/send HTTP/1.1\r\nHost: x\r\nX-Chat-Link: ${link}\r\nX-Chat-Turn: 2\r\n` +
      'Content-Length: 100\r\n\r\n["half')
    await new Promise(done => setTimeout(done, 50))
    socket.destroy()
    await none()
    expect(lines.filter(line => line.includes('failed'))).toEqual([])
  })

  it('is answered when its frames have been worked on', async () => {
    const link = await enter()
    const text = (id: string): string =>
      JSON.stringify({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
    await call('/send', { link, turn: 2, body: Array.from({ length: 64 }, (_, i) => text(`m${i}`)) })
    const got = await frames(await poll(link, 2))
    expect(got.filter(frame => frame.type === 'ack')).toHaveLength(64)
    expect(got.filter(frame => frame.type === 'event')).toHaveLength(64)
  })
})

it('other origins may use links', async () => {
  const response = await call('/send', { method: 'OPTIONS' })
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('x-chat-link')
  expect(response.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('x-chat-turn')
  expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(600)
  expect((await poll(await open(), 1)).headers.get('access-control-allow-origin')).toBe('*')
})

it('there is nothing else below /v1/link', async () => {
  const link = await enter()
  for (const [method, path] of [['GET', ''], ['GET', '/send'], ['POST', '/poll'], ['GET', '/x'], ['DELETE', '']]) {
    const response = await call(path ?? '', { link, turn: 2, method })
    expect([method, path, response.status]).toEqual([method, path, 404])
  }
  expect((await poll(link, 2)).status).toBe(200)
})
