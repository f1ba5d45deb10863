import { once } from 'node:events'
import { createServer as createHttp, get } from 'node:http'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { FaultProxy } from '../helpers/fault-proxy'
import { until } from '../helpers/server'

/** One end of a connection, and what it got. */
class End {
  text = ''
  /** How it ended: not yet, by a farewell, or by a reset. */
  fate: 'open' | 'ended' | 'reset' = 'open'

  constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => { this.text += text })
    socket.on('error', () => { this.fate = 'reset' })
    socket.on('end', () => { this.fate = 'ended' })
  }
}

let server: Server
let proxy: FaultProxy
let served: End[]
let clients: End[]

beforeEach(async () => {
  served = []
  clients = []
  server = createServer({ noDelay: true }, socket => served.push(new End(socket)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await FaultProxy.start((server.address() as AddressInfo).port)
})

afterEach(async () => {
  for (const { socket } of [...clients, ...served]) socket.destroy()
  await proxy.close()
  await new Promise(done => server.close(done))
})

/** Connects both ends, as far as the proxy lets them. */
async function join(): Promise<[client: End, other: End]> {
  const known = served.length
  const client = dial()
  await until(() => served.length > known)
  return [client, served[known] as End]
}

function dial(): End {
  const client = new End(connect({ port: proxy.port, host: '127.0.0.1', noDelay: true }))
  clients.push(client)
  return client
}

/** Time for what must not come to come: a test that is too quick can only miss a fault. */
async function aMoment(): Promise<void> {
  await new Promise(next => setTimeout(next, 30))
}

describe('a fault proxy', () => {
  it('forwards both ways, counts, and hands a farewell through', async () => {
    const [client, other] = await join()
    client.socket.write('up there')
    other.socket.write('down')
    await until(() => other.text === 'up there' && client.text === 'down')
    expect(proxy.counts).toEqual({ opened: 1, refused: 0, up: 8, down: 4 })
    expect(proxy.open).toBe(1)
    client.socket.end('bye')
    await until(() => other.fate === 'ended' && client.fate === 'ended')
    expect(other.text).toBe('up therebye')
    await until(() => proxy.open === 0)
  })

  it('resets both ends of one connection and leaves the others', async () => {
    const [first] = await join()
    const [second, secondOther] = await join()
    proxy.newest.reset()
    await until(() => second.fate === 'reset' && secondOther.fate === 'reset')
    expect(first.fate).toBe('open')
    proxy.reset()
    await until(() => first.fate === 'reset')
    expect(proxy.open).toBe(0)
  })

  it('hands a reset through', async () => {
    const [client, other] = await join()
    other.socket.resetAndDestroy()
    await until(() => client.fate === 'reset')
  })

  it('refuses new connections, and keeps the old ones', async () => {
    const [client, other] = await join()
    await proxy.refuse()
    const refused = dial()
    await until(() => refused.fate === 'reset')
    await proxy.refuse('reset')
    const cut = dial()
    await until(() => cut.fate === 'reset')
    expect(proxy.counts).toMatchObject({ opened: 2, refused: 1 })
    client.socket.write('still here')
    await until(() => other.text === 'still here')
    await proxy.accept()
    await join()
  })

  it('stalls both ways, and delivers all of it afterwards', async () => {
    const [client, other] = await join()
    proxy.set({ stall: true })
    client.socket.write('one ')
    other.socket.write('two')
    await aMoment()
    client.socket.write('three')
    await aMoment()
    expect([client.text, other.text]).toEqual(['', ''])
    proxy.set({ stall: false })
    await until(() => other.text === 'one three' && client.text === 'two')
  })

  it('makes bytes vanish one way; a mended hole resets what lost some', async () => {
    const [client, other] = await join()
    const [, untouched] = await join()
    proxy.set({ hole: 'up' })
    client.socket.write('into nothing')
    other.socket.write('heard')
    await until(() => client.text === 'heard')
    await aMoment()
    expect(other.text).toBe('')
    const late = dial()
    await once(late.socket, 'connect')
    await aMoment()
    expect(served).toHaveLength(2)
    await proxy.clear()
    await until(() => client.fate === 'reset' && other.fate === 'reset' && late.fate === 'reset')
    expect(untouched.fate).toBe('open')
  })

  it('a hole that opens the way on which bytes were lost resets, too', async () => {
    const [client, other] = await join()
    const [, untouched] = await join()
    proxy.set({ hole: 'both' })
    client.socket.write('into nothing')
    await aMoment()
    proxy.set({ hole: 'down' })
    await until(() => client.fate === 'reset' && other.fate === 'reset')
    expect(untouched.fate).toBe('open')
  })

  it('makes bytes and farewells vanish both ways', async () => {
    const [client, other] = await join()
    proxy.newest.set({ hole: 'both' })
    other.socket.write('nobody hears')
    client.socket.resetAndDestroy()
    await aMoment()
    expect([client.text, other.fate]).toEqual(['', 'open'])
  })

  it('throttles', async () => {
    const [client, other] = await join()
    proxy.set({ bytesPerSecond: 100_000 })
    const began = performance.now()
    client.socket.write('x'.repeat(20_000))
    await until(() => other.text.length === 20_000)
    expect(performance.now() - began).toBeGreaterThan(150)
  })

  it('delays and keeps the order', async () => {
    const [client, other] = await join()
    proxy.set({ delay: 40, jitter: 40 })
    const began = performance.now()
    for (const digit of '0123456789') {
      client.socket.write(digit)
      await new Promise(next => setTimeout(next, 1))
    }
    await until(() => other.text.length === 10)
    expect(other.text).toBe('0123456789')
    expect(performance.now() - began).toBeGreaterThan(39)
  })

  it('cuts after so many bytes', async () => {
    const [client, other] = await join()
    proxy.cut(5, 'up')
    client.socket.write('hello world')
    // Bytes with a reset close behind them look to Node like bytes and an end.
    await until(() => client.fate === 'reset' && other.fate !== 'open')
    expect(proxy.counts.up).toBe(5)
    expect('hello').toContain(other.text)
  })

  it('leaves nothing behind when it is closed', async () => {
    const [client] = await join()
    proxy.set({ delay: 60_000 })
    client.socket.write('never')
    await proxy.close()
    await until(() => client.fate === 'reset')
    expect(proxy.open).toBe(0)
  })
})

describe('a fault proxy before a web server', () => {
  let http: Server
  let web: FaultProxy

  beforeEach(async () => {
    const listening = createHttp((_request, response) => response.end('plain'))
    const sockets = new WebSocketServer({ server: listening })
    sockets.on('connection', (socket) => {
      socket.on('error', () => undefined)
      socket.on('message', data => socket.send(data))
    })
    listening.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    http = listening
    web = await FaultProxy.start((listening.address() as AddressInfo).port)
  })

  afterEach(async () => {
    await web.close()
    await new Promise(done => http.close(done))
  })

  function socket(): WebSocket {
    const opened = new WebSocket(`ws://127.0.0.1:${web.port}`)
    opened.on('error', () => undefined)
    return opened
  }

  async function plain(): Promise<string> {
    const [response] = await once(get({ port: web.port, host: '127.0.0.1', agent: false }), 'response')
    let body = ''
    for await (const chunk of response) body += String(chunk)
    return body
  }

  it('lets both pass', async () => {
    const echo = socket()
    await once(echo, 'open')
    echo.send('hi')
    expect(String((await once(echo, 'message'))[0])).toBe('hi')
    expect(await plain()).toBe('plain')
    echo.terminate()
  })

  it.each([403, 502] as const)('refuses Upgrade with %i; plain requests pass', async (status) => {
    web.set({ upgrade: status })
    const [, response] = await once(socket(), 'unexpected-response')
    expect(response.statusCode).toBe(status)
    response.resume()
    expect(await plain()).toBe('plain')
    await until(() => web.open === 0)
  })

  it('swallows Upgrade; plain requests pass', async () => {
    web.set({ upgrade: 'swallow' })
    const mute = socket()
    let heard = false
    for (const event of ['open', 'close', 'unexpected-response']) mute.on(event, () => { heard = true })
    expect(await plain()).toBe('plain')
    await aMoment()
    expect([heard, mute.readyState]).toEqual([false, WebSocket.CONNECTING])
    mute.terminate()
  })

  it('lets the answer to Upgrade through and nothing after it', async () => {
    web.set({ upgrade: 'mute' })
    const mute = socket()
    let heard = false
    mute.on('message', () => { heard = true })
    await once(mute, 'open')
    mute.send('anybody there?')
    expect(await plain()).toBe('plain')
    await aMoment()
    expect([heard, mute.readyState]).toEqual([false, WebSocket.OPEN])
    mute.terminate()
  })
})
