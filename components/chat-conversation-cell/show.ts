import { typingLine } from '../../src/content/presence'
import { summary } from '../../src/content/summary'
import { shortTime } from '../../src/content/time'
import type { Words } from '../../src/locale/words'
import type { Conversation } from '../../src/model/conversation'
import type { Message } from '../../src/model/message'
import type { Person } from '../../src/model/person'

/** What is known of a conversation that a list shows. */
export interface CellState {
  readonly conversation: Conversation
  readonly selfId: string
  readonly now: number
  readonly draft?: string
  readonly pending?: Message
  readonly typing: readonly Person[]
  readonly online?: boolean
}

/** The same in words. */
export interface CellShow {
  /** Whether somebody types: then that is the text. */
  readonly typing: boolean
  /** Whether the text is what was written and isn't sent. */
  readonly draft: boolean
  /** Who said it, where that is to be told. */
  readonly who: string
  readonly text: string
  /** When that was. */
  readonly time: string
  /** What is wrong with the newest message, or that it isn't sent yet. */
  readonly mark: { readonly icon: 'alert' | 'clock', readonly label: string } | null
  /** How much is unread; a dot where the text is empty. */
  readonly badge: { readonly text: string, readonly label: string } | null
  /** All of it, for screen readers. */
  readonly label: string
}

export function showOf(state: CellState, words: Words): CellShow {
  const { conversation, now, draft, pending } = state
  const last = pending ?? conversation.last
  const typing = state.typing.length > 0
  const line = typing ? { who: '', text: typingLine(state.typing, conversation.kind === 'direct', words) }
    : draft !== undefined ? { who: '', text: draft.replace(/\s+/g, ' ').trim() }
      : lastLine(state, words)
  const show = {
    ...line,
    typing,
    draft: draft !== undefined && !typing,
    time: last ? shortTime(last.at, now, words) : '',
    mark: typing || draft !== undefined ? null : markOf(pending, words),
    badge: badgeOf(conversation, words),
  }
  return { ...show, label: labelOf(state, show, words) }
}

function lastLine({ conversation, selfId, pending }: CellState, words: Words): Pick<CellShow, 'who' | 'text'> {
  const last = pending ?? conversation.last
  if (!last) return { who: '', text: words.noMessagesYet }
  const { author, content } = last
  const own = pending !== undefined || author.id === selfId
  if (content.kind === 'recalled') return { who: '', text: words.recalled(own ? undefined : content.by.name) }
  if (content.kind === 'system') return { who: '', text: summary(content, words, own ? undefined : author.name) }
  return { who: own ? words.you : conversation.kind === 'group' ? author.name : '', text: summary(content, words) }
}

function markOf(pending: Message | undefined, words: Words): CellShow['mark'] {
  if (!pending || pending.status === 'sent') return null
  return pending.status === 'failed' ? { icon: 'alert', label: words.failed } : { icon: 'clock', label: words.sending }
}

function badgeOf({ unread, marked, muted }: Conversation, words: Words): CellShow['badge'] {
  if (unread === 0) return marked ? { text: '', label: words.markedUnread } : null
  return { text: muted ? '' : unread > 99 ? '99+' : String(unread), label: words.unread(unread) }
}

function labelOf({ conversation, online }: CellState, show: Omit<CellShow, 'label'>, words: Words): string {
  const { title, muted, pinned, mention } = conversation
  const { who, text, time, mark, badge, draft } = show
  return [
    title, online && words.online, badge?.label, mention > 0 && words.mention, mark?.label, draft && words.draft,
    who ? `${who}: ${text}` : text, time, pinned !== undefined && words.pinnedChat, muted && words.mutedChat,
  ].filter(Boolean).join(', ')
}
