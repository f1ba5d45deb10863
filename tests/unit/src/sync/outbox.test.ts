// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { createOutbox } from '../../../../src/sync/outbox'
import { text } from '../../../helpers/fixtures'

function filled(window: number, count: number): ReturnType<typeof createOutbox> {
  const outbox = createOutbox(window)
  for (let index = 1; index <= count; index++) {
    const write = { type: 'send', content: text(String(index)) } as const
    outbox.add({ id: `m${index}`, conversationId: 'room', write, at: index, order: index })
  }
  return outbox
}

/** Pumps, and gives the ids that were sent. */
function pump(outbox: ReturnType<typeof createOutbox>, works: (id: string) => boolean = () => true): string[] {
  const sent: string[] = []
  outbox.pump(({ id }) => {
    if (!works(id)) return false
    sent.push(id)
    return true
  })
  return sent
}

describe('an outbox', () => {
  it('sends in the order it was filled, without waiting for an answer', () => {
    expect(pump(filled(32, 3))).toEqual(['m1', 'm2', 'm3'])
  })

  it('sends nothing twice over one link', () => {
    const outbox = filled(32, 3)
    pump(outbox)
    expect(pump(outbox)).toEqual([])
  })

  it('has no more in flight than its window, and sends on as the answers come', () => {
    const outbox = filled(2, 5)
    expect(pump(outbox)).toEqual(['m1', 'm2'])
    expect(pump(outbox)).toEqual([])
    outbox.remove('m1')
    expect(pump(outbox)).toEqual(['m3'])
    outbox.remove('m3')
    outbox.remove('m2')
    expect(pump(outbox)).toEqual(['m4', 'm5'])
  })

  it('keeps its window when something is removed that was not in flight', () => {
    const outbox = filled(2, 5)
    pump(outbox)
    outbox.remove('m5')
    outbox.remove('m5')
    outbox.remove('never there')
    expect(pump(outbox)).toEqual([])
    outbox.remove('m1')
    expect(pump(outbox)).toEqual(['m3'])
  })

  it('sends all that is left again, in order, after a break', () => {
    const outbox = filled(3, 5)
    pump(outbox)
    outbox.remove('m2')
    outbox.requeue()
    expect(pump(outbox)).toEqual(['m1', 'm3', 'm4'])
  })

  it('stops where there is no link, and begins there again after it', () => {
    const outbox = filled(32, 4)
    expect(pump(outbox, id => id !== 'm3')).toEqual(['m1', 'm2'])
    outbox.requeue()
    expect(pump(outbox)).toEqual(['m1', 'm2', 'm3', 'm4'])
  })

  it('takes a message out while it is being sent without losing count', () => {
    const outbox = filled(2, 4)
    const sent: string[] = []
    outbox.pump(({ id }) => {
      sent.push(id)
      outbox.remove(id)
      return true
    })
    expect(sent).toEqual(['m1', 'm2', 'm3', 'm4'])
    expect(outbox.all).toEqual([])
  })

  it('knows what it holds', () => {
    const outbox = filled(2, 2)
    expect(outbox.has('m1')).toBe(true)
    expect(outbox.remove('m1')).toMatchObject({ id: 'm1', conversationId: 'room' })
    expect(outbox.has('m1')).toBe(false)
    expect(outbox.remove('m1')).toBeUndefined()
    expect(outbox.all.map(({ id }) => id)).toEqual(['m2'])
  })
})
