import { afterEach, beforeEach, expect, it } from 'vitest'
import { RedisRoll } from '../../../server/redis/roll'
import { Scripts } from '../../../server/redis/scripts'
import { RedisServer } from '../../helpers/redis'
import { until } from '../../helpers/server'

/** Who is online, as several nodes of one Redis know it: here each is only its list of people. */

let redis: RedisServer
const ends: (() => unknown)[] = []
beforeEach(async () => {
  redis = await RedisServer.start({ appendfsync: 'no' })
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  await redis.close()
})

/** A node, and what all nodes are told. */
async function start(life: number) {
  const [commands, signals] = [redis.inside.duplicate(), redis.inside.duplicate()]
  const told: string[] = []
  signals.on('pmessage', (_pattern: string, channel: string, text: string) => {
    const { people: [state] } = JSON.parse(text) as { people: { id: string, online: boolean }[] }
    expect(channel).toBe(`chat:s:${state?.id}`)
    told.push(`${state?.id} ${state?.online ? 'came' : 'went'}`)
  })
  await signals.psubscribe('chat:s:*')
  const scripts = new Scripts(commands)
  const roll = new RedisRoll(commands, scripts, { follow: async () => undefined, unfollow: () => undefined }, life)
  await roll.beat()
  const stop = () => {
    void roll.close()
    commands.disconnect()
    signals.disconnect()
  }
  ends.push(stop)
  return { roll, told, scripts, stop }
}

const long = 30_000
const online = async ({ roll }: { roll: RedisRoll }, ...people: string[]) =>
  (await roll.states(people)).filter(state => state.online).map(({ id }) => id)

it('somebody is there for as long as one node says so', async () => {
  const [one, two] = [await start(long), await start(long)]
  await one.roll.enter(['ann', 'ben"\\'])
  await until(() => two.told.length === 2)
  await two.roll.enter(['ann'])
  await two.roll.beat()
  expect(await online(one, 'ann', 'ben"\\', 'eve')).toEqual(['ann', 'ben"\\'])
  await one.roll.leave([{ id: 'ann', at: 5 }, { id: 'ben"\\', at: 7 }])
  expect(await online(two, 'ann', 'ben"\\', 'eve')).toEqual(['ann'])
  await two.roll.leave([{ id: 'ann', at: 9 }])
  // What is so already is told to nobody.
  await two.roll.leave([{ id: 'ann', at: 11 }])
  expect(await one.roll.states(['ann', 'ben"\\', 'eve'])).toEqual([
    { id: 'ann', online: false, seen: 9 }, { id: 'ben"\\', online: false, seen: 7 }, { id: 'eve', online: false },
  ])
  await until(() => one.told.length === 4)
  expect(one.told).toEqual(['ann came', 'ben"\\ came', 'ben"\\ went', 'ann went'])
})

it('the people of a dead node are gone, but for those who came back elsewhere', async () => {
  const crowd = Array.from({ length: 500 }, (_, i) => `p${i}`)
  const [one, two] = [await start(long), await start(1)]
  await two.roll.enter(['ann', 'ben', ...crowd])
  await two.roll.close()
  await one.roll.enter(['ann'])
  await until(async () => {
    await one.roll.beat()
    return one.told.filter(text => text.endsWith('went')).length === crowd.length + 1
  })
  expect(await online(one, 'ann', 'ben', ...crowd)).toEqual(['ann'])
  expect(one.told).not.toContain('ann went')
  const [ben] = await one.roll.states(['ben'])
  expect(Math.abs(Number(ben?.seen) - Date.now())).toBeLessThan(60_000)
  expect(await redis.inside.keys(`chat:node:{${two.scripts.node}}*`)).toEqual([])
  expect(await redis.inside.zrange('chat:nodes', '0', '-1')).toEqual([one.scripts.node])
})

it('what Redis has lost, or could not be told, is put right by the next sign of life', async () => {
  const one = await start(long)
  await one.roll.enter(['ann', 'ben'])
  await one.roll.beat()
  await redis.inside.flushall()
  await one.roll.beat()
  await until(async () => (await online(one, 'ann', 'ben')).length === 2)
  // As if an end had not arrived.
  await redis.inside.sadd(`chat:node:{${one.scripts.node}}:people`, 'eve')
  await redis.inside.sadd('chat:person:{eve}:nodes', one.scripts.node)
  expect(await online(one, 'eve')).toEqual(['eve'])
  await one.roll.beat()
  expect(await online(one, 'ann', 'ben', 'eve')).toEqual(['ann', 'ben'])
})
