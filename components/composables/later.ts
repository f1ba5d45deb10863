import { type Component, defineComponent, h, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { tell } from '../../src/platform/dialogs'
import { useWords } from '../../store/words'
import ChatNotice from '../chat-notice/chat-notice.vue'

/** The first pause between two tries to load a part, and the longest, in ms. */
const PAUSE = 1_000
const LONGEST = 30_000
/** How long a part may take until that is said, in ms. */
const PATIENCE = 300
/** How long a page has stood when its other parts are loaded, in ms: what is on the screen comes first. */
const STANDS = 2_000

const parts = new Set<() => Promise<void>>()

/** Loads all parts that are known by now. */
export async function loadParts(): Promise<void> {
  await Promise.all([...parts].map(load => load()))
}

/** Loads what may be tapped next once this component has stood for a moment: a tap then neither waits nor fails. */
export function useParts(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  onMounted(() => {
    // What fails here is tried again when it is wanted.
    timer = setTimeout(() => loadParts().catch(() => {}), STANDS)
  })
  onBeforeUnmount(() => clearTimeout(timer))
}

/**
 * A component that browsers load when it is wanted, if {@link useParts} hasn't done so before. What lies over a page
 * and can't be loaded says so and closes. While it stays, it is tried again and again. For browsers only: a
 * mini-program has all its parts.
 * @param fills whether there is room for words in its place until it is there
 */
export function later<Part extends Component>(load: () => Promise<{ default: Part }>, fills = false): Part {
  const part = shallowRef<Part>()
  async function fetch(): Promise<void> {
    part.value ??= (await load()).default
  }
  parts.add(fetch)

  return defineComponent({
    inheritAttrs: false,
    setup(_, { attrs }) {
      const words = useWords()
      const late = ref(false)
      let pause = PAUSE
      let timer: ReturnType<typeof setTimeout> | undefined
      let wanted = true

      async function attempt(): Promise<void> {
        try {
          await fetch()
        } catch {
          if (!wanted) return
          if (!fills && pause === PAUSE) giveUp()
          timer = setTimeout(() => void attempt(), pause)
          pause = Math.min(LONGEST, pause * 2)
        }
      }

      function giveUp(): void {
        tell(words.value.loadFailed)
        const { onClose } = attrs
        if (onClose instanceof Function) onClose()
      }

      if (!part.value) void attempt()
      const patience = setTimeout(() => { late.value = true }, PATIENCE)
      onBeforeUnmount(() => {
        wanted = false
        clearTimeout(patience)
        clearTimeout(timer)
      })
      return () => {
        if (part.value) return h(part.value as Component, attrs)
        return fills && late.value ? h(ChatNotice, { text: words.value.loading }) : undefined
      }
    },
  }) as Component as Part
}
