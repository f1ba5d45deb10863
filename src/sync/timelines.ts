import type { Person } from '../model/person'
import { createTimeline, type Timeline } from './timeline'

export type Timelines = ReturnType<typeof createTimelines>

/** The timelines of the conversations that were entered or written to, by conversation. */
export function createTimelines() {
  const byId = new Map<string, Timeline>()
  let self: Person | null = null

  return {
    get: (conversationId: string): Timeline | undefined => byId.get(conversationId),

    get all(): readonly Timeline[] {
      return [...byId.values()]
    },

    /** The timeline of a conversation, made if there is none. */
    ensure(conversationId: string): Timeline {
      const timeline = byId.get(conversationId) || createTimeline(conversationId, self)
      byId.set(conversationId, timeline)
      return timeline
    },

    remove: (conversationId: string): void => void byId.delete(conversationId),

    /** Says who one is. */
    setSelf(person: Person): void {
      self = person
      for (const timeline of byId.values()) timeline.setSelf(person)
    },

    clear(): void {
      self = null
      byId.clear()
    },
  }
}
