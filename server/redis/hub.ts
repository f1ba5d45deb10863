import type { Redis } from 'ioredis'
import type { AskToldFrame, PieceToldFrame, TypingToldFrame, WirePerson } from '../../src/protocols/native/wire'
import { deliver, encode, tellOpened, tellOthers } from '../hub'
import type { Hub, Look } from '../hub'
import { Listeners } from '../listeners'
import type { Listener } from '../listeners'
import { channels } from './keys'
import type { Scripts } from './scripts'
import { Subscriptions } from './subscriptions'

/** What is told besides, to who knows about presence. */
export interface PresenceEars {
  /** These people are no members any more of something. */
  parted(people: readonly string[]): void
  /** Whether somebody is online has changed; the frame says how. */
  changed(person: string, encoded: Buffer): void
}

/**
 * The hub of one of many nodes. What happens is told by the scripts that make it happen, on a channel for each
 * conversation and each person, so that all nodes hear it in the order of the log; here it is heard, and handed on as
 * it came. So there is nothing to do for what callers tell, but for a new conversation.
 *
 * A signal is its origin and its kind, and after a line end: a frame (`f`), a conversation that was made or set (`o`),
 * a person and a frame for all others (`t`), or the `seq` of an entry, its conversation, and the persons who joined
 * (`j`) or left (`l`) by it. Who left is told on the channel of the conversation, in order with what comes after it,
 * and on the person's, in order with joining. On the channel that says whether somebody is online, a signal is the
 * frame alone.
 *
 * Redis forgets what it published: when the connection that listens breaks, nobody knows what was missed. Then all
 * links of this node are ended, and their clients come back, to any node, and catch up by the heads and `history`, as
 * after any other break. Until the connection is there again nobody can say hello here.
 */
export class RedisHub implements Hub {
  private readonly listeners = new Listeners()
  private readonly subscriptions: Subscriptions
  // By channel: what waits behind the signal of a call of this node whose caller has no answer yet.
  private readonly held = new Map<string, Buffer[]>()

  constructor(
    redis: Redis, private readonly scripts: Pick<Scripts, 'node' | 'ended' | 'publish'>, private readonly look: Look,
    private readonly ears: PresenceEars = { parted: () => undefined, changed: () => undefined },
  ) {
    this.subscriptions = new Subscriptions(redis, {
      heard: (channel, signal) => this.heard(channel, signal),
      lost: () => {
        this.held.clear()
        this.lost(this.listeners.all())
      },
    })
  }

  async add(listener: Listener, person: string): Promise<void> {
    this.listeners.add(listener, person)
    await this.subscriptions.add([channels.person(person)])
  }

  async subscribe(listener: Listener, conversations: readonly string[], since = 0): Promise<void> {
    for (const conversation of conversations) this.listeners.subscribe(listener, conversation, since)
    // Those that its person has left by now are none of them.
    const heard = conversations.filter(conversation => this.listeners.hears(listener, conversation))
    await this.subscriptions.add(heard.map(channels.conversation))
  }

  remove(listener: Listener, person: string): void {
    const left = this.listeners.remove(listener, person).map(channels.conversation)
    if (this.listeners.ofPerson(person).size === 0) left.push(channels.person(person))
    this.subscriptions.remove(left)
  }

  wrote(): void {}
  read(): void {}
  hid(): void {}
  reached(): void {}
  seen(): void {}

  typing(conversation: string, from: WirePerson, on: boolean): void {
    this.tellOthers({ type: 'typing', conversation, from, on })
  }

  stream(frame: PieceToldFrame | AskToldFrame, to?: string): void {
    if (to === undefined) return this.tellOthers(frame)
    void this.scripts.publish(channels.person(to), 'f', JSON.stringify(frame)).catch(() => undefined)
  }

  /** From now on it is told whether these people are online. Fulfilled when nothing is missed. */
  follow(people: readonly string[]): Promise<void> {
    return this.subscriptions.add(people.map(channels.state))
  }

  /** Nobody here looks at these people any more. */
  unfollow(people: readonly string[]): void {
    this.subscriptions.remove(people.map(channels.state))
  }

  async opened(
    conversation: string, persons: readonly string[], except?: Listener, since = 0,
  ): Promise<void> {
    const here = persons.flatMap(person => [...this.listeners.ofPerson(person)])
    if (here.length === 0) return
    try {
      // Listen first, then look.
      await Promise.all(here.map(listener => this.subscribe(listener, [conversation], since)))
      for (const person of persons) {
        const isHere = this.listeners.ofPerson(person).size > 0
        const seen = isHere ? await this.look(conversation, person) : undefined
        if (seen) tellOpened(this.listeners, person, seen, except)
      }
    } catch {
      this.lost(here)
    }
  }

  /** Listens no more. */
  close(): void {
    this.subscriptions.close()
  }

  private tellOthers(frame: TypingToldFrame | PieceToldFrame | AskToldFrame): void {
    const { conversation, from } = frame
    // It is not worth more than one try.
    void this.scripts.publish(channels.conversation(conversation), 't', `${from.id}\n${JSON.stringify(frame)}`)
      .catch(() => undefined)
  }

  private lost(listeners: readonly Listener[]): void {
    for (const listener of listeners) listener.lost()
  }

  private heard(channel: string, signal: Buffer): void {
    const { isState, id } = channels.read(channel)
    if (isState) {
      this.ears.changed(id, signal)
      return
    }
    const held = this.held.get(channel)
    if (held) {
      held.push(signal)
      return
    }
    const end = signal.indexOf('\n')
    const [origin = '', kind] = signal.toString('latin1', 0, end).split(' ')
    const body = signal.subarray(end + 1)
    const isOurs = origin.startsWith(`${this.scripts.node}.`)
    const done = isOurs && this.scripts.ended(origin)
    if (typeof done === 'boolean') {
      this.handOn(channel, kind, body, done)
      return
    }
    // The answer comes over the other connection, and its client is to have it first.
    const waiting: Buffer[] = []
    this.held.set(channel, waiting)
    void done.then(succeeded => setImmediate(() => {
      if (this.held.get(channel) !== waiting) return
      this.held.delete(channel)
      this.handOn(channel, kind, body, succeeded)
      for (const next of waiting) this.heard(channel, next)
    }))
  }

  /** @param isDone - whether the caller was of this node, and does what has to be done here */
  private handOn(channel: string, kind: string | undefined, body: Buffer, isDone: boolean): void {
    const { isPerson, id } = channels.read(channel)
    if (kind === 'f') deliver(isPerson ? this.listeners.ofPerson(id) : this.listeners.ofConversation(id), body)
    else if (kind === 't') {
      const start = body.indexOf('\n')
      tellOthers(this.listeners, id, body.toString('latin1', 0, start), body.subarray(start + 1))
    } else if (kind === 'o' && !isDone) void this.opened(String(body), [id])
    else if (kind === 'j' || kind === 'l') {
      const [seq, conversation = '', ...persons] = String(body).split(' ')
      if (kind === 'j') void this.opened(conversation, persons, undefined, Number(seq))
      else this.left(conversation, persons, Number(seq))
    }
  }

  private left(conversation: string, persons: readonly string[], seq: number): void {
    this.ears.parted(persons)
    const frame = encode({ type: 'left', conversation })
    for (const listener of persons.flatMap(person => [...this.listeners.ofPerson(person)])) {
      if (this.listeners.unsubscribe(listener, conversation, seq)) listener.deliver(frame)
    }
    if (this.listeners.ofConversation(conversation).size > 0) return
    this.subscriptions.remove([channels.conversation(conversation)])
  }
}
