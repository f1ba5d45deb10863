import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import type { Conversation } from '../../src/model/conversation'
import type { MessageEntry } from '../../src/model/entry'
import { useConnectionStore } from '../../store/connection'
import { useEngine } from '../../store/engine'
import { useGroupsStore } from '../../store/groups'
import { useHistoryStore } from '../../store/history'

/** In larger groups nobody looks whether there is an owner. */
const SMALL = 200

/** The pinned messages of a room, as far as they are known: the one that was pinned last first. */
export function usePinned(conversationId: () => string, conversation: () => Conversation | undefined) {
  const connection = useConnectionStore()
  const history = useHistoryStore()
  const groups = useGroupsStore()
  /** Whether the group is nobody's: then all may pin. */
  const isNobodys = ref(false)
  const entries = shallowRef<readonly MessageEntry[]>([])
  /** Each time they are asked for has a number: an older answer is no more wanted. */
  let asked = 0

  async function load(): Promise<void> {
    const turn = asked += 1
    const id = conversationId()
    if (!connection.capabilities.extras || connection.state !== 'online') return
    try {
      const found = await history.pins(id)
      if (turn === asked) entries.value = found
    } catch {
      // They are asked for again with the next connection, or when one is pinned.
    }
  }

  /** Members aren't told whether their group has an owner. */
  async function lookForOwner(): Promise<void> {
    const id = conversationId()
    const { role, members = 0 } = conversation() ?? {}
    if (role !== 'member' || members > SMALL || !connection.capabilities.extras || connection.state !== 'online') return
    try {
      const all = await groups.members(id, 0, SMALL)
      if (id === conversationId()) isNobodys.value = !all.some(member => member.role === 'owner')
    } catch {
      // Who can't be sure doesn't offer it.
    }
  }

  watch(conversationId, () => {
    entries.value = []
    isNobodys.value = false
  }, { flush: 'sync' })
  const isOnline = (): boolean => connection.state === 'online'
  watch([conversationId, isOnline, () => conversation()?.role], lookForOwner, { immediate: true })
  watch([conversationId, isOnline], load, { immediate: true })

  onBeforeUnmount(useEngine().listen({
    logged({ conversationId: id, entry }) {
      if (id !== conversationId() || entry.type === 'unknown' || entry.type === 'react') return
      const { content } = entry.type === 'message' ? entry : {}
      const isPin = content?.kind === 'system' && (content.change === 'pinned' || content.change === 'unpinned')
      // What is pinned says something else now, or nothing more.
      const isOfPinned = entry.type !== 'message' && entries.value.some(({ seq }) => seq === entry.target)
      if (isPin || isOfPinned) void load()
    },
  }))

  return {
    entries,
    /** Whether this person may pin messages. */
    mayPin: computed(() => conversation()?.role !== 'member' || isNobodys.value),
    has: (seq: number | null): boolean => entries.value.some(entry => entry.seq === seq),
  }
}
