/** Someone that frames can be handed to: a connection that said hello. */
export interface Listener {
  /** Takes one encoded frame. Must not throw. */
  deliver(frame: Buffer): void
  /** Something may have been missed: it is to end its link, so that its client comes back and catches up. */
  lost(): void
}

const nobody: ReadonlySet<Listener> = new Set()

/** What is known of one listener and one conversation. */
interface Listening {
  isOn: boolean
  /** The entry that made its person a member, or ended that; 0 if that was before. */
  since: number
}

/**
 * The connections of one process: whose they are, and to which conversations they listen.
 *
 * News of joining and leaving may arrive late and in another order than it happened. It tells the `seq` of its entry,
 * and what is older than what is known changes nothing: so nothing gets through to who has left.
 */
export class Listeners {
  private readonly byPerson = new Map<string, Set<Listener>>()
  private readonly byConversation = new Map<string, Set<Listener>>()
  private readonly conversationsOf = new Map<Listener, Map<string, Listening>>()

  /** All of them. */
  all(): Listener[] {
    return [...this.conversationsOf.keys()]
  }

  /** Whether it was added and not removed. */
  has(listener: Listener): boolean {
    return this.conversationsOf.has(listener)
  }

  ofPerson(person: string): ReadonlySet<Listener> {
    return this.byPerson.get(person) ?? nobody
  }

  ofConversation(conversation: string): ReadonlySet<Listener> {
    return this.byConversation.get(conversation) ?? nobody
  }

  /** A person has one more connection. */
  add(listener: Listener, person: string): void {
    this.conversationsOf.set(listener, new Map())
    setOf(this.byPerson, person).add(listener)
  }

  /** Whether it listens to the conversation. */
  hears(listener: Listener, conversation: string): boolean {
    return this.byConversation.get(conversation)?.has(listener) ?? false
  }

  /**
   * From now on it listens to the conversation, unless it was removed, or its person has left later than `since`.
   * @param since - the entry by which the person joined; 0 if it was a member when the connection was made
   */
  subscribe(listener: Listener, conversation: string, since = 0): void {
    const conversations = this.conversationsOf.get(listener)
    const known = conversations?.get(conversation)
    if (!conversations || (known && known.since > since)) return
    conversations.set(conversation, { isOn: true, since })
    setOf(this.byConversation, conversation).add(listener)
  }

  /**
   * It listens no more, as its person has left by the entry `since`; false if that was known, or isn't true any more.
   */
  unsubscribe(listener: Listener, conversation: string, since: number): boolean {
    const conversations = this.conversationsOf.get(listener)
    const known = conversations?.get(conversation)
    if (!conversations || (known && known.since >= since)) return false
    conversations.set(conversation, { isOn: false, since })
    removeFrom(this.byConversation, conversation, listener)
    return true
  }

  /**
   * The connection is gone.
   * @returns the conversations that nobody listens to any more
   */
  remove(listener: Listener, person: string): string[] {
    const left = [...this.conversationsOf.get(listener) ?? []]
      .flatMap(([conversation, { isOn }]) => (isOn ? [conversation] : []))
      .filter(conversation => removeFrom(this.byConversation, conversation, listener))
    this.conversationsOf.delete(listener)
    removeFrom(this.byPerson, person, listener)
    return left
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

/** Whether it was the last one. */
function removeFrom<T>(map: Map<string, Set<T>>, key: string, item: T): boolean {
  const set = map.get(key)
  if (!set?.delete(item) || set.size > 0) return false
  return map.delete(key)
}
