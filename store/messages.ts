import { defineStore } from 'pinia'
import { ref, shallowReactive } from 'vue'
import type { Content } from '../src/model/content'
import type { Message } from '../src/model/message'
import type { Change, DraftExtras } from '../src/model/write'
import type { LoadState } from '../src/sync/loader'
import { useEngine } from './engine'

/** What is known of a conversation's messages. Each change makes a new object; what didn't change stays `===`. */
export interface MessagesView {
  /** In the order of the server's log, then the ones that wait to be sent. */
  readonly messages: readonly Message[]
  /** How the newest messages are being loaded. */
  readonly state: LoadState
  /** Whether the server has older ones. */
  readonly hasEarlier: boolean
  /** The `seq` up to which the newest ones are known, 0 if none are. */
  readonly head: number
  /** How the page of older ones that was asked for last is being loaded. */
  readonly earlier: LoadState
}

type WithoutTarget<Any extends Change> = Any extends Change ? Omit<Any, 'target'> : never

const nothingYet: MessagesView = { messages: [], state: 'loading', head: 0, hasEarlier: false, earlier: 'ready' }

/** The messages of the conversations that are open or were. */
export const useMessagesStore = defineStore('chat-messages', () => {
  const engine = useEngine()
  const { sync } = engine
  const limit = (): number => sync.limits?.textLength || 0
  const maxLength = ref(limit())
  const views = shallowReactive(new Map<string, MessagesView>())

  engine.listen({
    dataChanged(changes) {
      maxLength.value = limit()
      for (const id of changes.timelines) if (views.has(id)) update(id)
    },
  })

  function update(id: string, earlier: LoadState = views.get(id)?.earlier || 'ready'): void {
    const timeline = sync.timeline(id)
    if (!timeline) return void views.delete(id)
    const hasEarlier = timeline.epoch !== null && !timeline.atStart
    const { messages, head } = timeline
    views.set(id, { messages, head, state: sync.loadState(id), hasEarlier, earlier })
  }

  /** Fetches the page before the oldest known message. Doesn't throw: the view says how it went. */
  async function loadEarlier(id: string): Promise<void> {
    if (views.get(id)?.earlier === 'loading') return
    update(id, 'loading')
    try {
      await sync.loadEarlier(id)
      update(id, 'ready')
    } catch {
      update(id, 'failed')
    }
  }

  /** Makes sure that a conversation's newest messages are there, now or once there is a connection. */
  function enter(id: string): void {
    sync.enter(id)
    update(id)
  }

  /**
   * Writes a message: it is shown at once, and sent as soon as the connection allows.
   * @returns false when so many wait that a program that writes should await `drained` before the next one
   */
  function send(id: string, content: Content, extras?: DraftExtras): boolean {
    const roomy = sync.write(id, content, extras)
    update(id)
    return roomy
  }

  /** Changes a message: that is shown at once, and fulfilled once the server has stored it. */
  function change({ conversationId, author, own, id }: Message, what: WithoutTarget<Change>): Promise<void> {
    // One's own message may have been written before anybody knew who one is.
    const from = own && sync.self ? sync.self.id : author.id
    const stored = sync.change(conversationId, { ...what, target: { from, id } })
    update(conversationId)
    return stored
  }

  return {
    /** The longest text that the server takes, in UTF-16 code units; 0 as long as that isn't known. */
    maxLength,
    /** The messages of a conversation; reactive. */
    view: (id: string): MessagesView => views.get(id) || nothingYet,
    enter,
    loadEarlier,
    send,
    /** Fulfilled once there is room for more messages to wait. */
    drained: sync.drained,
    /**
     * Lets one's own message say something else.
     * @throws ChatError when the server won't have it: the message stands as before. So do `recall` and `react`
     */
    edit: (message: Message, content: Content): Promise<void> => change(message, { type: 'edit', content }),
    /** Takes one's own message back. */
    recall: (message: Message): Promise<void> => change(message, { type: 'recall' }),
    /** Reacts to a message, or takes that back. */
    react: (message: Message, emoji: string, on: boolean): Promise<void> =>
      change(message, { type: 'react', emoji, on }),
    /** Sends a failed message again. */
    retry: (message: Message): void => sync.retry(message.conversationId, message.id),
    /** Throws a failed message away, or one that has never been handed to the connection. */
    discard: (message: Message): void => sync.discard(message.conversationId, message.id),
  }
})
