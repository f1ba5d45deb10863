import { defineStore } from 'pinia'
import { ref, shallowReactive, shallowRef } from 'vue'
import { uniStorage } from '../src/platform/storage'
import { bounded, createDraftBox, type Draft, type EmojiHabits } from '../src/storage/drafts'
import { useEngine } from './engine'

/** How long after a change a draft is kept, in ms: who types makes many. */
const KEEP_DELAY = 300
const noHabits: EmojiHabits = { recents: [], tone: 0 }

/**
 * What this person is writing, by conversation. It is kept over a restart once it is known who one is, and goes at a
 * logout. There are 50 at most.
 */
export const useDraftsStore = defineStore('chat-drafts', () => {
  const engine = useEngine()
  const drafts = shallowReactive(new Map<string, Draft>())
  const habits = shallowRef(noHabits)
  const owner = ref('')
  let box: ReturnType<typeof createDraftBox> | null = null
  const changed = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Another person may be here, or nobody. */
  function know(): void {
    const id = engine.sync.self?.id ?? ''
    if (id === owner.value) return
    // What was written before anybody knew who writes is that person's.
    if (owner.value !== '') {
      drafts.clear()
      changed.clear()
    }
    owner.value = id
    box = id === '' ? null : createDraftBox(uniStorage, id)
    habits.value = box?.habits() ?? noHabits
    for (const [conversationId, draft] of box?.all() ?? []) {
      if (!drafts.has(conversationId)) drafts.set(conversationId, draft)
    }
    keepSoon()
  }

  function keepSoon(): void {
    clearTimeout(timer)
    if (changed.size > 0) timer = setTimeout(keep, KEEP_DELAY)
  }

  function keep(): void {
    clearTimeout(timer)
    // Who has signed out meanwhile leaves nothing.
    if (!box || engine.sync.self?.id !== owner.value) return
    for (const id of changed) box.keep(id, drafts.get(id), Date.now())
    changed.clear()
  }

  /** Takes over what is being written in a conversation. With neither text nor quote it is no draft any more. */
  function put(conversationId: string, draft: Draft): void {
    // The one that was changed last is the last one.
    drafts.delete(conversationId)
    if (draft.text.trim() !== '' || draft.quote) drafts.set(conversationId, draft)
    changed.add(conversationId)
    for (const old of bounded(drafts)) {
      drafts.delete(old)
      changed.add(old)
    }
    keepSoon()
  }

  engine.listen({ dataChanged: know })
  know()

  return {
    /** Whose they are; empty as long as that isn't known. */
    owner,
    /** What is being written in a conversation; reactive. */
    of: (conversationId: string): Draft | undefined => drafts.get(conversationId),
    put,
    /** Keeps at once what has changed: for an app that goes to the background, where it may be ended. */
    keep,
    /** Forgets what was being written in a conversation. */
    drop: (conversationId: string): void => put(conversationId, { text: '', mentions: [] }),
    /** Which emoji this person takes. */
    habits,
    /** Keeps another one of them. */
    setHabits(now: EmojiHabits): void {
      habits.value = now
      box?.keepHabits(now)
    },
  }
})
