// @vitest-environment node
/** What is known of a log with holes in it. */
import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../../../src/model/entry'
import { createTimeline, type Timeline } from '../../../../src/sync/timeline'
import { FakeServer } from '../../../helpers/fake-server'
import { ann, bob, makeEntries, makeEntry, noon, text } from '../../../helpers/fixtures'
import { SyncRig } from '../../../helpers/sync-rig'

/** Knows 1 to 10, and 51 to 60. */
function withHole(): Timeline {
  const timeline = createTimeline('room', ann)
  timeline.addNewest('e1', 10, makeEntries(1, 10))
  timeline.addNewest('e1', 60, makeEntries(51, 60))
  return timeline
}

function seqs(timeline: Timeline): (number | null)[] {
  return timeline.messages.map(({ seq }) => seq)
}

function range(from: number, to: number): number[] {
  return makeEntries(from, to).map(({ seq }) => seq)
}

function edit(seq: number, target: number, said: string): LogEntry {
  return { seq, type: 'edit', id: `id-${seq}`, author: bob, at: noon + seq, target, content: text(said) }
}

describe('a newest page that doesn\'t reach what is known', () => {
  it('is shown alone', () => {
    const timeline = withHole()
    expect(seqs(timeline)).toEqual(range(51, 60))
    expect([timeline.first, timeline.head, timeline.atStart, timeline.hasGap]).toEqual([51, 60, false, false])
  })

  it('is joined with it once the hole is filled, from either side', () => {
    const timeline = withHole()
    timeline.addEarlier(makeEntries(31, 50))
    expect([timeline.first, timeline.atStart]).toEqual([31, false])
    // The last page goes below the hole: what is known there isn't taken twice.
    timeline.addEarlier(makeEntries(6, 30))
    expect(seqs(timeline)).toEqual(range(1, 60))
    expect([timeline.first, timeline.atStart]).toEqual([1, true])
  })

  it('is joined when the page ends exactly where the hole begins', () => {
    const timeline = withHole()
    timeline.addEarlier(makeEntries(11, 50))
    expect(seqs(timeline)).toEqual(range(1, 60))
  })

  it('is joined when what was in the hole has been trimmed away', () => {
    const timeline = withHole()
    timeline.addEarlier([])
    expect(seqs(timeline)).toEqual([...range(1, 10), ...range(51, 60)])
    expect(timeline.atStart).toBe(true)
  })

  it('may come again and again: the holes are filled one after the other', () => {
    const timeline = withHole()
    timeline.addNewest('e1', 90, makeEntries(81, 90))
    expect(seqs(timeline)).toEqual(range(81, 90))
    timeline.addEarlier(makeEntries(41, 80))
    expect([timeline.first, seqs(timeline)]).toEqual([51, range(51, 90)])
    timeline.addEarlier(makeEntries(11, 50))
    expect(seqs(timeline)).toEqual(range(1, 90))
  })

  it('leaves no hole where it reaches what is known', () => {
    const timeline = withHole()
    timeline.addNewest('e1', 70, makeEntries(61, 70))
    timeline.addNewest('e1', 72, makeEntries(65, 72))
    expect([timeline.first, seqs(timeline)]).toEqual([51, range(51, 72)])
  })

  it('of another log takes all of it away', () => {
    const timeline = withHole()
    timeline.addNewest('e2', 3, makeEntries(2, 3))
    timeline.addEarlier(makeEntries(1, 1))
    expect([seqs(timeline), timeline.atStart]).toEqual([[1, 2, 3], true])
  })
})

describe('what changes a message before a hole', () => {
  it('waits for what is in the hole: a newer change doesn\'t hide an older one', () => {
    const timeline = withHole()
    timeline.add({ ...edit(61, 5, 'x'), type: 'react', emoji: '+', on: true, count: 1 } as LogEntry)
    timeline.addEarlier([edit(11, 5, 'edited in the hole'), ...makeEntries(12, 50)])
    const message = timeline.messages[4]
    expect(message).toMatchObject({ content: text('edited in the hole'), edited: noon + 11, amended: 61 })
    expect(message?.reactions).toEqual([{ emoji: '+', count: 1, people: [bob] }])
  })

  it('in pages that are fetched from the newest to the oldest is applied in the log\'s order', () => {
    const timeline = withHole()
    timeline.addEarlier([edit(41, 5, 'second'), ...makeEntries(42, 50)])
    timeline.addEarlier([edit(11, 5, 'first'), ...makeEntries(12, 40)])
    expect(timeline.messages[4]?.content).toEqual(text('second'))
  })
})

describe('what is left unread', () => {
  it('counts messages of others, where all of them are known', () => {
    const timeline = withHole()
    timeline.add(makeEntry(61, { author: ann }))
    timeline.add({ seq: 62, type: 'unknown' })
    timeline.add(edit(63, 60, 'x'))
    timeline.add(makeEntry(64))
    expect([50, 55, 60, 61, 64, 99].map(seq => timeline.unreadAfter(seq))).toEqual([11, 6, 1, 1, 0, 0])
    expect(timeline.unreadAfter(49)).toBeUndefined()
    timeline.add(makeEntry(66))
    expect(timeline.unreadAfter(60)).toBeUndefined()
  })
})

describe('the newest entries', () => {
  it('are told without a hole: what is no message keeps its place', () => {
    const timeline = withHole()
    timeline.add(edit(61, 60, 'edited'))
    timeline.add(makeEntry(62))
    const newest = timeline.newest(4)
    expect(newest.map(({ seq, type }) => [seq, type])).toEqual([
      [59, 'message'], [60, 'message'], [61, 'unknown'], [62, 'message'],
    ])
    expect(newest[1]).toMatchObject({ content: text('edited'), edited: noon + 61, amended: 61 })
    expect(timeline.newest(100).map(({ seq }) => seq)).toEqual(range(51, 62))
    expect(createTimeline('room', ann).newest(5)).toEqual([])
  })
})

describe('a hole', () => {
  it('is filled without asking again for what is known below it', async () => {
    const server = new FakeServer()
    const rig = new SyncRig(server)
    const fill = (count: number): void => {
      for (let index = 0; index < count; index++) {
        const what = { type: 'message', content: { kind: 'text', text: String(index) } } as const
        server.append('room', 'bob', `b${server.log().events.length}`, what)
      }
    }
    fill(200)
    await rig.connect()
    rig.sync.enter('room')
    await rig.run()
    for (let pages = 0; pages < 2; pages++) {
      void rig.sync.loadEarlier('room')
      await rig.run()
    }
    rig.cut()
    fill(400)
    await rig.connect()
    expect(rig.sync.timeline('room')?.first).toBe(551)
    rig.commands.length = 0
    while (!rig.sync.timeline('room')?.atStart) {
      void rig.sync.loadEarlier('room')
      await rig.run()
    }
    const asked = rig.sent('history').map(({ before }) => before)
    // 51 to 200 were known: they are shown with the hole, and the next page is the one below them.
    expect(asked).toEqual([551, 501, 451, 401, 351, 301, 251, 51])
    expect(rig.sync.timeline('room')?.messages.map(({ seq }) => seq)).toEqual(range(1, 600))
  })
})
