import type { Content } from '../model/content'
import type { Conversation } from '../model/conversation'
import type { LogEntry } from '../model/entry'
import type { AskCommand, ChatCommand, ChatEvent, Limits, WelcomeEvent } from '../model/events'
import type { Person } from '../model/person'
import type { Change, DraftExtras } from '../model/write'
import { createAlarm } from '../platform/alarm'
import type { Vault } from '../storage/vault'
import { createChanges } from './changes'
import { createConversations } from './conversations'
import { createCursors } from './cursors'
import { createLoader } from './loader'
import type { SyncOptions } from './options'
import { type Answer, createRequests } from './requests'
import { createSender } from './sender'
import { createTimelines } from './timelines'

/** How long after a change it is kept for the next start, in ms: many changes are written at once. */
const KEEP_DELAY = 1_000
/** How many entries of a conversation are kept. */
const KEEP_ENTRIES = 50
/** See {@link SyncOptions.maxGap}. */
const MAX_GAP = 300
/** How long an answer may take, in ms. */
const PATIENCE = 10_000

export type Sync = ReturnType<typeof createSync>

/**
 * Keeps what this person sees the same as what the server has, whatever the connection does: the sender brings messages
 * up, the loader fetches what is missing, and nothing is ever shown twice.
 */
export function createSync({ clock, random, transmit, stuck, openVault, changed, maxGap = MAX_GAP }: SyncOptions) {
  let self: Person | null = null
  let limits: Limits | null = null
  let vault: Vault | null = null
  /** Conversations that changed since they were kept. */
  const unkept = new Set<string>()
  const keeping = createAlarm(clock)
  const conversations = createConversations()
  const timelines = createTimelines()
  const requests = createRequests(clock, PATIENCE)
  const cursors = createCursors(clock, transmit)
  const changes = createChanges(clock, (now) => {
    for (const id of now.timelines) unkept.add(id)
    if (vault && !keeping.isSet) keeping.set(KEEP_DELAY, keep)
    changed(now)
  })
  const sender = createSender({
    clock, timelines, changes, transmit, stuck,
    vault: () => vault,
    self: () => self?.id || '',
    textLength: () => limits?.textLength || Infinity,
  })
  const loader = createLoader({
    clock, timelines, conversations, changes, maxGap,
    history: (conversationId, range) => ask('page', { type: 'history', conversationId, ...range }),
  })

  function makeId(): string {
    return clock.now().toString(36) + random().toString(36).slice(2, 12)
  }

  function ask<Type extends ChatEvent['type']>(type: Type, command: AskCommand): Promise<Answer<Type>> {
    const id = makeId()
    return requests.ask(id, type, () => transmit({ ...command, id } as ChatCommand))
  }

  function setSelf(person: Person): void {
    self = person
    conversations.setSelf(person.id)
    timelines.setSelf(person)
  }

  /** Keeps what changed, now: the app may end at any moment. */
  function keep(): void {
    keeping.stop()
    if (!vault || !self) return
    sender.keepAgain()
    vault.keepList({ self, conversations: conversations.all })
    for (const id of unkept) {
      const timeline = timelines.get(id)
      if (!timeline || timeline.epoch === null) continue
      const { epoch, head } = timeline
      vault.keepLog(id, { epoch, head, entries: timeline.newest(KEEP_ENTRIES) })
    }
    unkept.clear()
  }

  /** The link to the server broke. */
  function disconnected(): void {
    loader.disconnected()
    requests.failAll()
    sender.disconnected()
  }

  /** Tells that the list may have changed, and all that is shown. */
  function tellAll(): void {
    changes.list()
    for (const { conversationId } of timelines.all) changes.timeline(conversationId)
  }

  /** Forgets everything that is in memory. */
  function forget(): void {
    disconnected()
    cursors.reset()
    keeping.stop()
    unkept.clear()
    self = null
    conversations.setSelf('')
    sender.forget()
    loader.forget()
    tellAll()
    timelines.clear()
    conversations.clear()
  }

  /** This person is no member of a conversation any more: nothing of it stays. */
  function left(conversationId: string): void {
    sender.leave(conversationId)
    timelines.remove(conversationId)
    conversations.remove(conversationId)
    vault?.dropLog(conversationId)
    changes.timeline(conversationId)
    changes.list()
  }

  /**
   * What was known of another log is void, here and in what is kept. What comes from now on must not be mixed with it,
   * nor with what came too early.
   */
  function renew({ id, epoch }: Conversation): void {
    const timeline = timelines.get(id)
    const known = timeline && timeline.epoch ? timeline : conversations.get(id)
    if (!known || known.epoch === epoch) return
    vault?.dropLog(id)
    if (timeline) timeline.forget()
  }

  function welcome(event: WelcomeEvent): void {
    if (vault && vault.userId !== event.self.id) {
      forget()
      vault = null
    }
    limits = event.limits
    setSelf(event.self)
    if (!vault) {
      vault = openVault(event.self.id)
      sender.restore()
    }
    cursors.reset()
    event.conversations.forEach(renew)
    for (const gone of conversations.replaceAll(event.conversations)) if (event.whole) left(gone)
    for (const { id, kind, read, delivered } of event.conversations) {
      tellDelivered(id)
      const known = conversations.get(id)
      if (!known) continue
      // What was told on the last link may not have arrived.
      if (known.read > read) cursors.tellRead(id, known.read)
      if (kind === 'direct' && known.delivered > delivered) cursors.tellDelivered(id, known.delivered)
    }
    tellAll()
    loader.connected()
    sender.connected()
  }

  function logged(conversationId: string, entry: LogEntry): void {
    const news = conversations.logged(conversationId, entry)
    if (news !== 'known') changes.list()
    // The answer says what is unread, whatever is missing.
    if (news === 'gap') cursors.tellRead(conversationId, conversations.get(conversationId)?.read || 0)
    else tellDelivered(conversationId)
    const timeline = timelines.get(conversationId)
    if (!timeline?.add(entry)) return
    changes.timeline(conversationId)
    mendGap(conversationId)
  }

  /** Tells that a direct conversation has reached this device. In groups, nobody is told. */
  function tellDelivered(conversationId: string): void {
    if (conversations.get(conversationId)?.kind !== 'direct') return
    const seq = conversations.delivered(conversationId)
    if (seq !== undefined) cursors.tellDelivered(conversationId, seq)
  }

  /** The server has said what is unread, whatever was missing. */
  function gapClosed(conversationId: string): void {
    tellDelivered(conversationId)
    const timeline = timelines.get(conversationId)
    if (timeline && timeline.epoch !== null) conversations.stands(conversationId, timeline.head, timeline.last)
  }

  function mendGap(conversationId: string): void {
    const timeline = timelines.get(conversationId)
    if (timeline?.hasGap) void loader.catchUp(timeline)
  }

  return {
    conversations,

    /** Who one is, or null as long as that isn't known. */
    get self(): Person | null {
      return self
    },

    /** What the server takes at most, or null as long as that isn't known. */
    get limits(): Limits | null {
      return limits
    },

    // ---- the beginning and the end

    /** Shows what this person saw last, before the server has said anything. */
    restore(userId: string): void {
      if (vault?.userId === userId) return
      vault = openVault(userId)
      const list = vault.list()
      if (list?.self.id === userId) {
        setSelf(list.self)
        conversations.replaceAll(list.conversations)
        changes.list()
      }
      sender.restore()
    },

    keep,

    /** Forgets everything of this person, here and in what survives a restart: a logout. */
    erase(): void {
      forget()
      vault?.clear()
      vault = null
    },

    // ---- what the connection tells

    disconnected,

    /** Gives an answer to whoever waits for it; false when nobody does. */
    answered: requests.settle,

    /** Takes an event. */
    receive(event: ChatEvent): void {
      const { id } = event as { readonly id?: string }
      if (id !== undefined && !requests.settle(id, event) && event.type === 'failed') sender.rejected(id, event)
      switch (event.type) {
        case 'welcome':
          return welcome(event)
        case 'logged':
          return logged(event.conversationId, event.entry)
        case 'acked': {
          const { conversationId, seq, at } = event
          if (sender.acked(event.id, conversationId, seq, at)) mendGap(conversationId)
          return
        }
        case 'readMoved':
          if (!conversations.readMoved(event)) cursors.tellRead(event.conversationId, event.seq)
          else gapClosed(event.conversationId)
          return changes.list()
        case 'reached':
          conversations.reached(event.conversationId, event.reached)
          return changes.list()
        case 'conversation':
          renew(event.conversation)
          conversations.put(event.conversation)
          tellDelivered(event.conversation.id)
          mendGap(event.conversation.id)
          return changes.list()
        case 'left':
          return left(event.conversationId)
      }
    },

    // ---- what the person does

    /** The messages of a conversation that was entered or written to. */
    timeline: timelines.get,

    loadState: loader.state,

    /** Makes sure that a conversation's newest messages are there, now or once there is a connection. */
    enter(conversationId: string): void {
      const timeline = timelines.ensure(conversationId)
      const kept = timeline.epoch === null ? vault?.log(conversationId) : null
      if (kept) timeline.addNewest(kept.epoch, kept.head, kept.entries)
      loader.enter(timeline)
    },

    /**
     * Fetches the page before what is shown.
     * @throws ChatError when it can't be had now
     */
    async loadEarlier(conversationId: string): Promise<void> {
      const timeline = timelines.get(conversationId)
      if (timeline) await loader.loadEarlier(timeline)
    },

    /**
     * Writes a message. It is shown at once, and sent as soon as the connection allows.
     * @returns false when so many wait that a program that writes should await {@link drained} before the next one
     */
    write: (conversationId: string, content: Content, { id, ...more }: DraftExtras = {}): boolean =>
      sender.write(id || makeId(), conversationId, { type: 'send', content, ...more }),

    /**
     * Changes a message: edits it, takes it back, or reacts to it. That is shown at once. Fulfilled once it is stored.
     * @throws ChatError when the server won't have it: the message stands as before
     */
    change: (conversationId: string, change: Change): Promise<void> => sender.change(makeId(), conversationId, change),

    /** Fulfilled once there is room for more messages to wait. */
    drained: sender.drained,

    /** Sends a failed message again, under the same id: if it did arrive, it is stored once. */
    retry: sender.retry,

    /** Throws a failed message away, or one that has never been handed to the connection. */
    discard: sender.discard,

    /** This person has read up to `wanted`, or to the end where that is less: it is what the server takes. */
    markRead(conversationId: string, wanted: number): void {
      const conversation = conversations.get(conversationId)
      const timeline = timelines.get(conversationId)
      const isCurrent = timeline !== undefined && timeline.epoch === conversation?.epoch
      // What is still shown of a log that was reset tells nothing of the new one.
      if (!conversation || (timeline && timeline.head > 0 && !isCurrent)) return
      const seq = Math.min(wanted, Math.max(conversation.head, isCurrent ? timeline.head : 0))
      const unread = isCurrent ? timeline.unreadAfter(seq) : undefined
      if (!conversations.read(conversationId, seq, unread)) return
      changes.list()
      cursors.tellRead(conversationId, seq)
    },

    /** The direct conversation with a person; it is made when there is none. Throws as `ask` does. */
    open: async (personId: string): Promise<Conversation> =>
      (await ask('conversation', { type: 'open', personId })).conversation,

    /**
     * Asks the server for something, once: nothing is kept for a later connection.
     * @param type what the answer is
     * @throws ChatError when it can't be had now
     */
    ask,
  }
}
