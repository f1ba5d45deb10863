import { type ShallowRef, shallowRef } from 'vue'
import type { Conversation } from '../../src/model/conversation'
import type { RowPlace } from '../../src/platform/row-scroll'

/** How many conversations a block has: those that change together on a mini-program's screen. */
export const BLOCK = 6
/** How high a cell and the list are taken to be before that is known, in px. */
const ROW = 72
const SCREEN = 800
/** How many blocks more are drawn on either side of the screen. */
const BEYOND = 2

/**
 * A block that is on the screen, or near it. What changes in it is told by a reference, so that on mini-programs, where
 * a component sends something for each child whenever it renders, a change costs its own block only.
 */
export interface DrawnBlock {
  readonly id: number
  readonly rows: ShallowRef<readonly Conversation[]>
}

/** What is drawn, and how much room is kept for what isn't, in px. */
interface Drawn {
  readonly above: number
  readonly below: number
  readonly blocks: readonly DrawnBlock[]
}

export type ConversationWindow = ReturnType<typeof useWindow>

/** Which of any number of conversations are drawn: those near the screen. All cells have one height. */
export function useWindow() {
  const drawn = shallowRef<Drawn>({ above: 0, below: 0, blocks: [] })
  let all: readonly Conversation[] = []
  let place: RowPlace = { top: 0, height: SCREEN, row: ROW }

  function draw(): void {
    const { top, height, row } = place
    const last = Math.ceil(all.length / BLOCK)
    const of = (px: number): number => Math.floor(px / row / BLOCK)
    const from = Math.max(0, Math.min(of(top) - BEYOND, last - 1))
    const to = Math.min(last, of(top + height) + 1 + BEYOND)
    const before = drawn.value
    const blocks: DrawnBlock[] = []
    for (let id = from; id < to; id++) blocks.push(drawBlock(id, before))
    const above = from * BLOCK * row
    const below = Math.max(0, all.length - to * BLOCK) * row
    const same = above === before.above && below === before.below && blocks.length === before.blocks.length
      && blocks.every((block, index) => block === before.blocks[index])
    if (!same) drawn.value = { above, below, blocks }
  }

  function drawBlock(id: number, { blocks }: Drawn): DrawnBlock {
    const rows = all.slice(id * BLOCK, (id + 1) * BLOCK)
    const known = blocks.find(block => block.id === id)
    if (!known) return { id, rows: shallowRef(rows) }
    const { value: before } = known.rows
    if (rows.length !== before.length || rows.some((row, index) => row !== before[index])) known.rows.value = rows
    return known
  }

  return {
    drawn,

    /**
     * Takes the conversations as they are now.
     * @returns where to scroll to, so that what is being read stays where it is; null if nothing needs to be done
     */
    update(now: readonly Conversation[]): number | null {
      const { top, row } = place
      const shift = top < row / 2 ? 0 : shiftOf(all, now, Math.ceil(top / row))
      all = now
      if (shift !== 0) place = { ...place, top: Math.max(0, top + shift * row) }
      draw()
      return shift === 0 ? null : place.top
    },

    /** It was scrolled, or has another size. */
    moved({ top, height, row }: RowPlace): void {
      place = { top: Math.max(0, top), height: height || place.height, row: row || place.row }
      draw()
    },

    get place(): RowPlace {
      return place
    },
    get all(): readonly Conversation[] {
      return all
    },
  }
}

/** How many rows further down the first row stands that is read and isn't news itself. */
function shiftOf(before: readonly Conversation[], now: readonly Conversation[], first: number): number {
  for (let index = first; index < Math.min(before.length, first + BLOCK); index++) {
    const row = before[index]
    if (!row || now[index] === row) return 0
    const place = now.indexOf(row)
    if (place >= 0) return place - index
  }
  return 0
}
