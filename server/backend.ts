import type { Hub } from './hub'
import { LocalHub } from './hub'
import { openRedis } from './redis/open'
import { openSqliteStore } from './sqlite/store'
import type { Store } from './store'

/** What is kept, and how others hear of it. */
export interface Backend {
  store: Store
  hub: Hub
  /** Lets go of both. Nothing may be called after it. */
  close(): Promise<void>
}

/**
 * Opens what `--store` names.
 * @param log - takes one line about what happened; never contents or tokens
 * @throws {@link StoreError} if it can't be used
 */
export async function openBackend(name: string, log: (line: string) => void): Promise<Backend> {
  if (/^rediss?:\/\//i.test(name)) return openRedis(name, log)
  const store = openSqliteStore(name)
  const hub = new LocalHub((conversation, person) => store.conversation(conversation, person))
  return { store, hub, close: () => store.close() }
}
