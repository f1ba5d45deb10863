import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Person } from '../src/model/person'
import { count, fields, list, readable, readPerson, text } from '../src/model/read'
import { answerTo } from './answers'
import { useEngine } from './engine'

/** How far a member of a group has come in its log. */
export interface Reader {
  readonly person: Person
  readonly read: number
  readonly delivered: number
}

/** Who has read what in groups: of those with at most 200 members the server tells. */
export const useReadsStore = defineStore('chat-reads', () => {
  const engine = useEngine()
  const groups = shallowReactive(new Map<string, readonly Reader[]>())

  engine.listen({
    signal({ name, value }) {
      if (name !== 'seen') return
      try {
        move(text(value, 'conversation'), text(value, 'person'), count(value, 'seq'))
      } catch {
        // It passes, and the next one says as much.
      }
    },
    dataChanged() {
      if (!engine.sync.self) groups.clear()
    },
  })

  function move(conversationId: string, person: string, seq: number): void {
    const readers = groups.get(conversationId)
    if (!readers?.some(reader => reader.person.id === person && reader.read < seq)) return
    groups.set(conversationId, readers.map(reader => (reader.person.id === person
      ? { ...reader, read: Math.max(reader.read, seq), delivered: Math.max(reader.delivered, seq) }
      : reader)))
  }

  return {
    /** The members of a group besides oneself, with how far they have come; empty before `load`. Reactive. */
    of: (conversationId: string): readonly Reader[] => groups.get(conversationId) ?? [],
    /**
     * Asks for it; from then on it is kept up to date.
     * @throws ChatError when it can't be had now, or the group is too large
     */
    load: async (conversationId: string): Promise<void> => {
      groups.set(conversationId, await answerTo(
        engine.sync, { type: 'reads', conversationId }, from => readable(list(from, 'people'), readReader)))
    },
  }
})

function readReader(value: unknown): Reader {
  const from = fields(value, 'reader')
  return { person: readPerson(from.person), read: count(from, 'read'), delivered: count(from, 'delivered') }
}
