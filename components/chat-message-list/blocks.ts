import type { Message } from '../../src/model/message'

/**
 * How many messages a block has at most, unless some were put into its middle. On mini-programs a change within a block
 * costs 20 bytes for each of its rows; in browsers a block is what a frame draws beyond the screen.
 */
export const BLOCK = 4
/** A block that has grown to more than this is parted. */
const MOST = 2 * BLOCK
/** How high a row is before any was measured, in px. */
const ROW_HEIGHT = 64

/**
 * A run of neighbouring messages that come and go together on the screen. It stays the same object, with the same `id`,
 * as the list grows at either end.
 */
export interface Block {
  readonly id: number
  /** Where it begins, counted from a fixed point: see {@link Blocks.indexOf}. */
  start: number
  count: number
  /** The key of its first message. */
  key: string
  /** As measured, or as estimated when it was made, in px. */
  height: number
  measured: boolean
}

export type Blocks = ReturnType<typeof createBlocks>

/**
 * Parts a growing list of messages into blocks. What a change costs depends on what changed, not on how many messages
 * there are, as long as it lies at one of the ends.
 */
export function createBlocks() {
  let messages: readonly Message[] = []
  let blocks: Block[] = []
  /** What the first message's place is counted as: it falls as older ones come in front. */
  let origin = 0
  let made = 0
  /** Where each block's upper edge lies, in px; right for the first `settled` of them. */
  const tops: number[] = []
  let settled = 0
  let knownHeight = 0
  let knownRows = 0

  const rowHeight = (): number => (knownRows > 0 ? knownHeight / knownRows : ROW_HEIGHT)

  /** Blocks of equal size for the messages from index `from` to, and without, `to`. */
  function part(from: number, to: number): Block[] {
    const parts = Math.ceil((to - from) / BLOCK)
    return Array.from({ length: parts }, (_, part) => {
      const begin = from + Math.floor((to - from) * part / parts)
      const end = from + Math.floor((to - from) * (part + 1) / parts)
      return makeBlock(begin, end)
    })
  }

  function makeBlock(from: number, to: number): Block {
    const height = (to - from) * rowHeight()
    made += 1
    return { id: made, start: from + origin, count: to - from, key: keyAt(from), height, measured: false }
  }

  const keyAt = (index: number): string => messages[index]?.key ?? ''

  /** What is known of the blocks' places holds for those before this one only, and for its own upper edge. */
  function unsettle(place: number): void {
    settled = Math.min(settled, place + 1)
  }

  /** Where the upper edge of the block at a place lies, in px; at the place after the last, where that one ends. */
  function topOf(place: number): number {
    for (; settled <= place; settled++) {
      const before = settled - 1
      tops[settled] = before < 0 ? 0 : (tops[before] ?? 0) + (blocks[before]?.height ?? 0)
    }
    return tops[place] ?? 0
  }

  /** The place of the last block that isn't `beyond`; 0 if all are. */
  function search(beyond: (block: Block, place: number) => boolean): number {
    let low = 0
    let high = blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const block = blocks[middle]
      if (block && !beyond(block, middle)) low = middle
      else high = middle - 1
    }
    return low
  }

  function placeOf(block: Block): number {
    const place = search(({ start }) => start > block.start)
    return blocks[place] === block ? place : -1
  }

  /** Lets a block have another number of messages: what is known of its height counts for those it had. */
  function resize(block: Block, count: number): void {
    block.height += (count - block.count) * rowHeight()
    block.count = count
  }

  /** Puts `count` messages in front: into the first block if they fit, else into new ones, so that old ones stay. */
  function prepend(count: number): void {
    origin -= count
    unsettle(0)
    const [first] = blocks
    if (first && first.count + count <= BLOCK) {
      first.start -= count
      first.key = keyAt(0)
      resize(first, first.count + count)
    } else {
      blocks = [...part(0, count), ...blocks]
    }
  }

  /** Takes in what stands after the last block. */
  function append(): void {
    const last = blocks[blocks.length - 1]
    let from = last ? indexOf(last) + last.count : 0
    if (last && last.count < BLOCK && from < messages.length) {
      const count = Math.min(BLOCK, messages.length - indexOf(last))
      from += count - last.count
      unsettle(blocks.length - 1)
      resize(last, count)
    }
    // One full block after the other, so that they keep what they have as more comes.
    for (; from < messages.length; from += BLOCK) blocks.push(makeBlock(from, Math.min(from + BLOCK, messages.length)))
  }

  function indexOf(block: Block): number {
    return block.start - origin
  }

  /** Whether what is known is all there, in one piece, `shift` further down: only the ends are looked at. */
  function stands(before: readonly Message[], shift: number): boolean {
    const last = before.length - 1
    return before[0]?.key === messages[shift]?.key && before[last]?.key === messages[shift + last]?.key
  }

  /** Finds each block's messages again by their keys, after a change in the middle; false if none is left. */
  function realign(before: readonly Message[]): boolean {
    const places = new Map(messages.map(({ key }, index) => [key, index]))
    const kept: { block: Block, from: number }[] = []
    let next = 0
    for (const block of blocks) {
      const begin = indexOf(block)
      for (let index = begin; index < begin + block.count; index++) {
        const from = places.get(before[index]?.key ?? '')
        if (from === undefined || from < next) continue
        kept.push({ block, from })
        next = from + 1
        break
      }
    }
    const [first] = kept
    if (!first) return false
    origin = 0
    blocks = []
    unsettle(0)
    kept.forEach(({ block, from }, place) => {
      const to = kept[place + 1]?.from ?? Math.min(messages.length, from + block.count)
      block.start = from
      block.key = keyAt(from)
      if (to - from > MOST) {
        resize(block, BLOCK)
        blocks.push(block, ...part(from + BLOCK, to))
      } else {
        resize(block, to - from)
        blocks.push(block)
      }
    })
    const { from } = first
    if (from > 0) blocks = [...part(0, from), ...blocks]
    return true
  }

  return {
    /** From the first to the last. */
    get all(): readonly Block[] {
      return blocks
    },

    /** The index in the list of a block's first message. */
    indexOf,

    /**
     * Takes the list as it is now.
     * @returns whether it goes on from what it was; false if nothing of that is left
     */
    update(now: readonly Message[]): boolean {
      const before = messages
      messages = now
      const firstKey = before[0]?.key
      const shift = firstKey === undefined || keyAt(0) === firstKey ? 0 : now.findIndex(({ key }) => key === firstKey)
      if (before.length > 0 && shift >= 0 && stands(before, shift)) {
        if (shift > 0) prepend(shift)
        append()
        return true
      }
      const goesOn = before.length > 0 && realign(before)
      if (!goesOn) {
        blocks = []
        origin = 0
        unsettle(0)
      }
      append()
      return goesOn
    },

    /**
     * Notes how high a block is. What isn't on screen has no height, and says nothing.
     * @returns whether that is news
     */
    measure(block: Block, height: number): boolean {
      if (height <= 0 || (block.measured && block.height === height)) return false
      if (!block.measured) {
        knownHeight += height
        knownRows += block.count
      }
      block.height = height
      block.measured = true
      unsettle(placeOf(block))
      return true
    },

    /** The block that holds the message at an index. */
    at: (index: number): Block | undefined => blocks[search(block => indexOf(block) > index)],

    /** The place of a block among them all; -1 if it is gone. */
    placeOf,
    topOf,

    /** The place of the block at a height, in px below the first one's upper edge. */
    placeAt: (top: number): number => {
      topOf(blocks.length)
      return search((_block, place) => topOf(place) > top)
    },

    /** How high they all are together, in px. */
    get height(): number {
      return topOf(blocks.length)
    },
  }
}
