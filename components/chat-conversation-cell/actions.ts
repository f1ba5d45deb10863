import type { Conversation } from '../../src/model/conversation'

/** What a person can do with a conversation in a list. */
export type ConversationAction = 'read' | 'unread' | 'pin' | 'unpin' | 'mute' | 'unmute' | 'hide'

/** What a swipe shows, in the order of the row. */
export function swipeActions({ muted, pinned }: Conversation): readonly ConversationAction[] {
  return [muted ? 'unmute' : 'mute', pinned === undefined ? 'pin' : 'unpin', 'hide']
}

/** What the menu offers, from the top. */
export function menuActions(conversation: Conversation): readonly ConversationAction[] {
  const { unread, marked } = conversation
  const [mute = 'mute', pin = 'pin', hide = 'hide'] = swipeActions(conversation)
  return [unread > 0 || marked ? 'read' : 'unread', pin, mute, hide]
}
