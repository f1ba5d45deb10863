import { computed, shallowReactive, shallowRef, watch } from 'vue'
import {
  type ActionName, type ActionSetting, actionsFor, canRecall, copyText, MOST_PICKED, type MessageAction,
} from '../../src/content/actions'
import { safeName } from '../../src/content/names'
import { problemLine } from '../../src/content/problem'
import { summary } from '../../src/content/summary'
import type { OpenTarget, Point } from '../../src/content/target'
import type { ForwardContent } from '../../src/kinds/forward'
import type { Conversation } from '../../src/model/conversation'
import type { Message } from '../../src/model/message'
import { selectedText } from '../../src/platform/copy'
import { confirm, tell } from '../../src/platform/dialogs'
import { focusPoint } from '../../src/platform/focus'
import { useConnectionStore } from '../../store/connection'
import { useHistoryStore } from '../../store/history'
import { useMessagesStore } from '../../store/messages'
import { usePeopleStore } from '../../store/people'
import { useUploadsStore } from '../../store/uploads'
import { useWords } from '../../store/words'
import type { MenuItem } from '../chat-menu/items'
import type { useComposer } from './use-composer'
import { useCopy } from './use-copy'
import { useForwarding } from './use-forwarding'
import { usePicking } from './use-picking'
import { usePinned } from './use-pinned'
import { useSaving } from './use-saving'

/** The icons of the kit's actions. */
const icons: Readonly<Record<ActionName, string>> = {
  copy: 'copy', quote: 'quote', forward: 'forward', edit: 'edit', recall: 'undo', pin: 'keep', unpin: 'unpin',
  save: 'save', reactions: 'smile', history: 'recent', select: 'select', retry: 'again', discard: 'trash',
  again: 'again', cancel: 'close', hide: 'trash', report: 'flag',
}
const dangerous: readonly string[] = ['discard', 'hide']

export interface ActionsOptions {
  conversationId(): string
  conversation(): Conversation | undefined
  /** The messages that are loaded. */
  messages(): readonly Message[]
  /** Whether one may write here. */
  canWrite(): boolean
  composer: ReturnType<typeof useComposer>
  /** How long one's own messages can be taken back, in ms. */
  recallWithin(): number
  /** Changes what a menu offers. */
  choose(message: Message, usual: readonly MessageAction[]): readonly MessageAction[]
  /** An action was chosen that the room doesn't do itself. */
  act(name: string, message: Message): void
  /** Shows some messages on a page over the room. */
  show(forward: ForwardContent): void
}

/** What a person does with the messages of a room. */
export function useActions(options: ActionsOptions) {
  const { conversationId, conversation, composer } = options
  const words = useWords()
  const { capabilities: { changes, extras = false, steers = extras } } = useConnectionStore()
  const history = useHistoryStore()
  const messages = useMessagesStore()
  const people = usePeopleStore()
  const uploads = useUploadsStore()
  /** What messages of one's own said before they were taken back. */
  const recalled = shallowReactive(new Map<string, string>())
  const picking = usePicking(conversationId, options.messages, key => recalled.has(key))
  const forwarding = useForwarding(conversation)
  const pinned = usePinned(conversationId, conversation)
  const save = useSaving()
  const copyAll = useCopy()
  const menu = shallowRef<{ message: Message, point?: Point, selected: string } | null>(null)
  /** The message whose reactions are looked at. */
  const reacted = shallowRef<Message | null>(null)
  const showsPins = shallowRef(false)

  watch([conversationId, () => people.self?.id], ([id, self], [before, selfBefore]) => {
    menu.value = reacted.value = null
    showsPins.value = false
    forwarding.end()
    // Another person isn't shown what this one said.
    if (self !== selfBefore && selfBefore !== undefined) recalled.clear()
    if (id !== before) picking.end()
  })

  function setting(message: Message): ActionSetting {
    const { role } = conversation() ?? {}
    return {
      now: Date.now(), recallWithin: options.recallWithin(), role, changes, extras, steers,
      pinned: pinned.has(message.seq), mayPin: pinned.mayPin.value, canWrite: options.canWrite(),
      canRetry: !uploads.has(message) || uploads.problem(message) !== 'gone',
    }
  }

  /** The message as it is now. */
  const current = ({ key, ...message }: Message): Message =>
    options.messages().find(one => one.key === key) ?? { key, ...message }

  function offered(message: Message): readonly MessageAction[] {
    return options.choose(message, actionsFor(message, setting(message)))
  }

  function itemOf(action: MessageAction): MenuItem {
    if (typeof action !== 'string') return action
    const label = words.value.messageActions[action]
    return { name: action, label, icon: icons[action], danger: dangerous.includes(action) }
  }

  /** Does it, and says what stands against it. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      tell(problemLine(error, words.value))
      return false
    }
  }

  async function recall(message: Message): Promise<void> {
    // The menu may have been open for long.
    if (!canRecall(message, setting(message))) return tell(words.value.recallTooLate)
    const { content, own, key } = message
    if (own && content.kind === 'text') recalled.set(key, content.text)
    if (!await attempt(() => messages.recall(message))) recalled.delete(key)
  }

  /** Takes messages from one's own view. */
  async function hide(chosen: readonly Message[]): Promise<void> {
    const { askHide, hideNote, yes, cancel } = words.value
    if (!await confirm(askHide(chosen.length), hideNote, yes.delete, cancel)) return
    if (await attempt(() => history.hide(conversationId(), chosen))) picking.end()
  }

  const pin = (message: Message, on: boolean): Promise<boolean> => attempt(() => history.pin(message, on))

  async function showVersions({ seq, author }: Message): Promise<void> {
    await attempt(async () => {
      const versions = await history.edits(conversationId(), seq ?? 0)
      const items = versions.map(version => ({ ...version, author }))
      options.show({ title: words.value.messageActions.history, items })
    })
  }

  function react(message: Message, emoji: string): void {
    const given = message.reactions?.find(reaction => reaction.emoji === emoji)
    const on = !given?.people.some(({ id }) => id === people.self?.id)
    void attempt(() => messages.react(message, emoji, on))
  }

  function throwAway(message: Message): void {
    if (uploads.has(message)) uploads.cancel(message)
    else messages.discard(message)
  }

  const does: Readonly<Partial<Record<string, (message: Message) => void>>> = {
    copy: ({ content }) => void copyAll(copyText(content)),
    quote: composer.answer,
    forward: message => forwarding.begin([message]),
    edit: composer.change,
    recall: message => void recall(message),
    pin: message => void pin(message, true),
    unpin: message => void pin(message, false),
    save: message => void save(message),
    reactions: (message) => { reacted.value = message },
    history: message => void showVersions(message),
    select: picking.begin,
    retry: message => (uploads.has(message) ? uploads.retry(message) : messages.retry(message)),
    discard: throwAway,
    cancel: throwAway,
    hide: message => void hide([message]),
  }

  return {
    menu, reacted, showsPins, picking, forwarding, pinned,
    /** Whether anything of this lies over the room. */
    isOpen: computed(() => menu.value || reacted.value || showsPins.value || forwarding.forwarding.value),
    /** What the menu says. */
    items: computed(() => (menu.value ? offered(menu.value.message).map(itemOf) : [])),
    label: computed(() => {
      const { author, content } = menu.value?.message ?? {}
      return author && content ? words.value.actionsOf(safeName(author.name), summary(content, words.value)) : ''
    }),
    /** What this person has reacted with to the message of the menu. */
    given: computed(() => (menu.value?.message.reactions ?? [])
      .filter(reaction => reaction.people.some(({ id }) => id === people.self?.id)).map(({ emoji }) => emoji)),
    canReact: computed(() => {
      const { message } = menu.value ?? {}
      return changes && message !== undefined && message.seq !== null
        && message.content.kind !== 'recalled' && message.content.kind !== 'system'
    }),
    /** What can be done with several at once. */
    several: computed(() => {
      const all: ActionName[] = ['forward', 'copy', ...extras ? ['hide' as const] : []]
      return all.map(itemOf)
    }),

    close(): void {
      menu.value = null
    },
    closeReacted(): void {
      reacted.value = null
    },
    showPins(): void {
      showsPins.value = true
    },
    closePins(): void {
      showsPins.value = false
    },

    /** A message was pressed for long, or its menu was called for. */
    press(message: Message, point?: Point): void {
      if (picking.picking.value) return
      const selected = selectedText()
      if (offered(message).length > 0) menu.value = { message, point: point ?? focusPoint(), selected }
    },
    pick(name: string): void {
      const { message: pressed, selected = '' } = menu.value ?? {}
      menu.value = null
      if (!pressed) return
      const message = current(pressed)
      // A part of it that is marked is what is meant.
      if (name === 'copy' && selected !== '' && copyText(message.content).includes(selected)) void copyAll(selected)
      else if (does[name]) does[name](message)
      else options.act(name, message)
    },
    react(emoji: string): void {
      const { message } = menu.value ?? {}
      menu.value = null
      if (message) react(current(message), emoji)
    },
    /** Something of a message was tapped; false if that isn't for here. */
    open(message: Message, { what, value = '' }: OpenTarget): boolean {
      if (what === 'reaction') react(message, value)
      else if (what === 'edits') void (extras && showVersions(message))
      else if (what === 'rewrite') composer.rewrite(recalled.get(message.key) ?? '')
      else return false
      return true
    },
    /** Something is to be done with all that are chosen. */
    pickSeveral(name: string): void {
      const chosen = picking.all().slice(0, MOST_PICKED)
      if (name === 'hide') return void hide(chosen)
      if (name === 'forward') return forwarding.begin(chosen)
      const texts = chosen.map(({ content }) => copyText(content)).filter(text => text !== '')
      void copyAll(texts.join('\n'))
      picking.end()
    },
    forward(...sent: Parameters<typeof forwarding.send>): void {
      forwarding.send(...sent)
      picking.end()
    },
    /** A pinned message is to be so no more. */
    async unpin(seq: number): Promise<void> {
      const entry = pinned.entries.value.find(one => one.seq === seq)
      if (!entry) return
      const message = { ...entry, conversationId: conversationId(), key: '', own: false, status: 'sent' } as const
      await pin(message, false)
    },
  }
}

export type Actions = ReturnType<typeof useActions>
