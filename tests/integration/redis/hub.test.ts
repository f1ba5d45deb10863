import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RedisHub } from '../../../server/redis/hub'
import { channels } from '../../../server/redis/keys'
import { RedisServer } from '../../helpers/redis'
import { until } from '../../helpers/server'

/** What depends on which of two connections is faster: here the test says when an answer comes. */

let redis: RedisServer
let signals: Redis
let hub: RedisHub
let answer: (succeeded: boolean) => void
let heard: string[]
const ear = { deliver: (frame: Buffer) => void heard.push(String(frame)), lost: () => undefined }
const pause = (ms: number) => new Promise(next => setTimeout(next, ms))
beforeEach(async () => {
  heard = []
  redis = await RedisServer.start({ appendfsync: 'no' })
  signals = new Redis(redis.url, { autoResubscribe: false })
  const asked = new Promise<boolean>((done) => {
    answer = done
  })
  let isRunning = true
  void asked.then(() => {
    isRunning = false
  })
  const scripts = { node: 'me', ended: (origin: string) => (origin === 'me.1' && isRunning ? asked : true) }
  hub = new RedisHub(signals, scripts, async () => undefined)
})
afterEach(async () => {
  hub.close()
  await redis.close()
})

it('holds back what this node wrote until its writer has the answer, with all behind it, nothing else', async () => {
  await hub.add(ear, 'ann')
  await hub.subscribe(ear, ['one', 'two'])
  const say = (where: string, origin: string, text: string) =>
    redis.inside.publish(channels.conversation(where), `${origin} f\n${text}`)
  await say('one', 'you.1', 'a')
  await say('one', 'me.1', 'mine')
  await say('one', 'you.2', 'b')
  await say('two', 'you.3', 'elsewhere')
  await until(() => heard.includes('elsewhere'))
  await pause(30)
  expect(heard).toEqual(['a', 'elsewhere'])
  answer(true)
  await until(() => heard.length === 4)
  expect(heard).toEqual(['a', 'elsewhere', 'mine', 'b'])
})

it('says that it listens when it does, and not before', async () => {
  await hub.add(ear, 'ann')
  redis.pause(true)
  let isDone = false
  const subscribed = hub.subscribe(ear, ['one']).then(() => {
    isDone = true
  })
  await pause(50)
  expect(isDone).toBe(false)
  redis.pause(false)
  await subscribed
  expect(await redis.inside.pubsub('NUMSUB', channels.conversation('one'))).toEqual([channels.conversation('one'), 1])
  hub.remove(ear, 'ann')
  await until(async () => (await redis.inside.pubsub('CHANNELS')).length === 0)
})
