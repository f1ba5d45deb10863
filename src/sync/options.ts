import type { ChatCommand } from '../model/events'
import type { Clock } from '../platform/types'
import type { Vault } from '../storage/vault'
import type { ChangeSet } from './changes'

/** What the sync works with. */
export interface SyncOptions {
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  /** With more missing entries than this, the newest page comes first, and a hole stays behind it. */
  maxGap?: number
  /** Hands a command to the connection; false when there is none. Throws a ChatError when it is too long. */
  transmit: (command: ChatCommand) => boolean
  /** The server takes nothing in, though the link looks alive. */
  stuck: () => void
  /** Opens what survives a restart, for one person. */
  openVault: (userId: string) => Vault
  /** Tells what changed, once per {@link Changes} interval however much it was. */
  changed: (changes: ChangeSet) => void
}
