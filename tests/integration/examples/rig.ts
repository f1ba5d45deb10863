import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { WebSocket } from 'ws'
import type { Running } from '../../../examples/servers/shared/running'

const root = resolve(__dirname, '../../..')

/** What has come and wasn't taken yet, in order. */
export class Inbox<T> {
  private readonly come: T[] = []
  private readonly waiting: ((value: T) => void)[] = []

  push(value: T): void {
    const taker = this.waiting.shift()
    if (taker) taker(value)
    else this.come.push(value)
  }

  /** The next one; it waits as long as the test may take. */
  next(): Promise<T> {
    const [first] = this.come.splice(0, 1)
    return first === undefined ? new Promise(done => this.waiting.push(done)) : Promise.resolve(first)
  }
}

/** A bare WebSocket client. */
export class WsClient {
  /** The frames; binary ones are Buffers. */
  readonly frames = new Inbox<string | Buffer>()
  readonly closed: Promise<number>

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) => this.frames.push(isBinary ? data as Buffer : String(data)))
    socket.on('error', () => undefined)
    this.closed = new Promise(done => socket.on('close', done))
  }

  static async open(port: number, path = '/'): Promise<WsClient> {
    const client = new WsClient(new WebSocket(`ws://127.0.0.1:${port}${path}`))
    await once(client.socket, 'open')
    return client
  }

  send(frame: string | Buffer): void {
    this.socket.send(frame)
  }

  next(): Promise<string | Buffer> {
    return this.frames.next()
  }

  async nextJson(): Promise<unknown> {
    return JSON.parse(String(await this.next()))
  }
}

/** A server as its own process. */
export interface Example {
  /** All it wrote so far. */
  readonly output: string
  readonly exit: Promise<number | string>
  readonly child: ChildProcess
}

/** Starts servers and clients, and ends them all after the test. */
export class Rig {
  private readonly ends: (() => unknown)[] = []

  async start(server: Promise<Running>): Promise<number> {
    const { port, close } = await server
    this.ends.push(close)
    return port
  }

  async client(port: number, path?: string): Promise<WsClient> {
    const client = await WsClient.open(port, path)
    this.ends.push(() => client.socket.terminate())
    return client
  }

  async clients(port: number, count: number): Promise<WsClient[]> {
    const clients: WsClient[] = []
    while (clients.length < count) clients.push(await this.client(port))
    return clients
  }

  /** Calls this after the test. */
  atEnd(end: () => unknown): void {
    this.ends.push(end)
  }

  /** Runs `scripts/example.ts`; fulfilled when it has written a line or ended. */
  async example(...args: string[]): Promise<Example> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/example.ts', ...args], {
      cwd: root, stdio: ['ignore', 'pipe', 'pipe'],
    })
    const example = {
      output: '',
      exit: new Promise<number | string>(done => child.on('close', (code, signal) => done(code ?? signal ?? -1))),
      child,
    }
    this.ends.push(() => {
      child.kill('SIGKILL')
      return example.exit
    })
    const line = new Promise<void>((done) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          example.output += text
          if (example.output.includes('\n')) done()
        })
      }
    })
    await Promise.race([line, example.exit])
    return example
  }

  async end(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end()
  }
}

/** A frame of a client, masked by zeros. */
function frame(first: number, payload: Buffer, length = payload.length): Buffer {
  return Buffer.concat([Buffer.from([first, 0x80 | length, 0, 0, 0, 0]), payload])
}

const request = 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
  + 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n'

/** What no WebSocket client says: before the handshake, and after it. */
const garbage: (string | Buffer)[] = [
  'x', '\r\n\r\n', 'GET', 'GET / HTTP/1.1\r\n\r\n', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}',
  request.replace('Version: 13', 'Version: 99') + '\r\n',
  request.replace('Key: AAAA', 'Key: ') + '\r\n',
  Buffer.alloc(200_000, 0xff),
  ...[
    frame(0x81, Buffer.from([0xff, 0xfe, 0xc0])), // no UTF-8
    Buffer.from([0x81, 3, 97, 98, 99]), // not masked
    frame(0x83, Buffer.from('abc')), // an opcode that isn't
    frame(0xf1, Buffer.from('abc')), // reserved bits
    frame(0x80, Buffer.from('abc')), // the end of nothing
    frame(0x09, Buffer.from('abc')), // half a ping
    frame(0x88, Buffer.from([3])), // half a code of a close
    frame(0x88, Buffer.from([0, 1])), // a code that isn't
    Buffer.concat([frame(0x01, Buffer.from('abc')), frame(0x01, Buffer.from('abc'))]), // two beginnings
    Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), // 2^63 bytes follow
    Buffer.from([0x81, 0xfe]), // cut off
  ].map(bytes => Buffer.concat([Buffer.from(request + '\r\n'), bytes])),
]

/** Sends all kinds of garbage, each on a connection of its own, and waits until the server has seen its end. */
export async function sendGarbage(port: number): Promise<void> {
  for (const bytes of garbage) {
    const socket = connect(port, '127.0.0.1')
    // The server may cut it while it is written.
    socket.on('error', () => undefined)
    socket.resume().end(bytes)
    await once(socket, 'close')
  }
}

/** Asks with JSON, gets JSON. */
export async function ask(url: string, init: RequestInit = {}): Promise<{ status: number, body: unknown }> {
  const response = await fetch(url, init)
  return { status: response.status, body: await response.json() }
}

export function post(port: number, body: unknown, init: RequestInit = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return ask(`http://127.0.0.1:${port}/messages`, { method: 'POST', body: text, ...init })
}
