import type { MessageEntry } from './entry'
import type { Person, Role, Writers } from './person'

/** How far a person has come in a log: up to these entries it has reached a device, and was read. */
export interface Reached {
  readonly delivered: number
  readonly read: number
}

/** A conversation as this person sees it. Never changed in place. */
export interface Conversation {
  readonly id: string
  readonly kind: 'group' | 'direct'
  /** A group's title; for a direct conversation the other person's name. */
  readonly title: string
  /** The other person of a direct conversation. */
  readonly peer?: Person
  /** What this person may do in a group, where the server tells. */
  readonly role?: Role
  /** How many people are in it now, where the server tells. */
  readonly members?: number
  /** Who may write in a group, if not all. */
  readonly writers?: Writers
  /** What its members are to know, where there is such a thing. */
  readonly announcement?: string
  /** When this person has pinned it, in ms since 1970. */
  readonly pinned?: number
  /** Whether this person doesn't want to be called by it. */
  readonly muted?: boolean
  /** Whether this person doesn't want to see it until there is something new. */
  readonly hidden?: boolean
  /** Whether this person has marked it as unread. */
  readonly marked?: boolean
  /** How far that person has come. */
  readonly reached?: Reached
  /** Changes if the log was ever reset: whatever was known of an older epoch is void. */
  readonly epoch: string
  /** The highest `seq` in the log, 0 if it is empty. */
  readonly head: number
  /** The highest `seq` that this person has read. */
  readonly read: number
  /** The highest `seq` that has reached a device of this person. */
  readonly delivered: number
  /** Messages of others after `read`, also those that were recalled since. */
  readonly unread: number
  /** The `seq` of the newest of them that mentions this person or everyone, 0 if none does. */
  readonly mention: number
  /** The newest message of the log, or line that nobody said. */
  readonly last?: MessageEntry
  /** When that came, in ms since 1970, where it is missing: this person has cleared it, or wasn't told of it. */
  readonly at?: number
}

/** When its newest message came, in ms since 1970; 0 if there was none. */
export const activeAt = ({ last, at }: Conversation): number => (last ? last.at : at || 0)
