import type { LogEntry } from './message'
import type { Person } from './person'

/** A conversation as this person sees it. Never changed in place. */
export interface Conversation {
  readonly id: string
  readonly kind: 'group' | 'direct'
  /** A group's title; for a direct conversation the other person's name. */
  readonly title: string
  /** The other person of a direct conversation. */
  readonly peer?: Person
  /** Changes if the log was ever reset: whatever was known of an older epoch is void. */
  readonly epoch: string
  /** The highest `seq` in the log, 0 if it is empty. */
  readonly head: number
  /** The highest `seq` that this person has read. */
  readonly read: number
  /** Messages of others after `read`. */
  readonly unread: number
  /** The newest entry of the log. */
  readonly last?: LogEntry
}
