import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { comeBackIn, spreadOf } from '../../../server/drain'
import { login, Stage, until } from '../../helpers/server'
import { WireClient } from '../../helpers/wire-client'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

const start = (...args: string[]) =>
  stage.process(['--demo', '--port', '0', '--store', stage.file('chat.db'), ...args])

describe('SIGTERM under traffic', () => {
  it('keeps all that was acknowledged, tells all when to come back, and exits with 0 in its time', async () => {
    const server = await start('--drain', '10000')
    const people = await Promise.all(Array.from({ length: 30 }, (_, i) => stage.join(server.port, `Guest ${i}`)))
    const { token } = await login(server.port, 'Guest 0')
    let talking = true
    const talk = people.map(async (client) => {
      // More at a time than the server takes in at once.
      for (let round = 0; talking && client.socket.readyState === client.socket.OPEN; round++) {
        for (let i = 0; i < 100; i++) {
          const id = `${client.self.id.slice(0, 8)}-${round}-${i}`
          client.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
        }
        const acks = () => client.frames.filter(({ type }) => type === 'ack').length
        await until(() => acks() >= (round + 1) * 100 || client.socket.readyState !== client.socket.OPEN)
      }
    })
    await until(() => people.every(client => client.frames.some(({ type }) => type === 'ack')))
    const began = performance.now()
    server.kill('SIGTERM')
    expect(await Promise.all(people.map(client => client.closed))).toEqual(people.map(() => 4503))
    talking = false
    await Promise.all(talk)
    expect(await server.exit).toBe(0)
    expect(performance.now() - began).toBeLessThan(10_000)

    // Each once, evenly: one in each thirtieth of the time.
    const waits = people.map((client) => {
      const goodbyes = client.frames.filter(frame => frame.type === 'error')
      expect(goodbyes).toHaveLength(1)
      return goodbyes[0]?.retryAfter ?? 0
    }).sort((a, b) => a - b)
    const step = spreadOf(30) / 30
    waits.forEach((wait, place) => {
      expect(wait).toBeGreaterThanOrEqual(Math.floor(500 + place * step))
      expect(wait).toBeLessThan(500 + (place + 1) * step)
    })

    const again = await start()
    const reader = await stage.enter(again.port, token)
    const log = new Map<number, string>()
    for (let after = 0, head = Infinity; after < head;) {
      const page = await reader.history({ after, limit: 200 })
      for (const { seq, id } of page.events) log.set(seq, id)
      head = page.head
      after += page.events.length
    }
    let acked = 0
    for (const client of people) {
      for (const frame of client.frames) {
        if (frame.type !== 'ack') continue
        acked += 1
        expect(log.get(frame.seq)).toBe(frame.id)
      }
    }
    expect(acked).toBeGreaterThan(people.length)
    // What was taken in is finished: nothing is stored whose author was not told.
    expect(log.size).toBe(acked)
  })

  it('turns /readyz to 503, and takes nobody in, while it lasts', async () => {
    const server = await start('--drain', '20000')
    const ready = async () => (await fetch(`http://127.0.0.1:${server.port}/readyz`)).status
    const open = () => WireClient.open(server.port).then(() => 'open', (error: Error) => error.message)
    expect(await ready()).toBe(200)
    const mute = await stage.join(server.port, 'Mute')
    // It does not answer the close, which therefore takes its second.
    mute.socket.pause()
    server.kill('SIGTERM')
    let drained = ''
    await until(async () => {
      const status = await ready().catch(() => 0)
      if (status === 503) {
        drained = await open()
        const link = await fetch(`http://127.0.0.1:${server.port}/v1/link`, { method: 'POST' })
        expect(link.status).toBe(503)
        expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200)
      }
      return status !== 200
    })
    expect(drained).toContain('503')
    expect(await server.exit).toBe(0)
  })

  it('ends in its time though its clients don\'t go', async () => {
    const server = await start('--drain', '100')
    const { token } = await login(server.port, 'Ann')
    for (let i = 0; i < 20; i++) (await stage.enter(server.port, token)).socket.pause()
    server.kill('SIGTERM')
    expect(await server.exit).toBe(0)
  })
})

it('the more there are, the longer the time over which they come back, within bounds', () => {
  expect([0, 1, 100, 1000, 10_000, 30_000, 1_000_000].map(spreadOf))
    .toEqual([1500, 1500, 1500, 2000, 20_000, 60_000, 60_000])
  for (let i = 0; i < 1000; i++) {
    const wait = comeBackIn(5000)
    expect(Number.isInteger(wait) && wait >= 500 && wait < 10_500).toBe(true)
  }
})
