/**
 * What a crowd does to a server that drops all of them at once: how many attempts come in any 100 ms, and how soon all
 * are back. Each client runs its library's own code, in simulated time.
 */
import { mulberry } from '../tests/helpers/random'
import type { Contender } from './lib/contender'
import { busiest, percentile, round } from './lib/figures'
import { kit } from './lib/kit'
import { type Path, SimNetwork } from './lib/network'
import { type Figures, readOptions, report } from './lib/report'
import { rivals } from './lib/rivals'
import { SimPage } from './lib/sim-page'
import { Simulation } from './lib/simulation'

const options = readOptions()
const CROWD = options.count ?? 100_000
/** The rivals' code is heavier, and a tenth of the crowd shows the same shares, a little less smoothly. */
const RIVAL_CROWD = Math.min(CROWD, 10_000)

/** The crowd comes over so many ms, and is left in peace for as long again. */
const ARRIVAL = 15_000
/** Who isn't back so many ms after the server has given up. */
const PATIENCE = 120_000

interface Outcome {
  /** The largest share of the crowd, in %, that made an attempt in any 100 ms after the drop. */
  peak: number
  /** The same, from the server's return on. */
  peakAfter: number
  /** When each client was back, in ms after the server's return; Infinity for those that never were. */
  recovery: number[]
}

/** One crowd, and a server that is down for so many ms. */
async function storm(contender: Contender, crowd: number, outage: number): Promise<Outcome> {
  const random = mulberry(options.seed)
  const simulation = new Simulation()
  const paths = new Map<number, Path>()
  const network = new SimNetwork(simulation, contender.dialect, url => pathOf(paths, url, random))
  const page = new SimPage(simulation, random, network)
  const online = new Uint8Array(crowd)
  const back = new Float64Array(crowd).fill(Infinity)
  let count = 0
  let returned = Infinity
  for (let client = 0; client < crowd; client++) {
    simulation.after(random() * ARRIVAL, () => {
      const own = contender.ownPage ? new SimPage(simulation, random, network) : page
      contender.start(own, 'server', client, {
        online() {
          count += 1 - (online[client] ?? 0)
          online[client] = 1
          back[client] = simulation.now()
        },
        offline() {
          count -= online[client] ?? 0
          online[client] = 0
        },
        message() {},
      })
    })
  }
  await simulation.run(2 * ARRIVAL)
  if (count !== crowd) throw new Error(`${contender.name}: only ${count} of ${crowd} were connected before the drop`)
  const dropped = simulation.now()
  network.attempts.length = 0
  network.drop()
  // A client that has not noticed yet isn't back.
  online.fill(0)
  back.fill(Infinity)
  count = 0
  if (outage > 0) {
    network.up = false
    await simulation.run(outage)
    network.up = true
  }
  returned = simulation.now()
  await simulation.run(PATIENCE, () => count === crowd)
  const share = (times: number[]): number => busiest(times, 100) / crowd * 100
  return {
    peak: share(network.attempts.filter(time => time >= dropped)),
    peakAfter: share(network.attempts.filter(time => time >= returned)),
    recovery: Array.from(back, (time, client) => (online[client] ? time - returned : Infinity)),
  }
}

/** Each client has its own round trip, from 20 to 400 ms, most of them short. */
function pathOf(paths: Map<number, Path>, url: string, random: () => number): Path {
  const client = Number(/client=(\d+)/.exec(url)?.[1])
  const known = paths.get(client)
  if (known) return known
  const base = 10 * 20 ** random()
  const path: Path = { trip: () => base * (0.9 + 0.2 * random()), deadUp: null, deadDown: null }
  paths.set(client, path)
  return path
}

async function measure(contender: Contender, crowd: number): Promise<Figures> {
  const restart = await storm(contender, crowd, 0)
  const outage = await storm(contender, crowd, 60_000)
  const p99 = (recovery: number[]): number => percentile(recovery, 0.99) / 1000
  const all = [...restart.recovery, ...outage.recovery]
  return {
    peakPctPer100ms: round(Math.max(restart.peak, outage.peak)),
    peakAfter60sPctPer100ms: round(outage.peakAfter),
    p99RecoverySec: round(Math.max(p99(restart.recovery), p99(outage.recovery))),
    gaveUpPct: round(all.filter(time => time === Infinity).length / all.length * 100),
    clients: crowd,
    version: contender.version,
  }
}

void report(options, Object.fromEntries([
  [kit.name, () => measure(kit, CROWD)],
  ...rivals.map(rival => [rival.name, () => measure(rival, RIVAL_CROWD)] as const),
]))
