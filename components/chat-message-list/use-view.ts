import { type ComponentPublicInstance, nextTick, ref, type Ref, type ShallowRef, shallowRef } from 'vue'
import { beforePaint } from '../../src/platform/frame'
import type { PartSize } from '../../src/platform/measure'
import type { Place } from '../../src/platform/scroll-area'
import type { Message } from '../../src/model/message'
import { type Block, createBlocks } from './blocks'
import { type Setting, type Row, sameRows, toRows } from './rows'
import { type Anchor, anchorAt, spanOf, topOf } from './span'

/** How close to the end counts as being there, in px. */
const NEAR = 60
/** How close to the end one must be to go along with it, in px. A scroll-view tells late where it is. */
let close = NEAR
// #ifdef H5
// Content that hangs from its end goes along by itself: whoever has left it by a little wants to.
close = 2
// #endif
/** How close to an end others are asked for, in px. */
const EARLY = 400
/** How high the list is taken to be before that is known, in px. */
const SCREEN = 800
/** Where a message that is jumped to comes to stand, as a part of the list's height. */
const LEAD = 0.25
/** How often it is looked for until it is drawn. */
const LOOKS = 5
/** How much is drawn beyond the screen on either side, in screens: where it follows a scroll late, more. */
let beyond = 1
// #ifdef H5
beyond = 0.5
// #endif

/** What `chat-scroller` can do. */
export interface Scroller {
  place(): Place
  toEnd(): void
  offStart(): void
  measureBlocks(owner: object | null, told: (sizes: readonly PartSize[]) => void): void
  showRow(owner: object | null, key: string, lead: number): Promise<boolean>
  focusRow(key: string): boolean
  fit(): void
  keepLine(): void
  mustHold(): boolean
  resized(): Promise<void>
}

/**
 * A block that is on the screen, or near it. What changes within is told by references, so that on mini-programs, where
 * a component sends something for each child whenever it renders, a change costs its own block only.
 */
export interface DrawnBlock {
  readonly id: number
  readonly rows: ShallowRef<readonly Row[]>
  /** The key of the message that has just come. */
  readonly fresh: ShallowRef<string>
  /** The key of the message that stands out for a moment. */
  readonly lit: ShallowRef<string>
}

/** What is drawn, and how much room is kept for what isn't, in px. */
interface Drawn {
  readonly above: number
  readonly below: number
  readonly blocks: readonly DrawnBlock[]
}

/**
 * Which messages are drawn, and where the reader is among them. However many messages there are, those near the screen
 * are drawn, block by block, and room is kept for the others.
 */
export function useView(
  owner: ComponentPublicInstance | null, scroller: Ref<Scroller | null>, setting: () => Setting,
) {
  const blocks = createBlocks()
  const drawn = shallowRef<Drawn>({ above: 0, below: 0, blocks: [] })
  /** Whether the reader is at the last message. */
  const atEnd = ref(true)
  const nearStart = ref(false)
  const nearEnd = ref(false)
  /** The message at the upper edge of the screen, about. */
  const topmost = shallowRef<Message | null>(null)
  let messages: readonly Message[] = []
  /** The blocks that are drawn. */
  let present: readonly Block[] = []
  let fromEnd = 0
  let follows = true
  let settling = false
  /** The key of the last message that was gone along with. */
  let last: string | undefined
  /** Where the upper edge of the screen is; null at the end. */
  let anchor: Anchor | null = null
  let height = 0
  /** A message to scroll to once it is drawn. */
  let target: { key: string, lead: number, looks: number, done: (found: boolean) => void } | null = null

  function draw(): void {
    const { all } = blocks
    const screen = height || SCREEN
    const known = anchor && topOf(blocks, anchor)
    const top = known ?? blocks.height - screen
    if (known === null) anchor = null
    const { from, to, above, below } = spanOf(blocks, top - beyond * screen, top + (1 + beyond) * screen)
    const before = drawn.value
    present = all.slice(from, to)
    const now = present.map(block => drawBlock(block, before))
    const same = before.above === above && before.below === below && before.blocks.length === now.length
      && now.every((block, place) => block === before.blocks[place])
    if (!same) drawn.value = { above, below, blocks: now }
    if (!settling) {
      settling = true
      void nextTick(() => {
        scroller.value?.fit()
        beforePaint(settle)
      })
    }
  }

  function drawBlock(block: Block, { blocks: before }: Drawn): DrawnBlock {
    const from = blocks.indexOf(block)
    const rows = toRows(messages, from, from + block.count, setting())
    const known = before.find(({ id }) => id === block.id)
    if (!known) return { id: block.id, rows: shallowRef(rows), fresh: shallowRef(''), lit: shallowRef('') }
    known.rows.value = sameRows(known.rows.value, rows)
    return known
  }

  /** Notes how high the blocks are that are drawn. */
  function measure(): void {
    scroller.value?.measureBlocks(owner, (sizes) => {
      let changed = false
      for (const { id, height } of sizes) {
        const block = present.find(block => String(block.id) === id)
        if (block && blocks.measure(block, height)) changed = true
      }
      // What grew at the end has pushed it down.
      if (changed && anchor === null) scroller.value?.toEnd()
    })
  }

  /** The list was scrolled, or has another size. */
  function moved(place: Place): void {
    height = place.height || height
    lookAtEnds(place)
    fromEnd = place.fromEnd
    // What is told of before a jump has come to its end is where it began.
    if (target) return
    atEnd.value = fromEnd < NEAR
    anchor = fromEnd < 1 ? null : anchorAt(blocks, place.fromStart)
    const top = anchor && messages[blocks.indexOf(anchor.block) + rowAt(anchor)]
    topmost.value = top ?? null
    draw()
  }

  function lookAtEnds({ fromStart, fromEnd }: Place): void {
    nearStart.value = fromStart < EARLY
    nearEnd.value = fromEnd < EARLY
  }

  /** What was drawn is there now. */
  function settle(): void {
    settling = false
    measure()
    scroller.value?.keepLine()
    const place = scroller.value?.place()
    if (place?.height) lookAtEnds(place)
    if (target) void show()
    else if (follows) scroller.value?.toEnd()
    follows = false
  }

  async function show(): Promise<void> {
    const shown = target
    if (!shown) return
    const found = await scroller.value?.showRow(owner, shown.key, shown.lead * (height || SCREEN)) ?? false
    if (target !== shown) return
    shown.looks -= 1
    if (found || shown.looks === 0) aim(null, found)
    else beforePaint(() => void show())
  }

  /** Sets what to scroll to, or nothing: whoever waits for what it was before is told whether that was found. */
  function aim(next: typeof target, found = false): void {
    const before = target
    target = next
    before?.done(found)
  }

  return {
    drawn, atEnd, nearStart, nearEnd, topmost, moved,

    /**
     * Takes the messages as they are now; `draw` shows them.
     * @returns whether they go on from what they were
     */
    update(now: readonly Message[]): boolean {
      messages = now
      return blocks.update(now)
    },
    draw,

    /** Whether the reader goes along with what comes. */
    following: (): boolean => anchor === null || (atEnd.value && fromEnd < close),

    /** Whether these messages are drawn, and it is known where the reader is among them. */
    shows: (given: unknown): boolean => given === messages && !settling,

    /** Its size changed, or that of something in it. */
    resized(place: Place): void {
      measure()
      moved(place)
    },

    /**
     * Draws what has come while the reader goes along.
     * @param fresh the key of the one message that came, if it did so alone
     */
    follow(fresh = ''): void {
      const before = last
      last = messages[messages.length - 1]?.key
      anchor = null
      follows = last !== before
      draw()
      const block = drawn.value.blocks[drawn.value.blocks.length - 1]
      if (block && block.fresh.value !== fresh) block.fresh.value = fresh
    },

    /** Lets a message that is drawn stand out, or none. */
    light(key: string): void {
      for (const { rows, lit } of drawn.value.blocks) {
        lit.value = rows.value.some(({ message }) => message.key === key) ? key : ''
      }
    },

    /** Goes to the last message. */
    async toEnd(): Promise<void> {
      anchor = null
      aim(null)
      follows = true
      fromEnd = 0
      atEnd.value = true
      draw()
      await nextTick()
      await new Promise<void>(resolve => beforePaint(resolve))
      if (atEnd.value) scroller.value?.toEnd()
    },

    /** Goes to the message at an index. */
    async toIndex(index: number, lead = LEAD): Promise<boolean> {
      const block = blocks.at(index)
      const message = messages[index]
      if (!block || !message) return false
      const offset = (index - blocks.indexOf(block)) / block.count * block.height
      anchor = { block, offset: offset - lead * (height || SCREEN) }
      follows = false
      fromEnd = NEAR
      atEnd.value = false
      return new Promise((done) => {
        aim({ key: message.key, lead, looks: LOOKS, done })
        draw()
      })
    },

    /** How far it is from the upper edge of a message to the end of the list, in px, about. */
    distance(index: number): number {
      const block = blocks.at(index)
      if (!block) return 0
      const part = (index - blocks.indexOf(block)) / block.count
      return blocks.height - blocks.topOf(blocks.placeOf(block)) - part * block.height
    },

    get height(): number {
      return height || SCREEN
    },

    get anchor(): Anchor | null {
      return anchor
    },
  }

  function rowAt({ block, offset }: Anchor): number {
    return Math.min(block.count - 1, Math.max(0, Math.floor(offset / block.height * block.count)))
  }
}
