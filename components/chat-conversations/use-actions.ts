import { onBeforeUnmount, shallowReactive, shallowRef } from 'vue'
import { problemLine } from '../../src/content/problem'
import type { Conversation } from '../../src/model/conversation'
import { confirm, tell } from '../../src/platform/dialogs'
import { watchVisible } from '../../src/platform/visible'
import { useConversationsStore } from '../../store/conversations'
import { useDraftsStore } from '../../store/drafts'
import { useSettingsStore } from '../../store/settings'
import { useWords } from '../../store/words'
import type { ConversationAction } from '../chat-conversation-cell/actions'

/** How long one can take back that a conversation was hidden, in ms. */
const UNDO = 5_000

/** What a person does with a conversation of the list. */
export function useActions() {
  const words = useWords()
  const conversations = useConversationsStore()
  const settings = useSettingsStore()
  const drafts = useDraftsStore()
  /** Those that were hidden and of which the server doesn't know yet, with their newest entry. */
  const leaving = shallowReactive(new Map<string, number>())
  /** The one that was hidden last, as long as that can be taken back. */
  const hidden = shallowRef<Conversation | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function attempt(what: Promise<void>): Promise<void> {
    return what.catch((error: unknown) => tell(problemLine(error, words.value)))
  }

  function hide(conversation: Conversation): void {
    settle()
    leaving.set(conversation.id, conversation.head)
    hidden.value = conversation
    timer = setTimeout(settle, UNDO)
  }

  /** Tells the server of what was hidden: it can't be taken back any more. */
  function settle(): void {
    clearTimeout(timer)
    const { id } = hidden.value ?? {}
    hidden.value = null
    if (id === undefined) return
    const isNews = conversations.get(id)?.head !== leaving.get(id)
    if (isNews) leaving.delete(id)
    else void attempt(settings.hide(id)).then(() => leaving.delete(id))
  }

  function undo(): void {
    clearTimeout(timer)
    if (hidden.value) leaving.delete(hidden.value.id)
    hidden.value = null
  }

  const stop = watchVisible((visible) => { if (!visible) settle() })
  onBeforeUnmount(() => {
    stop()
    settle()
  })

  function read({ id, head, marked }: Conversation): void {
    conversations.markRead(id, head)
    if (marked) void attempt(settings.mark(id, false))
  }

  /** Asks, and deletes it for this person. */
  async function remove({ id, head }: Conversation): Promise<void> {
    const { askDeleteChat, clearNote, yes, cancel } = words.value
    if (!await confirm(askDeleteChat, clearNote, yes.delete, cancel)) return
    await settings.remove(id, head)
    drafts.drop(id)
  }

  const does: Readonly<Record<ConversationAction, (conversation: Conversation) => void>> = {
    read,
    unread: ({ id }) => void attempt(settings.mark(id, true)),
    pin: ({ id }) => void attempt(settings.pin(id, true)),
    unpin: ({ id }) => void attempt(settings.pin(id, false)),
    mute: ({ id }) => void attempt(settings.mute(id, true)),
    unmute: ({ id }) => void attempt(settings.mute(id, false)),
    hide,
    delete: conversation => void attempt(remove(conversation)),
  }

  return {
    hidden,
    undo,
    act: (conversation: Conversation, action: ConversationAction): void => does[action](conversation),
    /** Whether it was hidden, and nothing new has come since. */
    isLeaving: ({ id, head }: Conversation): boolean => leaving.get(id) === head,
    /** It is opened: it isn't marked as unread any more. */
    opened({ id, marked }: Conversation): void {
      if (marked) settings.mark(id, false).catch(() => {})
    },
  }
}
