import { computed, onBeforeUnmount, ref, watch } from 'vue'
import { presenceLine, typingLine } from '../../src/content/presence'
import type { Written } from '../../src/content/written'
import type { Conversation } from '../../src/model/conversation'
import type { Message } from '../../src/model/message'
import { useConnectionStore } from '../../store/connection'
import { useFacesStore } from '../../store/faces'
import { usePresenceStore } from '../../store/presence'
import { useReadsStore } from '../../store/reads'
import { useWords } from '../../store/words'
import { useNow } from '../composables/use-now'
import { provideReceipts } from '../composables/use-receipts'

/** The most members of a group where the server tells who has read what, and who types. */
const SMALL = 200

/** The others in a room: whether they are there, who types, how far they have read. */
export function useCompany(
  id: () => string, conversation: () => Conversation | undefined, messages: () => readonly Message[],
) {
  const words = useWords()
  const now = useNow()
  const connection = useConnectionStore()
  const presence = usePresenceStore()
  const reads = useReadsStore()
  const faces = useFacesStore()
  const { extras = false } = connection.capabilities
  const isOnline = computed(() => connection.state === 'online')

  const peer = computed(() => conversation()?.peer)
  if (extras) presence.watch(() => (peer.value ? [peer.value.id] : []))
  const state = computed(() => (peer.value ? presence.of(peer.value.id) : undefined))
  const typing = computed(() => typingLine(presence.typing(id()), conversation()?.kind === 'direct', words.value))
  const line = computed(() => {
    if (typing.value) return typing.value
    if (peer.value) return presenceLine(state.value, now.value, words.value)
    const { members } = conversation() ?? {}
    return members === undefined ? '' : words.value.memberCount(members)
  })

  /** Where one was said to type. */
  let typedIn = ''
  function type(on: boolean): void {
    if (!extras) return
    if (typedIn && (!on || typedIn !== id())) presence.type(typedIn, false)
    typedIn = on ? id() : ''
    if (on) presence.type(typedIn, true)
  }
  watch(id, () => type(false))
  onBeforeUnmount(() => type(false))

  const isSmallGroup = computed(() => {
    const { kind, members = 0 } = conversation() ?? {}
    return extras && kind === 'group' && members <= SMALL
  })
  /** Only who has written wants to know who has read it. */
  const hasWritten = computed(() => messages().some(({ own, seq }) => own && seq !== null))
  // What was read while there was no connection isn't told later.
  watch([id, isSmallGroup, hasWritten, isOnline, () => conversation()?.members], ([group, small, written, online]) => {
    if (small && written && online) reads.load(group).catch(() => {})
  }, { immediate: true })
  const readers = computed(() => (isSmallGroup.value ? reads.of(id()) : []))
  provideReceipts({
    readBy(seq) {
      const { length } = readers.value
      return length ? { count: readers.value.filter(({ read }) => read >= seq).length, of: length } : undefined
    },
  })
  /** The message whose readers are shown: its place in the log, or 0. */
  const asked = ref(0)
  watch(id, () => { asked.value = 0 })

  return {
    /** Who is there, or types, in words. */
    line,
    typing,
    online: computed(() => state.value?.online === true),
    /** For the group's picture. */
    people: computed(() => faces.of(id())),
    /** The person has changed what is written. */
    wrote: ({ text }: Written): void => type(text.trim() !== ''),
    readers,
    asked,
    /** Shows the head: then the group's picture is wanted. */
    showFaces(): void {
      watch([conversation, isOnline], ([now]) => now && faces.show(now), { immediate: true })
    },
  }
}
