// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { type Connection, createConnection } from '../../../../src/connection/connection'
import { defaultHeartbeat } from '../../../../src/connection/heartbeat'
import * as Reason from '../../../../src/connection/reason'
import { type ConnectionSignal, type ConnectionState, transitions } from '../../../../src/connection/states'
import type { Frame } from '../../../../src/platform/types'
import { FakeClock, settle } from '../../../helpers/fake-clock'
import { FakeTransport } from '../../../helpers/fake-transport'
import { greeting } from '../../../helpers/greeting'

const states = Object.keys(transitions) as ConnectionState[]
const signals: readonly ConnectionSignal[] = [
  'start', 'nobody', 'opened', 'accepted', 'lost', 'lostAsleep', 'retry', 'sleep', 'wake', 'refused', 'stop',
]

let clock: FakeClock
let transport: FakeTransport
let connection: Connection
let seen: [ConnectionState, ConnectionState][]
/** Gives the attempt that runs its first frame, or nobody's. */
let giveHello: (hello: Frame | null) => void

beforeEach(() => {
  clock = new FakeClock()
  transport = new FakeTransport()
  seen = []
  giveHello = () => {}
  connection = createConnection({
    transports: [transport], clock, random: () => 0.5, heartbeat: defaultHeartbeat,
    driver: {
      ...greeting(
        () => new Promise((resolve) => { giveHello = resolve }),
        frame => connection.send(frame),
        ({ state }, before) => seen.push([before, state]),
      ),
      ping: id => `ping ${id}`,
      frame: () => {},
    },
  })
})

/** How each signal comes about. */
const give: Readonly<Record<ConnectionSignal, () => void | Promise<void>>> = {
  start: () => connection.start(),
  nobody: async () => {
    giveHello(null)
    await settle()
  },
  opened: async () => {
    giveHello('hello')
    await settle()
    transport.links[transport.links.length - 1]?.open()
  },
  accepted: () => connection.accepted(0),
  lost: () => connection.lost(Reason.linkEnded, 'gone'),
  lostAsleep: () => {
    connection.sleep()
    connection.lost(Reason.linkEnded, 'gone')
  },
  retry: () => connection.retry(),
  sleep: () => connection.sleep(),
  wake: () => connection.wake(),
  refused: () => connection.refused('never'),
  stop: () => connection.stop(),
}

/** The shortest way from the beginning to each state. */
const ways: Readonly<Record<ConnectionState, readonly ConnectionSignal[]>> = {
  idle: [],
  connecting: ['start'],
  authenticating: ['start', 'opened'],
  online: ['start', 'opened', 'accepted'],
  waiting: ['start', 'lost'],
  suspended: ['start', 'lostAsleep'],
  closed: ['stop'],
  refused: ['start', 'refused'],
}

async function go(state: ConnectionState): Promise<void> {
  for (const signal of ways[state]) await give[signal]()
  seen.length = 0
}

/** What a state holds: nothing is left over from another one. */
function checkHoldings(): void {
  const { state, retryAt } = connection.snapshot
  const linked = state === 'authenticating' || state === 'online'
  expect(transport.living, `links in ${state}`).toBe(linked ? 1 : 0)
  const busy = linked || state === 'connecting' || state === 'waiting'
  expect(clock.timers, `timers in ${state}`).toBe(busy ? 1 : 0)
  expect(retryAt !== null, `a next try in ${state}`).toBe(state === 'waiting')
}

describe.each(states)('in the state %s', (state) => {
  beforeEach(() => go(state))

  it('is, and holds what it should', () => {
    expect(connection.snapshot.state).toBe(state)
    checkHoldings()
  })

  it.each(signals)('takes %s as the table says', async (signal) => {
    // Asleep while waiting it goes to sleep first, and is not asked what it does with a loss.
    const expected = signal === 'lostAsleep' && state === 'waiting' ? 'suspended' : transitions[state][signal]
    await give[signal]()
    await settle()
    expect(connection.snapshot.state).toBe(expected ?? state)
    expect(seen).toEqual(expected ? [[state, expected]] : [])
    checkHoldings()
  })

  it('can be left for good', async () => {
    connection.stop()
    await settle()
    expect(connection.snapshot.state).toBe('closed')
    clock.advance(600_000)
    for (const signal of ['opened', 'nobody', 'accepted', 'lost', 'retry', 'wake', 'refused'] as const) {
      await give[signal]()
    }
    clock.advance(600_000)
    expect(connection.snapshot.state).toBe('closed')
    checkHoldings()
  })
})

describe('the table', () => {
  it('can be walked from the beginning to each state', () => {
    const reached = new Set<ConnectionState>(['idle'])
    for (const state of reached) for (const next of Object.values(transitions[state])) reached.add(next)
    expect([...reached].sort()).toEqual([...states].sort())
  })

  it('lets each state be left by the person: none is a trap', () => {
    for (const state of states) {
      const row = transitions[state]
      expect(row.start ?? row.stop, state).toBeDefined()
    }
  })

  it('has a number of its own for each reason', () => {
    const numbers = Object.values(Reason)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})
