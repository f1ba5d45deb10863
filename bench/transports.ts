/**
 * What each way to the server costs: the kit's own transports against the reference server, each in a client of its
 * own, first with nothing to say, then with messages of somebody else at random moments. A proxy counts the bytes.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { FaultProxy } from '../tests/helpers/fault-proxy'
import { mulberry } from '../tests/helpers/random'
import { login, Stage } from '../tests/helpers/server'
import { percentile, round } from './lib/figures'
import { type Figures, readOptions, table } from './lib/report'
import type { Used } from './transports/client'

const { json, seed, count } = readOptions()
const names = ['websocket', 'sse', 'long polling', 'polling']
/** How long each of the two parts is, in s: several rounds of what goes on by itself, every 15 to 30 s. */
const SECONDS = count ?? 240
/** Between two messages, in the mean and in ms: a lively group. */
const PAUSE = 2_000

/** What a client has used until now, and what went over its wire. */
interface Account extends Used {
  bytes: number
  at: number
}

class Client {
  private readonly lines: AsyncIterator<string>

  constructor(private readonly child: ChildProcessWithoutNullStreams, private readonly proxy: FaultProxy) {
    this.lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  }

  static async start(name: string, port: number): Promise<Client> {
    const proxy = await FaultProxy.start(port)
    const { token } = await login(port, `by ${name}`)
    const child = spawn(process.execPath, [
      '--import', 'tsx', 'bench/transports/client.ts', name, String(proxy.port), token,
    ])
    child.stderr.pipe(process.stderr)
    const client = new Client(child, proxy)
    // It is online.
    await client.lines.next()
    return client
  }

  async account(): Promise<Account> {
    this.child.stdin.write('\n')
    const { value } = await this.lines.next() as { value: string }
    const { up, down } = this.proxy.counts
    return { ...JSON.parse(value) as Used, bytes: up + down, at: performance.now() }
  }

  async end(): Promise<void> {
    this.child.kill()
    await this.proxy.close()
  }
}

async function main(): Promise<void> {
  const stage = new Stage()
  const server = await stage.process(['--port', '0', '--demo', '--store', stage.file('chat.db')])
  const author = await stage.join(server.port, 'author')
  const clients = await Promise.all(names.map(name => Client.start(name, server.port)))
  // Until all have loaded the room, and the processes are warm.
  await pause(10_000)
  const accounts = () => Promise.all(clients.map(client => client.account()))
  const before = await accounts()
  await pause(SECONDS * 1000)
  const between = await accounts()
  const random = mulberry(seed)
  for (const end = performance.now() + SECONDS * 1000; performance.now() < end;) {
    await author.say(String(performance.timeOrigin + performance.now()))
    await pause(-Math.log(1 - random()) * PAUSE)
  }
  // The last ones are on their way.
  await pause(5_000)
  const after = await accounts()
  await Promise.all(clients.map(client => client.end()))
  await stage.close()

  const figures = names.map((name, index): [string, Figures] => {
    const [first, second, third] = [before[index], between[index], after[index]] as [Account, Account, Account]
    const latencies = third.latencies.slice(second.latencies.length)
    return [name, {
      p50Ms: round(percentile(latencies, 0.5), 1),
      p99Ms: round(percentile(latencies, 0.99), 1),
      ...hourly('idle', first, second),
      ...hourly('busy', second, third),
      messages: latencies.length,
    }]
  })
  if (json) console.log(JSON.stringify({ ...Object.fromEntries(figures), seed, node: process.version }))
  else console.log(table(figures))
}

function hourly(when: 'idle' | 'busy', from: Account, to: Account): Record<string, number> {
  const hours = (to.at - from.at) / 3_600_000
  return {
    [`${when}RequestsPerHour`]: Math.round((to.requests - from.requests) / hours),
    [`${when}BytesPerHour`]: Math.round((to.bytes - from.bytes) / hours),
    [`${when}CpuMsPerHour`]: Math.round((to.cpuMs - from.cpuMs) / hours),
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(done => setTimeout(done, ms))
}

void main()
