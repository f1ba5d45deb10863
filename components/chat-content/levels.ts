import type { VoiceContent } from '../../src/kinds/voice'

/** The fewest and the most bars; and how many more there are for each second. */
const LEAST = 12
const MOST = 28
const PER_SECOND = 0.5
/** How far apart they stand, how thick and how high they are, in px. */
const STEP = 5
const THICK = 3
const HEIGHT = 24
/** How loud it is taken to be where nobody says. */
const UNKNOWN = 12

/** So many levels as there are bars, each from 0 to 100: the loudest of those that come together in one. */
export function levelsShown({ duration, levels = [] }: VoiceContent): number[] {
  const bars = Math.round(Math.min(MOST, LEAST + duration / 1_000 * PER_SECOND))
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor(bar * levels.length / bars)
    const to = Math.max(from + 1, Math.floor((bar + 1) * levels.length / bars))
    return levels.length ? Math.max(...levels.slice(from, to)) : UNKNOWN
  })
}

/** Bars as a CSS mask, so that one element shows them all, and a step of the player changes one number. */
export function levelMask(levels: readonly number[]): Record<string, string> {
  const width = levels.length * STEP
  const path = levels.map((level, bar) => {
    const half = Math.max(1, Math.round(level / 100 * (HEIGHT - THICK) / 2))
    return `M${bar * STEP + STEP / 2} ${HEIGHT / 2 - half}v${2 * half}`
  }).join('')
  const svg = `%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${width} ${HEIGHT}' preserveAspectRatio='none'%3E`
    + `%3Cpath d='${path}' stroke='%23000' stroke-width='${THICK}' stroke-linecap='round'/%3E%3C/svg%3E`
  return { 'width': `${width}px`, '--chat-levels': `url("data:image/svg+xml,${svg}")` }
}
