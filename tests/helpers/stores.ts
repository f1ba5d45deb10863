import { openRedis } from '../../server/redis/open'
import { openSqliteStore } from '../../server/sqlite/store'
import type { Store } from '../../server/store'
import { RedisServer } from './redis'
import { Stage } from './server'

const ends: (() => Promise<unknown> | void)[] = []

/** Opens an empty store of each kind; {@link closeStores} is to be called after each test. */
export const stores: Readonly<Record<string, () => Promise<Store>>> = {
  'a SQLite file': async () => {
    const stage = new Stage()
    const store = openSqliteStore(stage.file('chat.db'))
    ends.push(() => stage.close(), () => store.close())
    return store
  },
  'Redis': async () => {
    const redis = await RedisServer.start({ appendfsync: 'no' })
    const backend = await openRedis(redis.url, () => undefined)
    ends.push(() => redis.close(), () => backend.close())
    return backend.store
  },
}

/** Closes all of them. */
export async function closeStores(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end()
}
