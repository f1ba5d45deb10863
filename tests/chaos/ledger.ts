import type { Change } from '../../src/model/write'

/** A message that a client was told to write. */
export interface Written {
  /** The number of the client that wrote it. */
  readonly author: number
  /** What it said first: who wrote it, and which one it is of all that this author wrote, as `c2-17`. */
  readonly text: string
  readonly room: string
  /** Its place among all that was written and changed in the run. */
  readonly order: number
}

/** A change that a client was told to make. */
export interface Changed {
  readonly author: number
  /** Its place among all that was written and changed in the run. */
  readonly order: number
  readonly room: string
  /** The {@link Written.text} of the message that it changes. */
  readonly name: string
  readonly what: Change
}

/** A change that the server would not have. */
export interface Refused {
  /** Whose it was: a client's name. */
  readonly who: string
  readonly code: number
  readonly type: Change['type']
  /** The id of the message, made by its author's client. */
  readonly target: string
}

/** What a text says about itself. */
export interface Identity {
  readonly author: number
  readonly count: number
  /** The `order` of the edit that made it, if one did. */
  readonly edit?: number
}

/** What was written in a run, and what became of it, as far as only those who were there can know. */
export class Ledger {
  /** In the order of time. */
  readonly written: Written[] = []
  /** In the order of time. */
  readonly changes: Changed[] = []
  /** Texts whose author got the acknowledgement, or saw them as sent. */
  readonly acked = new Set<string>()
  /** Ids of messages and changes that were answered: their client knows what became of them. */
  readonly settled = new Set<string>()
  /** By the id of the change. */
  readonly refused = new Map<string, Refused>()
  /** Texts that were in a log when it was reset or trimmed. Those that their author saw as sent may be gone. */
  readonly voided = new Set<string>()
  /** Texts that the phone could not keep when they were written. */
  readonly unkept = new Set<string>()
  /** Those of them that waited when the app was killed: they may be gone. */
  readonly buried = new Set<string>()
  /** Changes that the phone could not keep, and that waited when the app was killed: they may be gone. */
  readonly buriedChanges = new Set<Changed>()
  /** The ids of the persons whose the clients are, by number of the client. */
  readonly persons = new Map<number, string>()
  /** By id: what was seen of it on its way, for whoever has to find out what went wrong. */
  readonly ways = new Map<string, string[]>()
  /** Ids of messages that somebody took back, or wanted to. */
  readonly recalls = new Set<string>()
  private readonly counts = new Map<number, number>()
  private readonly names = new Map<string, string>()
  private order = 0

  /** Whether a message may be in no log at the end. */
  mayBeGone(text: string): boolean {
    return this.buried.has(text) || (this.voided.has(text) && this.acked.has(text))
  }

  /** Notes one more message. */
  write(author: number, room: string): Written {
    const count = (this.counts.get(author) ?? 0) + 1
    this.counts.set(author, count)
    const written = { author, room, text: `c${author}-${count}`, order: this.next() }
    this.written.push(written)
    return written
  }

  /** Notes what was seen of a message or a change. */
  see(id: string, what: string): void {
    const way = this.ways.get(id) ?? []
    this.ways.set(id, [...way, `${Math.round(performance.now())} ${what}`])
  }

  /** The id that a message has got. */
  name(id: string, text: string): void {
    this.names.set(id, text)
  }

  /** What a message said first, by its id; undefined if it is none of the run. */
  nameOf(id: string): string | undefined {
    return this.names.get(id)
  }

  /** Notes one more change; `make` gets its place among all. */
  change(author: number, room: string, name: string, make: (order: number) => Change): Changed {
    const order = this.next()
    const changed = { author, order, room, name, what: make(order) }
    if (changed.what.type === 'recall') this.recalls.add(changed.what.target.id)
    this.changes.push(changed)
    return changed
  }

  private next(): number {
    this.order += 1
    return this.order
  }
}

/** Reads what a text says about itself; null if it is none of a run. */
export function identify(text: string): Identity | null {
  const found = /^c(\d+)-(\d+)(?: edited (\d+))?$/.exec(text)
  if (!found) return null
  const [, author, count, edit] = found
  return { author: Number(author), count: Number(count), edit: edit === undefined ? undefined : Number(edit) }
}
