// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import {
  createHeartbeat, defaultHeartbeat, type Heartbeat, type HeartbeatKind,
} from '../../../../src/connection/heartbeat'
import { FakeClock } from '../../../helpers/fake-clock'

/** A welcome that took so long, in ms: the first idea of the round trip. */
const WELCOME = 50

let clock: FakeClock
let pings: string[]
let silences: number
let heartbeat: Heartbeat

beforeEach(() => {
  clock = new FakeClock()
  pings = []
  silences = 0
  heartbeat = make('ask')
})

function make(kind: HeartbeatKind): Heartbeat {
  const listener = { ping: (id: string) => pings.push(id), silent: () => { silences += 1 } }
  return createHeartbeat(clock, { ...defaultHeartbeat, kind }, listener)
}

/** Lets a ping go out and be answered after that time. */
function roundTrip(duration: number): void {
  heartbeat.probe()
  clock.advance(duration)
  heartbeat.answered(pings[pings.length - 1] ?? '')
}

describe('silence', () => {
  beforeEach(() => heartbeat.start(0, WELCOME))

  it('is asked by a ping after the interval', () => {
    clock.advance(5_999)
    expect(pings).toEqual([])
    clock.advance(1)
    expect(pings).toHaveLength(1)
  })

  it('to a ping means that the link is dead: within 10 s where the round trip is ordinary', () => {
    roundTrip(50)
    clock.advance(9_900)
    expect(silences).toBe(1)
  })

  it('is told once, and nothing runs after it', () => {
    clock.advance(60_000)
    expect(silences).toBe(1)
    expect(pings).toHaveLength(1)
    expect(clock.timers).toBe(0)
  })

  it('to a probe shows sooner', () => {
    roundTrip(50)
    heartbeat.probe()
    clock.advance(1_899)
    expect(silences).toBe(0)
    clock.advance(1)
    expect(silences).toBe(1)
  })
})

describe('life', () => {
  beforeEach(() => heartbeat.start(0, WELCOME))

  it('is an answer to each ping', () => {
    for (let times = 0; times < 10; times++) {
      clock.advance(6_000)
      clock.advance(300)
      heartbeat.answered(pings[pings.length - 1] ?? '')
    }
    expect(pings).toHaveLength(10)
    expect(silences).toBe(0)
  })

  it('is any frame: none is pinged while others come', () => {
    for (let times = 0; times < 30; times++) {
      clock.advance(2_000)
      heartbeat.heard()
    }
    expect(pings).toEqual([])
  })

  it('is any frame after a ping, even if the pong is late behind it', () => {
    clock.advance(6_000)
    clock.advance(1_000)
    heartbeat.heard()
    clock.advance(5_000)
    expect(silences).toBe(0)
  })

  it('is not the answer to another ping', () => {
    clock.advance(6_000)
    heartbeat.answered('0')
    heartbeat.answered('2')
    clock.advance(6_000)
    expect(silences).toBe(1)
  })

  it('is an answer without an id, for servers that just say pong', () => {
    clock.advance(6_000)
    heartbeat.answered('')
    clock.advance(5_999)
    expect([pings.length, silences]).toEqual([1, 0])
  })

  it('is not a frame that came before the ping', () => {
    clock.advance(5_000)
    heartbeat.heard()
    clock.advance(6_000)
    expect(pings).toHaveLength(1)
    clock.advance(6_000)
    expect(silences).toBe(1)
  })
})

describe('a frozen tab', () => {
  beforeEach(() => heartbeat.start(0, WELCOME))

  it('that wakes up asks again before it believes in silence', () => {
    clock.advance(6_000)
    clock.freeze(300_000)
    clock.advance(0)
    expect(silences).toBe(0)
    expect(pings).toHaveLength(2)
    clock.advance(100)
    heartbeat.answered('2')
    clock.advance(4_000)
    expect(silences).toBe(0)
  })

  it('whose link is dead finds that out after it woke up', () => {
    clock.advance(6_000)
    clock.freeze(300_000)
    clock.advance(0)
    clock.advance(6_000)
    expect(silences).toBe(1)
  })

  it('whose timers are always late, as in the background, is asked again twice and no more', () => {
    for (let late = 0; late < 5 && silences === 0; late++) {
      clock.freeze(60_000)
      clock.advance(0)
    }
    expect(silences).toBe(1)
    expect(pings).toHaveLength(2)
  })

  it('that was quiet before asks when it wakes up', () => {
    clock.advance(1_000)
    clock.freeze(300_000)
    clock.advance(0)
    expect(pings).toHaveLength(1)
    expect(silences).toBe(0)
  })
})

describe('a clock that was put back', () => {
  it('makes neither a storm nor a silence', () => {
    heartbeat.start(0, WELCOME)
    clock.advance(3_000)
    heartbeat.heard()
    clock.freeze(-3_600_000)
    clock.advance(3_600_000 + 3_000)
    expect(pings.length).toBeLessThanOrEqual(1)
    heartbeat.answered(pings[0] ?? '')
    expect(silences).toBe(0)
  })
})

describe('the interval', () => {
  it('is a second at least, whatever the server says', () => {
    heartbeat.start(1, WELCOME)
    clock.advance(999)
    expect(pings).toEqual([])
    clock.advance(1)
    expect(pings).toHaveLength(1)
  })

  it('is the server\'s, where that is shorter', () => {
    heartbeat.start(2_000, WELCOME)
    clock.advance(2_000)
    expect(pings).toHaveLength(1)
  })

  it('is not longer than one\'s own, whatever the server says', () => {
    heartbeat.start(60_000, WELCOME)
    clock.advance(6_000)
    expect(pings).toHaveLength(1)
  })
})

describe('the round trip', () => {
  beforeEach(() => heartbeat.start(0, WELCOME))

  it('is as long as the welcome took, and then smoothed', () => {
    expect(heartbeat.roundTrip).toBe(WELCOME)
    roundTrip(450)
    expect(heartbeat.roundTrip).toBe(100)
  })

  it('that is long gives the answer more time', () => {
    heartbeat.start(0, 2_500)
    clock.advance(6_000)
    clock.advance(2_499)
    expect(silences).toBe(0)
    heartbeat.answered(pings[pings.length - 1] ?? '')
    heartbeat.probe()
    clock.advance(2_499)
    expect(silences).toBe(0)
  })

  it('never gives it more than the most', () => {
    for (const duration of [100, 1_800, 100, 1_800, 100, 1_800]) roundTrip(duration)
    clock.advance(6_000 + 4_000)
    expect(silences).toBe(1)
  })

  it('is not measured by the pong of an older link', () => {
    heartbeat.probe()
    heartbeat.stop()
    heartbeat.start(0, WELCOME)
    clock.advance(10)
    heartbeat.answered('1')
    expect(heartbeat.roundTrip).toBe(WELCOME)
  })
})

describe('a server that pings', () => {
  beforeEach(() => {
    heartbeat = make('listen')
    heartbeat.start(25_000, WELCOME)
  })

  it('is alive as long as it does, and is never pinged', () => {
    for (let times = 0; times < 10; times++) {
      clock.advance(25_000)
      heartbeat.heard()
    }
    heartbeat.probe()
    expect([pings, silences]).toEqual([[], 0])
  })

  it('is gone when it doesn\'t, some 4 s after it should have', () => {
    clock.advance(28_999)
    expect(silences).toBe(0)
    clock.advance(1)
    expect(silences).toBe(1)
  })

  it('isn\'t gone because the page was frozen', () => {
    clock.advance(1_000)
    clock.freeze(60_000)
    clock.advance(0)
    expect(silences).toBe(0)
    clock.advance(3_000)
    heartbeat.heard()
    clock.advance(20_000)
    expect(silences).toBe(0)
  })
})

describe('a server without a heartbeat', () => {
  it('is left to the transport\'s own signs', () => {
    heartbeat = make('none')
    heartbeat.start(0, WELCOME)
    heartbeat.probe()
    clock.advance(3_600_000)
    expect([pings, silences, clock.timers]).toEqual([[], 0, 0])
  })
})

describe('stopped', () => {
  it('it does nothing, sets nothing and is not woken by a probe', () => {
    heartbeat.probe()
    heartbeat.start(0, WELCOME)
    heartbeat.probe()
    pings.length = 0
    heartbeat.stop()
    heartbeat.probe()
    clock.advance(60_000)
    expect([pings, silences, clock.timers]).toEqual([[], 0, 0])
  })
})
