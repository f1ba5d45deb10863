import { limits } from './limits'
import type { Searched, SearchPoint, Store } from './store'

/** A message, by what decides its place among the others: its time, then its conversation, then its `seq`. */
export interface Mark { at: number, conversation: string, seq: number }

/** One conversation, as far as it has been walked: always with the message that comes next. */
interface Path {
  conversation: string
  messages: Searched[]
  next: number | undefined
}

// Of most conversations only the newest message is needed, to compare it with those of others.
const firstStep = Math.min(20, limits.searchStep)

/**
 * Goes from the newest message of several conversations back, by their times. Each conversation is begun when the walk
 * comes to the time of its newest entry, so that those which were quiet for long cost nothing.
 *
 * Within a conversation it goes by `seq`. Where the server's clock was set back, a walk that goes on from a mark may
 * give messages of that time twice, or not at all.
 */
export class Walk {
  /** How many entries were looked at. */
  looked = 0
  // The one whose message comes next is the last one.
  private readonly paths: Path[] = []
  private readonly ahead: { conversation: string, at: number }[]

  /** @param from - what comes behind this one; by default all */
  constructor(
    private readonly store: Pick<Store, 'searchStep'>, private readonly person: string,
    places: readonly { conversation: string, at: number }[], private readonly from: Mark | undefined,
  ) {
    this.ahead = places.filter(({ at }) => at > 0).sort((a, b) => a.at - b.at)
  }

  /** Whether there is nothing more. */
  get isOver(): boolean {
    return this.paths.length === 0 && this.ahead.length === 0
  }

  /** The next message; its content is JSON, and empty if the person has hidden it. */
  async next(): Promise<{ mark: Mark, content: string } | undefined> {
    for (let place = this.ahead.at(-1); place && place.at >= this.newest; place = this.ahead.at(-1)) {
      this.ahead.pop()
      const { conversation } = place
      await this.step(conversation, this.start(conversation), firstStep)
    }
    const path = this.paths.pop()
    const message = path?.messages.shift()
    if (!path || !message) return undefined
    const { conversation, messages, next } = path
    const { at, seq, content } = message
    if (messages.length > 0) this.put(path)
    else if (next !== undefined) await this.step(conversation, { seq: next }, limits.searchStep)
    return { mark: { at, conversation, seq }, content }
  }

  private get newest(): number {
    return this.paths.at(-1)?.messages[0]?.at ?? 0
  }

  private start(conversation: string): SearchPoint {
    const { from } = this
    if (!from) return { seq: Number.MAX_SAFE_INTEGER }
    if (conversation === from.conversation) return { seq: from.seq }
    // Of the same time, those of conversations before that one were given.
    return { at: conversation < from.conversation ? from.at : from.at + 1 }
  }

  /** Loads until there is a message, if there is one. */
  private async step(conversation: string, from: SearchPoint, most: number): Promise<void> {
    for (let point: SearchPoint | undefined = from; point;) {
      const found = await this.store.searchStep(conversation, this.person, point, most)
      if (!found) return
      this.looked += found.looked
      const { messages, next } = found
      if (messages.length > 0) return this.put({ conversation, messages, next })
      point = next === undefined ? undefined : { seq: next }
    }
  }

  /** Puts it among the others, by its next message. */
  private put(path: Path): void {
    let low = 0
    for (let high = this.paths.length; low < high;) {
      const middle = (low + high) >> 1
      if (comesLater(this.paths[middle], path)) low = middle + 1
      else high = middle
    }
    this.paths.splice(low, 0, path)
  }
}

/** Whether the next message of one comes behind that of the other. */
function comesLater(one: Path | undefined, other: Path): boolean {
  const [a, b] = [one?.messages[0]?.at ?? 0, other.messages[0]?.at ?? 0]
  return a < b || (a === b && (one?.conversation ?? '') > other.conversation)
}
