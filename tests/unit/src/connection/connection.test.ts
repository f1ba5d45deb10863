// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { type Connection, type ConnectionSnapshot, createConnection } from '../../../../src/connection/connection'
import { defaultHeartbeat } from '../../../../src/connection/heartbeat'
import * as Reason from '../../../../src/connection/reason'
import type { Frame } from '../../../../src/platform/types'
import { FakeClock, pass as passOf, settle } from '../../../helpers/fake-clock'
import { FakeTransport } from '../../../helpers/fake-transport'
import { greeting } from '../../../helpers/greeting'

let clock: FakeClock
let transport: FakeTransport
let connection: Connection
let heard: Frame[]
let hello: () => Promise<Frame | null>
let hellos: number
let onChange: (snapshot: ConnectionSnapshot) => void
let random: number

beforeEach(() => {
  clock = new FakeClock()
  transport = new FakeTransport()
  heard = []
  hellos = 0
  hello = () => Promise.resolve('hello')
  onChange = () => {}
  random = 0.5
  connection = createConnection({
    transports: [transport], clock, random: () => random, heartbeat: defaultHeartbeat,
    driver: {
      ...greeting(() => {
        hellos += 1
        return hello()
      }, frame => connection.send(frame), snapshot => onChange(snapshot)),
      ping: id => `ping ${id}`,
      frame: frame => heard.push(frame),
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

describe('an attempt', () => {
  it('has a token before it has a link, and says hello first', async () => {
    let give: (frame: Frame) => void = () => {}
    hello = () => new Promise((resolve) => { give = resolve })
    connection.start()
    await settle()
    expect(transport.links).toHaveLength(0)
    give('hello with a token')
    await settle()
    expect(transport.link.sent).toEqual([])
    transport.link.open()
    expect(transport.link.sent).toEqual(['hello with a token'])
    expect(state()).toBe('authenticating')
  })

  it('ends where nobody is signed in, without a link and without a timer', async () => {
    hello = () => Promise.resolve(null)
    connection.start()
    await settle()
    expect(connection.snapshot).toMatchObject({ state: 'idle', reason: Reason.nobody })
    expect(transport.links).toHaveLength(0)
    await pass(600_000)
    expect(hellos).toBe(1)
    hello = () => Promise.resolve('hello')
    await connect()
  })

  it('is tried again when the token can\'t be had', async () => {
    hello = () => Promise.reject(new Error('the sign-in server is down'))
    connection.start()
    await settle()
    expect(connection.snapshot).toMatchObject({
      state: 'waiting', reason: Reason.noToken, detail: 'the sign-in server is down',
    })
    hello = () => Promise.resolve('hello')
    await pass(5_000)
    expect(transport.links).toHaveLength(1)
  })

  it('is tried again when getToken throws what is no error', async () => {
    hello = () => Promise.reject('just words')
    connection.start()
    await settle()
    expect(connection.snapshot).toMatchObject({ state: 'waiting', detail: 'just words' })
  })

  it('is given up after 10 s without a link', async () => {
    connection.start()
    await settle()
    await pass(9_999)
    expect(state()).toBe('connecting')
    await pass(1)
    expect(connection.snapshot).toMatchObject({ state: 'waiting', reason: Reason.connectTimeout })
    expect(transport.link.closed).toBe(true)
  })

  it('is given up after 10 s without a token; the token that comes late opens nothing', async () => {
    let give: (frame: Frame) => void = () => {}
    hello = () => new Promise((resolve) => { give = resolve })
    connection.start()
    await pass(10_000)
    expect(state()).toBe('waiting')
    give('late')
    await settle()
    expect(transport.links).toHaveLength(0)
    expect(state()).toBe('waiting')
  })

  it('is given up after 10 s without a welcome', async () => {
    connection.start()
    await settle()
    await pass(9_000)
    transport.link.open()
    await pass(9_999)
    expect(state()).toBe('authenticating')
    await pass(1)
    expect(connection.snapshot).toMatchObject({ state: 'waiting', reason: Reason.welcomeTimeout })
  })

  it('is one, however often it is asked for', async () => {
    for (let times = 0; times < 5; times++) connection.start()
    await settle()
    for (let times = 0; times < 5; times++) connection.start()
    await settle()
    expect([hellos, transport.links.length]).toEqual([1, 1])
  })
})

describe('an older link', () => {
  it('is not listened to: it can\'t open, speak or end the newer one', async () => {
    await connect()
    const old = transport.link
    old.end()
    await pass(5_000)
    expect(transport.links).toHaveLength(2)
    expect(state()).toBe('connecting')
    old.open()
    expect(state()).toBe('connecting')
    old.say('late words')
    old.end({ code: 1000, message: 'late end' })
    expect(state()).toBe('connecting')
    expect(heard).toEqual([])
    transport.link.open()
    connection.accepted(0)
    old.end()
    old.say('later words')
    expect(state()).toBe('online')
    expect(heard).toEqual([])
    expect(old.sent).toEqual(['hello'])
  })

  it('is closed before a newer one is opened', async () => {
    await connect()
    transport.link.end()
    expect(transport.living).toBe(0)
    await pass(5_000)
    expect(transport.living).toBe(1)
  })

  it('that ends twice waits once', async () => {
    await connect()
    transport.link.end()
    const { retryAt } = connection.snapshot
    clock.advance(10)
    transport.link.end()
    expect(connection.snapshot.retryAt).toBe(retryAt)
  })
})

describe('a frame', () => {
  it('is handed over to an open link only', async () => {
    expect(connection.send('early')).toBe(false)
    connection.start()
    await settle()
    transport.link.open()
    expect(connection.send('before the welcome')).toBe(true)
    connection.accepted(0)
    expect(connection.send('now')).toBe(true)
    expect(transport.link.sent).toEqual(['hello', 'before the welcome', 'now'])
  })

  it('that can\'t be sent ends the link through the same door, and says so', async () => {
    await connect()
    transport.link.dead = true
    expect(connection.send('lost')).toBe(false)
    expect(connection.snapshot).toMatchObject({ state: 'waiting', reason: Reason.linkEnded, detail: 'send failed' })
  })

  it('before the welcome reaches whoever speaks the protocol', async () => {
    connection.start()
    await settle()
    transport.link.open()
    transport.link.say('welcome')
    expect(heard).toEqual(['welcome'])
  })
})

describe('the next try', () => {
  it('comes within 5 s after a break', async () => {
    await connect()
    random = 0.999
    transport.link.end()
    await pass(4_994)
    expect(transport.links).toHaveLength(1)
    await pass(1)
    expect(transport.links).toHaveLength(2)
    expect(connection.snapshot.reason).toBe(Reason.timeToRetry)
  })

  it('comes in 5 to 15 s after that, and never stops coming', async () => {
    await connect()
    transport.link.end()
    await pass(5_000)
    for (let times = 0; times < 50; times++) {
      transport.link.end()
      expect(clock.nextIn).toBe(10_000)
      await pass(10_000)
    }
    expect(transport.links).toHaveLength(52)
  })

  it('is near again after it was online', async () => {
    await connect()
    transport.link.end()
    await pass(5_000)
    transport.link.end()
    expect(clock.nextIn).toBe(10_000)
    await pass(10_000)
    transport.link.open()
    connection.accepted(0)
    transport.link.end()
    expect(clock.nextIn).toBe(2_500)
  })

  it('comes not before the time that the server asks for, once', async () => {
    await connect()
    connection.lost(Reason.serverBusy, 'going away', 60_000)
    expect(clock.nextIn).toBe(60_000)
    await pass(60_000)
    transport.link.end()
    expect(clock.nextIn).toBe(10_000)
  })

  it('comes at once when asked for', async () => {
    await connect()
    transport.link.end()
    connection.retry()
    await settle()
    expect(transport.links).toHaveLength(2)
    expect(connection.snapshot).toMatchObject({ reason: Reason.asked, retryAt: null })
  })

  it('says when it is due', async () => {
    await connect()
    transport.link.end()
    expect(connection.snapshot.retryAt).toBe(clock.now() + 2_500)
  })
})

describe('whoever is told of a change', () => {
  it('may stop it right then', async () => {
    onChange = ({ state }) => state === 'connecting' && connection.stop()
    connection.start()
    await settle()
    expect(state()).toBe('closed')
    expect([hellos, clock.timers]).toEqual([0, 0])
  })

  it('may stop it and start it again right then: there is still one attempt', async () => {
    let again = true
    onChange = ({ state }) => {
      if (state !== 'connecting' || !again) return
      again = false
      connection.stop()
      connection.start()
    }
    connection.start()
    await settle()
    expect([state(), hellos, transport.living, clock.timers]).toEqual(['connecting', 1, 1, 1])
  })

  it('gets a new object each time', async () => {
    const told: ConnectionSnapshot[] = []
    onChange = snapshot => told.push(snapshot)
    await connect()
    expect(new Set(told).size).toBe(3)
    expect(told.map(({ state }) => state)).toEqual(['connecting', 'authenticating', 'online'])
    expect(connection.snapshot).toBe(told[2])
  })
})

describe('a welcome', () => {
  it('that comes again or too late changes nothing', async () => {
    connection.accepted(0)
    expect(state()).toBe('idle')
    await connect()
    connection.accepted(0)
    expect(clock.timers).toBe(1)
  })
})
