/**
 * How soon a client notices that its link is half-open, and whether it takes a slow link, or a page that was frozen,
 * for a dead one. Each client runs its library's own code, in simulated time.
 */
import { mulberry } from '../tests/helpers/random'
import type { Contender } from './lib/contender'
import { percentile, round } from './lib/figures'
import { kit } from './lib/kit'
import { type Path, SimNetwork } from './lib/network'
import { type Figures, readOptions, report } from './lib/report'
import { rivals } from './lib/rivals'
import { SimPage } from './lib/sim-page'
import { Simulation } from './lib/simulation'

const options = readOptions()
const TRIALS = options.count ?? 1_000

/** Who has not noticed after so many ms never does. */
const FOREVER = 180_000
/** How long a healthy link is watched, in ms. */
const HEALTHY = 300_000
/** How long a page is frozen, in ms. */
const FREEZE = 60_000

/** One client on a link of its own, online, with or without traffic. */
class Trial {
  readonly simulation = new Simulation()
  readonly random: () => number
  readonly path: Path
  readonly page: SimPage
  /** When it left online, by the simulation's clock; Infinity while it has not. */
  left = Infinity
  online = false
  private talking = true

  constructor(contender: Contender, seed: number, spikes: number) {
    const random = this.random = mulberry(seed)
    // One way of a round trip of 20 to 400 ms, most of them short; a tenth of jitter, and now and then a spike.
    const base = 10 * 20 ** random()
    const trip = (): number => base * (0.9 + 0.2 * random()) + (random() < 0.05 ? random() * spikes : 0)
    this.path = { trip: () => Math.min(trip(), 750), deadUp: null, deadDown: null }
    const everySec = [Infinity, 30, 1][Math.floor(random() * 3)] ?? Infinity
    const network = new SimNetwork(this.simulation, (side) => {
      const end = contender.dialect(side)
      const say = (): void => {
        if (this.talking) end.say()
        side.after(-Math.log(1 - random()) * everySec * 1000, say)
      }
      if (everySec < Infinity) side.after(everySec * 1000, say)
      return end
    }, () => this.path)
    this.page = new SimPage(this.simulation, random, network)
    contender.start(this.page, 'server', 1, {
      online: () => { this.online = true },
      offline: () => {
        if (!this.online) return
        this.online = false
        this.left = Math.min(this.left, this.simulation.now())
      },
      message: () => undefined,
    })
  }

  /** Is online for a while, 0 to 60 s: even before the first ping. */
  async settle(): Promise<void> {
    await this.simulation.run(60_000, () => this.online)
    if (!this.online) throw new Error('it does not get online')
    await this.simulation.run(this.random() * 60_000)
  }

  /** From now on packets vanish: both ways, or one. */
  die(): void {
    const kind = Math.floor(this.random() * 3)
    if (kind !== 1) this.path.deadUp = this.simulation.now()
    if (kind !== 2) this.path.deadDown = this.simulation.now()
  }

  /** How long it takes from now on to notice, in ms. */
  async notice(): Promise<number> {
    const from = this.simulation.now()
    await this.simulation.run(FOREVER, () => this.left < Infinity)
    return this.left - from
  }
}

async function foreground(contender: Contender, seed: number): Promise<number> {
  const trial = new Trial(contender, seed, 200)
  await trial.settle()
  trial.die()
  return trial.notice()
}

/** The link dies while the app is in the background, frozen or not, or by a change of network. */
async function afterWake(contender: Contender, seed: number): Promise<number> {
  const trial = new Trial(contender, seed, 200)
  const { simulation, page, random } = trial
  await trial.settle()
  const kind = seed % 3
  if (kind === 0) {
    // Frozen: what comes first when it thaws is up to the platform.
    page.freeze()
    trial.die()
    await simulation.run(random() * FREEZE)
    page.thaw(random() < 0.5 ? 'timers' : 'messages', () => page.window.show())
  } else {
    trial.die()
    await simulation.run(random() * 5_000)
    // It was noticed before: not a matter of waking.
    if (trial.left < Infinity) return NaN
    if (kind === 1) {
      page.window.show()
    } else {
      page.window.emit({ type: 'offline' })
      simulation.after(50, () => page.window.emit({ type: 'online' }))
    }
  }
  return trial.notice()
}

/** A healthy link with round trips up to 1.5 s now and then; the page is frozen for a while, or comes to the front. */
async function healthy(contender: Contender, seed: number): Promise<boolean> {
  const trial = new Trial(contender, seed, 750)
  const { simulation, page, random } = trial
  await trial.settle()
  const until = simulation.now() + HEALTHY
  while (simulation.now() < until) {
    await simulation.run(random() * 60_000)
    if (random() < 0.5) {
      page.freeze()
      await simulation.run(FREEZE)
      page.thaw(random() < 0.5 ? 'timers' : 'messages', () => page.window.show())
    } else {
      page.window.show()
    }
  }
  return trial.left < Infinity
}

async function measure(contender: Contender): Promise<Figures> {
  const inForeground: number[] = []
  const awake: number[] = []
  let falseAlarms = 0
  for (let trial = 0; trial < TRIALS; trial++) {
    const seed = options.seed * 1_000_003 + trial * 7
    inForeground.push(await foreground(contender, seed))
    const woken = await afterWake(contender, seed + 1)
    if (!Number.isNaN(woken)) awake.push(woken)
    if (await healthy(contender, seed + 2)) falseAlarms += 1
  }
  const seconds = (values: number[], share: number): number | null => round(percentile(values, share) / 1000)
  return {
    foregroundP99Sec: seconds(inForeground, 0.99),
    foregroundMaxSec: seconds(inForeground, 1),
    afterWakeP99Sec: seconds(awake, 0.99),
    afterWakeMaxSec: seconds(awake, 1),
    falseAlarms,
    trials: TRIALS,
    version: contender.version,
  }
}

void report(options, Object.fromEntries([kit, ...rivals].map(one => [one.name, () => measure(one)])))
