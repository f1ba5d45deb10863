import { createAlarm } from '../platform/alarm'
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

export type Changes = ReturnType<typeof createChanges>

/** Collects changes, so that a burst of events makes one notification per frame of the screen instead of one each. */
export function createChanges(clock: Clock, notify: (changes: ChangeSet) => void) {
  let list = false
  let timelines = new Set<string>()
  const alarm = createAlarm(clock)

  function schedule(): void {
    if (!alarm.isSet) alarm.set(FRAME, flush)
  }

  function flush(): void {
    const changes = { list, timelines }
    list = false
    timelines = new Set()
    notify(changes)
  }

  return {
    list(): void {
      list = true
      schedule()
    },

    timeline(conversationId: string): void {
      timelines.add(conversationId)
      schedule()
    },
  }
}
