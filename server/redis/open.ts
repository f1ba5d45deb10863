import type { Redis } from 'ioredis'
import type { Backend } from '../backend'
import { StoreError } from '../store'
import { connect, placeOf } from './connection'
import { Presence } from '../presence'
import { RedisHub } from './hub'
import { RedisRoll } from './roll'
import { Scripts } from './scripts'
import { RedisStore } from './store'

// The version of what keys.ts describes.
const version = '1'

/**
 * Opens the store in Redis, and the hub that hears of it.
 * @throws {@link StoreError} if it can't be reached or can't be used
 */
export async function openRedis(url: string, log: (line: string) => void, absence?: number): Promise<Backend> {
  if (!URL.canParse(url)) throw new StoreError('the address of Redis is none: give redis://HOST:PORT/DATABASE')
  const commands = await connect(url, { name: 'commands', log })
  let signals: Redis | undefined
  try {
    await check(commands, placeOf(url))
    signals = await connect(url, { name: 'signals', log })
    return await makeBackend(commands, signals, absence)
  } catch (error) {
    commands.disconnect()
    signals?.disconnect()
    if (error instanceof StoreError) throw error
    throw new StoreError(`cannot use Redis at ${placeOf(url)}: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

async function makeBackend(commands: Redis, signals: Redis, absence: number | undefined): Promise<Backend> {
  const scripts = new Scripts(commands)
  const store = new RedisStore(commands, scripts)
  const roll = new RedisRoll(commands, scripts, {
    follow: people => hub.follow(people), unfollow: people => hub.unfollow(people),
  })
  const presence = new Presence(roll, (person, others) => store.acquainted(person, others), absence)
  const hub = new RedisHub(signals, scripts, (conversation, person) => store.conversation(conversation, person), {
    parted: people => presence.parted(people), changed: (person, encoded) => roll.heard(person, encoded),
  })
  await roll.beat()
  return {
    store,
    hub,
    presence,
    async close() {
      await presence.close()
      hub.close()
      await store.close()
    },
  }
}

/** Refuses a Redis that would lose what it was given, or that has what only a newer server understands. */
async function check(redis: Redis, place: string): Promise<void> {
  const memory = await redis.info('memory')
  const [limit, policy] = ['maxmemory', 'maxmemory_policy'].map(
    name => new RegExp(`^${name}:(.*?)\\s*$`, 'm').exec(memory)?.[1])
  if (limit !== '0' && policy !== undefined && policy !== 'noeviction') {
    throw new StoreError(`cannot use Redis at ${place}: it would throw messages away to make room ` +
      `(maxmemory-policy ${policy}). Set maxmemory-policy noeviction.`)
  }
  await redis.setnx('chat:version', version)
  const kept = await redis.get('chat:version')
  if (kept !== version) {
    throw new StoreError(`cannot use Redis at ${place}: it was filled by another version of this server (${kept})`)
  }
}
