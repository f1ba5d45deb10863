import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { type Faults, FaultPipe, type Way } from './fault-pipe'
import { mulberry } from './random'

export type { Faults, Way }

/** Ports that no system gives to outgoing connections: one of those might be taken while the proxy doesn't listen. */
const FIRST_PORT = 20_000
const PORTS = 12_000

/** A clear sky. */
const noFaults: Readonly<Faults> = {
  stall: false, hole: 'none', bytesPerSecond: Infinity, delay: 0, jitter: 0, upgrade: 'pass',
}

/**
 * A TCP proxy on the loopback between a client and a server, with faults to order: for all its connections, those to
 * come included (`set`, `reset`, `cut`), or for one of them.
 */
export class FaultProxy {
  /** Open connections, the oldest first. */
  readonly connections = new Set<ProxiedConnection>()
  /** Connections since the start, refused ones included, and the bytes that were forwarded. */
  readonly counts = { opened: 0, refused: 0, up: 0, down: 0 }
  /** Where clients connect to. */
  port = 0
  private faults: Faults = { ...noFaults }
  private refusing: 'no' | 'closed' | 'reset' = 'no'
  private server: Server | null = null
  private readonly random: () => number

  private constructor(readonly target: number, seed: number) {
    this.random = mulberry(seed)
  }

  /** Starts a proxy before the server at this port of the loopback. */
  static async start(target: number, seed = 1): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, seed)
    await proxy.listen()
    return proxy
  }

  /** How many connections are open. */
  get open(): number {
    return this.connections.size
  }

  /** The newest open connection. */
  get newest(): ProxiedConnection {
    const newest = [...this.connections].pop()
    if (!newest) throw new Error('no connection is open')
    return newest
  }

  /** Changes what all connections bear, those to come included. What is not named stays as it is. */
  set(faults: Partial<Faults>): void {
    Object.assign(this.faults, faults)
    for (const connection of [...this.connections]) connection.set(faults)
  }

  /** Ends all faults, and lets connections in again. */
  async clear(): Promise<void> {
    this.set(noFaults)
    await this.accept()
  }

  /** Resets (RST) all open connections, at both ends. */
  reset(): void {
    for (const connection of [...this.connections]) connection.reset()
  }

  /** Each open connection is reset once so many more bytes have gone this way: in the midst of a frame, if need be. */
  cut(bytes: number, way: Way): void {
    for (const connection of [...this.connections]) connection.cut(bytes, way)
  }

  /** From now on new connections fail: nobody listens (`closed`), or they are reset as soon as they are open. */
  async refuse(how: 'closed' | 'reset' = 'closed'): Promise<void> {
    this.refusing = how
    const server = this.server
    if (how === 'reset' || !server) return this.listen()
    this.server = null
    // Not awaited: it is done when the last open connection ends. The port is free at once.
    server.close()
  }

  /** New connections are welcome again. */
  async accept(): Promise<void> {
    this.refusing = 'no'
    await this.listen()
  }

  /** Ends all connections and stops to listen. */
  async close(): Promise<void> {
    const server = this.server
    this.server = null
    const closed = server && new Promise(done => server.close(done))
    this.reset()
    await closed
  }

  private async listen(): Promise<void> {
    while (!this.server) {
      const port = this.port || FIRST_PORT + Math.floor(Math.random() * PORTS)
      // A half-closed connection is handed through as it is.
      const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => this.welcome(socket))
      server.listen(port, '127.0.0.1')
      const failed = await once(server, 'listening').then(() => false, () => true)
      if (failed) continue
      this.server = server
      this.port = port
    }
  }

  private welcome(client: Socket): void {
    this.counts.opened += 1
    if (this.refusing !== 'no') {
      this.counts.refused += 1
      client.on('error', () => undefined)
      sendReset(client)
      return
    }
    const connection = new ProxiedConnection(client, this.target, { ...this.faults }, this.random, {
      forwarded: (way, bytes) => { this.counts[way] += bytes },
      ended: () => this.connections.delete(connection),
    })
    this.connections.add(connection)
  }
}

/** One connection through a {@link FaultProxy}. */
export class ProxiedConnection {
  private readonly up: FaultPipe
  private readonly down: FaultPipe
  private server: Socket | null = null
  private ended = false
  private upgraded = false
  /** The beginning of a request whose head isn't complete. */
  private head = Buffer.alloc(0)

  constructor(
    private readonly client: Socket,
    private readonly target: number,
    private readonly faults: Faults,
    random: () => number,
    private readonly listener: { forwarded(way: Way, bytes: number): void, ended(): void },
  ) {
    const pipe = (way: Way): FaultPipe => new FaultPipe(way, faults, random, {
      forwarded: bytes => listener.forwarded(way, bytes),
      cut: () => this.reset(),
    })
    this.up = pipe('up')
    this.down = pipe('down')
    this.up.source = this.down.sink = client
    this.watch(client, chunk => this.fromClient(chunk), this.up)
    if (!this.vanishes('up')) this.reach()
  }

  /** Changes what this connection bears. What is not named stays as it is. */
  set(faults: Partial<Faults>): void {
    Object.assign(this.faults, faults)
    const mended = [this.up, this.down].some(({ way, lost }) => lost && !this.vanishes(way))
    if (mended || (!this.server && !this.vanishes('up'))) return this.reset()
    this.up.pump()
    this.down.pump()
  }

  /** Ends it with RST at both ends. */
  reset(): void {
    if (this.ended) return
    this.ended = true
    this.up.stop()
    this.down.stop()
    sendReset(this.client)
    if (this.server) sendReset(this.server)
    this.listener.ended()
  }

  /** It is reset once so many more bytes have gone this way. */
  cut(bytes: number, way: Way): void {
    this[way].cutAfter(bytes)
  }

  private vanishes(way: Way): boolean {
    return this.faults.hole === way || this.faults.hole === 'both'
  }

  private reach(): void {
    const server = this.server = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    this.up.sink = this.down.source = server
    this.watch(server, chunk => this.down.take(chunk), this.down)
  }

  private watch(socket: Socket, take: (chunk: Buffer) => void, pipe: FaultPipe): void {
    socket.on('data', take)
    socket.on('end', () => pipe.take(null))
    socket.on('drain', () => (socket === this.client ? this.down : this.up).pump())
    socket.on('error', () => undefined)
    socket.on('close', (failed) => {
      if (this.ended) return
      // What vanishes includes the news that one end is gone; a farewell in order waits for the bytes before it.
      if (failed && !this.vanishes(pipe.way)) this.reset()
      else if (this.client.destroyed && (!this.server || this.server.destroyed)) this.reset()
    })
  }

  private fromClient(chunk: Buffer): void {
    if (this.upgraded || this.faults.upgrade === 'pass') return this.up.take(chunk)
    this.head = Buffer.concat([this.head, chunk])
    const text = this.head.toString('latin1')
    const isRequest = text.startsWith('GET ')
    if (isRequest && !text.includes('\r\n\r\n')) return
    const whole = this.head
    this.head = Buffer.alloc(0)
    if (isRequest && /^upgrade:/im.test(text)) this.upgrade(whole)
    else this.up.take(whole)
  }

  private upgrade(request: Buffer): void {
    const { upgrade } = this.faults
    this.upgraded = true
    if (upgrade === 'swallow') {
      this.faults.hole = 'both'
      this.up.take(request)
    } else if (upgrade === 'mute') {
      this.up.take(request)
      this.down.muteAfterHead(() => { this.faults.hole = 'both' })
    } else {
      this.client.end(`HTTP/1.1 ${upgrade} Refused by a proxy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      this.server?.destroy()
    }
  }
}

/** Ends a socket with RST at once. Node's `resetAndDestroy` would first wait until all is written. */
function sendReset(socket: Socket & { resetAndClosing?: boolean }): void {
  socket.resetAndClosing = !socket.connecting
  socket.destroy()
}
