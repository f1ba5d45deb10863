import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import * as WireCode from '../src/protocols/native/wire-code'
import { pathOf } from './answers'
import { createAuth, demoPerson, minSecretBytes } from './auth'
import { openBackend } from './backend'
import type { Backend } from './backend'
import { createHttpHandler } from './http'
import { limits } from './limits'
import { Links } from './links'
import { listen } from './listen'
import type { Peer } from './peer'
import { Session } from './session'
import type { Services } from './session'
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
  /**
   * Lets everyone in by name (`POST /v1/demo/login`), and puts all of them into the group `general`.
   * @default false
   */
  demo?: boolean
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
  /** Takes one line about what happened; never contents or tokens. By default nothing is logged. */
  log?: (line: string) => void
}

/** A running server. */
export interface ChatServer {
  /** The port it got. */
  readonly port: number
  /** Sends every client away with a hint when to come back, and lets go of everything. Takes 3 s at most. */
  close(): Promise<void>
  /** Connections that are open now, and those accepted since the start. */
  stats(): { connections: number, accepted: number }
}

const group = { id: 'general', title: 'General' }
// How long a farewell may take, in ms: what is in hand first, then the closing handshakes.
const finishTime = 1500
const partingTime = 1000

/**
 * Starts a server.
 * @throws {@link StoreError} if the store can't be used
 */
export async function startServer(options: ServerOptions): Promise<ChatServer> {
  const { port, host = '127.0.0.1', demo = false, linkIdle = 30_000, log = () => undefined } = options
  const backend = await openBackend(options.store, log)
  const { services, login } = await prepare(backend, options).catch(async (error: unknown) => {
    await backend.close()
    throw error
  })
  const sessions = new Set<Session>()
  let accepted = 0
  let closing: Promise<void> | undefined
  const stats = () => ({ connections: sessions.size, accepted })

  function begin(peer: Peer): Session {
    const session = new Session(peer, services)
    sessions.add(session)
    accepted += 1
    void session.parted.then(() => sessions.delete(session))
    return session
  }

  const links = new Links({ begin: peer => closing ? undefined : begin(peer), idle: linkIdle })
  const handler = createHttpHandler({ links, stats, login: demo ? login : undefined, log })
  // Longer than the pauses between the requests of a link, or else each of them would need a connection of its own.
  const http = createServer({ requestTimeout: 10_000, keepAliveTimeout: 65_000 }, handler)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes, perMessageDeflate: false })
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (closing) return turnAway(socket, '503 Service Unavailable')
    if (pathOf(request) !== '/v1/ws') return turnAway(socket, '404 Not Found')
    sockets.handleUpgrade(request, socket, head, client => attachWebSocket(client, begin))
  })

  const got = await listen(http, port, host).catch(async (error: unknown) => {
    links.stop()
    await backend.close()
    throw error
  })
  if (port !== 0 && got !== port) log(`port ${port} is taken, using ${got}`)
  const beats = setInterval(() => sessions.forEach(session => session.beat()), services.heartbeat)

  async function shutDown(): Promise<void> {
    clearInterval(beats)
    links.stop()
    await within(finishTime, Promise.all([...sessions].map(session => session.idle)))
    const parted = Promise.all([...sessions].map(session => session.parted))
    // Not all at once: a crowd that comes back in the same moment is the next outage.
    for (const session of sessions) {
      session.fail(WireCode.goingAway, 'the server is going away', 500 + Math.floor(Math.random() * 1500))
    }
    await within(partingTime, parted)
    for (const session of sessions) session.cut()
    // Not before: a client that polls may need a new connection to be told.
    const stopped = new Promise(resolve => http.close(resolve))
    http.closeAllConnections()
    await stopped
    await backend.close()
  }

  return {
    port: got,
    stats,
    close() {
      closing ??= shutDown()
      return closing
    },
  }
}

async function prepare({ store, hub }: Backend, options: ServerOptions) {
  const { demo = false, helloTimeout = 10_000, heartbeat = 15_000, log = () => undefined } = options
  const secret = options.secret ?? (demo ? await store.setting('secret', newSecret) : '')
  if (Buffer.byteLength(secret) < minSecretBytes) throw new Error(`the secret is shorter than ${minSecretBytes} bytes`)
  const auth = createAuth(secret)
  const services: Services = { store, hub, auth, helloTimeout, heartbeat, log }
  if (demo) await store.ensureGroup(group.id, group.title)

  async function login(name: string) {
    const self = demoPerson(name)
    await store.putPerson(self)
    await store.join(group.id, self.id)
    return { token: await auth.issue(self), self }
  }
  return { services, login }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController()
  await Promise.race([work, delay(ms, undefined, { signal: stop.signal }).catch(() => undefined)])
  stop.abort()
}
