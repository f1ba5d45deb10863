import type { Hub } from './hub'
import { LocalHub } from './hub'
import { Presence } from './presence'
import { openRedis } from './redis/open'
import { LocalRoll } from './roll'
import { openSqliteStore } from './sqlite/store'
import type { Store } from './store'

/** What is kept, and how others hear of it. */
export interface Backend {
  store: Store
  hub: Hub
  presence: Presence
  /** Lets go of all. Nothing may be called after it. */
  close(): Promise<void>
}

/**
 * Opens what `--store` names.
 * @param log - takes one line about what happened; never contents or tokens
 * @param absence - how long nobody may be there until a person is offline, in ms; see {@link Presence}
 * @throws {@link StoreError} if it can't be used
 */
export async function openBackend(
  name: string, log: (line: string) => void, absence?: number,
): Promise<Backend> {
  if (/^rediss?:\/\//i.test(name)) return openRedis(name, log, absence)
  const store = openSqliteStore(name)
  const presence = new Presence(new LocalRoll(store), (person, others) => store.acquainted(person, others), absence)
  const hub = new LocalHub(
    (conversation, person) => store.conversation(conversation, person), people => presence.parted(people))
  return {
    store,
    hub,
    presence,
    async close() {
      await presence.close()
      await store.close()
    },
  }
}
