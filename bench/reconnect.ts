/**
 * How soon the first message is there after the network is: real sockets, real servers, real time, through the fault
 * proxy. The network's return is announced to the page, as browsers and phones do it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { FaultProxy } from '../tests/helpers/fault-proxy'
import { mulberry } from '../tests/helpers/random'
import type { Client, ClientListener, Contender } from './lib/contender'
import { percentile, round } from './lib/figures'
import { kit, startKit } from './lib/kit'
import { NodePage } from './lib/node-page'
import { type Figures, readOptions, report } from './lib/report'
import { rivals } from './lib/rivals'
import { type RunningServer, startDialect, startNative, startSocketIo } from './lib/servers'

const options = readOptions()
const TRIALS = options.count ?? 60
/** The trials begin over so many ms, so that they don't get into each other's way. */
const SPREAD = 6_000
/** The longest that the network is gone, in ms; the shortest is half a second. */
const LONGEST = 8_000
/** Who isn't back after so many ms is counted as such, in ms. */
const PATIENCE = 30_000

/** One client that is connected, loses its network, and gets it back. Gives the time to the first message in ms. */
async function trial(contender: Contender, server: RunningServer, number: number): Promise<number> {
  const random = mulberry(options.seed * 1_000_003 + number)
  await sleep(random() * SPREAD)
  const proxy = await FaultProxy.start(server.port)
  const page = new NodePage(random)
  let heard = (): void => undefined
  const nextMessage = (): Promise<boolean> => new Promise((done) => {
    const patience = setTimeout(() => done(false), PATIENCE)
    heard = () => {
      clearTimeout(patience)
      done(true)
    }
  })
  const first = nextMessage()
  const client = start(contender, page, proxy.port, server.token, {
    online: () => undefined, offline: () => undefined, message: () => heard(),
  })
  if (!await first) throw new Error(`${contender.name} did not connect`)
  await sleep(200)

  await proxy.refuse()
  proxy.reset()
  page.window.emit({ type: 'offline' })
  await sleep(500 + random() * (LONGEST - 500))
  const back = nextMessage()
  await proxy.accept()
  const restored = performance.now()
  page.window.emit({ type: 'online' })
  const came = await back
  const took = came ? performance.now() - restored : Infinity

  client.stop()
  await proxy.close()
  return took
}

function start(contender: Contender, page: NodePage, port: number, token: string, listener: ClientListener): Client {
  const host = `127.0.0.1:${port}`
  if (contender === kit) return startKit(page, `ws://${host}/v1/ws`, token, listener)
  return contender.start(page, host, 1, listener)
}

function startServer(contender: Contender): Promise<RunningServer> {
  if (contender === kit) return startNative()
  return contender.name === 'socket.io-client' ? startSocketIo() : startDialect(contender.dialect)
}

async function measure(contender: Contender): Promise<Figures> {
  const server = await startServer(contender)
  const times = await Promise.all(Array.from({ length: TRIALS }, (_, number) => trial(contender, server, number)))
  await server.close()
  return {
    p50Ms: round(percentile(times, 0.5), 1),
    p99Ms: round(percentile(times, 0.99), 1),
    trials: TRIALS,
    version: contender.version,
  }
}

void report(options, Object.fromEntries([kit, ...rivals].map(one => [one.name, () => measure(one)])))
