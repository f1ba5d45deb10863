import type { Block, Blocks } from './blocks'

/** A run of blocks, by their places among them all: the first one, and the one after the last. */
export interface Run {
  readonly from: number
  readonly to: number
}

/** What is drawn for a frame of the screen. */
export interface Drawing {
  /** Neighbours, but for a gap above the newest ones while those are on their way. */
  readonly blocks: readonly Block[]
  /** How many rows of the last block are drawn. */
  readonly rows: number
  /** How much room is kept for those above, and for those below, in px. */
  readonly above: number
  readonly below: number
  /** Whether there is more to draw in the frames to come. */
  readonly more: boolean
}

/** How long the drawing of rows may take of a frame, in ms: laying them out and painting them takes as long again. */
const BUDGET = 5
/** How long a row takes until that is known, in ms. */
const GUESS = 2

export const nothing: Drawing = { blocks: [], rows: 0, above: 0, below: 0, more: false }

/**
 * What to draw next of the blocks that are wanted: at once those that are needed and, if `widens`, one block more. The
 * others are for frames to come, so that none of those is late.
 */
export function widen(present: Drawing, blocks: Blocks, need: Run, want: Run, widens: boolean): Drawing {
  const { all } = blocks
  const there = new Set(present.blocks)
  const isThere = (place: number): boolean => there.has(all[place] as Block)
  let { from, to } = need
  while (from > want.from && isThere(from - 1)) from--
  while (to < want.to && isThere(to)) to++
  const widened = widens && all.slice(need.from, need.to).some(block => there.has(block))
  if (widened && from > want.from && (to === want.to || need.from - from <= to - need.to)) from--
  else if (widened && to < want.to) to++
  return {
    blocks: all.slice(from, to),
    rows: all[to - 1]?.count ?? 0,
    above: blocks.topOf(from),
    below: blocks.height - blocks.topOf(to),
    more: from > want.from || to < want.to,
  }
}

/**
 * What to draw next on the way to the newest messages, so that no frame is late where many come: so many rows more.
 * Blocks above stay until others have taken their room; what lies between is left out.
 * @param rows how many rows may be drawn anew
 * @returns undefined where there is nothing to go on from
 */
export function follow(present: Drawing, blocks: Blocks, need: Run, want: Run, rows: number): Drawing | undefined {
  const { all } = blocks
  const last = present.blocks[present.blocks.length - 1]
  const lastPlace = last ? blocks.placeOf(last) : -1
  if (lastPlace < 0) return undefined
  const begin = lastPlace < want.from ? need.from : lastPlace
  let to = begin
  let drawn = begin === lastPlace ? present.rows : 0
  let left = rows + drawn
  for (; to < want.to && left > 0; to++) {
    drawn = Math.min(all[to]?.count ?? 0, left)
    left -= drawn
  }
  if (to >= want.to && drawn === all[to - 1]?.count) {
    return widen(present, blocks, { from: Math.min(begin, need.from), to }, want, false)
  }
  const part = all[to - 1] as Block
  let missing = blocks.topOf(need.to) - blocks.topOf(need.from)
  missing -= blocks.topOf(to) - blocks.topOf(begin) - part.height * (1 - drawn / part.count)
  let above = blocks.topOf(begin)
  const kept: Block[] = []
  for (const block of [...present.blocks].reverse()) {
    const place = blocks.placeOf(block)
    if (place < 0 || place >= begin) continue
    if (place < want.from && missing <= 0) break
    kept.unshift(block)
    missing -= block.height
    above -= block.height
  }
  return { blocks: [...kept, ...all.slice(begin, to)], rows: drawn, above: Math.max(0, above), below: 0, more: true }
}

/** How many rows may be drawn anew in a frame, by how long others took. */
export function createAllowance() {
  let each = GUESS
  return {
    get rows(): number {
      return Math.max(1, Math.floor(BUDGET / each))
    },

    /** So many rows were drawn in so many ms. */
    took(rows: number, time: number): void {
      if (rows > 0) each += (time / rows - each) / 4
    },
  }
}
