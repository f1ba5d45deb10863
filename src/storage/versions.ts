/** The version of what is stored. Each value is a list that begins with the version that wrote it. */
export const VERSION = 2

/** The length of a log of usual messages, in characters. */
const USUAL_LENGTH = 10_000

type Step = (key: string, value: readonly unknown[]) => readonly unknown[]

/** By version: how a value of it, without the version, becomes one of the next version. */
const steps: Readonly<Record<number, Step>> = {
  // Version 1 could send messages only, and didn't know whether one had been tried, nor how long a log is.
  1: (key, value) => {
    if (key === 'recent') return [(value[0] as unknown[]).map(log => [log, USUAL_LENGTH])]
    if (!key.startsWith('out/')) return value
    const [conversationId, content, at, order, failed] = value
    return [conversationId, { type: 'send', content }, at, order, 1, failed]
  },
}

/** What was stored, as this version writes it; null if it can't be read, `newer` if a newer version wrote it. */
export function upgrade(key: string, stored: readonly unknown[]): readonly unknown[] | 'newer' | null {
  const [version, ...value] = stored
  if (typeof version !== 'number') return null
  if (version > VERSION) return 'newer'
  let upgraded: readonly unknown[] = value
  for (let from = version; from < VERSION; from++) {
    const step = steps[from]
    if (!step) return null
    upgraded = step(key, upgraded)
  }
  return upgraded
}
