import { activeAt, type Conversation } from '../model/conversation'

/**
 * The order of a list of conversations: pinned ones first, the one that was pinned last before all, then those with the
 * newest message or draft.
 * @param newestFirst as the conversations store has them, the one with the newest message first
 * @param draftAt when something was last written that isn't sent, in ms since 1970; undefined where nothing is
 */
export function orderOf(
  newestFirst: readonly Conversation[], draftAt: (id: string) => number | undefined,
): readonly Conversation[] {
  const pinned: Conversation[] = []
  const drafts: { conversation: Conversation, at: number }[] = []
  const others: Conversation[] = []
  for (const conversation of newestFirst) {
    const at = draftAt(conversation.id) ?? 0
    if (conversation.pinned !== undefined) pinned.push(conversation)
    else if (at > activeAt(conversation)) drafts.push({ conversation, at })
    else others.push(conversation)
  }
  pinned.sort((one, other) => (other.pinned ?? 0) - (one.pinned ?? 0))
  drafts.sort((one, other) => other.at - one.at)
  // Both are in order: what there is of thousands is gone through once, and sorted never.
  const merged: Conversation[] = pinned
  let next = 0
  for (const other of others) {
    for (let draft = drafts[next]; draft && draft.at > activeAt(other); draft = drafts[next]) {
      merged.push(draft.conversation)
      next += 1
    }
    merged.push(other)
  }
  for (const { conversation } of drafts.slice(next)) merged.push(conversation)
  return merged
}

/**
 * How many unread messages call for this person, for the badge of a tab: what is muted or hidden doesn't, and what was
 * marked as unread counts as one.
 */
export function totalUnread(conversations: readonly Conversation[]): number {
  return conversations.reduce((sum, { unread, muted, hidden, marked }) => (
    muted || hidden ? sum : sum + Math.max(unread, marked ? 1 : 0)), 0)
}
