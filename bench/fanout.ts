/**
 * Deliveries a second in one room: the reference server, which checks, stores and acknowledges each message, beside a
 * bare `ws` server that hands on what it gets, and a Socket.IO room. Each server is one process, the members of a room
 * are another one.
 */
import { round } from './lib/figures'
import { versionOf } from './lib/realm'
import { readOptions, table } from './lib/report'
import { cpuOf, runLoad, type RoomServer, roomServers } from './room/servers'

const { json, seed, count } = readOptions()
const SIZES = [2, 50, 1_000]
/** How long each is measured, in s. */
const SECONDS = count ?? 10
/** Each server gets as many turns, in rounds: what else the machine does hits all of them. The median counts. */
const ROUNDS = 3

interface Outcome {
  deliveriesPerSec: number
  p99Ms: number
  /** The share of one core that the server used meanwhile: far below 1, and the members were the limit. */
  serverCpu: number
}

async function main(): Promise<void> {
  const outcomes = new Map<string, Outcome[]>()
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const size of SIZES) {
      for (const [name, start] of Object.entries(roomServers)) {
        if (!json) process.stderr.write(`round ${turn + 1}: ${name}, ${size} members\n`)
        const key = `${name} ${size}`
        outcomes.set(key, [...outcomes.get(key) ?? [], await measure(name, start, size)])
      }
    }
  }
  const of = (name: string, size: number): Outcome => median(outcomes.get(`${name} ${size}`) ?? [])
  const figures = (name: string) => Object.fromEntries(SIZES.map((size) => {
    const { deliveriesPerSec, p99Ms, serverCpu } = of(name, size)
    return [size, {
      deliveriesPerSec: Math.round(deliveriesPerSec),
      ratioToBareWs: round(deliveriesPerSec / of('bare ws', size).deliveriesPerSec),
      ratioToSocketIo: round(deliveriesPerSec / of('socket.io', size).deliveriesPerSec),
      p99Ms: round(p99Ms, 1),
      serverCpu: round(serverCpu),
      deliveriesPerCpuSec: Math.round(deliveriesPerSec / serverCpu),
    }]
  }))
  const rivals = { 'bare ws': versionOf('ws'), 'socket.io': versionOf('socket.io') }
  if (json) {
    console.log(JSON.stringify({
      rooms: figures('uni-chat-kit'),
      seed,
      node: process.version,
      rivals: Object.fromEntries(Object.entries(rivals).map(([name, version]) => [name, {
        rooms: figures(name), version,
      }])),
    }))
    return
  }
  for (const size of SIZES) {
    console.log(`\na room of ${size}`)
    console.log(table(Object.keys(roomServers).map(name => [name, figures(name)[size] ?? {}])))
  }
}

async function measure(name: string, start: () => Promise<RoomServer>, size: number): Promise<Outcome> {
  const server = await start()
  const stop = watchCpu(server.pid)
  try {
    const outcome = await runLoad('load', [name, String(server.port), String(size), String(SECONDS)])
    return { ...outcome as Omit<Outcome, 'serverCpu'>, serverCpu: stop() }
  } finally {
    stop()
    await server.end()
  }
}

/** The median by deliveries. */
function median(outcomes: readonly Outcome[]): Outcome {
  const sorted = [...outcomes].sort((one, other) => one.deliveriesPerSec - other.deliveriesPerSec)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (!middle) throw new Error('nothing was measured')
  return middle
}

/** Looks each second how much of a core a process uses; the busiest half of the seconds counts. */
function watchCpu(pid: number): () => number {
  const seconds: number[] = []
  let last = cpuOf(pid)
  const timer = setInterval(() => {
    const now = cpuOf(pid)
    seconds.push(now - last)
    last = now
  }, 1000)
  return () => {
    clearInterval(timer)
    const busy = seconds.sort((one, other) => other - one).slice(0, Math.ceil(seconds.length / 2))
    return busy.reduce((sum, each) => sum + each, 0) / busy.length
  }
}

void main()
