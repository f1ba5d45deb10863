import { randomBytes } from 'node:crypto'
import { createServer, STATUS_CODES } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { dirname, join } from 'node:path'
import { WebSocketServer } from 'ws'
import { addressOf, network } from './address'
import { pathOf } from './answers'
import { createAuth, minSecretBytes } from './auth'
import { openBackend } from './backend'
import type { Backend } from './backend'
import { defaultBounds } from './bounds'
import type { Bounds } from './bounds'
import { Demo } from './demo/demo'
import { sendAway } from './drain'
import { Files } from './files/files'
import { Gate } from './gate'
import { createGuard } from './guard'
import { createHttpHandler } from './http'
import { limits } from './limits'
import { Links } from './links'
import { listen } from './listen'
import type { Log } from './log'
import { Metrics } from './metrics'
import { startMonitor } from './monitor'
import type { MonitorOptions } from './monitor'
import type { Peer } from './peer'
import { createReadiness } from './ready'
import { Session } from './session'
import type { Services } from './session'
import type { Store } from './store'
import { attachWebSocket } from './websocket'

/** How a server is to run. */
export interface ServerOptions {
  /** The port; a taken one gives the next free one, 0 any free one. */
  port: number
  /**
   * The address to listen on.
   * @default '127.0.0.1'
   */
  host?: string
  /**
   * Where all is kept: a SQLite file, which is made with its folder if it is missing, or `redis://HOST:PORT/DATABASE`,
   * which many servers may share.
   */
  store: string
  /** Where uploaded files are kept; by default `files` beside the SQLite file, or `.data/files`. */
  files?: string | undefined
  /**
   * Lets everyone in by name (`POST /v1/demo/login`), puts all of them into the group `general`, and has a customer
   * service for them to talk to.
   * @default false
   */
  demo?: boolean
  /**
   * In the demo, gives everyone who logs in somebody to talk to, who answers with canned texts, piece by piece.
   * @default false
   */
  bot?: boolean
  /** What tokens are signed with, at least 32 bytes. The demo makes one for itself and keeps it in the store. */
  secret?: string | undefined
  /**
   * How long a connection may take to say hello, in ms.
   * @default 10000
   */
  helloTimeout?: number
  /**
   * How long a client may stay silent before it should ping, in ms. After four times as long it is cut off.
   * @default 15000
   */
  heartbeat?: number
  /**
   * How long a link over HTTP may be without a request for what goes down, in ms.
   * @default 30000
   */
  linkIdle?: number
  /**
   * How long none of a person's connections may be there until that person is told to be offline, in ms.
   * @default 5000
   */
  absence?: number
  /**
   * How long a client may take for a request, or for the headers of one, in ms.
   * @default 10000
   */
  requestTime?: number
  /**
   * How long {@link ChatServer.close} may take, in ms.
   * @default 5000
   */
  drainTime?: number
  /** Limits that are to be others than {@link defaultBounds}. */
  bounds?: Partial<Bounds>
  /** Origins whose pages may connect, in lower case; by default all. Whoever names none is no browser, and may. */
  origins?: readonly string[] | undefined
  /**
   * How many proxies stand in front, one behind the other, each of which adds to `X-Forwarded-For`.
   * @default 0
   */
  proxies?: number
  /** Where to show the numbers; nowhere by default. */
  metrics?: MonitorOptions | undefined
  /** By default nothing is logged. */
  log?: Log
}

/** A running server. */
export interface ChatServer {
  /** The port it got. */
  readonly port: number
  /** The port with the numbers, if they are shown. */
  readonly metricsPort: number | undefined
  /**
   * Lets nobody in any more, finishes what is in hand, sends every client away with a hint when to come back, and lets
   * go of everything.
   */
  close(): Promise<void>
  /** Connections that are open now, and those accepted since the start. */
  stats(): { connections: number, accepted: number }
}

// How often requests are looked at that take too long, and what people took is forgotten, in ms.
const checkTime = 1000
const sweepTime = 60_000
// TCP connections for each that is allowed: a link over HTTP has two at times. Some more are there for other requests.
const socketsEach = 2
const moreSockets = 200

/**
 * Starts a server.
 * @throws {@link StoreError} if the store can't be used
 */
export async function startServer(options: ServerOptions): Promise<ChatServer> {
  const {
    port, host = '127.0.0.1', linkIdle = 30_000, requestTime = 10_000, drainTime = 5000, origins,
    proxies = 0, log = () => undefined,
  } = options
  const bounds: Bounds = { ...defaultBounds, ...options.bounds }
  const metrics = new Metrics()
  const gate = new Gate(bounds, metrics)
  const backend = await openBackend(options.store, log, options.absence)
  const { services, demo, secret } = await prepare(backend, { gate, bounds, metrics }, options)
    .catch(async (error: unknown) => {
      await backend.close()
      throw error
    })
  const sessions = new Set<Session>()
  let accepted = 0
  let closing: Promise<void> | undefined
  const stats = () => ({ connections: gate.size, accepted })
  const isFull = () => sessions.size - gate.size >= limits.turnedAway

  /** Makes the session of a connection; one that is too many is let in only to be told so. */
  function begin(peer: Peer, request: IncomingMessage): Session {
    const session = new Session(peer, services)
    sessions.add(session)
    void session.parted.then(() => sessions.delete(session))
    const limit = gate.enter(session, addressOf(request, proxies))
    if (limit) session.turnAway(limit)
    else accepted += 1
    return session
  }

  const isReady = createReadiness(backend)
  const links = new Links({
    begin: (peer, request) => closing || isFull() ? undefined : begin(peer, request), idle: linkIdle, metrics,
  })
  const files = new Files({
    folder: options.files ?? filesBeside(options.store), fileBytes: bounds.fileBytes, secret,
    auth: services.auth, store: services.store, metrics,
  })
  await files.start()
  const guard = createGuard({ origins, rate: bounds.rate, metrics })
  const http = createServer({
    // The longest of all; others have less, see `http.ts`.
    requestTimeout: Math.max(requestTime, limits.fileTime),
    headersTimeout: requestTime,
    connectionsCheckingInterval: Math.min(checkTime, requestTime),
    maxHeaderSize: limits.headerBytes,
    // Longer than the pauses between the requests of a link, or else each of them would need a connection of its own.
    keepAliveTimeout: 65_000,
  }, createHttpHandler({
    links, files, requestTime, guard, metrics, stats, log, login: demo && ((...who) => demo.login(...who)),
    ready: async () => !closing && await isReady(),
  }))
  limitSockets(http, bounds, proxies, metrics)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes, perMessageDeflate: false })
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const problem = guard(request)
    if (problem) return turnAway(socket, problem.status, problem.headers)
    if (closing || isFull()) return turnAway(socket, 503, { 'Retry-After': '5' })
    if (pathOf(request) !== '/v1/ws') return turnAway(socket, 404)
    sockets.handleUpgrade(request, socket, head, (client) => {
      attachWebSocket(client, socket, peer => begin(peer, request), metrics)
    })
  })

  async function letGo(): Promise<void> {
    demo?.stop()
    links.stop()
    await backend.close()
  }
  const monitor = options.metrics && await startMonitor(options.metrics, metrics).catch(async (error: unknown) => {
    await letGo()
    throw error
  })
  const got = await listen(http, port, host).catch(async (error: unknown) => {
    await monitor?.close()
    await letGo()
    throw error
  })
  if (port !== 0 && got !== port) log(`port ${port} is taken, using ${got}`, { level: 'warn' })
  const beats = setInterval(() => sessions.forEach(session => session.beat()), services.heartbeat)
  const sweeps = setInterval(() => {
    gate.sweep()
    files.sweep()
  }, sweepTime)

  async function shutDown(): Promise<void> {
    log('draining', { connections: gate.size })
    demo?.stop()
    clearInterval(beats)
    clearInterval(sweeps)
    links.stop()
    await sendAway(sessions, drainTime)
    // Not before: a client that polls may need a new connection to be told.
    const stopped = new Promise(resolve => http.close(resolve))
    http.closeAllConnections()
    await stopped
    await files.stop()
    await monitor?.close()
    await backend.close()
    log('drained')
  }

  return {
    port: got,
    metricsPort: monitor?.port,
    stats,
    close() {
      closing ??= shutDown()
      return closing
    },
  }
}

/** Keeps sockets that say nothing, or no hello, from using up all there are: the gate counts only those that do. */
function limitSockets(http: Server, bounds: Bounds, proxies: number, metrics: Metrics): void {
  http.maxConnections = socketsEach * bounds.connections + moreSockets
  http.on('drop', () => metrics.refuse('sockets'))
  // All of a proxy's come from one address.
  if (proxies > 0) return
  const most = socketsEach * bounds.connectionsPerAddress + moreSockets
  const open = new Map<string, number>()
  http.on('connection', (socket) => {
    const address = network(socket.remoteAddress ?? '')
    const count = (open.get(address) ?? 0) + 1
    if (count > most) {
      metrics.refuse('sockets')
      socket.destroy()
      return
    }
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 0) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  })
}

async function prepare(
  { store, hub, presence }: Backend, counts: Pick<Services, 'gate' | 'bounds' | 'metrics'>, options: ServerOptions,
) {
  const { helloTimeout = 10_000, heartbeat = 15_000, log = () => undefined } = options
  const secret = options.secret ?? (options.demo ? await store.setting('secret', newSecret) : '')
  if (Buffer.byteLength(secret) < minSecretBytes) throw new Error(`the secret is shorter than ${minSecretBytes} bytes`)
  const auth = createAuth(secret)
  const services: Services = {
    ...counts, store: counted(store, counts.metrics), hub, presence, auth, helloTimeout, heartbeat, log,
  }
  const demo = options.demo ? new Demo(store, hub, auth, log, options.bot) : undefined
  await demo?.prepare()
  return { services, demo, secret }
}

function filesBeside(store: string): string {
  return /^rediss?:\/\//i.test(store) ? '.data/files' : join(dirname(store), 'files')
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function turnAway(socket: Duplex, status: number, headers: Readonly<Record<string, string>> = {}): void {
  const lines = Object.entries({ 'Connection': 'close', 'Content-Length': 0, ...headers })
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${head.join('\r\n')}\r\n\r\n`, () => socket.destroy())
}

/** The store, with what it adds to logs counted. */
function counted(store: Store, metrics: Metrics): Store {
  const write = store.write.bind(store)
  store.write = (from, frame) => {
    const written = write(from, frame)
    written.then(({ outcome }) => outcome === 'stored' && metrics.eventsStored.inc(), () => undefined)
    return written
  }
  return store
}
