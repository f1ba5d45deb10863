import { setTimeout as delay } from 'node:timers/promises'
import type { Backend } from './backend'
import type { Listener } from './listeners'

// An answer holds for so long, in ms, however many ask; after so long without one the store counts as out of reach.
const freshTime = 1000
const patience = 2000

/** Tells whether the store answers, and whether what others say would be heard here. Never rejects. */
export function createReadiness({ store, hub }: Backend): () => Promise<boolean> {
  const probe: Listener = { deliver() {}, lost() {} }
  let asked: { at: number, answer: Promise<boolean> } | undefined

  async function look(): Promise<boolean> {
    try {
      // Nobody's: an id has at least one character.
      await store.conversationIds('')
      await hub.add(probe, '')
      return true
    } catch {
      return false
    } finally {
      hub.remove(probe, '')
    }
  }

  return () => {
    const now = performance.now()
    if (!asked || now - asked.at > freshTime) {
      asked = { at: now, answer: Promise.race([look(), delay(patience, false, { ref: false })]) }
    }
    return asked.answer
  }
}
