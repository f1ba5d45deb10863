/** The heartbeat against real servers of each kind, over a real link that then goes black without a word. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { type Connection, createConnection } from '../../src/connection/connection'
import { defaultHeartbeat, type HeartbeatKind } from '../../src/connection/heartbeat'
import * as Reason from '../../src/connection/reason'
import type { Frame } from '../../src/platform/types'
import { websocket } from '../../src/transports/websocket'
import { FaultProxy } from '../helpers/fault-proxy'
import { greeting } from '../helpers/greeting'
import { NodePlatform } from '../helpers/node-platform'
import { until } from '../helpers/server'

/** How a server lives, and what its client has to say and to understand. */
interface Kind {
  kind: HeartbeatKind
  /** What the server does with a frame. */
  answer: (frame: string) => string | null
  /** What the server says by itself, at the interval. */
  beat?: string
  ping: (id: string) => Frame | null
  /** The id that a frame answers, or null. */
  pong: (frame: string) => string | null
}

const kinds: Readonly<Record<string, Kind>> = {
  'a server that answers JSON pings by their id': {
    kind: 'ask',
    answer: frame => (frame.includes('"ping"') ? frame.replace('ping', 'pong') : null),
    ping: id => JSON.stringify({ type: 'ping', id }),
    pong: frame => (frame.includes('"pong"') ? (JSON.parse(frame) as { id: string }).id : null),
  },
  'a server that says pong to ping': {
    kind: 'ask',
    answer: frame => (frame === 'ping' ? 'pong' : null),
    ping: () => 'ping',
    pong: frame => (frame === 'pong' ? '' : null),
  },
  'a server that echoes whatever it gets': {
    kind: 'ask',
    answer: frame => frame,
    ping: () => 'are you there?',
    pong: frame => (frame === 'are you there?' ? '' : null),
  },
  'a server that pings': { kind: 'listen', answer: () => null, beat: '2', ping: () => null, pong: () => null },
  'a server that does neither': { kind: 'none', answer: () => null, ping: () => null, pong: () => null },
}

/** Quick, so that the test is: the rules are the same. In ms. */
const INTERVAL = 1_000

let server: WebSocketServer
let network: FaultProxy
let platform: NodePlatform
let connection: Connection

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false })
  await once(server, 'listening')
  network = await FaultProxy.start((server.address() as AddressInfo).port)
  platform = new NodePlatform()
})

afterEach(async () => {
  connection.stop()
  platform.close()
  await network.close()
  for (const client of server.clients) client.terminate()
  await new Promise(done => server.close(done))
})

/** Connects to a server of this kind. */
async function connect({ kind, answer, beat, ping, pong }: Kind): Promise<void> {
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const reply = String(data) === 'hello' ? 'welcome' : answer(String(data))
      if (reply !== null) socket.send(reply)
    })
    const beating = setInterval(() => beat !== undefined && socket.send(beat), INTERVAL / 2)
    socket.on('close', () => clearInterval(beating))
  })
  connection = createConnection({
    transports: [websocket(`ws://127.0.0.1:${network.port}`, platform)],
    clock: platform.clock,
    random: () => 0.999,
    heartbeat: { ...defaultHeartbeat, kind, interval: INTERVAL, minTimeout: 500, maxTimeout: 500 },
    driver: {
      ...greeting(() => Promise.resolve('hello'), frame => connection.send(frame)),
      ping,
      frame: (frame) => {
        const id = pong(String(frame))
        if (frame === 'welcome') connection.accepted(INTERVAL)
        else if (id !== null) connection.answered(id)
      },
    },
  })
  connection.start()
  await until(() => connection.snapshot.state === 'online')
}

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  it('keeps a quiet link, and tells a dead one as far as that can be told', async () => {
    await connect(kind)
    await new Promise(done => setTimeout(done, 3 * INTERVAL))
    expect(connection.snapshot.state).toBe('online')
    expect(connection.counters.welcomes).toBe(1)

    network.set({ hole: 'both' })
    if (kind.kind === 'none') {
      await new Promise(done => setTimeout(done, 3 * INTERVAL))
      expect(connection.snapshot.state).toBe('online')
      network.reset()
      await until(() => connection.snapshot.state === 'waiting')
      expect(connection.snapshot.reason).toBe(Reason.linkEnded)
    } else {
      await until(() => connection.snapshot.state === 'waiting')
      expect(connection.snapshot.reason).toBe(Reason.silence)
    }
  })
})
