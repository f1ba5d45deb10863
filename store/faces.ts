import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import type { Conversation } from '../src/model/conversation'
import type { Person } from '../src/model/person'
import { useConnectionStore } from './connection'
import { useGroupsStore } from './groups'
import { usePeopleStore } from './people'

/** The most that a group's picture shows. */
const SHOWN = 9
/** The most that wait to be asked for: more than a screen shows. */
const WAITING = 24

/** The first members of groups, for their pictures. They are asked for when they are shown, one group at a time. */
export const useFacesStore = defineStore('chat-faces', () => {
  const connection = useConnectionStore()
  const people = usePeopleStore()
  const groups = useGroupsStore()
  const known = shallowReactive(new Map<string, readonly Person[]>())
  /** For how many members they were asked for. */
  const asked = new Map<string, number>()
  /** Those that are to be asked for: the one that was shown last comes first. */
  const queue: Conversation[] = []
  let asking = false

  // Another person who signs in has groups of their own.
  watch(() => people.self?.id, () => {
    known.clear()
    asked.clear()
    queue.length = 0
  }, { flush: 'sync' })

  async function work(): Promise<void> {
    if (asking) return
    asking = true
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { id } = next
      try {
        const first = await groups.members(id, 0, SHOWN)
        known.set(id, first.map(({ person }) => person))
      } catch {
        // It is asked for again when it is shown again.
        asked.delete(id)
      }
    }
    asking = false
  }

  return {
    /** As far as they are known. Reactive. */
    of: (id: string): readonly Person[] => known.get(id) ?? [],

    /** This group's picture is on the screen: asks who is in it, if that isn't known or others are in it by now. */
    show(group: Conversation): void {
      const { id, kind, members = 0 } = group
      if (kind !== 'group' || !connection.capabilities.groups || connection.state !== 'online') return
      if (asked.get(id) === members) return
      asked.set(id, members)
      queue.push(group)
      // Who scrolls through thousands has passed the others.
      for (const passed of queue.splice(0, queue.length - WAITING)) asked.delete(passed.id)
      void work()
    },
  }
})
