import type { PresenceFrame, WirePresence } from '../src/protocols/native/wire'
import { deliver, encode } from './hub'
import type { Listener } from './listeners'

/** Somebody's last connection ended then, in ms since 1970. */
export interface Gone { id: string, at: number }

/** Where it is known who is there: in this process, or among all nodes. */
export interface Roll {
  /** Begins to tell who has changed, in a frame that says so. To be called once, before all else. */
  start(changed: (person: string, encoded: Buffer) => void): void
  /** These people are here now, who were not. */
  enter(people: readonly string[]): Promise<void>
  /** These are here no more. */
  leave(people: readonly Gone[]): Promise<void>
  /** From now on the changes of these people are told. Fulfilled when none is missed. */
  follow(people: readonly string[]): Promise<void>
  /** Nobody looks at these any more. */
  unfollow(people: readonly string[]): void
  /** Who of them is there, anywhere. */
  states(people: readonly string[]): Promise<WirePresence[]>
  /** Lets go of everything. `left` are those who are here to the end. */
  close(left: readonly Gone[]): Promise<void>
}

/** Who of the others shares a conversation with a person. */
export type Acquainted = (person: string, others: readonly string[]) => Promise<string[]>

/** A connection that looks at people. */
interface Watch {
  self: string
  /** Whom it asked for. */
  wanted: readonly string[]
  /** Those of them whom it may know of. */
  watched: readonly string[]
  /** Changes that came while it was asked how they are: they are newer than the answer. Undefined when it has that. */
  news: Map<string, WirePresence> | undefined
}

// A reload of the page is no absence: how long nobody may be there, in ms, and how often that is looked at.
const defaultAbsence = 5000
const looksPerAbsence = 10

/**
 * Who is online, told to those who look at them: a change costs as much as there are connections that look at that
 * person, however many others there are.
 */
export class Presence {
  private readonly links = new Map<string, Set<Listener>>()
  private readonly leaving = new Map<string, number>()
  private readonly watches = new Map<Listener, Watch>()
  private readonly watchers = new Map<string, Set<Listener>>()
  private readonly timer: NodeJS.Timeout

  /** @param absence - how long nobody of a person's connections is there until that person is offline, in ms */
  constructor(
    private readonly roll: Roll, private readonly acquainted: Acquainted, private readonly absence = defaultAbsence,
  ) {
    roll.start((person, encoded) => this.changed(person, encoded))
    this.timer = setInterval(() => this.sweep(), absence / looksPerAbsence)
    this.timer.unref()
  }

  /** A person has one more connection. */
  came(listener: Listener, person: string): void {
    const others = this.links.get(person)
    if (others) {
      others.add(listener)
      return
    }
    this.links.set(person, new Set([listener]))
    if (!this.leaving.delete(person)) void this.roll.enter([person]).catch(() => undefined)
  }

  /** A person has one connection less, and that one looks at nobody any more. Saying it again changes nothing. */
  went(listener: Listener, person: string): void {
    this.unwatch(listener)
    const others = this.links.get(person)
    if (!others?.delete(listener) || others.size > 0) return
    this.links.delete(person)
    this.leaving.set(person, Date.now())
  }

  /** From now on this connection is told how these people are, and at once how they are now. */
  watch(listener: Listener, self: string, wanted: readonly string[]): Promise<void> {
    return this.ask(listener, this.begin(listener, self, [...new Set(wanted)]))
  }

  private begin(listener: Listener, self: string, wanted: readonly string[]): Watch {
    this.unwatch(listener)
    const watch: Watch = { self, wanted, watched: [], news: new Map() }
    this.watches.set(listener, watch)
    return watch
  }

  private async ask(listener: Listener, watch: Watch): Promise<void> {
    const isOver = () => this.watches.get(listener) !== watch
    if (isOver()) return
    const known = await this.acquainted(watch.self, watch.wanted)
    if (isOver()) return
    watch.watched = known
    for (const person of known) {
      const others = this.watchers.get(person)
      if (others) others.add(listener)
      else this.watchers.set(person, new Set([listener]))
    }
    await this.roll.follow(known)
    const states = known.length > 0 ? await this.roll.states(known) : []
    if (isOver()) return
    const people = states.map(state => watch.news?.get(state.id) ?? state)
    watch.news = undefined
    listener.deliver(encode({ type: 'presence', people }))
  }

  private changed(person: string, encoded: Buffer): void {
    const watchers = this.watchers.get(person)
    if (!watchers) return
    const ready = new Set<Listener>()
    for (const listener of watchers) {
      const news = this.watches.get(listener)?.news
      if (!news) ready.add(listener)
      else for (const state of (JSON.parse(String(encoded)) as PresenceFrame).people) news.set(person, state)
    }
    deliver(ready, encoded)
  }

  /** These people are no members any more of something: who looks at them, or is one of them, may share nothing now. */
  parted(people: readonly string[]): void {
    const gone = new Set(people)
    const concerned = new Set(people.flatMap(person => [...this.watchers.get(person) ?? []]))
    for (const [listener, { self, wanted, news }] of this.watches) {
      if (gone.has(self) || (news && wanted.some(person => gone.has(person)))) concerned.add(listener)
    }
    const again = [...concerned].flatMap((listener) => {
      const before = this.watches.get(listener)
      return before ? [{ listener, watch: this.begin(listener, before.self, before.wanted) }] : []
    })
    void this.askAll(again)
  }

  /** Tells nobody anything any more. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    const now = Date.now()
    const here = [...this.links.keys()].map(id => ({ id, at: now }))
    // If that can't be kept, there is nothing more to do about it.
    await this.roll.close([...here, ...[...this.leaving].map(([id, at]) => ({ id, at }))]).catch(() => undefined)
  }

  private async askAll(all: readonly { listener: Listener, watch: Watch }[]): Promise<void> {
    for (const { listener, watch } of all) {
      // What can't be asked now is looked at no more.
      await this.ask(listener, watch).catch(() => {
        if (this.watches.get(listener) === watch) this.unwatch(listener)
      })
      // Others are to have their turn in between.
      await new Promise(setImmediate)
    }
  }

  private unwatch(listener: Listener): void {
    const watch = this.watches.get(listener)
    if (!watch) return
    this.watches.delete(listener)
    const alone = watch.watched.filter((person) => {
      const watchers = this.watchers.get(person)
      return watchers?.delete(listener) && watchers.size === 0 && this.watchers.delete(person)
    })
    if (alone.length > 0) this.roll.unfollow(alone)
  }

  /** Those who are away for long enough are gone: many in one step, as each costs a turn at the disk. */
  private sweep(): void {
    const now = Date.now()
    const gone = [...this.leaving].flatMap(([id, at]) => (at <= now - this.absence ? [{ id, at }] : []))
    if (gone.length === 0) return
    for (const { id } of gone) this.leaving.delete(id)
    void this.roll.leave(gone).catch(() => undefined)
  }
}
