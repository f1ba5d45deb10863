import type { Write } from '../model/write'

/** What was written, on its way to the server. */
export interface Outgoing {
  readonly id: string
  readonly conversationId: string
  readonly write: Write
  /** When it was written, in ms since 1970 by the phone's clock. */
  readonly at: number
  /** Its place among the others, over restarts too. */
  readonly order: number
}

interface Item {
  readonly outgoing: Outgoing
  readonly size: number
  inFlight: boolean
}

/**
 * What this person wrote until the server has acknowledged it, in the order it was written. Several are in flight at
 * once; after a break all of them go out again, under the same ids, which the server stores once.
 * @param window how many may be in flight at once
 * @param windowSize how long they may be together, in UTF-16 code units of JSON; one always goes
 */
export function createOutbox(window: number, windowSize = Infinity) {
  const items = new Map<string, Item>()
  let inFlight = 0
  let sizeInFlight = 0

  function count(item: Item, goes: boolean): void {
    const sign = goes ? 1 : -1
    item.inFlight = goes
    inFlight += sign
    sizeInFlight += sign * item.size
  }

  return {
    /** Puts one at the end. */
    add(outgoing: Outgoing): void {
      items.set(outgoing.id, { outgoing, size: JSON.stringify(outgoing.write).length, inFlight: false })
    },

    /** Sends what may be sent, until `send` says that there is no link. */
    pump(send: (outgoing: Outgoing) => boolean): void {
      // None waits. (What is in flight is always at the front.)
      if (inFlight === items.size) return
      for (const item of items.values()) {
        if (inFlight >= window) return
        if (item.inFlight) continue
        if (inFlight > 0 && sizeInFlight + item.size > windowSize) return
        count(item, true)
        if (!send(item.outgoing)) return
      }
    },

    /** The link broke: nobody knows what arrived, so all of it goes again. */
    requeue(): void {
      for (const item of items.values()) item.inFlight = false
      inFlight = 0
      sizeInFlight = 0
    },

    /** It is through, or is not to be sent any more. */
    remove(id: string): Outgoing | undefined {
      const item = items.get(id)
      if (item?.inFlight) count(item, false)
      items.delete(id)
      return item?.outgoing
    },

    has: (id: string): boolean => items.has(id),

    get isInFlight(): boolean {
      return inFlight > 0
    },

    /** How many there are, in flight or not. */
    get size(): number {
      return items.size
    },

    get all(): readonly Outgoing[] {
      return [...items.values()].map(({ outgoing }) => outgoing)
    },
  }
}
