import { shallowRef, watch } from 'vue'
import type { EmojiHabits } from '../../src/storage/drafts'

/** The most emoji that are known as used last. */
const MOST = 32

/**
 * Which emoji a person takes.
 * @param told told when that changes; whoever keeps it gives it back
 */
export function useHabits(given: () => EmojiHabits, told: (habits: EmojiHabits) => void) {
  const habits = shallowRef(given())
  watch(given, (now) => { habits.value = now })

  function know(now: EmojiHabits): void {
    habits.value = now
    told(now)
  }

  return {
    habits,
    used(emoji: string): void {
      const { recents, tone } = habits.value
      know({ recents: [emoji, ...recents.filter(one => one !== emoji)].slice(0, MOST), tone })
    },
    takeTone: (tone: number): void => know({ ...habits.value, tone }),
  }
}
