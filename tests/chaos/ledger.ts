/** A message that a client was told to write. */
export interface Written {
  /** The number of the client that wrote it. */
  readonly author: number
  /** Says who wrote it, and which one it is of all that this author wrote: `c2-17`. */
  readonly text: string
  readonly room: string
}

/** What a text says about itself. */
export interface Identity {
  readonly author: number
  readonly count: number
}

/** What was written in a run, and what became of it, as far as only those who were there can know. */
export class Ledger {
  /** In the order of time. */
  readonly written: Written[] = []
  /** Texts whose author got the acknowledgement, or saw them as sent. */
  readonly acked = new Set<string>()
  /** Texts that were in a log when it was reset or trimmed. Those that their author saw as sent may be gone. */
  readonly voided = new Set<string>()
  /** Texts that the phone could not keep when they were written. */
  readonly unkept = new Set<string>()
  /** Those of them that waited when the app was killed: they may be gone. */
  readonly buried = new Set<string>()
  private readonly counts = new Map<number, number>()

  /** Whether a message may be in no log at the end. */
  mayBeGone(text: string): boolean {
    return this.buried.has(text) || (this.voided.has(text) && this.acked.has(text))
  }

  /** Notes one more message. */
  write(author: number, room: string): Written {
    const count = (this.counts.get(author) ?? 0) + 1
    this.counts.set(author, count)
    const written = { author, room, text: `c${author}-${count}` }
    this.written.push(written)
    return written
  }
}

/** Reads what a text says about itself; null if it is none of a run. */
export function identify(text: string): Identity | null {
  const found = /^c(\d+)-(\d+)$/.exec(text)
  return found && { author: Number(found[1]), count: Number(found[2]) }
}
