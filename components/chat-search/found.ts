import type { Conversation } from '../../src/model/conversation'
import type { MessageEntry } from '../../src/model/entry'

/** A message that was found, and where it was said. */
export interface FoundMessage {
  readonly conversation: Conversation
  readonly entry: MessageEntry
}
