import { ref, shallowRef, watch } from 'vue'
import { characterBefore } from '../../src/content/character'
import { NOTHING, replaced, typed, type Written } from '../../src/content/written'

/** What the composer needs of `chat-field`. */
export interface Field {
  set(text: string, cursor?: number): Promise<void>
  focus(): Promise<void>
  blur(): void
  cursor(): number
}

/**
 * The text with its mentions, as it is written: by hand, and by what is put into it.
 * @param first what to begin with
 * @param took told each time: what stands there now, and where the cursor is
 */
export function useWriting(field: () => Field | null, first: Written, took: (now: Written, cursor: number) => void) {
  const written = shallowRef(first)
  /** What stands in the field when it is made. */
  const initial = ref(first.text)

  function take({ text, mentions }: Written, cursor: number): void {
    written.value = { text, mentions }
    took(written.value, cursor)
  }

  /** Puts something in place of all that is written. */
  function put(now: Written, cursor = now.text.length): void {
    initial.value = now.text
    void field()?.set(now.text, cursor)
    take(now, cursor)
  }

  const cursor = (): number => field()?.cursor() ?? written.value.text.length

  return {
    written,
    initial,
    put,

    /** The field says what it holds now. */
    changed(text: string, at: number, composing: boolean): void {
      // An input method must not be disturbed.
      const now = typed(written.value, text, at, !composing)
      if (now.text === text) take(now, at)
      else put(now, now.cursor)
    },

    /** Puts something in place of what stands between a place and the cursor; without a place, at the cursor. */
    insert(by: string, from = cursor(), id?: string): void {
      put(replaced(written.value, from, cursor(), by, id), from + by.length)
    },

    /** Takes away the character before the cursor, or the mention. */
    removeBefore(): void {
      const at = cursor()
      const { text } = written.value
      const from = characterBefore(text, at)
      const now = typed(written.value, text.slice(0, from) + text.slice(at), from)
      if (at > 0) put(now, now.cursor)
    },

    /**
     * Takes another draft, and the text of a message to be changed: after that, what was being written is there again.
     * @param begun a message is to be changed from now on
     */
    follow(props: { readonly draft?: Written, readonly editing?: { readonly text: string } }, begun: () => void): void {
      let aside = NOTHING
      watch([() => props.draft ?? NOTHING, () => props.editing], ([draft, editing], [lastDraft, lastEditing]) => {
        if (editing && !lastEditing) aside = written.value
        if (draft !== lastDraft) aside = draft
        if (!editing) return put(aside)
        if (editing === lastEditing) return
        put({ text: editing.text, mentions: [] })
        begun()
      })
    },

    /** The field is about to be taken away, or made again. */
    hold(): void {
      initial.value = written.value.text
    },
  }
}
