import type { Person } from '../model/person'
import { Timeline } from './timeline'

/** The timelines of the conversations that were entered or written to, by conversation. */
export class Timelines {
  private readonly byId = new Map<string, Timeline>()
  private self: Person | null = null

  get(conversationId: string): Timeline | undefined {
    return this.byId.get(conversationId)
  }

  get all(): readonly Timeline[] {
    return [...this.byId.values()]
  }

  /** The timeline of a conversation, made if there is none. */
  ensure(conversationId: string): Timeline {
    let timeline = this.byId.get(conversationId)
    if (!timeline) {
      timeline = new Timeline(conversationId, this.self)
      this.byId.set(conversationId, timeline)
    }
    return timeline
  }

  /** Says who one is. */
  setSelf(self: Person): void {
    this.self = self
    for (const timeline of this.byId.values()) timeline.setSelf(self)
  }

  clear(): void {
    this.self = null
    this.byId.clear()
  }
}
