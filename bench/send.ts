/**
 * How many messages a second a client gets acknowledged, in order, where a round trip takes 100 ms: real servers in
 * processes of their own, real sockets, through the fault proxy. At the end the server's log is read and compared.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { io, type Socket, type SocketOptions } from 'socket.io-client'
import { createEngine } from '../src/engine'
import type { Codec, Protocol } from '../src/protocols/protocol'
import { native } from '../src/protocols/native/native'
import { Vault } from '../src/storage/vault'
import { websocket } from '../src/transports/websocket'
import { FaultProxy } from '../tests/helpers/fault-proxy'
import { NodePlatform } from '../tests/helpers/node-platform'
import { login, Stage } from '../tests/helpers/server'
import { contentOf } from '../tests/helpers/wire-client'
import { percentile, round } from './lib/figures'
import { kit } from './lib/kit'
import { versionOf } from './lib/realm'
import { type Figures, readOptions, report } from './lib/report'

const options = readOptions()
const MESSAGES = options.count ?? 5_000
/** What takes a round trip for each message, or loses count, is measured with so many. */
const SLOW_MESSAGES = Math.min(MESSAGES, 100)
/** Each way, in ms. */
const DELAY = 50
const CONVERSATION = 'general'

/** The text of a message: about as long as people's are. */
const textOf = (index: number): string => `message ${index}: shall we meet at the station at six?`

/** What came of sending. Times are in ms since it began. */
interface Outcome {
  messages: number
  /** When each acknowledgement came, by the order of sending. */
  acked: Map<number, number>
  /** When each message was handed over to be sent. */
  written: number[]
  /** The log as the server has it. */
  log: readonly string[]
  version: string
}

function figuresOf({ messages, acked, written, log, version }: Outcome): Figures {
  const times = [...acked.values()]
  const order = log.map(text => Number(/\d+/.exec(text)?.[0]))
  const latencies = [...acked].map(([index, at]) => at - (written[index] ?? NaN))
  return {
    ackedPerSecAt100msRtt: round(acked.size / Math.max(...times) * 1000, 1),
    p50AckMs: round(percentile(latencies, 0.5), 1),
    lost: messages - new Set(order).size,
    duplicated: order.length - new Set(order).size,
    outOfOrder: order.filter((index, place) => index < (order[place - 1] ?? -1)).length,
    messages,
    version,
  }
}

/** The kit: its engine as it is, against the reference server, which writes each message to the disk. */
async function measureKit(): Promise<Figures> {
  const stage = new Stage()
  const server = await stage.process(['--port', '0', '--demo', '--store', stage.file('chat.db')])
  const { token } = await login(server.port, 'bench')
  const proxy = await FaultProxy.start(server.port)
  proxy.set({ delay: DELAY })
  const platform = new NodePlatform()
  const acked = new Map<number, number>()
  const written: number[] = []
  let began = 0
  let done = (): void => undefined
  const finished = new Promise<void>((resolve) => { done = resolve })
  const protocol: Protocol & Codec = {
    ...native,
    decode(frame) {
      const event = native.decode(frame)
      if (event.type === 'acked') {
        // The server acknowledges in the order of sending; the log shows whether it did.
        acked.set(acked.size, performance.now() - began)
        if (acked.size === MESSAGES) done()
      }
      return event
    },
  }
  const engine = createEngine({
    transports: [websocket(`ws://127.0.0.1:${proxy.port}/v1/ws`, platform)],
    protocol,
    platform,
    openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
    getToken: () => Promise.resolve(token),
  })
  const online = new Promise<void>((resolve) => {
    engine.listen({ connectionChanged: ({ state }) => state === 'online' && resolve() })
  })
  engine.start()
  await online
  engine.sync.enter(CONVERSATION)
  began = performance.now()
  for (let index = 0; index < MESSAGES; index++) {
    written.push(performance.now() - began)
    if (!engine.sync.write(CONVERSATION, { kind: 'text', text: textOf(index) })) await engine.sync.drained()
  }
  await finished

  const log: string[] = []
  const reader = await stage.enter(server.port, token)
  for (let head = Infinity, after = 0; after < head;) {
    const page = await reader.history({ after, limit: 200 })
    log.push(...page.events.map(event => String(contentOf(event)?.text)))
    head = page.head
    after += page.events.length
  }
  engine.stop()
  await proxy.close()
  platform.close()
  await stage.close()
  return figuresOf({ messages: MESSAGES, acked, written, log, version: kit.version })
}

/** socket.io, against a server that keeps the log in memory. */
async function measureSocketIo(messages: number, settings: Partial<SocketOptions>): Promise<Figures> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/lib/socket-io-server.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((resolve) => {
    createInterface(child.stdout).once('line', line => resolve(Number(line)))
  })
  const proxy = await FaultProxy.start(port)
  proxy.set({ delay: DELAY })
  const socket: Socket = io(`http://127.0.0.1:${proxy.port}`, { transports: ['websocket'], ...settings })
  await new Promise<void>(resolve => void socket.once('connect', resolve))
  const acked = new Map<number, number>()
  const written: number[] = []
  const began = performance.now()
  await Promise.all(Array.from({ length: messages }, async (_, index) => {
    written.push(0)
    await socket.emitWithAck('message', textOf(index))
    acked.set(index, performance.now() - began)
  }))
  const log = await socket.emitWithAck('log') as string[]
  socket.disconnect()
  await proxy.close()
  child.kill()
  return figuresOf({ messages, acked, written, log, version: versionOf('socket.io-client') })
}

void report(options, {
  [kit.name]: measureKit,
  // The way that socket.io has to deliver reliably: one message after the other.
  'socket.io-client (retries)': () => measureSocketIo(SLOW_MESSAGES, { retries: 3, ackTimeout: 5_000 }),
  // Without it nothing is sent again: what was on its way when a link broke is lost.
  'socket.io-client (no retries)': () => measureSocketIo(MESSAGES, {}),
})
