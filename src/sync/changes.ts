import type { Clock } from '../platform/types'

/** What changed since the last notification. */
export interface ChangeSet {
  /** The list of conversations, or who one is. */
  readonly list: boolean
  /** Ids of the conversations whose messages changed. */
  readonly timelines: ReadonlySet<string>
}

/** A frame of the screen, in ms. */
const FRAME = 16

/** Collects changes, so that a burst of events makes one notification per frame of the screen instead of one each. */
export class Changes {
  private listChanged = false
  private changedTimelines = new Set<string>()
  private scheduled = false

  constructor(private readonly clock: Clock, private readonly notify: (changes: ChangeSet) => void) {}

  list(): void {
    this.listChanged = true
    this.schedule()
  }

  timeline(conversationId: string): void {
    this.changedTimelines.add(conversationId)
    this.schedule()
  }

  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    this.clock.setTimeout(() => this.flush(), FRAME)
  }

  private flush(): void {
    const changes = { list: this.listChanged, timelines: this.changedTimelines }
    this.scheduled = false
    this.listChanged = false
    this.changedTimelines = new Set()
    this.notify(changes)
  }
}
