// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { ChatError } from '../../../../src/model/error'
import { createPending } from '../../../../src/sync/pending'
import { ann, bob, makeMessage, noon, text } from '../../../helpers/fixtures'

const target = { from: 'bob', id: 'his' }
const his = makeMessage({ key: 'bob/his', id: 'his', seq: 3, author: bob, amended: 5 })

let pending: ReturnType<typeof createPending>

beforeEach(() => {
  pending = createPending('room', ann)
})

describe('messages that wait', () => {
  it('stand in the order they were written, as new objects where they change', () => {
    pending.write('a', { content: text('one'), mentions: ['bob'] }, noon)
    pending.write('b', { content: text('two') }, noon + 1)
    const [first, second] = pending.messages
    expect(first).toMatchObject({ key: 'a', seq: null, own: true, author: ann, status: 'queued', mentions: ['bob'] })
    const error = new ChatError(4022, 'no')
    pending.mark('a', 'failed', error)
    pending.mark('nothing', 'failed', error)
    expect(pending.messages[0]).toMatchObject({ status: 'failed', error })
    expect(first?.status).toBe('queued')
    expect(pending.messages[1]).toBe(second)
    pending.drop('a')
    pending.drop('nothing')
    expect(pending.messages).toEqual([second])
  })

  it('are nobody\'s until it is known who one is', () => {
    pending = createPending('room', null)
    pending.write('a', { content: text('one') }, noon)
    expect(pending.find('a')).toMatchObject({ key: 'a', own: true, author: { id: '' } })
    pending.setSelf(ann)
    expect(pending.find('a')).toMatchObject({ key: 'a', own: true, author: ann })
  })

  it('end when they are placed, but for those that lie behind a gap', () => {
    for (const id of ['a', 'b', 'c']) pending.write(id, { content: text(id) }, noon)
    pending.mark('a', 'sent')
    pending.mark('b', 'sent')
    pending.dropPlaced(new Set(['b']))
    expect(pending.messages.map(({ id }) => id)).toEqual(['b', 'c'])
  })
})

describe('changes that wait', () => {
  it('are shown on top of what the log says, and the message says so', () => {
    pending.change('1', { type: 'edit', target, content: text('new') }, noon)
    const [now] = pending.changed([his])
    expect(now).toMatchObject({ content: text('new'), edited: noon, changing: true, amended: 5, key: 'bob/his' })
    pending.drop('1')
    expect(pending.changed([his])[0]).toBe(his)
  })

  it('leave other messages as they are, and give the same object until something changes', () => {
    const other = makeMessage()
    pending.change('1', { type: 'recall', target }, noon)
    const first = pending.changed([other, his])
    expect(first[0]).toBe(other)
    expect(first[1]?.content).toEqual({ kind: 'recalled', by: ann })
    expect(pending.changed([other, his])[1]).toBe(first[1])
  })

  it('of one message follow each other', () => {
    pending.change('1', { type: 'edit', target, content: text('one') }, noon)
    pending.change('2', { type: 'react', target, emoji: '+', on: true }, noon)
    pending.change('3', { type: 'edit', target, content: text('two') }, noon + 1)
    const reactions = [{ emoji: '+', count: 1, people: [ann] }]
    expect(pending.changed([his])[0]).toMatchObject({ content: text('two'), edited: noon + 1, reactions })
    pending.drop('3')
    expect(pending.changed([his])[0]).toMatchObject({ content: text('one'), reactions })
    pending.change('4', { type: 'react', target, emoji: '+', on: false }, noon)
    expect(pending.changed([his])[0]?.reactions).toEqual([])
  })

  it('count a reaction once, however often it is given or taken', () => {
    const with9 = { ...his, reactions: [{ emoji: '+', count: 9, people: [bob] }] }
    pending.change('1', { type: 'react', target, emoji: '+', on: true }, noon)
    pending.change('2', { type: 'react', target, emoji: '+', on: true }, noon)
    expect(pending.changed([with9])[0]?.reactions).toEqual([{ emoji: '+', count: 10, people: [bob, ann] }])
    pending.change('3', { type: 'react', target, emoji: '+', on: false }, noon)
    pending.change('4', { type: 'react', target, emoji: '+', on: false }, noon)
    expect(pending.changed([with9])[0]?.reactions).toEqual([{ emoji: '+', count: 9, people: [bob] }])
  })

  it('end when the log has them, not when it is only known where they are', () => {
    pending.change('1', { type: 'edit', target, content: text('new') }, noon)
    pending.settle(100)
    pending.placeChange('1', 7)
    pending.settle(6)
    expect(pending.changed([his])[0]?.changing).toBe(true)
    pending.settle(7)
    expect(pending.changed([his])[0]).toBe(his)
  })

  it('find one\'s own message by its author too', () => {
    pending.write('mine', { content: text('x') }, noon)
    pending.change('1', { type: 'recall', target: { from: 'ann', id: 'mine' } }, noon)
    pending.change('2', { type: 'recall', target: { from: 'bob', id: 'mine' } }, noon)
    expect(pending.changed(pending.messages)[0]).toMatchObject({ content: { kind: 'recalled' }, status: 'queued' })
  })
})
