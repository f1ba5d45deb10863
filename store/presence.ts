import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowReactive, watch } from 'vue'
import type { Person } from '../src/model/person'
import { count, type Fields, fields, list, optional, readable, readPerson, text } from '../src/model/read'
import { answerTo } from './answers'
import { useConnectionStore } from './connection'
import { useEngine } from './engine'
import { usePeopleStore } from './people'

/** Whether somebody is there. */
export interface Presence {
  readonly online: boolean
  /** When that person was there last, in ms since 1970, if that is known. */
  readonly seen?: number
}

/** The most people that can be watched: what the server takes. */
const MOST = 200
/** Who hasn't said for so long that they type has stopped, in ms: the last word may be lost. */
const TYPING_LASTS = 8_000
/** How often the server is told that one still types, in ms. */
const TYPING_AGAIN = 4_000

/** Who is there and who types. All of it passes: nothing is kept, and what is missed comes no more. */
export const usePresenceStore = defineStore('chat-presence', () => {
  const engine = useEngine()
  const connection = useConnectionStore()
  const people = usePeopleStore()
  const known = shallowReactive(new Map<string, Presence>())
  /** How many watch whom. */
  const watched = new Map<string, number>()
  const typing = shallowReactive(new Map<string, readonly Person[]>())
  /** When each stops to type unless it is said again, by conversation and person. */
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** When one said last that one types, by conversation. */
  const told = new Map<string, number>()
  let asking = false

  engine.listen({
    signal({ name, value }) {
      try {
        if (name === 'typing') types(value)
        else if (name === 'presence') appear(value)
      } catch {
        // It passes: nobody misses what can't be read.
      }
    },
  })

  // The server forgets whom one watches with each link.
  watch(() => connection.state === 'online', (online) => {
    told.clear()
    if (online) return ask()
    known.clear()
    typing.clear()
  }, { flush: 'sync' })

  function appear(value: Fields): void {
    for (const [id, presence] of readable(list(value, 'people'), readPresence)) {
      if (watched.has(id)) known.set(id, presence)
    }
  }

  function types(value: Fields): void {
    const conversationId = text(value, 'conversation')
    const person = readPerson(value.from)
    if (person.id !== people.self?.id) setTyping(conversationId, person, value.on === true)
  }

  function setTyping(conversationId: string, person: Person, on: boolean): void {
    const key = `${conversationId} ${person.id}`
    clearTimeout(timers.get(key))
    timers.delete(key)
    const others = (typing.get(conversationId) ?? []).filter(({ id }) => id !== person.id)
    typing.set(conversationId, on ? [...others, person] : others)
    if (on) timers.set(key, setTimeout(() => setTyping(conversationId, person, false), TYPING_LASTS))
  }

  /** Tells the server whom one watches: all that is wanted in one go. */
  function ask(): void {
    if (asking) return
    asking = true
    void Promise.resolve().then(() => {
      asking = false
      engine.send({ type: 'watch', people: [...watched.keys()].slice(0, MOST) })
    })
  }

  return {
    /**
     * Somebody, by id.
     * @throws ChatError when there is no such person, or it can't be had now
     */
    person: (id: string): Promise<Person> =>
      answerTo(engine.sync, { type: 'person', personId: id }, ({ person }) => readPerson(person)),

    /** Whether somebody is there; undefined as long as that isn't known. Reactive; see `watch`. */
    of: (id: string): Presence | undefined => known.get(id),

    /** Who types in a conversation, besides oneself. Reactive. */
    typing: (conversationId: string): readonly Person[] => typing.get(conversationId) ?? [],

    /**
     * Wants to know whether these people are there, until the component that calls it goes.
     * @param ids at most 200 for the whole app
     */
    watch(ids: () => readonly string[]): void {
      const wanted = computed(ids)
      const add = (which: readonly string[], by: 1 | -1): void => {
        for (const id of which) {
          const now = (watched.get(id) ?? 0) + by
          if (now > 0) watched.set(id, now)
          else watched.delete(id)
        }
        ask()
      }
      watch(wanted, (now, before = []) => {
        add(now, 1)
        add(before, -1)
      }, { immediate: true })
      onScopeDispose(() => add(wanted.value, -1))
    },

    /** Tells the others in a conversation that one types, or has stopped. Call it as often as something is typed. */
    type(conversationId: string, on: boolean): void {
      const last = told.get(conversationId)
      const now = Date.now()
      if (on ? last !== undefined && now - last < TYPING_AGAIN : last === undefined) return
      if (on) told.set(conversationId, now)
      else told.delete(conversationId)
      engine.send({ type: 'typing', conversationId, on })
    },
  }
})

function readPresence(value: unknown): [id: string, presence: Presence] {
  const from = fields(value, 'presence')
  return [text(from, 'id'), { online: from.online === true, seen: optional(from, 'seen', count) }]
}
