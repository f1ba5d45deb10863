import { type ComponentPublicInstance, nextTick, ref, type Ref, type ShallowRef, shallowRef } from 'vue'
import { beforePaint } from '../../src/platform/frame'
import type { Place } from '../../src/platform/scroll-area'
import type { Message } from '../../src/model/message'
import { createBlocks } from './blocks'
import { createAllowance, type Drawing, follow, nothing, type Run, widen } from './pace'
import { FLOOD } from './use-intake'
import { type Setting, type Row, sameRows, toRows } from './rows'
import type { Scroller } from './scroller'
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
/** How much of that is drawn at once: the rest, block by block, in the frames that follow. */
let near = beyond
/** How many blocks more stay above while messages come: on mini-programs, one that goes has its price. */
let slack = 3
/** Whether the message that came last is told when it no longer is the last: for a page that shows again. */
let clears = false
// #ifdef H5
beyond = 0.5
near = 0.1
slack = 0
clears = true
// #endif

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
  /** What is drawn. */
  let present: Drawing = nothing
  const allowance = createAllowance()
  let fromEnd = 0
  let follows = true
  /** Whether what has come is drawn bit by bit. */
  let paced = false
  let settling = false
  /** Whether so many come that what lies beyond the screen would be gone again before anybody looks there. */
  let flooded = false
  /** Whether another size was told of meanwhile. */
  let resized = false
  /** The key of the last message that was gone along with. */
  let last: string | undefined
  /** Where the upper edge of the screen is; null at the end. */
  let anchor: Anchor | null = null
  let height = 0
  /** A message to scroll to once it is drawn. */
  let target: { key: string, lead?: number, looks: number, done: (found: boolean) => void } | null = null

  /** @param widens whether what isn't needed yet may be drawn */
  function draw(widens = false): void {
    // What is on its way goes on when the last bit of it is there.
    if (paced && settling && !anchor) return
    const screen = height || SCREEN
    const known = anchor && topOf(blocks, anchor)
    const top = known ?? blocks.height - screen
    if (known === null) anchor = null
    const span = (reach: number): Run => spanOf(blocks, top - reach * screen, top + (1 + reach) * screen)
    // What is jumped to is painted first.
    const need = span(target ? 0 : near)
    let want = flooded && !anchor ? need : span(beyond)
    const first = anchor || !present.blocks[0] ? -1 : blocks.placeOf(present.blocks[0])
    if (first >= want.from - slack && first >= 0 && first < want.from) want = { from: first, to: want.to }
    present = (paced && !anchor && follow(present, blocks, need, want, allowance.rows))
      || widen(present, blocks, near < beyond ? need : want, want, widens)
    paced &&= !anchor && !reaches(want.to)
    const began = Date.now()
    const fresh = render(present)
    if (settling) return
    settling = true
    void nextTick(() => {
      allowance.took(fresh, Date.now() - began)
      scroller.value?.fit()
      beforePaint(settle)
    })
  }

  /** Whether all is drawn up to a place among the blocks. */
  function reaches(to: number): boolean {
    const last = present.blocks[present.blocks.length - 1]
    return last === blocks.all[to - 1] && last?.count === present.rows
  }

  /** @returns how many rows are drawn anew */
  function render({ blocks: given, rows, above, below }: Drawing): number {
    const before = drawn.value
    let fresh = 0
    const now = given.map((block, place) => {
      const from = blocks.indexOf(block)
      const count = place < given.length - 1 ? block.count : rows
      const known = before.blocks.find(({ id }) => id === block.id)
      const its = toRows(messages, from, from + count, setting())
      fresh += Math.max(0, count - (known?.rows.value.length ?? 0))
      if (!known) return { id: block.id, rows: shallowRef(its), fresh: shallowRef(''), lit: shallowRef('') }
      known.rows.value = sameRows(known.rows.value, its)
      return known
    })
    const same = before.above === above && before.below === below && before.blocks.length === now.length
      && now.every((block, place) => block === before.blocks[place])
    if (!same) drawn.value = { above, below, blocks: now }
    return fresh
  }

  /** Notes how high the blocks are that are drawn. */
  function measure(): void {
    scroller.value?.measureBlocks(owner, (sizes) => {
      let changed = false
      for (const { id, height } of sizes) {
        const place = present.blocks.findIndex(block => String(block.id) === id)
        const block = present.blocks[place]
        const isWhole = place < present.blocks.length - 1 || block?.count === present.rows
        if (block && isWhole && blocks.measure(block, height)) changed = true
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
    follows = paced
    const now = resized && scroller.value?.place()
    resized = false
    if (now && now.height) moved(now)
    else if (!target && (paced || present.more)) draw(true)
  }

  async function show(): Promise<void> {
    const shown = target
    if (!shown) return
    const { key, lead = LEAD * (height || SCREEN) } = shown
    const found = await scroller.value?.showRow(owner, key, lead) ?? false
    if (target !== shown) return
    shown.looks -= 1
    if (!found && shown.looks > 0) return beforePaint(() => void show())
    aim(null, found)
    // What was asked for is painted first.
    if (present.more) beforePaint(() => beforePaint(draw))
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

    /** Whether it has these messages. */
    has: (given: unknown): boolean => given === messages,

    /** Whether these messages are drawn, and it is known where the reader is among them. */
    shows: (given: unknown): boolean => given === messages && !settling,

    /** Its size changed, or that of something in it. */
    resized(): void {
      // What is drawn now is measured when it is there.
      resized = settling
      if (settling) return
      measure()
      if (scroller.value) moved(scroller.value.place())
    },

    /**
     * Draws what has come while the reader goes along.
     * @param came what others wrote
     */
    follow(came: readonly Message[]): void {
      const before = last
      const fresh = came.length === 1 && came[0] ? came[0].key : ''
      last = messages[messages.length - 1]?.key
      anchor = null
      follows = last !== before
      // #ifdef H5
      paced ||= !fresh
      flooded = came.length > FLOOD
      // #endif
      draw()
      const block = drawn.value.blocks[drawn.value.blocks.length - 1]
      if (block && (fresh || clears) && block.fresh.value !== fresh) block.fresh.value = fresh
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

    /**
     * Goes to the message at an index.
     * @param lead how far below the upper edge it comes to stand, in px; a quarter of the height if it isn't given
     */
    async toIndex(index: number, lead?: number): Promise<boolean> {
      const block = blocks.at(index)
      const message = messages[index]
      if (!block || !message) return false
      const offset = (index - blocks.indexOf(block)) / block.count * block.height
      anchor = { block, offset: offset - (lead ?? LEAD * (height || SCREEN)) }
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
