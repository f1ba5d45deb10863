import type { ServerFrame } from '../src/protocols/native/wire'

/** Someone that frames can be handed to: a connection that said hello. */
export interface Listener {
  /** Takes one encoded frame. Must not throw. */
  deliver(frame: Buffer): void
}

/**
 * Who is connected, and to which conversations they listen. It knows this process only; what it is told comes from
 * the store, so a node that dies takes nothing with it.
 */
export class Hub {
  private readonly byPerson = new Map<string, Set<Listener>>()
  private readonly byConversation = new Map<string, Set<Listener>>()
  private readonly conversationsOf = new Map<Listener, Set<string>>()

  /** A person has one more connection. */
  add(listener: Listener, person: string): void {
    this.conversationsOf.set(listener, new Set())
    setOf(this.byPerson, person).add(listener)
  }

  /** From now on this connection gets what happens in the conversation. */
  subscribe(listener: Listener, conversation: string): void {
    const conversations = this.conversationsOf.get(listener)
    if (!conversations) return
    conversations.add(conversation)
    setOf(this.byConversation, conversation).add(listener)
  }

  /** From now on all connections of this person get what happens in the conversation. */
  subscribePerson(person: string, conversation: string): void {
    for (const listener of this.byPerson.get(person) ?? []) this.subscribe(listener, conversation)
  }

  /** The connection is gone. */
  remove(listener: Listener, person: string): void {
    for (const conversation of this.conversationsOf.get(listener) ?? []) {
      removeFrom(this.byConversation, conversation, listener)
    }
    this.conversationsOf.delete(listener)
    removeFrom(this.byPerson, person, listener)
  }

  /** Hands a frame to all connections of a person, but for `except`. */
  toPerson(person: string, frame: ServerFrame, except?: Listener): void {
    fanOut(this.byPerson.get(person), frame, except)
  }

  /** Hands a frame to all connections of all members of a conversation. */
  toConversation(conversation: string, frame: ServerFrame): void {
    fanOut(this.byConversation.get(conversation), frame)
  }
}

// A frame is encoded once, however many get it.
function fanOut(listeners: Set<Listener> | undefined, frame: ServerFrame, except?: Listener): void {
  if (!listeners) return
  const encoded = Buffer.from(JSON.stringify(frame))
  for (const listener of listeners) {
    if (listener !== except) listener.deliver(encoded)
  }
}

function setOf<T>(map: Map<string, Set<T>>, key: string): Set<T> {
  let set = map.get(key)
  if (!set) {
    set = new Set()
    map.set(key, set)
  }
  return set
}

function removeFrom<T>(map: Map<string, Set<T>>, key: string, item: T): void {
  const set = map.get(key)
  set?.delete(item)
  if (set?.size === 0) map.delete(key)
}
