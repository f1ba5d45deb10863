/** How many messages a log keeps. */
export const kept = 1000

/** What the log adds to a message. */
export interface Place {
  /** 1 for the first message, then one more each. */
  seq: number
  /** When it came, in ms since 1970. */
  at: number
}

/**
 * The last messages of a room, in memory. A client that got no answer sends its message again under the same id, which
 * must not make two of it: hence the log knows the keys of what it keeps.
 */
export class MessageLog<Body extends object> {
  private readonly messages: { key: string, message: Body & Place }[] = []
  private readonly byKey = new Map<string, Body & Place>()
  private readonly listeners = new Set<(message: Body & Place) => void>()
  /** The number of the last message; 0 if there is none. */
  last = 0

  /**
   * Adds a message, unless it has one of that key.
   * @returns the message of that key, and whether it is new
   */
  add(key: string, body: Body): { message: Body & Place, fresh: boolean } {
    const known = this.byKey.get(key)
    if (known) return { message: known, fresh: false }
    const message = { ...body, seq: ++this.last, at: Date.now() }
    this.messages.push({ key, message })
    this.byKey.set(key, message)
    const gone = this.messages.length > kept ? this.messages.shift() : undefined
    if (gone) this.byKey.delete(gone.key)
    for (const listener of [...this.listeners]) listener(message)
    return { message, fresh: true }
  }

  /**
   * The first messages with a higher number. A number that the log has not reached is from before a restart, when
   * another log was counted: it gets them from the beginning.
   */
  after(seq: number, most = kept): (Body & Place)[] {
    const from = seq > this.last ? 0 : seq
    return this.messages.filter(({ message }) => message.seq > from).slice(0, most).map(({ message }) => message)
  }

  /** The last messages, oldest first. */
  latest(most: number): (Body & Place)[] {
    return this.messages.slice(-most).map(({ message }) => message)
  }

  /**
   * Tells of each new message.
   * @returns what ends that
   */
  subscribe(listener: (message: Body & Place) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
