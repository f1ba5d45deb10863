import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ChatServer, ServerOptions } from '../../../server/server'
import { metric } from '../../helpers/metrics'
import { Stage, until } from '../../helpers/server'

let stage: Stage
let server: ChatServer
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

async function start(options: Partial<ServerOptions> = {}): Promise<void> {
  server = await stage.server({ metrics: { host: '127.0.0.1', port: 0 }, ...options })
}

/** Writes this to the port, and then nothing more; fulfilled when the server has closed, with what it said. */
function write(text: string | Buffer, then?: (socket: Socket) => void): Promise<string> {
  return new Promise((done) => {
    let said = ''
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(text)
      then?.(socket)
    })
    socket.setEncoding('latin1').on('data', (part: string) => {
      said += part
    })
    socket.on('error', () => undefined)
    socket.on('close', () => done(said))
  })
}

const upgrade = (path: string, ...headers: string[]) => [
  `GET ${path} HTTP/1.1`, 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ...headers, '', '',
].join('\r\n')
const get = (path: string, ...headers: string[]) =>
  ['GET ' + path + ' HTTP/1.1', 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n')
const statusOf = (said: string) => Number(/^HTTP\/1.1 (\d+)/.exec(said)?.[1])

describe('who takes too long is cut', () => {
  it.each([
    ['with a connection on which nothing is said', ''],
    ['with the headers', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['in the middle of an upgrade', upgrade('/v1/ws').slice(0, -2)],
    ['with a body', 'POST /v1/demo/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"name":'],
    ['with a body in chunks',
      'POST /v1/demo/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'],
  ])('%s', async (_, text) => {
    await start({ requestTime: 200 })
    const ben = await stage.join(server.port, 'Ben')
    const said = await write(text)
    if (said !== '') expect(statusOf(said)).toBe(408)
    await ben.say('still here')
  })

  it('also if it says a little all the time', async () => {
    await start({ requestTime: 200 })
    let dripping: NodeJS.Timeout | undefined
    const said = await write('GET /healthz HTTP/1.1\r\nHost: x\r\n', (socket) => {
      dripping = setInterval(() => socket.write('X-A: b\r\n'), 20)
    })
    clearInterval(dripping)
    if (said !== '') expect(statusOf(said)).toBe(408)
  })
})

describe('what is too much is refused', () => {
  const many = Array.from({ length: 101 }, (_, i) => `X-${i}: y`)
  const long = `/${'x'.repeat(2048)}`

  it.each([
    ['an address', 414, 'url', get(long)],
    ['an address of an upgrade', 414, 'url', upgrade(`/v1/ws?${long}`)],
    ['headers', 431, 'headers', get('/healthz', ...many)],
    ['headers of an upgrade', 431, 'headers', upgrade('/v1/ws', ...many)],
    ['bytes of headers', 431, undefined, get('/healthz', `X-Long: ${'x'.repeat(17_000)}`)],
    ['a body', 413, 'body',
      `POST /v1/demo/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`],
    ['a compressed body', 415, 'encoding',
      'POST /v1/link/send HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc'],
  ])('%s', async (_, status, limit, text) => {
    await start()
    const ben = await stage.join(server.port, 'Ben')
    expect(statusOf(await write(text))).toBe(status)
    if (limit) expect(await metric(server, `chat_refused_total{limit="${limit}"}`)).toBe(1)
    await ben.say('still here')
  })

  it('requests over one connection', async () => {
    await start({ bounds: { rate: 10 } })
    const request = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
    const statuses = [...(await write(request.repeat(30))).matchAll(/HTTP\/1.1 (\d+)/g)].map(found => Number(found[1]))
    expect(statuses).toEqual([200, 200, 429])
  })

  it('connections of an address that say nothing at all', async () => {
    await start({ bounds: { connectionsPerAddress: 1 }, requestTime: 60_000 })
    const sockets = Array.from({ length: 250 }, () => connect(server.port, '127.0.0.1'))
    for (const socket of sockets) socket.on('error', () => undefined)
    await until(() => sockets.filter(socket => socket.closed).length === 48)
    for (const socket of sockets) socket.destroy()
    await until(async () => statusOf(await write(get('/healthz'))) === 200)
  })
})

describe('compression', () => {
  it('is not agreed on, and a compressed frame ends the link', async () => {
    await start()
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/ws`, { perMessageDeflate: true })
    await new Promise(done => socket.once('open', done))
    expect(socket.extensions).toBe('')
    socket.terminate()
    // A text frame with the bit that says that it is compressed, masked with zeros.
    const frame = Buffer.concat([Buffer.from([0b1100_0001, 0x80 | 2, 0, 0, 0, 0]), Buffer.from('{}')])
    const said = await write(upgrade('/v1/ws'), raw => raw.once('data', () => raw.write(frame)))
    // Closed with 1002.
    expect(said.slice(said.indexOf('\r\n\r\n') + 4)).toBe('\x88\x02\x03\xea')
  })
})

describe('origins', () => {
  const origins = ['https://chat.example.com']
  const post = (...headers: string[]) => [
    'POST /v1/link HTTP/1.1', 'Host: x', 'Content-Length: 0', 'Connection: close', ...headers, '', '',
  ].join('\r\n')

  it('that are not named may not come, by no way; whoever names none may', async () => {
    await start({ origins })
    for (const make of [post, (...headers: string[]) => upgrade('/v1/ws', ...headers)]) {
      expect(statusOf(await write(make('Origin: https://evil.example.com')))).toBe(403)
      expect(statusOf(await write(make('Origin: null')))).toBe(403)
      expect(statusOf(await write(make('Origin: https://chat.example.com.evil.example')))).toBe(403)
    }
    expect(await metric(server, 'chat_refused_total{limit="origin"}')).toBe(6)
    expect(statusOf(await write(post('Origin: https://Chat.example.com')))).toBe(200)
    expect(statusOf(await write(post('Referer: https://servicewechat.com/wx0/1/page-frame.html')))).toBe(200)
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/ws`, { origin: 'https://chat.example.com' })
    await new Promise(done => socket.once('open', done))
    socket.terminate()
    // How it goes is no secret.
    expect(statusOf(await write(get('/healthz', 'Origin: https://evil.example.com')))).toBe(200)
  })

  it('may all come if none is named', async () => {
    await start()
    expect(statusOf(await write(post('Origin: https://anywhere.example.com')))).toBe(200)
  })
})
