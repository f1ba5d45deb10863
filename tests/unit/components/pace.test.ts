// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { type Block, type Blocks, createBlocks } from '../../../components/chat-message-list/blocks'
import { createAllowance, type Drawing, follow, nothing, widen } from '../../../components/chat-message-list/pace'
import type { Message } from '../../../src/model/message'

const messages = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) => ({ key: `m${index}` }) as Message)

/** Blocks of four messages each, all of the same height. */
function blocksOf(count: number): Blocks {
  const blocks = createBlocks()
  blocks.update(messages(count))
  return blocks
}

/** All rows of the blocks from one place to, and without, another. */
const drawn = ({ all }: Blocks, from: number, to: number): Drawing =>
  ({ ...nothing, blocks: all.slice(from, to), rows: all[to - 1]?.count ?? 0 })

const placesOf = (blocks: Blocks, { blocks: these }: Drawing): number[] => these.map(blocks.placeOf)

/** How many rows of each block are drawn. */
function rowsOf({ blocks: these, rows }: Drawing): Map<Block, number> {
  return new Map(these.map((block, place) => [block, place < these.length - 1 ? block.count : rows]))
}

function fresh(before: Drawing, now: Drawing): number {
  const known = rowsOf(before)
  return [...rowsOf(now)].reduce((sum, [block, rows]) => sum + Math.max(0, rows - (known.get(block) ?? 0)), 0)
}

describe('what is drawn on the way to the newest messages', () => {
  it('is so many rows more with each step, below what was there, until all are', () => {
    const blocks = blocksOf(160)
    const want = { from: 30, to: 40 }
    const need = { from: 35, to: 40 }
    let present = drawn(blocks, 0, 5)
    const height = blocks.height
    let steps = 0
    for (; present.more || steps === 0; steps++) {
      const next = follow(present, blocks, need, want, 3)
      if (!next || steps > 20) throw new Error('it goes on')
      expect(fresh(present, next)).toBeLessThanOrEqual(3)
      // The screen stays full.
      const sum = [...rowsOf(next)].reduce((sum, [{ count, height }, rows]) => sum + height * rows / count, 0)
      expect(sum).toBeGreaterThanOrEqual(5 * (height / 40))
      present = next
      if (placesOf(blocks, present).includes(39) && present.rows === 4) break
    }
    expect(steps).toBe(6)
    expect(placesOf(blocks, present)).toEqual([35, 36, 37, 38, 39])
    expect(present).toMatchObject({ rows: 4, above: 35 * height / 40, below: 0, more: true })
  })

  it('goes on from what is there of it, and from a block of which some rows are', () => {
    const blocks = blocksOf(42)
    const present = { ...drawn(blocks, 5, 10), rows: 2 }
    const next = follow(present, blocks, { from: 8, to: 11 }, { from: 6, to: 11 }, 3)
    expect(next && placesOf(blocks, next)).toEqual([6, 7, 8, 9, 10])
    expect(next?.rows).toBe(1)
    const last = next && follow(next, blocks, { from: 8, to: 11 }, { from: 6, to: 11 }, 3)
    expect(last).toMatchObject({ rows: 2, more: false })
  })

  it('is nothing where there is nothing to go on from', () => {
    const blocks = blocksOf(40)
    const gone = drawn(blocks, 0, 5)
    const others = createBlocks()
    others.update(messages(400).slice(200))
    expect(follow(nothing, blocks, { from: 5, to: 10 }, { from: 5, to: 10 }, 3)).toBeUndefined()
    expect(follow(gone, others, { from: 40, to: 50 }, { from: 40, to: 50 }, 3)).toBeUndefined()
  })
})

describe('what is drawn around the screen', () => {
  it('is what is needed first, then a block more with each step, the nearest first', () => {
    const blocks = blocksOf(160)
    const need = { from: 18, to: 21 }
    const want = { from: 16, to: 23 }
    const steps: number[][] = []
    let present = nothing
    do {
      present = widen(present, blocks, need, want, true)
      steps.push(placesOf(blocks, present))
    } while (present.more)
    expect(steps).toEqual([
      [18, 19, 20], [17, 18, 19, 20], [17, 18, 19, 20, 21], [16, 17, 18, 19, 20, 21], [16, 17, 18, 19, 20, 21, 22],
    ])
    expect(present.above + present.below + 7 * blocks.height / 40).toBe(blocks.height)
  })

  it('stays while it is wanted, and no more than that is drawn where a frame is under way', () => {
    const blocks = blocksOf(160)
    const next = widen(drawn(blocks, 10, 16), blocks, { from: 11, to: 14 }, { from: 8, to: 15 }, false)
    expect(placesOf(blocks, next)).toEqual([10, 11, 12, 13, 14])
    expect(next.more).toBe(true)
  })
})

describe('how many rows a frame may draw', () => {
  it('are as many as it has the time for, and one at least', () => {
    const allowance = createAllowance()
    for (let time = 0; time < 30; time++) allowance.took(4, 3.8)
    expect(allowance.rows).toBe(5)
    for (let time = 0; time < 30; time++) allowance.took(1, 40)
    expect(allowance.rows).toBe(1)
    for (let time = 0; time < 30; time++) allowance.took(2, 4.8)
    expect(allowance.rows).toBe(2)
  })
})
