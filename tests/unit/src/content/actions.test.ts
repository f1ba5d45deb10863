// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  actionsFor, type ActionSetting, canForward, canMerge, copyText, merged, sendable,
} from '../../../../src/content/actions'
import type { Content, ReceivedContent } from '../../../../src/model/content'
import type { Message } from '../../../../src/model/message'

const NOW = 1_000_000
const ada = { id: 'ada', name: 'Ada' }

function message(facts: Partial<Message> = {}): Message {
  return {
    key: 'm1', id: 'm1', conversationId: 'room', seq: 1, author: ada, own: false, at: NOW - 1_000, status: 'sent',
    content: { kind: 'text', text: 'hello' }, ...facts,
  }
}

const usual: ActionSetting = {
  now: NOW, recallWithin: 120_000, pinned: false, mayPin: true, canWrite: true, canRetry: true, changes: true,
  extras: true,
}

const offered = (facts: Partial<Message> = {}, setting: Partial<ActionSetting> = {}) =>
  actionsFor(message(facts), { ...usual, ...setting })

const unsupported = (data: Record<string, unknown>): ReceivedContent => ({ kind: 'unsupported', name: 'poll', data })
const recalled: ReceivedContent = { kind: 'recalled', by: ada }
const picture: Content = { kind: 'image', url: 'https://example.com/a.jpg', width: 10, height: 10 }

describe('what can be done with a message', () => {
  it('of another', () => {
    expect(offered()).toEqual(['copy', 'quote', 'forward', 'pin', 'select', 'hide'])
  })

  it('of one\'s own', () => {
    expect(offered({ own: true })).toEqual(['copy', 'quote', 'forward', 'edit', 'recall', 'pin', 'select', 'hide'])
  })

  it('that is too old to be taken back, but by owners and admins', () => {
    const at = NOW - 120_000
    expect(offered({ own: true, at })).not.toContain('recall')
    expect(offered({ own: true, at: at + 1 })).toContain('recall')
    expect(offered({ at }, { role: 'member' })).not.toContain('recall')
    expect(offered({ at }, { role: 'admin' })).toContain('recall')
    expect(offered({ at }, { role: 'owner' })).toContain('recall')
  })

  it('that isn\'t on the server', () => {
    const waiting = { own: true, seq: null }
    expect(offered({ ...waiting, status: 'queued' })).toEqual(['copy', 'cancel'])
    expect(offered({ ...waiting, status: 'sending' })).toEqual(['copy'])
    expect(offered({ ...waiting, status: 'sending', progress: 0.5, content: picture })).toEqual(['cancel'])
    expect(offered({ ...waiting, status: 'failed' })).toEqual(['copy', 'retry', 'discard'])
    expect(offered({ ...waiting, status: 'failed' }, { canRetry: false })).toEqual(['copy', 'discard'])
  })

  it('that was taken back, or that nobody said', () => {
    expect(offered({ content: recalled, own: true })).toEqual(['hide'])
    expect(offered({ content: { kind: 'system', text: 'x' } })).toEqual(['hide'])
    expect(offered({ content: recalled }, { extras: false })).toEqual([])
  })

  it('of other kinds than text', () => {
    expect(offered({ own: true, content: picture }))
      .toEqual(['quote', 'forward', 'recall', 'save', 'pin', 'select', 'hide'])
    expect(offered({ content: unsupported({}) })).not.toContain('forward')
    expect(offered({ content: unsupported({ question: 'when' }) })).toContain('forward')
  })

  it('that is pinned, was edited, has reactions', () => {
    const reactions = [{ emoji: '👍', count: 1, people: [ada] }]
    expect(offered({ edited: NOW, reactions }, { pinned: true }))
      .toEqual(['copy', 'quote', 'forward', 'unpin', 'reactions', 'history', 'select', 'hide'])
  })

  it('as far as the server can, and one may', () => {
    expect(offered({ own: true }, { changes: false, extras: false })).toEqual(['copy', 'forward', 'select'])
    expect(offered({ own: true }, { canWrite: false, mayPin: false }))
      .toEqual(['copy', 'forward', 'recall', 'select', 'hide'])
  })
})

describe('forwarding', () => {
  it('sends what came, as it came', () => {
    expect(sendable(picture)).toBe(picture)
    expect(sendable(unsupported({ kind: 'poll', question: 'when' }))).toEqual({ kind: 'poll', question: 'when' })
    expect([recalled, unsupported({}), unsupported({ kind: 'poll' })].map(sendable)).toEqual([null, null, null])
    expect(canForward(message({ seq: null }))).toBe(false)
  })

  it('makes one of several, without what can\'t be', () => {
    const chosen = [message(), message({ content: recalled }), message({ content: picture })]
    expect(merged(chosen, 'history')).toEqual({
      kind: 'forward', title: 'history', items: [
        { author: ada, at: NOW - 1_000, content: { kind: 'text', text: 'hello' } },
        { author: ada, at: NOW - 1_000, content: picture },
      ],
    })
  })

  it('lets no more than 100 be one, nor lie too deep in each other', () => {
    const within = (depth: number): Content =>
      (depth === 0 ? picture : merged([message({ content: within(depth - 1) })], 'x'))
    expect(canMerge(Array.from({ length: 100 }, () => message()))).toBe(true)
    expect(canMerge(Array.from({ length: 101 }, () => message()))).toBe(false)
    expect(canMerge([message({ content: within(2) })])).toBe(true)
    expect(canMerge([message({ content: within(3) })])).toBe(false)
  })
})

it('copies what can be read', () => {
  expect(copyText(picture)).toBe('')
  expect(copyText({ ...picture, caption: 'the sea' })).toBe('the sea')
  expect(copyText({ kind: 'link', url: 'https://example.com', title: 'x' })).toBe('https://example.com')
  expect(copyText(recalled)).toBe('')
})
