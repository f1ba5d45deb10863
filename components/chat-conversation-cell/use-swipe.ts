import { computed, inject, type InjectionKey, provide, ref, type Ref } from 'vue'

/** A finger that has moved less than this has not said yet where it goes, in px. */
const SLOP = 8
/** A row that is let go further than this from where it was goes on by itself, in px. */
const THROW = 40

const key: InjectionKey<Ref<string>> = Symbol('chat-swipe')

/** Lets only one of the rows within a component be open. */
export function provideSwipe(): Ref<string> {
  const open = ref('')
  provide(key, open)
  return open
}

/** What touch events tell, on every platform. */
interface Touches {
  readonly touches?: readonly { readonly clientX: number, readonly clientY: number }[]
  /** In a browser only. */
  preventDefault?(): void
}

/**
 * A row that is drawn aside to show what lies beside it.
 * @param id which one it is
 * @param isOn whether there is something beside it
 * @param isTurned whether that lies at the left: where one reads from right to left
 */
export function useSwipe(id: () => string, isOn: () => boolean, isTurned: () => boolean) {
  const open = inject(key, ref(''), false)
  const isOpen = computed(() => isOn() && open.value === id())
  /** How far a finger holds the row from where it was, in px towards what it shows; null if none does. */
  const held = ref<number | null>(null)
  let start: { x: number, y: number } | null = null

  function begin(event: unknown): void {
    const [touch] = (event as Touches).touches ?? []
    held.value = null
    start = touch && isOn() ? { x: touch.clientX, y: touch.clientY } : null
  }

  function move(event: unknown): void {
    const [touch] = (event as Touches).touches ?? []
    if (!start || !touch) return
    const across = (start.x - touch.clientX) * (isTurned() ? -1 : 1)
    if (held.value === null) {
      const down = Math.abs(touch.clientY - start.y)
      if (down > SLOP && down > Math.abs(across)) start = null
      if (!start || Math.abs(across) < SLOP) return
    }
    // Chromium takes a quick swipe for the start of a scroll, and swallows the next tap.
    ;(event as Touches).preventDefault?.()
    // No further than shut.
    held.value = isOpen.value ? Math.min(0, across) : Math.max(0, across)
  }

  function end(): void {
    const by = held.value
    start = null
    held.value = null
    if (by === null) return
    if (by > THROW) open.value = id()
    else if (by < -THROW) shut()
  }

  function shut(): void {
    if (isOpen.value) open.value = ''
  }

  return { isOpen, held, begin, move, end, shut }
}
