import { inject, type InjectionKey, provide } from 'vue'
import type { Message } from '../../src/model/message'

/** What the rows of messages need to know of what is being done with them; reactive. */
export interface Picks {
  /** Whether several messages are being chosen. */
  readonly picking: boolean
  /** The id of who looks at them. */
  readonly selfId: string
  isPicked(key: string): boolean
  /** Chooses a message, or no more. */
  toggle(message: Message): void
  /** Whether what a message said before it was taken back is still known. */
  canRewrite(key: string): boolean
}

const key: InjectionKey<Picks> = Symbol('chat-picks')

/**
 * Tells the messages within a component which ones are chosen. By this way, and not by properties of the list: as long
 * as nobody chooses, it costs nothing.
 */
export function providePicks(picks: Picks): void {
  provide(key, picks)
}

/** What is chosen; nothing where nobody can choose. */
export function usePicks(): Picks | null {
  return inject(key, null)
}
