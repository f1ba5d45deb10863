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

/** How long the server is down, in ms, if it isn't back at once. */
const OUTAGE = 60_000
/** The crowd comes over so many ms, and is left in peace for as long again. */
const ARRIVAL = 15_000
/** Who isn't back so many ms after the server has given up. */
const PATIENCE = 120_000

/** So many are simulated at once. They know nothing of each other, and small crowds fit into the processor's caches. */
const SHARD = 5_000

interface Outcome {
  /** When attempts were made, in ms after the drop. */
  attempts: number[]
  /** When each client was back, in ms after the server's return; Infinity for those that never were. */
  recovery: number[]
}

/** A crowd, and a server that is down for so many ms. */
async function storm(contender: Contender, crowd: number, outage: number): Promise<Outcome> {
  const outcome: Outcome = { attempts: [], recovery: [] }
  for (let from = 0; from < crowd; from += SHARD) {
    const shard = await stormOfShard(contender, Math.min(SHARD, crowd - from), outage, options.seed + from)
    for (const time of shard.attempts) outcome.attempts.push(time)
    for (const time of shard.recovery) outcome.recovery.push(time)
  }
  return outcome
}

async function stormOfShard(contender: Contender, crowd: number, outage: number, seed: number): Promise<Outcome> {
  const random = mulberry(seed)
  const simulation = new Simulation(1)
  const paths = new Map<number, Path>()
  const network = new SimNetwork(simulation, contender.dialect, url => pathOf(paths, url, random))
  const page = new SimPage(simulation, random, network)
  const back = new Float64Array(crowd).fill(Infinity)
  let count = 0
  for (let client = 0; client < crowd; client++) {
    simulation.after(random() * ARRIVAL, () => {
      const own = contender.ownPage ? new SimPage(simulation, random, network) : page
      contender.start(own, 'server', client, {
        online() {
          if (back[client] === Infinity) count += 1
          back[client] = simulation.now()
        },
        offline() {
          if (back[client] !== Infinity) count -= 1
          back[client] = Infinity
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
  back.fill(Infinity)
  count = 0
  network.up = outage === 0
  await simulation.run(outage)
  network.up = true
  await simulation.run(PATIENCE, () => count === crowd)
  return {
    attempts: network.attempts.map(time => time - dropped),
    recovery: Array.from(back, time => time - dropped - outage),
  }
}

/** Each client has its own round trip, from 20 to 400 ms, most of them short. */
function pathOf(paths: Map<number, Path>, url: string, random: () => number): Path {
  const client = parseInt(url.slice(url.indexOf('client=') + 7), 10)
  const known = paths.get(client)
  if (known) return known
  const base = 10 * 20 ** random()
  const path: Path = { trip: () => base * (0.9 + 0.2 * random()), deadUp: null, deadDown: null }
  paths.set(client, path)
  return path
}

async function measure(contender: Contender, crowd: number): Promise<Figures> {
  const restart = await storm(contender, crowd, 0)
  const outage = await storm(contender, crowd, OUTAGE)
  const peak = (times: number[]): number => busiest(times, 100) / crowd * 100
  const p99 = ({ recovery }: Outcome): number => percentile(recovery, 0.99) / 1000
  const all = [...restart.recovery, ...outage.recovery]
  return {
    peakPctPer100ms: round(Math.max(peak(restart.attempts), peak(outage.attempts))),
    peakAfter60sPctPer100ms: round(peak(outage.attempts.filter(time => time >= OUTAGE))),
    p99RecoverySec: round(Math.max(p99(restart), p99(outage))),
    gaveUpPct: round(all.filter(time => time === Infinity).length / all.length * 100),
    clients: crowd,
    version: contender.version,
  }
}

void report(options, Object.fromEntries([
  [kit.name, () => measure(kit, CROWD)],
  ...rivals.map(rival => [rival.name, () => measure(rival, RIVAL_CROWD)] as const),
]))
