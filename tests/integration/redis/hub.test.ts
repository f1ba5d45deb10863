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
  const scripts = {
    node: 'me',
    ended: (origin: string) => (origin === 'me.1' && isRunning ? asked : true),
    publish: async () => undefined,
  }
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

const isHeard = (text: string) => until(() => heard.some(frame => frame.includes(text)))

it('lets nothing through to who has left, whichever channel is held back', async () => {
  await hub.add(ear, 'ann')
  await hub.subscribe(ear, ['one'])
  const [one, ann] = [channels.conversation('one'), channels.person('ann')]
  const say = (channel: string, origin: string, what: string) => redis.inside.publish(channel, `${origin} ${what}`)
  // A call of this node for Ann has no answer yet: what is for her alone waits.
  await say(ann, 'me.1', 'f\nfirst')
  await say(ann, 'you.1', 'l\n7 one')
  await say(one, 'you.1', 'l\n7 one ann')
  await say(one, 'you.1', 'f\nsecret')
  await say(ann, 'you.2', 'j\n9 one ann')
  await pause(30)
  expect(heard).toEqual(['{"type":"left","conversation":"one"}'])
  // She is in again, and what was told of her leaving before is not taken for news.
  answer(true)
  await isHeard('first')
  await until(async () => (await redis.inside.pubsub('NUMSUB', one))[1] === 1)
  await say(one, 'you.3', 'f\nhello')
  await isHeard('hello')
  await say(one, 'you.4', 'l\n7 one ann')
  await say(one, 'you.5', 'f\nstill there')
  await isHeard('still there')
  expect(heard).toEqual(['{"type":"left","conversation":"one"}', 'first', 'hello', 'still there'])
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
