// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LogEntry } from '../../../../src/model/entry'
import { createTimeline, type Timeline } from '../../../../src/sync/timeline'
import { ann, bob, makeEntry, noon, text } from '../../../helpers/fixtures'

/** A log: who wrote each entry; null stands for an entry of an unknown type. */
const logs = fc.array(fc.constantFrom(ann, bob, null), { maxLength: 40 }).map(authors =>
  authors.map((author, index): LogEntry => {
    const seq = index + 1
    return author ? makeEntry(seq, { author, id: `${author.id}-${seq}` }) : { seq, type: 'unknown' }
  }))

/** What happens to a timeline, in numbers that are read against the log. */
const steps = fc.array(fc.record({
  what: fc.constantFrom('add', 'add', 'add', 'page', 'place', 'earlier', 'reset'),
  where: fc.nat({ max: 39 }),
  length: fc.integer({ min: 1, max: 12 }),
}), { maxLength: 60 })

type Step = (typeof steps) extends fc.Arbitrary<(infer One)[]> ? One : never

/** The server acknowledges what Ann wrote. */
function place(timeline: Timeline, entry: LogEntry): void {
  if (entry.type === 'message' && entry.author === ann) timeline.place(entry.id, entry.seq, entry.at)
}

function take(timeline: Timeline, log: readonly LogEntry[], { what, where, length }: Step): void {
  const entry = log[where % Math.max(1, log.length)]
  if (!entry) return
  if (what === 'add') timeline.add(entry)
  else if (what === 'place') place(timeline, entry)
  else if (what === 'page') for (const one of log.slice(where, where + length)) timeline.add(one)
  // The newest page, as it was when the log ended with this entry.
  else if (what === 'reset') timeline.addNewest('e1', entry.seq, log.slice(Math.max(0, entry.seq - length), entry.seq))
  else timeline.addEarlier(log.slice(Math.max(0, timeline.first - 1 - length), timeline.first - 1))
}

it('any order, repetition or loss, followed by what is missing, gives the log: each message once', () => {
  fc.assert(fc.property(logs, steps, (log, happenings) => {
    const timeline = createTimeline('room', ann)
    const messages = log.filter(entry => entry.type === 'message')
    for (const { author, id } of messages) if (author === ann) timeline.write(id, { content: text('mine') }, noon)
    for (const step of happenings) {
      take(timeline, log, step)
      const keys = timeline.messages.map(({ key }) => key)
      expect(new Set(keys).size, 'never is anything shown twice').toBe(keys.length)
    }

    if (timeline.epoch === null) timeline.addNewest('e1', log.length, log.slice(-10))
    for (const entry of log.slice(timeline.head)) timeline.add(entry)
    // One for each hole.
    while (timeline.first > 1) timeline.addEarlier(log.slice(0, timeline.first - 1))
    for (const entry of log) place(timeline, entry)

    expect(timeline.messages.map(({ seq }) => seq)).toEqual(messages.map(({ seq }) => seq))
    expect(timeline.messages.every(({ status }) => status === 'sent')).toBe(true)
    expect([timeline.first, timeline.head, timeline.hasGap]).toEqual([1, log.length, false])
  }), { numRuns: 500 })
})
