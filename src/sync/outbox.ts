import type { Content } from '../model/content'

/** A message on its way to the server. */
export interface Outgoing {
  readonly id: string
  readonly conversationId: string
  readonly content: Content
}

interface Item extends Outgoing {
  inFlight: boolean
}

/**
 * One's own messages until the server has acknowledged them, in the order they were written. Several are in flight at
 * once; after a break all of them go out again, under the same ids, which the server stores once.
 */
export class Outbox {
  private items: Item[] = []
  private inFlight = 0

  /** @param window how many messages may be in flight at once */
  constructor(private readonly window: number) {}

  /** Puts a message at the end. */
  add(message: Outgoing): void {
    this.items.push({ ...message, inFlight: false })
  }

  /** Sends what may be sent, until `send` says that there is no link. */
  pump(send: (message: Outgoing) => boolean): void {
    for (const item of [...this.items]) {
      if (this.inFlight >= this.window) return
      if (item.inFlight) continue
      item.inFlight = true
      this.inFlight += 1
      if (!send(item)) return
    }
  }

  /** The link broke: nobody knows what arrived, so all of it goes again. */
  requeue(): void {
    for (const item of this.items) item.inFlight = false
    this.inFlight = 0
  }

  /** The message is through, or is not to be sent any more. */
  remove(id: string): Outgoing | undefined {
    const item = this.items.find(item => item.id === id)
    if (!item) return undefined
    if (item.inFlight) this.inFlight -= 1
    this.items = this.items.filter(other => other !== item)
    return item
  }

  has(id: string): boolean {
    return this.items.some(item => item.id === id)
  }

  get all(): readonly Outgoing[] {
    return this.items
  }
}
