// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { type Connection, createConnection } from '../../../../src/connection/connection'
import { defaultHeartbeat } from '../../../../src/connection/heartbeat'
import * as Reason from '../../../../src/connection/reason'
import { FakeClock, pass as passOf, settle } from '../../../helpers/fake-clock'
import { FakeTransport } from '../../../helpers/fake-transport'
import { greeting } from '../../../helpers/greeting'

let clock: FakeClock
let transport: FakeTransport
let connection: Connection

beforeEach(() => {
  clock = new FakeClock()
  transport = new FakeTransport()
  connection = createConnection({
    transports: [transport], clock, random: () => 0.5, heartbeat: defaultHeartbeat,
    driver: {
      ...greeting(() => Promise.resolve('hello'), frame => connection.send(frame)),
      ping: id => `ping ${id}`,
      frame: () => {},
    },
  })
})

function state(): string {
  return connection.snapshot.state
}

async function connect(): Promise<void> {
  connection.start()
  await settle()
  transport.link.open()
  connection.accepted(0)
  expect(state()).toBe('online')
}

function pass(duration: number): Promise<void> {
  return passOf(clock, duration)
}

describe('in the background', () => {
  it('a live link is kept; once it is lost there are no more tries until the app is in front', async () => {
    await connect()
    connection.sleep()
    expect(state()).toBe('online')
    transport.link.end({ code: 1000, message: 'cut by the platform' })
    expect(state()).toBe('suspended')
    await pass(3_600_000)
    expect(transport.links).toHaveLength(1)
    connection.wake()
    await settle()
    expect(connection.snapshot).toMatchObject({ state: 'connecting', reason: Reason.woken })
    expect(transport.links).toHaveLength(2)
  })

  it('what waited for the next try waits for the foreground', async () => {
    await connect()
    transport.link.end()
    connection.sleep()
    expect(connection.snapshot).toMatchObject({ state: 'suspended', reason: Reason.asleep, retryAt: null })
    await pass(3_600_000)
    expect(transport.links).toHaveLength(1)
  })

  it('an attempt that fails waits for the foreground', async () => {
    connection.start()
    await settle()
    connection.sleep()
    transport.link.end()
    expect(state()).toBe('suspended')
  })

  it('is over when the app is in front: a loss waits for the next try again', async () => {
    await connect()
    connection.sleep()
    connection.wake()
    transport.link.end()
    expect(state()).toBe('waiting')
  })

  it('a network that comes back cuts the waiting short', async () => {
    await connect()
    transport.link.end()
    connection.wake()
    await settle()
    expect(transport.links).toHaveLength(2)
  })
})

describe('a link that may be dead', () => {
  it('is asked at once when the app comes to the front or the network seems gone', async () => {
    await connect()
    connection.wake()
    connection.suspect()
    expect(transport.link.sent).toEqual(['hello', 'ping 1', 'ping 2'])
    connection.answered('2')
    await pass(5_000)
    expect(state()).toBe('online')
  })

  it('and doesn\'t answer is left', async () => {
    await connect()
    connection.suspect()
    await pass(2_000)
    expect(connection.snapshot).toMatchObject({ state: 'waiting', reason: Reason.silence })
    expect(transport.link.closed).toBe(true)
  })

  it('is not asked where there is none', () => {
    connection.suspect()
    connection.wake()
    expect(clock.timers).toBe(0)
  })

  it('measures the round trip', async () => {
    await connect()
    connection.suspect()
    clock.advance(120)
    connection.answered('1')
    // It began with a welcome that took no time.
    expect(connection.roundTrip).toBe(15)
  })
})

describe('a break', () => {
  it('soon after the app came to the front is followed by a try at once', async () => {
    await connect()
    connection.wake()
    await pass(1_000)
    transport.link.end()
    await pass(1)
    expect(transport.links).toHaveLength(2)
  })

  it('long after it waits like any other, so that a crowd stays spread', async () => {
    await connect()
    connection.wake()
    for (let second = 0; second < 11; second++) {
      await pass(1_000)
      transport.link.say('life')
    }
    transport.link.end()
    expect(connection.snapshot.retryAt).toBeGreaterThan(clock.now())
    expect(transport.links).toHaveLength(1)
  })
})
