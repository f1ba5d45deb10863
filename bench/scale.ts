/**
 * What things cost the reference server, as time of one core: the numbers that docs/scaling.md reckons with. The server
 * and Redis are processes of their own, and what the system counts for them is read before and after.
 */
import { Redis } from 'ioredis'
import { LocalHub } from '../server/hub'
import type { Listener } from '../server/listeners'
import { RedisServer } from '../tests/helpers/redis'
import { login, Stage } from '../tests/helpers/server'
import type { WireClient } from '../tests/helpers/wire-client'
import { round } from './lib/figures'
import { readOptions, table } from './lib/report'
import { cpuOf } from './room/servers'

const { json, seed, count } = readOptions()
const HELLOS = count ?? 3_000
const WRITES = HELLOS * 2
const PINGS = HELLOS * 10
/** What is on its way at once. */
const AHEAD = 50
const ROOM = 100_000
const NODES = 20
const SIGNALS = 10_000

interface Costs {
  /** One connection with its hello and welcome, until it is closed again. */
  helloMs: number | null
  /** One message in a conversation of two, stored and acknowledged, with its two deliveries. */
  messageMs: number | null
  /** One frame that asks for nothing but an answer, as a heartbeat. */
  pingMs: number | null
  /** The same as the two first, in Redis. */
  redisHelloMs: number | null
  redisMessageMs: number | null
  /** What one message leaves in the memory of Redis, in bytes. */
  redisBytesPerMessage: number | null
}

async function measure(redis: RedisServer | null): Promise<Costs> {
  const stage = new Stage()
  const server = await stage.process([
    '--port', '0', '--demo', '--store', redis?.url ?? stage.file('chat.db'), '--log', 'error',
    '--rate', '100000', '--person-rate', '100000', '--address-connections', '20000',
  ])
  /** The time per piece, of the server and of Redis, in ms. */
  async function cost(pieces: number, work: () => Promise<void>): Promise<[number | null, number | null]> {
    const pids = [server.pid, redis?.pid ?? NaN]
    const before = pids.map(pid => (pid ? cpuOf(pid) : NaN))
    await work()
    const [ours, redisOnly] = pids.map((pid, index) =>
      round((pid ? cpuOf(pid) - (before[index] ?? NaN) : NaN) * 1000 / pieces, 4))
    return [ours ?? null, redisOnly ?? null]
  }

  const tokens: string[] = []
  for (let index = 0; index < AHEAD; index++) tokens.push((await login(server.port, `member ${index}`)).token)
  const hello = async (index: number): Promise<void> => {
    const client = await stage.enter(server.port, tokens[index % AHEAD] ?? '')
    await client.end()
  }
  // The code is warm, and the processor's caches.
  await inTurns(HELLOS / 3, hello)
  const [helloMs, redisHelloMs] = await cost(HELLOS, () => inTurns(HELLOS, hello))

  const [ann, ben] = [await stage.enter(server.port, tokens[0] ?? ''), await stage.enter(server.port, tokens[1] ?? '')]
  const { id } = await ann.open(ben.self.id)
  const say = (client: WireClient) => async (index: number): Promise<void> => {
    await client.say(`message ${index}: shall we meet at the station at six?`, id)
    client.frames.length = 0
  }
  await inTurns(WRITES / 3, say(ann))
  const held = await redis?.memory() ?? NaN
  const [messageMs, redisMessageMs] = await cost(WRITES, () => inTurns(WRITES, say(ann)))
  const redisBytesPerMessage = round((await redis?.memory() ?? NaN) / WRITES - held / WRITES, 0)
  const [pingMs] = await cost(PINGS, () => inTurns(PINGS, async () => ann.settle()))
  await stage.close()
  return { helloMs, messageMs, pingMs, redisHelloMs, redisMessageMs, redisBytesPerMessage }
}

/** Does it so many times, a few at once. */
async function inTurns(times: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: AHEAD }, async () => {
    while (next < times) await work(next++)
  }))
}

/** The hub's own part of one message in a room of 100,000 on one node, in ms: who gets it, and its frame made once. */
async function hubCost(): Promise<number | null> {
  const hub = new LocalHub(() => Promise.resolve(undefined))
  let delivered = 0
  for (let index = 0; index < ROOM; index++) {
    const listener: Listener = { deliver: () => void (delivered += 1), lost: () => undefined }
    await hub.add(listener, `p${index}`)
    await hub.subscribe(listener, ['room'])
  }
  const from = { id: 'p1', name: 'Ann' }
  const content = { kind: 'text', text: 'all of you' }
  const event = { seq: 1, type: 'message', id: 'm1', from, at: 0, content } as const
  const messages = 50
  for (let index = 0; index < messages; index++) hub.wrote('room', event)
  const began = performance.now()
  for (let index = 0; index < messages; index++) hub.wrote('room', event)
  const took = performance.now() - began
  if (delivered !== 2 * messages * ROOM) throw new Error(`${delivered} were delivered`)
  return round(took / messages)
}

/** What Redis needs to hand one signal to one node that listens, in ms. */
async function pushCost(server: RedisServer): Promise<number | null> {
  const listening = Array.from({ length: NODES }, () => new Redis(server.url))
  for (const node of listening) await node.subscribe('bench')
  const signal = 'x'.repeat(250)
  async function costOf(channel: string): Promise<number> {
    const before = cpuOf(server.pid)
    for (let from = 0; from < SIGNALS; from += AHEAD) {
      await Promise.all(Array.from({ length: AHEAD }, () => server.inside.publish(channel, signal)))
    }
    return cpuOf(server.pid) - before
  }
  const alone = await costOf('nobody')
  const heard = await costOf('bench')
  for (const node of listening) node.disconnect()
  return round((heard - alone) * 1000 / SIGNALS / NODES, 4)
}

async function main(): Promise<void> {
  const file = await measure(null)
  const server = await RedisServer.start({ appendfsync: 'everysec' })
  const redis = await measure(server)
  const redisPushMs = await pushCost(server)
  await server.close()
  const hubMsIn100k = await hubCost()
  if (json) {
    console.log(JSON.stringify({ file, redis, redisPushMs, hubMsIn100k, seed, node: process.version }))
  } else {
    console.log(table([['on a file', { ...file }], ['on Redis', { ...redis }]]))
    console.log(`Redis, a signal to a node: ${redisPushMs} ms`)
    console.log(`the hub, in a room of 100,000: ${hubMsIn100k} ms for a message`)
  }
}

void main()
