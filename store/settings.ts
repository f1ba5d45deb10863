import { defineStore } from 'pinia'
import type { SetCommand } from '../src/model/events'
import { useEngine } from './engine'

/**
 * How this person wants to have conversations, on all devices: it shows in the conversations store. Everything here
 * takes a connection, and throws a ChatError when there is none, or the server won't have it.
 */
export const useSettingsStore = defineStore('chat-settings', () => {
  const { sync } = useEngine()

  async function set(conversationId: string, what: Omit<SetCommand, 'type' | 'id' | 'conversationId'>): Promise<void> {
    await sync.ask('conversation', { type: 'set', conversationId, ...what })
  }

  return {
    /** Keeps a conversation at the top of the list, or no more. */
    pin: (id: string, on: boolean): Promise<void> => set(id, { pinned: on }),
    /** Isn't called by it any more, or is again: its unread messages don't count. */
    mute: (id: string, on: boolean): Promise<void> => set(id, { muted: on }),
    /** Takes it from the list until there is something new in it. */
    hide: (id: string): Promise<void> => set(id, { hidden: true }),
    /** Takes all that is there up to `seq` from this person's view, for good: others still have it. */
    clear: (id: string, seq: number): Promise<void> => set(id, { cleared: seq }),
    /** Takes it from the list until there is something new in it, and all that is there up to `seq` for good. */
    remove: (id: string, seq: number): Promise<void> => set(id, { hidden: true, cleared: seq }),
    /** Marks it as unread, until it is opened. */
    mark: (id: string, on: boolean): Promise<void> => set(id, { marked: on }),
  }
})
