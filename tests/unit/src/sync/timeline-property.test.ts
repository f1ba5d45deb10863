// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LogEntry } from '../../../../src/model/message'
import { Timeline } from '../../../../src/sync/timeline'
import { ann, bob, makeEntry, noon, text } from '../../../helpers/fixtures'

/** A log: who wrote each entry; null stands for an entry of an unknown type. */
const logs = fc.array(fc.constantFrom(ann, bob, null), { maxLength: 40 }).map(authors => authors.map((author, index) =>
  makeEntry(index + 1, author
    ? { author, id: `${author.id}-${index + 1}` }
    : { author: { id: '', name: '' }, id: '', type: 'unknown', content: { kind: 'unsupported', name: 'pin' } })))

/** What happens to a timeline, in numbers that are read against the log. */
const steps = fc.array(fc.record({
  what: fc.constantFrom('add', 'add', 'add', 'page', 'place', 'earlier', 'reset'),
  where: fc.nat({ max: 39 }),
  length: fc.integer({ min: 1, max: 12 }),
}), { maxLength: 60 })

type Step = (typeof steps) extends fc.Arbitrary<(infer One)[]> ? One : never

function take(timeline: Timeline, log: readonly LogEntry[], { what, where, length }: Step): void {
  const entry = log[where % Math.max(1, log.length)]
  if (!entry) return
  if (what === 'add') timeline.add(entry)
  else if (what === 'place') timeline.place(entry.id, entry.seq, entry.at)
  else if (what === 'page') for (const one of log.slice(where, where + length)) timeline.add(one)
  // The newest page, as it was when the log ended with this entry.
  else if (what === 'reset') timeline.reset('e1', entry.seq, log.slice(Math.max(0, entry.seq - length), entry.seq))
  else timeline.addEarlier(log.slice(Math.max(0, timeline.first - 1 - length), timeline.first - 1))
}

it('any order, repetition or loss, followed by what is missing, gives the log: each message once', () => {
  fc.assert(fc.property(logs, steps, (log, happenings) => {
    const timeline = new Timeline('room', ann)
    for (const { author, id } of log) if (author === ann) timeline.write(id, text('mine'), noon)
    for (const step of happenings) {
      take(timeline, log, step)
      const keys = timeline.messages.map(({ key }) => key)
      expect(new Set(keys).size, 'never is anything shown twice').toBe(keys.length)
    }

    if (timeline.epoch === null) timeline.reset('e1', log.length, log.slice(-10))
    for (const entry of log.slice(timeline.head)) timeline.add(entry)
    timeline.addEarlier(log.slice(0, timeline.first - 1))
    for (const { author, id, seq, at } of log) if (author === ann) timeline.place(id, seq, at)

    const messages = log.filter(({ type }) => type === 'message')
    expect(timeline.messages.map(({ seq }) => seq)).toEqual(messages.map(({ seq }) => seq))
    expect(timeline.messages.every(({ status }) => status === 'sent')).toBe(true)
    expect([timeline.first, timeline.head, timeline.hasGap]).toEqual([1, log.length, false])
  }), { numRuns: 500 })
})
