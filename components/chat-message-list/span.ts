import type { Block, Blocks } from './blocks'

/** Which blocks are on the screen or near it, and how much room the others take, in px. */
export interface Span {
  /** The place among the blocks of the first one, and of the one after the last. */
  readonly from: number
  readonly to: number
  readonly above: number
  readonly below: number
}

/** A place to look from: so far below a block's upper edge, in px. */
export interface Anchor {
  readonly block: Block
  readonly offset: number
}

/** The blocks between `top` and `bottom`, in px below the first block's upper edge: one at least, if there are any. */
export function spanOf(blocks: Blocks, top: number, bottom: number): Span {
  const count = blocks.all.length
  if (count === 0) return { from: 0, to: 0, above: 0, below: 0 }
  const from = blocks.placeAt(top)
  const to = Math.min(count, Math.max(from, blocks.placeAt(bottom)) + 1)
  return { from, to, above: blocks.topOf(from), below: blocks.height - blocks.topOf(to) }
}

/** What lies at a height, in px below the first block's upper edge. */
export function anchorAt(blocks: Blocks, top: number): Anchor | null {
  const place = blocks.placeAt(top)
  const block = blocks.all[place]
  return block ? { block, offset: top - blocks.topOf(place) } : null
}

/** Where an anchor lies now; null if its block is gone. */
export function topOf(blocks: Blocks, { block, offset }: Anchor): number | null {
  const place = blocks.placeOf(block)
  return place < 0 ? null : blocks.topOf(place) + offset
}
