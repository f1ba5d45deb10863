// @vitest-environment node
/**
 * Walks the connection at random, with everything that can happen to it in any order, and checks after each step what
 * must always hold. fast-check prints the seed and the shortest walk that breaks it.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Connection, createConnection } from '../../../../src/connection/connection'
import { defaultHeartbeat } from '../../../../src/connection/heartbeat'
import * as Reason from '../../../../src/connection/reason'
import { type ConnectionSignal, type ConnectionState, transitions } from '../../../../src/connection/states'
import type { Frame } from '../../../../src/platform/types'
import { FakeClock, pass, settle } from '../../../helpers/fake-clock'
import { FakeTransport } from '../../../helpers/fake-transport'
import { greeting } from '../../../helpers/greeting'

const RUNS = 1_500
const quietStates: readonly ConnectionState[] = ['idle', 'suspended', 'closed', 'refused']

/** Something that happens. `link` counts back from the newest: what older links still say must not matter. */
type Step =
  | { do: 'start' | 'stop' | 'retry' | 'wake' | 'sleep' | 'suspect' | 'refuse' }
  | { do: 'giveNobody' | 'giveToken' | 'failToken' }
  | { do: 'open' | 'welcome' | 'pong' | 'say' | 'end' | 'die', link: number }
  | { do: 'busy', retryAfter: number }
  | { do: 'pass' | 'freeze', time: number }

const simple = fc.constantFrom<Step>(
  { do: 'start' }, { do: 'stop' }, { do: 'retry' }, { do: 'wake' }, { do: 'sleep' }, { do: 'suspect' },
  { do: 'refuse' }, { do: 'giveNobody' }, { do: 'giveToken' }, { do: 'giveToken' }, { do: 'giveToken' },
  { do: 'failToken' },
)
const ofLink = fc.record({
  do: fc.constantFrom('open', 'welcome', 'pong', 'say', 'end', 'die'),
  link: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) }),
}) as fc.Arbitrary<Step>
const busy = fc.record({
  do: fc.constant('busy'), retryAfter: fc.integer({ min: 0, max: 60_000 }),
}) as fc.Arbitrary<Step>
const time = fc.record({
  do: fc.constantFrom('pass', 'pass', 'freeze'), time: fc.constantFrom(1, 500, 3_000, 10_001, 20_000, 120_000),
}) as fc.Arbitrary<Step>

/** The way to being online; a walk begins somewhere on it, as few random ones would get that far. */
const way: readonly Step[] = [
  { do: 'start' }, { do: 'giveToken' }, { do: 'open', link: 0 }, { do: 'welcome', link: 0 },
]
const steps = fc.tuple(
  fc.integer({ min: 0, max: way.length }),
  fc.array(fc.oneof(simple, ofLink, ofLink, time, busy), { minLength: 1, maxLength: 50 }),
).map(([begun, rest]) => [...way.slice(0, begun), ...rest])

const covered = new Set<string>()

/** The transitions that lead from one state to another: a set, as several signals may lead there. */
function signalsBetween(before: ConnectionState, after: ConnectionState): ConnectionSignal[] {
  const row = Object.entries(transitions[before]) as [ConnectionSignal, ConnectionState][]
  return row.filter(([, to]) => to === after).map(([signal]) => signal)
}

class Walk {
  readonly clock = new FakeClock()
  readonly transport = new FakeTransport()
  private answers: ((hello: Frame | null | Error) => void)[] = []
  private readonly connection: Connection

  constructor(random: () => number) {
    this.connection = createConnection({
      transports: [this.transport],
      clock: this.clock,
      random,
      heartbeat: defaultHeartbeat,
      driver: {
        ...greeting(
          () => new Promise((resolve, reject) => {
            this.answers.push(hello => (hello instanceof Error ? reject(hello) : resolve(hello)))
          }),
          frame => this.connection.send(frame),
          ({ state }, before) => {
            const signals = signalsBetween(before, state)
            expect(signals, `${before} -> ${state}`).not.toEqual([])
            for (const signal of signals) covered.add(`${before} ${signal}`)
          },
        ),
        ping: id => `ping ${id}`,
        frame: (frame) => {
          if (frame === 'welcome') this.connection.accepted(0)
          else if (frame === 'pong') this.connection.answered('1')
        },
      },
    })
  }

  get state(): ConnectionState {
    return this.connection.snapshot.state
  }

  async take(step: Step): Promise<void> {
    const { connection, transport, clock } = this
    const stopped = this.state === 'closed'
    const linksBefore = transport.links.length
    switch (step.do) {
      case 'start': connection.start(); break
      case 'stop': connection.stop(); break
      case 'retry': connection.retry(); break
      case 'wake': connection.wake(); break
      case 'sleep': connection.sleep(); break
      case 'suspect': connection.suspect(); break
      case 'refuse': connection.refused('never'); break
      case 'busy': connection.lost(Reason.serverBusy, 'busy', step.retryAfter); break
      case 'giveToken': this.answer('hello'); break
      case 'giveNobody': this.answer(null); break
      case 'failToken': this.answer(new Error('no token')); break
      case 'pass': await pass(clock, step.time); break
      case 'freeze':
        clock.freeze(step.time)
        clock.advance(0)
        break
      default: {
        const link = transport.links[transport.links.length - 1 - step.link]
        if (step.do === 'open') link?.open()
        else if (step.do === 'end') link?.end()
        else if (step.do === 'die' && link) link.dead = true
        else link?.say(step.do)
      }
    }
    await settle()
    if (stopped && step.do !== 'start') {
      expect(this.state, 'what was asked to end stays ended').toBe('closed')
      expect(transport.links, 'no link after a logout').toHaveLength(linksBefore)
    }
  }

  /** What holds after every step. */
  check(): void {
    const { state, retryAt } = this.connection.snapshot
    const linked = state === 'authenticating' || state === 'online'
    expect(this.transport.living, `links in ${state}`).toBeLessThanOrEqual(linked || state === 'connecting' ? 1 : 0)
    expect(this.clock.timers, `timers in ${state}`).toBe(quietStates.includes(state) ? 0 : 1)
    expect(retryAt !== null, `a next try in ${state}`).toBe(state === 'waiting')
  }

  /** Whatever happened: with a network, a token and a server, it gets online. */
  async heal(): Promise<void> {
    this.connection.start()
    this.connection.wake()
    for (let tries = 0; this.state !== 'online' && tries < 100; tries++) {
      if (tries > 0) await pass(this.clock, 5_000)
      await settle()
      this.answer('hello')
      await settle()
      const link = this.transport.links[this.transport.links.length - 1]
      link?.open()
      link?.say('welcome')
    }
    expect(this.state, 'no state is a trap').toBe('online')
  }

  private answer(hello: Frame | null | Error): void {
    const answers = this.answers
    this.answers = []
    for (const answer of answers) answer(hello)
  }
}

describe('the connection, whatever happens to it', () => {
  it(`holds what it must, over ${RUNS} walks`, async () => {
    const randoms = fc.double({ min: 0, max: 0.999, noNaN: true })
    await fc.assert(fc.asyncProperty(steps, randoms, async (walkSteps, random) => {
      const walk = new Walk(() => random)
      for (const step of walkSteps) {
        await walk.take(step)
        walk.check()
      }
      await walk.heal()
      walk.check()
      await walk.take({ do: 'stop' })
      await walk.take({ do: 'pass', time: 600_000 })
      walk.check()
    }), { numRuns: RUNS })
  }, 120_000)

  it('has walked every transition of the table', () => {
    const listed = Object.entries(transitions)
      .flatMap(([state, row]) => Object.keys(row).map(signal => `${state} ${signal}`))
    expect(listed.filter(transition => !covered.has(transition))).toEqual([])
  })
})

describe('the end of a link', () => {
  /** All the ways in which platforms tell it: one, the other, both in either order, or neither. */
  const ends: Record<string, Step[]> = {
    'end': [{ do: 'end', link: 0 }],
    'end twice': [{ do: 'end', link: 0 }, { do: 'end', link: 0 }],
    'a send that fails, then end': [{ do: 'die', link: 0 }, { do: 'suspect' }, { do: 'end', link: 0 }],
    'neither, only silence': [{ do: 'pass', time: 20_000 }],
  }

  it.each(Object.entries(ends))('leads to the next try: %s', async (_name, walkSteps) => {
    const walk = new Walk(() => 0.99)
    for (const step of way) await walk.take(step)
    expect(walk.state).toBe('online')
    for (const step of walkSteps) await walk.take(step)
    expect(['waiting', 'connecting']).toContain(walk.state)
    expect(walk.transport.living).toBe(0)
    await walk.heal()
  })
})
