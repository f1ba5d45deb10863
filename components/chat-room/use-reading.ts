import { onBeforeUnmount, onMounted, ref, type Ref, watch } from 'vue'
import { watchVisible } from '../../src/platform/visible'
import type { Conversation } from '../../src/model/conversation'
import { useConversationsStore } from '../../store/conversations'
import { useMessagesStore } from '../../store/messages'
import { usePeopleStore } from '../../store/people'
import { useSettingsStore } from '../../store/settings'

/**
 * What a person has read by being in a room.
 * @param active whether the room's page is the one in front
 * @param atEnd whether its newest message is on the screen
 * @param hidden called when the app goes to the background
 */
export function useReading(
  id: () => string, conversation: () => Conversation | undefined, active: () => boolean, atEnd: Ref<boolean>,
  hidden: () => void,
) {
  const conversations = useConversationsStore()
  const messages = useMessagesStore()
  const people = usePeopleStore()
  const settings = useSettingsStore()
  const visible = ref(true)
  /** Where unread messages began when the person came: what is read meanwhile doesn't move the line. */
  const unreadFrom = ref<number>()

  let stop: (() => void) | undefined
  onMounted(() => {
    stop = watchVisible((value) => {
      visible.value = value
      if (!value) hidden()
    })
  })
  onBeforeUnmount(() => stop?.())

  watch([id, () => conversation() !== undefined], () => {
    const { unread = 0, read = 0 } = conversation() ?? {}
    unreadFrom.value = unread > 0 ? read + 1 : undefined
  }, { immediate: true })

  // Another person who signs in has messages of their own. Who was removed is told that there are none, and who is
  // added again gets them.
  watch([id, () => people.self?.id, () => conversation() === undefined], ([now]) => {
    messages.enter(now)
  }, { immediate: true })

  const sees = (): boolean => visible.value && active()

  // What the person sees at the end of the list is read.
  watch([() => messages.view(id()), atEnd, sees], ([{ head }]) => {
    if (atEnd.value && sees()) conversations.markRead(id(), head)
  })

  // Who opens it has read it: the mark goes, even where there was nothing to read.
  watch([() => conversation()?.marked, sees], ([marked]) => {
    if (marked && sees()) settings.mark(id(), false).catch(() => {})
  }, { immediate: true })

  return { unreadFrom }
}
