// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Conversations, createConversations } from '../../../../src/sync/conversations'
import type { ReadMovedEvent } from '../../../../src/model/events'
import { ann, makeConversation, makeEntry, noon } from '../../../helpers/fixtures'

function withRoom(fields = {}): Conversations {
  const conversations = createConversations()
  conversations.setSelf('ann')
  conversations.put(makeConversation(fields))
  return conversations
}

function moved(fields: Partial<ReadMovedEvent>): ReadMovedEvent {
  return { type: 'readMoved', conversationId: 'room', seq: 0, head: 5, unread: 0, mention: 0, ...fields }
}

describe('a new entry', () => {
  it('of another person counts as unread', () => {
    const conversations = withRoom()
    expect(conversations.logged('room', makeEntry(1))).toBe('new')
    expect(conversations.logged('room', makeEntry(2))).toBe('new')
    expect(conversations.get('room')).toMatchObject({ head: 2, unread: 2, last: { seq: 2 } })
  })

  it('of oneself doesn\'t', () => {
    const conversations = withRoom({ unread: 1, head: 1 })
    conversations.logged('room', makeEntry(2, { author: ann }))
    expect(conversations.get('room')).toMatchObject({ head: 2, unread: 1, last: { seq: 2 } })
  })

  it('counts once, however often it comes', () => {
    const conversations = withRoom()
    conversations.logged('room', makeEntry(1))
    expect(conversations.logged('room', makeEntry(1))).toBe('known')
    expect(conversations.get('room')?.unread).toBe(1)
  })

  it('that was read on another device already is not unread', () => {
    const conversations = withRoom({ read: 5, head: 4 })
    conversations.logged('room', makeEntry(5))
    expect(conversations.get('room')?.unread).toBe(0)
  })

  it('of an unknown type moves the head, and is neither counted nor shown', () => {
    const conversations = withRoom({ head: 1, last: makeEntry(1) })
    expect(conversations.logged('room', { seq: 2, type: 'unknown' })).toBe('new')
    expect(conversations.get('room')).toMatchObject({ head: 2, unread: 0, last: { seq: 1 } })
  })

  it('of an unknown conversation changes nothing', () => {
    const conversations = withRoom()
    expect(conversations.logged('elsewhere', makeEntry(1))).toBe('known')
    expect(conversations.all).toHaveLength(1)
  })

  it('makes a new object and leaves the old one as it was', () => {
    const conversations = withRoom()
    const before = conversations.get('room')
    conversations.logged('room', makeEntry(1))
    expect(before).toEqual(makeConversation())
    expect(conversations.get('room')).not.toBe(before)
  })
})

describe('the read cursor', () => {
  it('up to the end leaves nothing unread', () => {
    const conversations = withRoom({ head: 5, unread: 3, read: 2 })
    expect(conversations.read('room', 5)).toBe(true)
    expect(conversations.get('room')).toMatchObject({ read: 5, unread: 0 })
  })

  it('up to the middle waits for the server to count', () => {
    const conversations = withRoom({ head: 5, unread: 3, read: 2 })
    conversations.read('room', 4)
    expect(conversations.get('room')).toMatchObject({ read: 4, unread: 3 })
    conversations.readMoved(moved({ seq: 4, unread: 1 }))
    expect(conversations.get('room')).toMatchObject({ read: 4, unread: 1 })
  })

  it('says whether it moved', () => {
    const conversations = withRoom({ head: 5, read: 2 })
    expect(conversations.read('room', 2)).toBe(false)
    expect(conversations.read('room', 1)).toBe(false)
    expect(conversations.read('elsewhere', 3)).toBe(false)
  })

  it('doesn\'t follow an older word of the server', () => {
    const conversations = withRoom({ head: 5, read: 2, unread: 3 })
    conversations.read('room', 5)
    conversations.readMoved(moved({ seq: 3, unread: 2 }))
    expect(conversations.get('room')).toMatchObject({ read: 5, unread: 0 })
  })

  it('doesn\'t go back when the server tells of the conversation again', () => {
    const conversations = withRoom({ head: 5, read: 2, unread: 3 })
    conversations.read('room', 5)
    conversations.put(makeConversation({ head: 5, read: 2, unread: 3 }))
    expect(conversations.get('room')).toMatchObject({ read: 5, unread: 0 })
  })

  it('begins anew with another log', () => {
    const conversations = withRoom({ head: 5, read: 5 })
    conversations.put(makeConversation({ epoch: 'e2', head: 1, read: 0, unread: 1 }))
    expect(conversations.get('room')).toMatchObject({ epoch: 'e2', read: 0, unread: 1 })
  })

  it('never moves back, whatever comes', () => {
    const seq = fc.integer({ min: 0, max: 20 })
    const steps = fc.array(fc.tuple(fc.constantFrom('read', 'readMoved', 'put', 'replaceAll', 'logged'), seq, seq))
    fc.assert(fc.property(steps, (happenings) => {
      const conversations = withRoom({ head: 10 })
      let least = 0
      for (const [what, a, b] of happenings) {
        const told = makeConversation({ head: Math.max(a, b), read: Math.min(a, b), unread: Math.abs(a - b) })
        if (what === 'read') conversations.read('room', a)
        else if (what === 'readMoved') conversations.readMoved(moved({ seq: a, head: Math.max(a, b), unread: b }))
        else if (what === 'put') conversations.put(told)
        else if (what === 'replaceAll') conversations.replaceAll([told])
        else if (a > 0) conversations.logged('room', makeEntry(a))
        const { read = -1, unread = -1 } = conversations.get('room') ?? {}
        expect(read).toBeGreaterThanOrEqual(least)
        expect(unread).toBeGreaterThanOrEqual(0)
        least = read
      }
    }))
  })
})

describe('the server\'s list', () => {
  it('is the whole truth: what it doesn\'t name is gone', () => {
    const conversations = withRoom()
    conversations.replaceAll([makeConversation({ id: 'other' })])
    expect(conversations.all.map(({ id }) => id)).toEqual(['other'])
  })

  it('takes no cursor back, and moves those on that are further there', () => {
    const conversations = withRoom({ head: 5, read: 2 })
    conversations.put(makeConversation({ id: 'other', head: 5, read: 2 }))
    conversations.read('room', 5)
    conversations.replaceAll([
      makeConversation({ head: 6, read: 2, unread: 4 }), makeConversation({ id: 'other', head: 6, read: 4 }),
    ])
    expect(conversations.get('room')).toMatchObject({ read: 5 })
    expect(conversations.get('other')).toMatchObject({ read: 4 })
  })
})

describe('the order', () => {
  it('is by the newest message, then by the id; without any comes last', () => {
    const conversations = createConversations()
    conversations.put(makeConversation({ id: 'empty' }))
    conversations.put(makeConversation({ id: 'b', last: makeEntry(1, { at: noon }) }))
    conversations.put(makeConversation({ id: 'a', last: makeEntry(1, { at: noon }) }))
    conversations.put(makeConversation({ id: 'new', last: makeEntry(1, { at: noon + 1 }) }))
    expect(conversations.all.map(({ id }) => id)).toEqual(['new', 'a', 'b', 'empty'])
  })

  it('keeps the place of one that was cleared, until there is a newer message', () => {
    const conversations = createConversations()
    conversations.put(makeConversation({ id: 'new', last: makeEntry(1, { at: noon + 1 }) }))
    conversations.put(makeConversation({ id: 'old', last: makeEntry(1, { at: noon - 1 }) }))
    conversations.put(makeConversation({ id: 'cleared', at: noon, head: 1 }))
    expect(conversations.all.map(({ id }) => id)).toEqual(['new', 'cleared', 'old'])
    conversations.logged('cleared', makeEntry(2, { at: noon + 2 }))
    expect(conversations.all.map(({ id }) => id)).toEqual(['cleared', 'new', 'old'])
  })

  it('follows what comes', () => {
    const conversations = createConversations()
    conversations.put(makeConversation({ id: 'a', last: makeEntry(1, { at: noon }), head: 1 }))
    conversations.put(makeConversation({ id: 'b' }))
    conversations.logged('b', makeEntry(1, { at: noon + 1 }))
    expect(conversations.all.map(({ id }) => id)).toEqual(['b', 'a'])
    conversations.clear()
    expect(conversations.all).toEqual([])
  })
})
