import { computed, nextTick, onBeforeUnmount, type Ref, watch } from 'vue'
import { type LeftPlace, useHistoryStore } from '../../store/history'
import { useMessagesStore } from '../../store/messages'
import { useUploadsStore } from '../../store/uploads'

/** What the room's list can do. */
interface List {
  /** Goes to a message that is shown, and says whether it is. */
  jumpTo(key: string): Promise<boolean>
  /** Where the reader is; null at the newest message. */
  place(): LeftPlace | null
}

/** The messages that a room shows: the newest ones, or a part of the log around a message that was jumped to. */
export function useLog(conversationId: () => string, list: Ref<List | null>) {
  const all = useMessagesStore()
  const history = useHistoryStore()
  const uploads = useUploadsStore()
  const part = computed(() => history.part(conversationId()))
  const view = computed(() => all.view(conversationId()))
  const shown = computed(() => part.value ?? view.value)
  /** Files that are on their way stand behind the newest message. */
  const uploading = computed(() => uploads.pending(conversationId()))

  function leave(): void {
    history.leave(conversationId())
  }

  // Who writes sees what is written, whatever part of the log was on the screen.
  const last = computed(() => view.value.messages[view.value.messages.length - 1])
  watch([last, () => uploading.value.length], ([written, now], [, before]) => {
    if (part.value && (now > before || (written?.own && written.seq === null))) leave()
  })

  /** The reader goes: who comes back finds the same line among the newest messages. */
  function goFrom(id: string): void {
    history.keepPlace(id, part.value ? null : list.value?.place() ?? null)
    history.leave(id)
  }

  watch(conversationId, (_, before) => goFrom(before))
  onBeforeUnmount(() => goFrom(conversationId()))

  return {
    /** The newest messages, as far as they are known. */
    view,
    /** What is shown, in its order. */
    messages: computed(() => {
      const { messages } = shown.value
      return part.value || uploading.value.length === 0 ? messages : [...messages, ...uploading.value]
    }),
    hasEarlier: computed(() => shown.value.hasEarlier),
    earlier: computed(() => shown.value.earlier),
    hasLater: computed(() => part.value !== undefined),
    later: computed(() => part.value?.later ?? 'ready'),

    loadEarlier: (): Promise<void> =>
      (part.value ? history.loadEarlier(conversationId()) : all.loadEarlier(conversationId())),
    loadLater: (): Promise<void> => history.loadLater(conversationId()),
    /** Where the reader was before. */
    startAt: computed(() => history.placeIn(conversationId())),
    /** Shows what is newest. */
    leave,

    /**
     * Goes to the message at a place in the log, wherever that is.
     * @returns whether it could be had
     */
    async jump(seq: number): Promise<boolean> {
      try {
        const message = await history.jump(conversationId(), seq)
        await nextTick()
        return message !== undefined && await list.value?.jumpTo(message.key) === true
      } catch {
        return false
      }
    },
  }
}
