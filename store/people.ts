import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Person } from '../src/model/person'
import { list as readList, readable, readPerson } from '../src/model/read'
import type { LoadState } from '../src/sync/loader'
import { useEngine } from './engine'

/** Who one is, and whom one can write to. */
export const usePeopleStore = defineStore('chat-people', () => {
  const { sync, listen } = useEngine()
  const self = shallowRef<Person | null>(sync.self)
  const list = shallowRef<readonly Person[]>([])
  const state = ref<LoadState>('ready')

  listen({
    dataChanged() {
      const now = sync.self
      // Whoever is asked for first may be answered before it is told who one is.
      if (self.value && now?.id !== self.value.id) list.value = []
      self.value = now
    },
  })

  /** Asks the server whom one can write to. Doesn't throw: `state` says how it went. */
  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      const { value } = await sync.ask('answer', { type: 'people' })
      list.value = readable(readList(value, 'people'), readPerson)
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
    /** How that went. */
    state,
    load,
  }
})
