import type { Content } from '../model/content'

/** A message on its way to the server. */
export interface Outgoing {
  readonly id: string
  readonly conversationId: string
  readonly content: Content
  /** When it was written, in ms since 1970 by the phone's clock. */
  readonly at: number
  /** Its place among the others, over restarts too. */
  readonly order: number
}

interface Item extends Outgoing {
  inFlight: boolean
  readonly size: number
}

/**
 * One's own messages until the server has acknowledged them, in the order they were written. Several are in flight at
 * once; after a break all of them go out again, under the same ids, which the server stores once.
 */
export class Outbox {
  private readonly items = new Map<string, Item>()
  private inFlight = 0
  private sizeInFlight = 0

  /**
   * @param window how many messages may be in flight at once
   * @param windowSize how long their contents may be together, in UTF-16 code units of JSON; one always goes
   */
  constructor(private readonly window: number, private readonly windowSize = Infinity) {}

  /** Puts a message at the end. */
  add(message: Outgoing): void {
    this.items.set(message.id, { ...message, inFlight: false, size: JSON.stringify(message.content).length })
  }

  /** Sends what may be sent, until `send` says that there is no link. */
  pump(send: (message: Outgoing) => boolean): void {
    // None waits. (What is in flight is always at the front.)
    if (this.inFlight === this.items.size) return
    for (const item of this.items.values()) {
      if (this.inFlight >= this.window) return
      if (item.inFlight) continue
      if (this.inFlight > 0 && this.sizeInFlight + item.size > this.windowSize) return
      this.count(item, true)
      if (!send(item)) return
    }
  }

  /** The link broke: nobody knows what arrived, so all of it goes again. */
  requeue(): void {
    for (const item of this.items.values()) item.inFlight = false
    this.inFlight = 0
    this.sizeInFlight = 0
  }

  /** The message is through, or is not to be sent any more. */
  remove(id: string): Outgoing | undefined {
    const item = this.items.get(id)
    if (!item) return undefined
    if (item.inFlight) this.count(item, false)
    this.items.delete(id)
    return item
  }

  has(id: string): boolean {
    return this.items.has(id)
  }

  /** How many there are, in flight or not. */
  get size(): number {
    return this.items.size
  }

  get all(): readonly Outgoing[] {
    return [...this.items.values()]
  }

  private count(item: Item, inFlight: boolean): void {
    item.inFlight = inFlight
    const sign = inFlight ? 1 : -1
    this.inFlight += sign
    this.sizeInFlight += sign * item.size
  }
}
