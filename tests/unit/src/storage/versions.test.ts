// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { readWrite } from '../../../../src/storage/read-write'
import { upgrade, VERSION } from '../../../../src/storage/versions'

describe('what was stored', () => {
  it('by this version stands as it is', () => {
    expect(upgrade('out/a', [VERSION, 'room', 1])).toEqual(['room', 1])
    expect(upgrade('list', [VERSION])).toEqual([])
  })

  it('by a newer one is left to that', () => {
    expect(upgrade('out/a', [VERSION + 1, 'room'])).toBe('newer')
  })

  it.each([[[]], [['2', 'room']], [[null]], [[0, 'room']], [[-1, 'room']], [[1.5, 'room']]])(
    'under no version at all can\'t be read: %j', (stored) => {
      expect(upgrade('out/a', stored)).toBeNull()
    },
  )

  it('by version 1 says of logs how long usual ones are, and leaves all else as it was', () => {
    expect(upgrade('recent', [1, ['log/a', 'log/b']])).toEqual([[['log/a', 10_000], ['log/b', 10_000]]])
    expect(upgrade('recent', [1, []])).toEqual([[]])
    expect(upgrade('log/a', [1, 'e1', 2, []])).toEqual(['e1', 2, []])
    expect(upgrade('list', [1, 'self', []])).toEqual(['self', []])
  })
})

describe('a write', () => {
  const target = { from: 'ann', id: 'm1' }
  const content = { kind: 'text', text: 'x' }

  it.each([
    { type: 'send', content }, { type: 'send', content, mentions: ['bob', '*'] }, { type: 'edit', target, content },
    { type: 'recall', target }, { type: 'react', target, emoji: '+', on: true },
    { type: 'react', target, emoji: '+', on: false },
  ])('comes back as it was: %j', (write) => {
    expect(readWrite(JSON.parse(JSON.stringify(write)))).toEqual(write)
  })

  it.each([
    null, 'send', [], {}, { type: 'send' }, { type: 'send', content: {} }, { type: 'send', content: { kind: 'text' } },
    { type: 'send', content: { kind: 'recalled', by: target } },
    { type: 'send', content: { kind: 'system', text: '' } },
    { type: 'edit', content }, { type: 'edit', target }, { type: 'recall' },
    { type: 'recall', target: { from: 'ann' } }, { type: 'react', target }, { type: 'fly', target },
  ])('that can\'t be read is none: %j', (write) => {
    expect(readWrite(write)).toBeNull()
  })

  it('keeps of its mentions what can be one', () => {
    const write = { type: 'send', content }
    expect(readWrite({ ...write, mentions: ['bob', 7, null] })).toEqual({ ...write, mentions: ['bob'] })
    expect(readWrite({ ...write, mentions: 'bob' })).toEqual({ ...write, mentions: undefined })
  })
})
