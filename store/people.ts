import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Person } from '../src/model/person'
import type { LoadState } from '../src/sync/loader'
import { useEngine } from './engine'

/** Who one is, and whom one can write to. */
export const usePeopleStore = defineStore('chat-people', () => {
  const engine = useEngine()
  const self = shallowRef<Person | null>(engine.sync.self)
  const list = shallowRef<readonly Person[]>([])
  const state = ref<LoadState>('ready')

  engine.listen({
    dataChanged() {
      const now = engine.sync.self
      if (now?.id !== self.value?.id) list.value = []
      self.value = now
    },
  })

  /** Asks the server whom one can write to. Doesn't throw: `state` says how it went. */
  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      list.value = await engine.sync.people()
      state.value = 'ready'
    } catch {
      state.value = 'failed'
    }
  }

  return {
    /** Who one is, once the server has said so. */
    self,
    /** Whom one can write to, as of the last `load`. */
    list,
    state,
    load,
  }
})
