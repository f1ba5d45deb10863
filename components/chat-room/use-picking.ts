import {
  computed, getCurrentInstance, onBeforeUnmount, onMounted, reactive, ref, shallowReactive, watch,
} from 'vue'
import { MOST_PICKED } from '../../src/content/actions'
import type { Message } from '../../src/model/message'
import { tell } from '../../src/platform/dialogs'
import { listenTo } from '../../src/platform/listen'
import { usePeopleStore } from '../../store/people'
import { useWords } from '../../store/words'
import { providePicks } from '../composables/use-picks'

/**
 * Choosing several messages of a room.
 * @param shown the messages that are loaded
 * @param canRewrite whether what a message said before it was taken back is known
 */
export function usePicking(
  conversationId: () => string, shown: () => readonly Message[], canRewrite: (key: string) => boolean,
) {
  const words = useWords()
  const people = usePeopleStore()
  const picking = ref(false)
  const picked = shallowReactive(new Map<string, Message>())

  function toggle(message: Message): void {
    // What the server doesn't have can't be forwarded, and is thrown away by itself.
    if (message.seq === null) return
    if (picked.delete(message.key)) return
    if (picked.size >= MOST_PICKED) tell(words.value.mostSelected(MOST_PICKED))
    else picked.set(message.key, message)
  }

  function end(): void {
    picking.value = false
    picked.clear()
  }

  providePicks(reactive({
    get picking() {
      return picking.value
    },
    get selfId() {
      return people.self?.id ?? ''
    },
    isPicked: (key: string) => picked.has(key),
    toggle,
    canRewrite,
  }))

  /** In a browser a row that has the focus is chosen by Space or Enter, and Escape ends it wherever the focus is. */
  function keydown(event: Event): void {
    if (!picking.value) return
    const { key } = event as KeyboardEvent
    if (key === 'Escape') return end()
    const row = event.target as HTMLElement
    if ((key !== ' ' && key !== 'Enter') || !row.matches('.chat-list__row')) return
    event.preventDefault()
    const message = shown().find(one => one.key === row.dataset.id)
    if (message && message.content.kind !== 'system' && message.content.kind !== 'recalled') toggle(message)
  }

  const { proxy = null } = getCurrentInstance() ?? {}
  let stop = (): void => {}
  onMounted(() => { stop = listenTo(proxy, { keydown }) })
  onBeforeUnmount(() => stop())

  watch(conversationId, end)
  // What was taken back meanwhile can't be chosen any more.
  watch(shown, (messages) => {
    if (picked.size === 0) return
    for (const message of messages) {
      if (!picked.has(message.key)) continue
      if (message.content.kind === 'recalled') picked.delete(message.key)
      else picked.set(message.key, message)
    }
  })

  return {
    picking,
    count: computed(() => picked.size),
    /** Those that are chosen, in the order of the log. */
    all: (): Message[] => [...picked.values()].sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0)),
    toggle,
    begin(message: Message): void {
      picking.value = true
      toggle(message)
    },
    end,
  }
}
