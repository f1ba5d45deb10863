import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { channels } from '../../../server/redis/keys'
import { RedisServer } from '../../helpers/redis'
import { Stage } from '../../helpers/server'
import { WireClient } from '../../helpers/wire-client'

/** What a client sees is the same, whatever the store: the tests of the server, with Redis in place of the file. */

let redis: RedisServer
const file = Stage.store
beforeAll(async () => {
  redis = await RedisServer.start({ appendfsync: 'everysec' })
  Stage.store = () => redis.url
  WireClient.tell = (person, frame) =>
    redis.inside.publish(channels.person(person), `test.0 f\n${JSON.stringify(frame)}`)
})
afterAll(async () => {
  Stage.store = file
  WireClient.tell = undefined
  await redis.close()
})
beforeEach(async () => {
  await redis.inside.flushall()
})

describe('amendments', async () => {
  await import('../server/amendments.test')
})
describe('authority', async () => {
  await import('../server/authority.test')
})
describe('chat', async () => {
  await import('../server/chat.test')
})
describe('cursors', async () => {
  await import('../server/cursors.test')
})
describe('groups', async () => {
  await import('../server/groups.test')
})
describe('hostile', async () => {
  await import('../server/hostile.test')
})
describe('may', async () => {
  await import('../server/may.test')
})
describe('messages', async () => {
  await import('../server/messages.test')
})
describe('people', async () => {
  await import('../server/people.test')
})
describe('protocol', async () => {
  await import('../server/protocol.test')
})
describe('reactions', async () => {
  await import('../server/reactions.test')
})
describe('text', async () => {
  await import('../server/text.test')
})
