/** Someone that frames can be handed to: a connection that said hello. */
export interface Listener {
  /** Takes one encoded frame. Must not throw. */
  deliver(frame: Buffer): void
  /** Something may have been missed: it is to end its link, so that its client comes back and catches up. */
  lost(): void
}

const nobody: ReadonlySet<Listener> = new Set()

/** The connections of one process: whose they are, and to which conversations they listen. */
export class Listeners {
  private readonly byPerson = new Map<string, Set<Listener>>()
  private readonly byConversation = new Map<string, Set<Listener>>()
  private readonly conversationsOf = new Map<Listener, Set<string>>()

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
    this.conversationsOf.set(listener, new Set())
    setOf(this.byPerson, person).add(listener)
  }

  /** From now on it listens to the conversation, unless it was removed. */
  subscribe(listener: Listener, conversation: string): void {
    const conversations = this.conversationsOf.get(listener)
    if (!conversations) return
    conversations.add(conversation)
    setOf(this.byConversation, conversation).add(listener)
  }

  /**
   * The connection is gone.
   * @returns the conversations that nobody listens to any more
   */
  remove(listener: Listener, person: string): string[] {
    const left = [...this.conversationsOf.get(listener) ?? []]
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
