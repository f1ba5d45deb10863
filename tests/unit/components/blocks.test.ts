// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK, createBlocks } from '../../../components/chat-message-list/blocks'
import { anchorAt, spanOf, topOf } from '../../../components/chat-message-list/span'
import type { Message } from '../../../src/model/message'
import { makeMessage } from '../../helpers/fixtures'

const talk = (from: number, to: number): Message[] =>
  Array.from({ length: to - from }, (_, index) => makeMessage({ key: `m${from + index}` }))

/** The blocks cover all messages, one after the other, and begin where they say. */
function sound(blocks: ReturnType<typeof createBlocks>, messages: readonly Message[]): void {
  let next = 0
  for (const block of blocks.all) {
    expect(blocks.indexOf(block)).toBe(next)
    expect(block.count).toBeGreaterThan(0)
    next += block.count
  }
  expect(next).toBe(messages.length)
}

describe('blocks', () => {
  it('stay as older messages come in front and newer ones behind', () => {
    const blocks = createBlocks()
    blocks.update(talk(0, 20))
    const before = [...blocks.all]
    blocks.update([...talk(-50, 0), ...talk(0, 20)])
    expect(blocks.all.slice(-before.length)).toEqual(before)
    const again = [...blocks.all]
    blocks.update([...talk(-50, 0), ...talk(0, 60)])
    expect(blocks.all.slice(0, again.length).every((block, place) => block === again[place])).toBe(true)
    sound(blocks, talk(-50, 60))
  })

  it('are of a bounded size', () => {
    const blocks = createBlocks()
    blocks.update(talk(0, 1_000))
    expect(Math.max(...blocks.all.map(({ count }) => count))).toBe(BLOCK)
  })

  it('say when nothing is left of what there was', () => {
    const blocks = createBlocks()
    expect(blocks.update(talk(0, 20))).toBe(false)
    expect(blocks.update(talk(0, 21))).toBe(true)
    expect(blocks.update(talk(100, 120))).toBe(false)
    sound(blocks, talk(100, 120))
  })

  it('keep their measured height when others are measured', () => {
    const blocks = createBlocks()
    blocks.update(talk(0, BLOCK * 3))
    const [first, second, third] = blocks.all
    if (!first || !second || !third) throw new Error('three blocks')
    blocks.measure(first, 100)
    blocks.measure(second, 200)
    blocks.measure(second, 0)
    expect([blocks.topOf(0), blocks.topOf(1), blocks.topOf(2)]).toEqual([0, 100, 300])
    expect(blocks.height).toBe(300 + third.height)
  })

  it('hold any list, however it changes', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append'), count: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ kind: fc.constant('prepend'), count: fc.integer({ min: 0, max: 60 }) }),
      fc.record({ kind: fc.constant('insert'), count: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constant('remove'), count: fc.integer({ min: 1, max: 30 }) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 12 }), fc.nat(), (steps, place) => {
      const blocks = createBlocks()
      let made = 0
      let messages: Message[] = []
      const some = (count: number): Message[] => talk(made, made += count)
      for (const { kind, count } of steps) {
        const at = messages.length ? place % messages.length : 0
        if (kind === 'append') messages = [...messages, ...some(count)]
        if (kind === 'prepend') messages = [...some(count), ...messages]
        if (kind === 'insert') messages = [...messages.slice(0, at), ...some(count), ...messages.slice(at)]
        if (kind === 'remove') messages = [...messages.slice(0, at), ...messages.slice(at + count)]
        blocks.update(messages)
        sound(blocks, messages)
        for (const block of blocks.all) expect(blocks.placeOf(block)).toBe(blocks.all.indexOf(block))
      }
    }))
  })
})

describe('what is near the screen', () => {
  it('is drawn, and room kept for the rest', () => {
    const blocks = createBlocks()
    blocks.update(talk(0, BLOCK * 10))
    for (const block of blocks.all) blocks.measure(block, 100)
    expect(spanOf(blocks, 250, 450)).toEqual({ from: 2, to: 5, above: 200, below: 500 })
    expect(spanOf(blocks, -500, 50)).toEqual({ from: 0, to: 1, above: 0, below: 900 })
    expect(spanOf(blocks, 5_000, 6_000)).toEqual({ from: 9, to: 10, above: 900, below: 0 })
    expect(spanOf(createBlocks(), 0, 100)).toEqual({ from: 0, to: 0, above: 0, below: 0 })
  })

  it('is told by a place that stays when older messages come', () => {
    const blocks = createBlocks()
    blocks.update(talk(0, BLOCK * 10))
    for (const block of blocks.all) blocks.measure(block, 100)
    const anchor = anchorAt(blocks, 250)
    if (!anchor) throw new Error('an anchor')
    blocks.update([...talk(-BLOCK, 0), ...talk(0, BLOCK * 10)])
    expect(topOf(blocks, anchor)).toBe(250 + (blocks.all[0]?.height ?? 0))
    blocks.update(talk(500, 520))
    expect(topOf(blocks, anchor)).toBe(null)
  })
})
