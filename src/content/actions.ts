import type { Content, ReceivedContent } from '../model/content'
import type { Message } from '../model/message'
import type { Role } from '../model/person'

/** What the kit can do with a message. */
export type ActionName =
  | 'copy' | 'quote' | 'forward' | 'edit' | 'recall' | 'pin' | 'unpin' | 'save' | 'reactions' | 'history' | 'select'
  | 'again' | 'retry' | 'discard' | 'cancel' | 'hide' | 'report'

/** An action of a project's own. */
export interface OwnAction {
  readonly name: string
  readonly label: string
  /** The name of an icon of the kit: `star`. */
  readonly icon?: string
  /** Whether it can't be undone: then it stands in the colour of danger. */
  readonly danger?: boolean
}

/** What the menu of a message offers: one of the kit's actions by name, or one of a project's own. */
export type MessageAction = ActionName | OwnAction

/** What decides what can be done with a message, besides the message. */
export interface ActionSetting {
  /** What time it is, in ms since 1970. */
  readonly now: number
  /** How long one's own messages can be taken back, in ms. Owners and admins aren't bound by it. */
  readonly recallWithin: number
  readonly role?: Role
  /** Whether the message is pinned. */
  readonly pinned: boolean
  /** Whether one may pin messages. */
  readonly mayPin: boolean
  /** Whether one may write in the conversation. */
  readonly canWrite: boolean
  /** Whether sending a failed message again can help. */
  readonly canRetry: boolean
  /** Whether messages can be edited, taken back and reacted to. */
  readonly changes: boolean
  /** Whether who writes an answer can be asked to write it again. */
  readonly steers?: boolean
  /** Whether they can be quoted, hidden and pinned. */
  readonly extras: boolean
}

/** The most messages that are dealt with at once: as many as a merged forward has. */
export const MOST_PICKED = 100

/** How deep merged forwards may lie in each other: see `src/kinds/forward.ts`. */
const MOST_DEEP = 3

/** The text of a content that there is to copy; '' if there is none. */
export function copyText(content: ReceivedContent): string {
  switch (content.kind) {
    case 'text':
    case 'markdown':
      return content.text
    case 'image':
    case 'video':
      return content.caption ?? ''
    case 'link':
      return content.url
    case 'location':
      return content.address ?? content.name
    default:
      return ''
  }
}

/** A content as it can be sent once more; null if it can't be: nobody said it, or nothing of it is left. */
export function sendable(content: ReceivedContent): Content | null {
  if (content.kind === 'system' || content.kind === 'recalled') return null
  // What is being written is written in one place.
  if (content.kind === 'markdown') return content.text === '' ? null : { kind: 'markdown', text: content.text }
  if (content.kind !== 'unsupported') return content
  const { name, data } = content
  const isEmpty = Object.keys(data).every(key => key === 'kind')
  return isEmpty ? null : { ...data, kind: name } as unknown as Content
}

/** How many forwards lie in each other. */
function depthOf(content: ReceivedContent): number {
  return content.kind === 'forward' ? 1 + Math.max(0, ...content.items.map(item => depthOf(item.content))) : 0
}

/** Whether these can be forwarded as one. */
export function canMerge(messages: readonly Message[]): boolean {
  return messages.length <= MOST_PICKED && messages.every(({ content }) => depthOf(content) < MOST_DEEP)
}

/** Several messages as one, to be sent elsewhere; those that can't be are left out. */
export function merged(messages: readonly Message[], title: string): Content {
  const items = messages.flatMap(({ author, at, content }) => {
    const said = sendable(content)
    return said ? [{ author, at, content: said }] : []
  })
  return { kind: 'forward', title, items }
}

/** Whether a message can be forwarded: its server has it, and there is something of it to send. */
export function canForward({ seq, content }: Message): boolean {
  return seq !== null && sendable(content) !== null
}

/** Whether a message can still be taken back. */
export function canRecall({ own, at }: Message, { changes, role, now, recallWithin }: ActionSetting): boolean {
  return changes && (role === 'owner' || role === 'admin' || (own && now - at < recallWithin))
}

/** What can be done with a message, in the order of its menu. */
export function actionsFor(message: Message, setting: ActionSetting): ActionName[] {
  const { content, own, seq, status, edited, reactions, progress } = message
  const { extras, changes, canWrite, pinned, mayPin } = setting
  const answers = content.kind === 'markdown' && content.stream !== undefined
  const all: [boolean, ActionName][] = content.kind === 'system' || content.kind === 'recalled' ? []
    : status === 'failed' ? [
      [copyText(content) !== '', 'copy'],
      [setting.canRetry, 'retry'],
      [true, 'discard'],
    ] : seq === null ? [
      [copyText(content) !== '', 'copy'],
      [status === 'queued' || progress !== undefined, 'cancel'],
    ] : [
      [copyText(content) !== '', 'copy'],
      [extras && canWrite, 'quote'],
      [canForward(message), 'forward'],
      [changes && canWrite && own && content.kind === 'text', 'edit'],
      [answers && content.ended !== undefined && canWrite && setting.steers === true, 'again'],
      [canRecall(message, setting), 'recall'],
      [['image', 'video', 'file'].includes(content.kind), 'save'],
      [extras && mayPin, pinned ? 'unpin' : 'pin'],
      [Boolean(reactions?.length), 'reactions'],
      [extras && edited !== undefined && !answers, 'history'],
      [true, 'select'],
    ]
  if (seq !== null) all.push([extras, 'hide'])
  return all.flatMap(([offered, name]) => (offered ? [name] : []))
}
