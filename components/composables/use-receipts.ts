import { inject, type InjectionKey, provide } from 'vue'

/** Who has read what in a group; reactive. */
export interface Receipts {
  /** How many of how many others have read the entry at a place of the log; undefined where that isn't known. */
  readBy(seq: number): { readonly count: number, readonly of: number } | undefined
}

const key: InjectionKey<Receipts> = Symbol('chat-receipts')

/**
 * Tells the messages within a component how many have read them. By this way, and not by properties of the list: when
 * somebody reads, the bubbles that it changes are drawn again, and no list.
 */
export function provideReceipts(receipts: Receipts): void {
  provide(key, receipts)
}

/** How many have read; nothing where nobody tells. */
export function useReceipts(): Receipts | null {
  return inject(key, null)
}
