import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Nodes } from '../../helpers/balancer'
import { RedisServer } from '../../helpers/redis'
import { Stage, until } from '../../helpers/server'
import { Member } from './member'

// Three real processes behind a balancer, on a real Redis whose disk has what was acknowledged.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let stage: Stage
let redis: RedisServer
let nodes: Nodes
let members: Member[]
beforeEach(async () => {
  stage = new Stage()
  redis = await RedisServer.start()
  nodes = await Nodes.start(stage, redis.url, 3)
  members = await Promise.all(['Ann', 'Ben', 'Eve', 'Tom', 'Una'].map(
    name => Member.start(name, () => nodes.balancer.port)))
})
afterEach(async () => {
  await Promise.all(members.map(member => member.stop()))
  await nodes.close()
  await stage.close()
  await redis.close()
})

const pause = (ms: number) => new Promise(next => setTimeout(next, ms))
const each = 80

/** All members write while this happens. */
async function during(happens: () => Promise<void>): Promise<void> {
  const writing = Promise.all(members.map(async (member) => {
    for (let i = 0; i < each; i++) {
      member.say()
      await pause(20)
    }
  }))
  await Promise.all([writing, pause(300).then(happens)])
  await until(() => members.every(member => member.isDone(members.length * each)))
}

function expectOneLog(): void {
  const [first] = members
  const log = [...first?.log ?? []].sort(([a], [b]) => a - b)
  expect(log.map(([seq]) => seq)).toEqual(log.map((_, index) => index + 1))
  const ids = log.map(([, id]) => id)
  expect(ids).toHaveLength(members.length * each)
  expect(new Set(ids).size).toBe(ids.length)
  for (const member of members) {
    expect([...member.log].sort(([a], [b]) => a - b)).toEqual(log)
    expect(member.wrong).toEqual([])
    // In the order in which it was written, and where the acknowledgement said.
    const own = Array.from({ length: each }, (_, i) => `${member.name}-${i + 1}`)
    expect(ids.filter(id => id.startsWith(`${member.name}-`))).toEqual(own)
    for (const [id, seq] of member.acked) expect(member.log.get(seq)).toBe(id)
  }
}

it('all see one log in one order, each entry once, while nodes are killed and come back', async () => {
  await during(async () => {
    for (const index of [0, 1, 2, 0]) {
      await nodes.end(index, 'SIGKILL')
      await pause(100)
      await nodes.start(index)
    }
  })
  expectOneLog()
  expect(members.reduce((sum, { links }) => sum + links, 0)).toBeGreaterThan(members.length)
})

it('nothing acknowledged is lost, and nothing is there twice, when Redis is killed and comes back', async () => {
  const before: Map<string, number>[] = []
  await during(async () => {
    for (let i = 0; i < 3; i++) {
      await redis.end('SIGKILL')
      before.push(new Map(members.flatMap(({ acked }) => [...acked])))
      await pause(150)
      await redis.start()
      await pause(400)
    }
  })
  expectOneLog()
  for (const acked of before) {
    for (const [id, seq] of acked) expect(members[0]?.log.get(seq)).toBe(id)
  }
  for (const index of [0, 1, 2]) {
    expect(nodes.output(index)).toContain('redis signals: the connection broke')
    expect(nodes.output(index)).toContain('redis signals: connected again')
  }
})

it('a stop in order sends clients to the other nodes', async () => {
  await during(async () => {
    await nodes.end(1, 'SIGTERM')
  })
  expectOneLog()
})
