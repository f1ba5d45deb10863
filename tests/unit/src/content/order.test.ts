import { describe, expect, it } from 'vitest'
import { orderOf, totalUnread } from '../../../../src/content/order'
import type { Conversation } from '../../../../src/model/conversation'
import { makeConversation, makeEntry } from '../../../helpers/fixtures'

/** A conversation whose newest message came at a time; none at 0. */
const at = (id: string, time: number, how: Partial<Conversation> = {}): Conversation =>
  makeConversation({ id, ...time > 0 && { last: makeEntry(1, { at: time }) }, ...how })

function order(conversations: readonly Conversation[], drafts: Readonly<Record<string, number>> = {}): string {
  return orderOf(conversations, id => drafts[id]).map(({ id }) => id).join(' ')
}

describe('the order of conversations', () => {
  it('is that of the newest messages', () => {
    expect(order([at('c', 30), at('b', 20), at('a', 10), at('none', 0)])).toBe('c b a none')
  })

  it('has pinned ones first, the one that was pinned last before all', () => {
    const all = [at('c', 30), at('b', 20, { pinned: 1 }), at('a', 10, { pinned: 2 }), at('d', 5)]
    expect(order(all)).toBe('a b c d')
  })

  it('takes a draft for news, where it is newer than the newest message', () => {
    const all = [at('c', 30), at('b', 20), at('a', 10), at('none', 0)]
    expect(order(all, { a: 25 })).toBe('c a b none')
    expect(order(all, { a: 5 })).toBe('c b a none')
    expect(order(all, { a: 40, none: 50 })).toBe('none a c b')
    expect(order(all, { none: 1 })).toBe('c b a none')
  })

  it('leaves a pinned one where it is, whatever is written there', () => {
    expect(order([at('c', 30, { pinned: 2 }), at('b', 20, { pinned: 1 })], { b: 99 })).toBe('c b')
  })

  it('is right for any drafts', () => {
    const times = Array.from({ length: 40 }, (_, index) => 400 - index * 10)
    const all = times.map(time => at(String(time), time))
    const written = times.filter((_, index) => index % 3 === 0)
    const drafts = Object.fromEntries(written.map(time => [String(time), 405 - time / 2]))
    const newest = (id: string): number => Math.max(Number(id), drafts[id] ?? 0)
    const wanted = times.map(String).sort((one, other) => newest(other) - newest(one))
    expect(order(all, drafts)).toBe(wanted.join(' '))
  })
})

describe('all that is unread', () => {
  it('counts what calls for this person', () => {
    expect(totalUnread([at('a', 1, { unread: 2 }), at('b', 1, { unread: 3 })])).toBe(5)
    expect(totalUnread([])).toBe(0)
  })

  it('has nothing of what is muted or hidden', () => {
    expect(totalUnread([at('a', 1, { unread: 2, muted: true }), at('b', 1, { unread: 3, hidden: true })])).toBe(0)
    expect(totalUnread([at('a', 1, { marked: true, muted: true })])).toBe(0)
  })

  it('counts what was marked as one', () => {
    expect(totalUnread([at('a', 1, { marked: true }), at('b', 1, { marked: true, unread: 4 })])).toBe(5)
  })
})
