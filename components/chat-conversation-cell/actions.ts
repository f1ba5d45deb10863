import type { Conversation } from '../../src/model/conversation'

/** What a person can do with a conversation in a list. */
export type ConversationAction = 'read' | 'unread' | 'pin' | 'unpin' | 'mute' | 'unmute' | 'hide' | 'delete'

/** What a swipe shows, in the order of the row. */
export function swipeActions({ pinned }: Conversation): readonly ConversationAction[] {
  return [pinned === undefined ? 'pin' : 'unpin', 'hide', 'delete']
}

/** What the menu offers, from the top. */
export function menuActions(conversation: Conversation): readonly ConversationAction[] {
  const { unread, marked, muted, pinned } = conversation
  return [
    unread > 0 || marked ? 'read' : 'unread', pinned === undefined ? 'pin' : 'unpin', muted ? 'unmute' : 'mute',
    'hide', 'delete',
  ]
}
