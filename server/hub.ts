import type {
  AskToldFrame, HiddenFrame, PieceToldFrame, ReadMovedFrame, SeenFrame, ServerFrame, WireConversation, WireEvent,
  WirePerson,
} from '../src/protocols/native/wire'
import { Listeners } from './listeners'
import type { Listener } from './listeners'
import type { Progress } from './store'

/**
 * Who is connected, and who hears of what. Each node knows its own connections only; what is told comes from the
 * store, so a node that dies takes nothing with it.
 *
 * Its callers tell it what they did, after they have answered. On one node it is the hub that tells the others then.
 * On many, it was told to all nodes by the store, in the order in which it was stored: see `server/redis/hub.ts`.
 */
export interface Hub {
  /** A person has one more connection. Fulfilled when it misses nothing that is for this person. */
  add(listener: Listener, person: string): Promise<void>
  /** From now on this connection gets what happens in these conversations. Fulfilled when it misses nothing. */
  subscribe(listener: Listener, conversations: readonly string[]): Promise<void>
  /** The connection is gone. */
  remove(listener: Listener, person: string): void

  /**
   * An entry was stored: all connections of all members get it. Those of who is no member after it get `left` instead,
   * and nothing behind it; those of who is one since then get the conversation.
   */
  wrote(conversation: string, event: WireEvent): void
  /** A read cursor was moved: all connections of that person get it. */
  read(person: string, frame: ReadMovedFrame): void
  /** Somebody has hidden something: all connections of that person get it. */
  hid(person: string, frame: HiddenFrame): void
  /** Somebody has come further: all connections of the other person get it. */
  reached(progress: Progress): void
  /** Somebody has read what these wrote in a small group: all connections of those who are still in it get it. */
  seen(frame: SeenFrame, authors: readonly string[]): void
  /** Somebody is writing, or isn't any more: all connections of all other members get it. */
  typing(conversation: string, from: WirePerson, on: boolean): void
  /** Of an answer that is being written: all connections of all others get it, or those of `to` alone. */
  stream(frame: PieceToldFrame | AskToldFrame, to?: string): void
  /**
   * A conversation was made, or is another for these persons alone: all their connections, but for `except`, get it,
   * and from now on all of them, `except` too, what happens in it.
   */
  opened(conversation: string, persons: readonly string[], except: Listener): Promise<void>
}

/** How a conversation looks to one person. */
export type Look = (conversation: string, person: string) => Promise<WireConversation | undefined>

/** The hub of a server that is one process. */
export class LocalHub implements Hub {
  private readonly listeners = new Listeners()

  /** @param parted - told who is no member any more of something */
  constructor(
    private readonly look: Look, private readonly parted: (people: readonly string[]) => void = () => undefined,
  ) {}

  async add(listener: Listener, person: string): Promise<void> {
    this.listeners.add(listener, person)
  }

  async subscribe(listener: Listener, conversations: readonly string[]): Promise<void> {
    for (const conversation of conversations) this.listeners.subscribe(listener, conversation)
  }

  remove(listener: Listener, person: string): void {
    this.listeners.remove(listener, person)
  }

  wrote(conversation: string, event: WireEvent): void {
    const left = gone(event)
    if (left.length > 0) this.parted(left)
    for (const person of left) {
      for (const listener of this.listeners.ofPerson(person)) {
        if (!this.listeners.unsubscribe(listener, conversation, event.seq)) continue
        deliver(new Set([listener]), encode({ type: 'left', conversation }))
      }
    }
    this.tell(this.listeners.ofConversation(conversation), { type: 'event', conversation, event })
    const added = come(event)
    if (added.length === 0) return
    this.opened(conversation, added, undefined, event.seq).catch(() => {
      for (const person of added) for (const listener of this.listeners.ofPerson(person)) listener.lost()
    })
  }

  read(person: string, frame: ReadMovedFrame): void {
    this.tell(this.listeners.ofPerson(person), frame)
  }

  hid(person: string, frame: HiddenFrame): void {
    this.tell(this.listeners.ofPerson(person), frame)
  }

  reached({ conversation, other, reached }: Progress): void {
    this.tell(this.listeners.ofPerson(other), { type: 'reached', conversation, reached })
  }

  seen(frame: SeenFrame, authors: readonly string[]): void {
    const hearing = authors.flatMap(author => [...this.listeners.ofPerson(author)])
      .filter(listener => this.listeners.hears(listener, frame.conversation))
    this.tell(new Set(hearing), frame)
  }

  typing(conversation: string, from: WirePerson, on: boolean): void {
    tellOthers(this.listeners, conversation, from.id, encode({ type: 'typing', conversation, from, on }))
  }

  stream(frame: PieceToldFrame | AskToldFrame, to?: string): void {
    if (to === undefined) tellOthers(this.listeners, frame.conversation, frame.from.id, encode(frame))
    else this.tell(this.listeners.ofPerson(to), frame)
  }

  async opened(
    conversation: string, persons: readonly string[], except?: Listener, since = 0,
  ): Promise<void> {
    // Listen first, then look.
    for (const person of persons) {
      for (const listener of this.listeners.ofPerson(person)) this.listeners.subscribe(listener, conversation, since)
    }
    for (const person of persons) {
      const seen = await this.look(conversation, person)
      if (seen) tellOpened(this.listeners, person, seen, except)
    }
  }

  private tell(listeners: ReadonlySet<Listener>, frame: ServerFrame, except?: Listener): void {
    if (listeners.size > 0) deliver(listeners, encode(frame), except)
  }
}

/** Who is a member since an entry. */
function come(event: WireEvent): string[] {
  if (event.type !== 'change') return []
  if (event.change === 'joined') return [event.from.id]
  return event.change === 'added' ? event.people?.map(({ id }) => id) ?? [] : []
}

/** Who is no member any more after an entry. */
function gone(event: WireEvent): string[] {
  if (event.type !== 'change') return []
  if (event.change === 'left') return [event.from.id]
  return event.change === 'removed' ? event.people?.map(({ id }) => id) ?? [] : []
}

/** Tells a person's connections of a conversation, but for `except`; not those that have left it meanwhile. */
export function tellOpened(
  listeners: Listeners, person: string, conversation: WireConversation, except?: Listener,
): void {
  const hearing = [...listeners.ofPerson(person)].filter(listener => listeners.hears(listener, conversation.id))
  if (hearing.length > 0) deliver(new Set(hearing), encode({ type: 'conversation', conversation }), except)
}

/** Hands the bytes of a frame to all who listen to a conversation, but for one person's connections. */
export function tellOthers(listeners: Listeners, conversation: string, person: string, encoded: Buffer): void {
  const own = listeners.ofPerson(person)
  for (const listener of listeners.ofConversation(conversation)) {
    if (!own.has(listener)) listener.deliver(encoded)
  }
}

/** The bytes of a frame. It is encoded once, however many get it. */
export function encode(frame: ServerFrame): Buffer {
  return Buffer.from(JSON.stringify(frame))
}

/** Hands the bytes of a frame to all of them, but for `except`. */
export function deliver(listeners: ReadonlySet<Listener>, encoded: Buffer, except?: Listener): void {
  for (const listener of listeners) {
    if (listener !== except) listener.deliver(encoded)
  }
}
