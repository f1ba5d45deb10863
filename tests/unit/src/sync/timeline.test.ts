// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { ChatError } from '../../../../src/model/error'
import { createTimeline, type Timeline } from '../../../../src/sync/timeline'
import { ann, bob, makeEntries, makeEntry, noon, text } from '../../../helpers/fixtures'

/** A timeline that knows a log of that many entries, from `first` on. */
function known(head: number, first = 1): Timeline {
  const timeline = createTimeline('room', ann)
  timeline.addNewest('e1', head, makeEntries(first, head))
  return timeline
}

function seqs(timeline: Timeline): (number | null)[] {
  return timeline.messages.map(({ seq }) => seq)
}

/** One's own message, as its echo tells it. */
function echo(seq: number, id: string) {
  return makeEntry(seq, { id, author: ann })
}

describe('entries of the log', () => {
  it('are shown in the order of seq, whatever their times say', () => {
    const timeline = known(0)
    timeline.add(makeEntry(1, { at: noon + 9 }))
    timeline.add(makeEntry(2, { at: noon - 9 }))
    timeline.add(makeEntry(3, { at: 0 }))
    expect(seqs(timeline)).toEqual([1, 2, 3])
  })

  it('are shown once, however often they come', () => {
    const timeline = known(3)
    expect(timeline.add(makeEntry(3))).toBe(false)
    expect(timeline.add(makeEntry(1))).toBe(false)
    expect(timeline.add(makeEntry(4))).toBe(true)
    expect(timeline.add(makeEntry(4))).toBe(false)
    expect(seqs(timeline)).toEqual([1, 2, 3, 4])
  })

  it('wait while one before them is missing', () => {
    const timeline = known(3)
    timeline.add(makeEntry(6))
    timeline.add(makeEntry(5))
    expect(timeline.hasGap).toBe(true)
    expect(seqs(timeline)).toEqual([1, 2, 3])
    timeline.add(makeEntry(4))
    expect(timeline.hasGap).toBe(false)
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('wait for the first page, if they come before it', () => {
    const timeline = createTimeline('room', ann)
    timeline.add(makeEntry(6))
    timeline.add(makeEntry(5))
    expect(seqs(timeline)).toEqual([])
    timeline.addNewest('e1', 5, makeEntries(1, 5))
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5, 6])
    expect(timeline.hasGap).toBe(false)
  })

  it('of an unknown type take their place and show nothing', () => {
    const timeline = known(1)
    timeline.add({ seq: 2, type: 'unknown' })
    timeline.add(makeEntry(3))
    expect(timeline.head).toBe(3)
    expect(timeline.hasGap).toBe(false)
    expect(seqs(timeline)).toEqual([1, 3])
  })

  it('of two people may have the same id: their keys differ', () => {
    const timeline = known(0)
    timeline.add(makeEntry(1, { id: 'same', author: bob }))
    timeline.add(makeEntry(2, { id: 'same', author: ann }))
    timeline.add(makeEntry(3, { id: 'same', author: { id: 'cem', name: 'Cem' } }))
    expect(new Set(timeline.messages.map(({ key }) => key)).size).toBe(3)
    expect(timeline.messages.map(({ own }) => own)).toEqual([false, true, false])
  })

  it('that can\'t be placed are held in a bounded number, and the range still fills the gap', () => {
    const timeline = known(0)
    for (const entry of makeEntries(2, 2_000)) timeline.add(entry)
    expect(seqs(timeline)).toEqual([])
    for (const entry of makeEntries(1, 2_000)) timeline.add(entry)
    expect(timeline.head).toBe(2_000)
    expect(timeline.messages).toHaveLength(2_000)
    expect(timeline.hasGap).toBe(false)
  })
})

describe('a list of messages', () => {
  it('stays the same object until something changes', () => {
    const timeline = known(2)
    const before = timeline.messages
    timeline.add(makeEntry(2))
    timeline.add(makeEntry(9))
    expect(timeline.messages).toBe(before)
    timeline.add(makeEntry(3))
    expect(timeline.messages).not.toBe(before)
    expect(before).toHaveLength(2)
    expect(timeline.messages[0]).toBe(before[0])
  })
})

describe('one\'s own message', () => {
  it('stands last, and others come in before it', () => {
    const timeline = known(1)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.write('m2', { content: text('two') }, noon)
    timeline.add(makeEntry(2))
    expect(timeline.messages.map(({ key }) => key)).toEqual(['bob/id-1', 'bob/id-2', 'm1', 'm2'])
    expect(timeline.waiting('m1')).toMatchObject({ seq: null, own: true, author: ann, status: 'queued' })
  })

  it('is placed once by its acknowledgement and then its echo', () => {
    const timeline = known(1)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.place('m1', 2, noon + 5)
    expect(timeline.messages[1]).toMatchObject({ key: 'm1', seq: 2, at: noon + 5, status: 'sent', own: true })
    expect(timeline.add(echo(2, 'm1'))).toBe(false)
    expect(timeline.messages.map(({ key }) => key)).toEqual(['bob/id-1', 'm1'])
  })

  it('is placed once by its echo and then its acknowledgement', () => {
    const timeline = known(1)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.add(echo(2, 'm1'))
    expect(timeline.messages[1]).toMatchObject({ key: 'm1', seq: 2, status: 'sent' })
    timeline.place('m1', 2, noon + 5)
    expect(timeline.messages.map(({ key }) => key)).toEqual(['bob/id-1', 'm1'])
  })

  it('keeps its key from the first moment on', () => {
    const timeline = createTimeline('room', null)
    timeline.write('m1', { content: text('one') }, noon)
    const key = timeline.messages[0]?.key
    timeline.setSelf(ann)
    timeline.addNewest('e1', 1, makeEntries(1, 1))
    timeline.place('m1', 2, noon)
    expect(timeline.messages[1]?.key).toBe(key)
  })

  it('is sent, and still last, while something before it is missing', () => {
    const timeline = known(1)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.place('m1', 4, noon)
    expect(timeline.hasGap).toBe(true)
    expect(timeline.messages[1]).toMatchObject({ key: 'm1', status: 'sent' })
    for (const entry of [makeEntry(2), makeEntry(3), echo(4, 'm1')]) timeline.add(entry)
    expect(timeline.messages.map(({ key }) => key)).toEqual(['bob/id-1', 'bob/id-2', 'bob/id-3', 'm1'])
  })

  it('changes its standing as a new object', () => {
    const timeline = known(0)
    timeline.write('m1', { content: text('one') }, noon)
    const written = timeline.messages[0]
    const error = new ChatError(4003, 'no')
    timeline.mark('m1', 'failed', error)
    expect(written?.status).toBe('queued')
    expect(timeline.messages[0]).toMatchObject({ status: 'failed', error })
    timeline.mark('m1', 'queued')
    expect(timeline.messages[0]?.error).toBeUndefined()
  })

  it('can be thrown away', () => {
    const timeline = known(1)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.discard('m1')
    expect(seqs(timeline)).toEqual([1])
  })

  it('that was not acknowledged before a break is found in the log, even when it is marked as failed', () => {
    const timeline = known(1)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.mark('m1', 'failed')
    timeline.add(echo(2, 'm1'))
    expect(timeline.messages.map(({ key, status }) => [key, status])).toEqual([['bob/id-1', 'sent'], ['m1', 'sent']])
  })

  it('is not taken for another\'s with the same id', () => {
    const timeline = known(0)
    timeline.write('same', { content: text('one') }, noon)
    timeline.add(makeEntry(1, { id: 'same', author: bob }))
    expect(timeline.messages.map(({ author }) => author.id)).toEqual(['bob', 'ann'])
  })
})

describe('a new beginning', () => {
  it('keeps what waits to be sent', () => {
    const timeline = known(3)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.addNewest('e1', 500, makeEntries(451, 500))
    expect(timeline.first).toBe(451)
    expect(timeline.messages).toHaveLength(51)
    expect(timeline.messages[50]?.key).toBe('m1')
  })

  it('with an empty log shows nothing', () => {
    const timeline = known(3)
    timeline.addNewest('e2', 0, [])
    expect([timeline.epoch, timeline.first, timeline.head, timeline.hasGap]).toEqual(['e2', 1, 0, false])
    expect(timeline.messages).toEqual([])
  })

  it('takes away a sent message that lies before the page: it comes back with the older ones', () => {
    const timeline = known(1)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.place('m1', 20, noon)
    timeline.addNewest('e1', 500, makeEntries(451, 500))
    expect(timeline.messages).toHaveLength(50)
    expect(timeline.hasGap).toBe(false)
  })

  it('keeps a sent message that lies behind the page until the page before it is there', () => {
    const timeline = createTimeline('room', ann)
    timeline.write('m1', { content: text('one') }, noon)
    timeline.place('m1', 5, noon)
    timeline.addNewest('e1', 3, makeEntries(1, 3))
    expect(timeline.messages.map(({ key }) => key)).toContain('m1')
    timeline.add(makeEntry(4))
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5])
  })

  it('in another epoch shows nothing of the older one, not even what came too early', () => {
    const timeline = known(3)
    timeline.add(makeEntry(5, { id: 'of the old log' }))
    timeline.addNewest('e2', 4, makeEntries(1, 4))
    expect(timeline.messages.map(({ key }) => key)).not.toContain('bob/of the old log')
    expect(timeline.head).toBe(4)
    expect(timeline.hasGap).toBe(false)
  })
})

describe('a page of older entries', () => {
  it('goes in front', () => {
    const timeline = known(100, 51)
    const before = timeline.messages
    timeline.addEarlier(makeEntries(1, 50))
    expect(timeline.first).toBe(1)
    expect(timeline.messages.map(({ seq }) => seq)).toEqual(makeEntries(1, 100).map(({ seq }) => seq))
    expect(timeline.messages[50]).toBe(before[0])
  })

  it('that leaves a hole, comes twice or is not in order is not taken', () => {
    const timeline = known(100, 51)
    const before = timeline.messages
    timeline.addEarlier(makeEntries(1, 40))
    timeline.addEarlier(makeEntries(20, 60))
    timeline.addEarlier(makeEntries(1, 50).reverse())
    expect(timeline.messages).toBe(before)
    timeline.addEarlier(makeEntries(41, 50))
    timeline.addEarlier(makeEntries(41, 50))
    expect(seqs(timeline)).toEqual(makeEntries(41, 100).map(({ seq }) => seq))
  })
})
