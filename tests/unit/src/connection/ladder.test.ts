// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { type Connection, createConnection } from '../../../../src/connection/connection'
import { defaultHeartbeat } from '../../../../src/connection/heartbeat'
import * as Reason from '../../../../src/connection/reason'
import { FakeClock, pass as passOf, settle } from '../../../helpers/fake-clock'
import { FakeTransport } from '../../../helpers/fake-transport'
import { greeting } from '../../../helpers/greeting'

let clock: FakeClock
let best: FakeTransport
let middle: FakeTransport
let last: FakeTransport
let connection: Connection

beforeEach(() => {
  clock = new FakeClock()
  best = new FakeTransport('best')
  middle = new FakeTransport('middle')
  last = new FakeTransport('last')
  connection = createConnection({
    transports: [best, middle, last], clock, random: () => 0.5, heartbeat: defaultHeartbeat,
    driver: {
      ...greeting(() => Promise.resolve('hello'), frame => connection.send(frame)),
      ping: id => `ping ${id}`,
      frame: (frame) => {
        if (frame === 'welcome') connection.accepted(0)
        else if (String(frame).startsWith('pong')) connection.answered(String(frame).slice(5))
      },
    },
  })
})

const pass = (duration: number): Promise<void> => passOf(clock, duration)
const inUse = (): string => `${connection.snapshot.state} by ${connection.snapshot.transport}`

/** The server takes the newest link of a transport. */
async function welcome(transport: FakeTransport): Promise<void> {
  transport.link.open()
  transport.link.say('welcome')
  await settle()
}

/** Keeps an online connection's pings answered while time passes. */
async function passAlive(transport: FakeTransport, duration: number): Promise<void> {
  for (let left = duration; left > 0; left -= 1_000) {
    await pass(Math.min(1_000, left))
    transport.link.say('life')
  }
}

describe('the ladder', () => {
  it('begins with the best, and stays there as long as it works', async () => {
    connection.start()
    await settle()
    await welcome(best)
    expect(inUse()).toBe('online by best')
    await passAlive(best, 3_600_000)
    expect(middle.links).toHaveLength(0)
    expect(best.links).toHaveLength(1)
  })

  it('goes down at once where a transport can\'t be opened', async () => {
    connection.start()
    await settle()
    best.link.end({ code: 403, message: 'Forbidden' })
    await pass(1)
    middle.link.end({ code: 502, message: 'Bad Gateway' })
    await pass(1)
    await welcome(last)
    expect(inUse()).toBe('online by last')
  })

  it('goes down after 5 s where something on the way accepts and swallows', async () => {
    connection.start()
    await settle()
    await pass(5_000)
    expect(best.living).toBe(0)
    middle.link.open()
    await pass(5_000)
    expect(middle.living).toBe(0)
    await welcome(last)
    expect(inUse()).toBe('online by last')
  })

  it('waits once all have failed, and begins with the best again', async () => {
    connection.start()
    await settle()
    for (const transport of [best, middle, last]) {
      transport.link.end()
      await pass(1)
    }
    expect(connection.snapshot.state).toBe('waiting')
    expect(best.links).toHaveLength(1)
    await pass(5_000)
    expect(best.links).toHaveLength(2)
  })

  it('stays with what has worked, but for one detour to each other one when the failures go on', async () => {
    connection.start()
    await settle()
    await welcome(best)
    const tried: string[] = []
    for (let attempt = 0; attempt < 12; attempt++) {
      const before = [best, middle, last].map(({ links }) => links.length)
      const newest = [best, middle, last].find(({ links }) => links.some(({ closed }) => !closed))
      newest?.link.end()
      await pass(15_000)
      for (const [index, transport] of [best, middle, last].entries()) {
        for (let made = before[index] ?? 0; made < transport.links.length; made++) tried.push(transport.name)
      }
    }
    // Each attempt also ends by itself after 5 s, and is followed by others: only the order of the first ones counts.
    expect(tried.slice(0, 3)).toEqual(['best', 'best', 'middle'])
    expect(tried.filter(name => name === 'middle')).toHaveLength(1)
    expect(tried.filter(name => name === 'last')).toHaveLength(1)
    expect(tried.at(-1)).toBe('best')
  })

  it('takes the rung that worked last when the link breaks', async () => {
    connection.start()
    await settle()
    best.link.end()
    await pass(1)
    await welcome(middle)
    middle.link.end()
    await pass(5_000)
    await welcome(middle)
    expect(inUse()).toBe('online by middle')
    expect(best.links).toHaveLength(1)
  })

  it('doesn\'t go down for want of a token, nor when the server asks to wait', async () => {
    connection.start()
    await settle()
    connection.lost(Reason.serverBusy, 'busy', 1_000)
    await pass(2_500)
    expect(middle.links).toHaveLength(0)
    expect(best.links).toHaveLength(2)
  })
})

describe('the climb', () => {
  async function onMiddle(): Promise<void> {
    connection.start()
    await settle()
    best.link.end()
    await pass(1)
    await welcome(middle)
  }

  it('looks after a minute whether the best works again, and goes over to it', async () => {
    await onMiddle()
    await passAlive(middle, 60_000)
    expect(best.links).toHaveLength(2)
    expect(inUse()).toBe('online by middle')
    best.link.open()
    expect(best.link.sent).toEqual(['ping climb'])
    best.link.say('any answer')
    await pass(1)
    expect(best.links).toHaveLength(3)
    await welcome(best)
    expect(inUse()).toBe('online by best')
    expect([best.living, middle.living]).toEqual([1, 0])
    await passAlive(best, 3_600_000)
    expect(best.links).toHaveLength(3)
  })

  it('isn\'t fooled by one that opens and swallows, and looks less and less often', async () => {
    await onMiddle()
    let looks = 1
    for (const wait of [60_000, 120_000, 240_000, 480_000, 600_000, 600_000]) {
      await passAlive(middle, wait)
      looks += 1
      expect(best.links, `after ${wait}`).toHaveLength(looks)
      best.link.open()
      await passAlive(middle, 5_000)
      expect(best.living).toBe(0)
    }
    expect(inUse()).toBe('online by middle')
  })

  it('ends with the connection', async () => {
    await onMiddle()
    await passAlive(middle, 60_000)
    connection.stop()
    expect(clock.timers).toBe(0)
    expect([best.living, middle.living]).toEqual([0, 0])
    best.link.open()
    best.link.say('late')
    await pass(3_600_000)
    expect(connection.snapshot.state).toBe('closed')
    expect(best.links).toHaveLength(2)
  })
})
