import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../../../server/limits'
import type { Store } from '../../../server/store'
import type { WireContent, WireMessage, WriteFrame } from '../../../src/protocols/native/wire'
import { ann, ben, eve, fill, general, said } from './store-contract'

const text = (value: string): WireContent => ({ kind: 'text', text: value })
const target = (id: string, from = ann) => ({ from: from.id, id })
const edits = (id: string, value: string, of: string): WriteFrame => (
  { type: 'edit', id, conversation: general, target: target(of), content: text(value) })
const pins = (id: string, of: string): WriteFrame => (
  { type: 'change', id, conversation: general, change: 'pinned', target: target(of) })

/**
 * What every store has to do where somebody wants to see messages no more: some, or all there are.
 * @param open - opens an empty store; it is closed after each test
 */
export function hiddenContract(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await fill(store)
  })
  afterEach(() => store.close())

  const sayAll = async (...texts: string[]) => {
    for (const each of texts) await store.write(ann, said(each))
  }
  const page = async (person = ann, limit = 50) => (await store.history(general, person.id, { limit }))?.events ?? []
  const lastQuote = async () => ((await page(ann, 1))[0] as WireMessage).quote

  describe('what a person has cleared', () => {
    const clear = (seq: number, person = ann) => store.set(general, person.id, { cleared: seq })
    const seen = async (person = ann) => (await page(person)).map(({ seq }) => seq)

    it('is gone for that person: from pages, from the list, from what is unread, and for good', async () => {
      await sayAll('m1', 'm2')
      await store.write(ann, said('m3', 'x', { mentions: [ben.id] }))
      const before = await store.conversation(general, ben.id)
      expect(before).toMatchObject({ unread: 3, mention: 3 })
      expect(await clear(3, ben)).toBe(true)
      const now = await store.conversation(general, ben.id)
      expect(now).toMatchObject({ head: 3, read: 0, unread: 0, mention: 0 })
      expect(now?.last).toBeUndefined()
      // It keeps its place in the list.
      expect(now?.at).toBe(before?.last?.at)
      expect(now?.epoch).not.toBe(before?.epoch)
      expect(await store.history(general, ben.id, { limit: 10 })).toEqual({ epoch: now?.epoch, head: 3, events: [] })
      expect(await store.history(general, ben.id, { before: 3, limit: 10 })).toMatchObject({ events: [] })
      await sayAll('m4', 'm5')
      expect(await seen(ben)).toEqual([4, 5])
      expect((await store.history(general, ben.id, { after: 0, limit: 1 }))?.events).toMatchObject([{ seq: 4 }])
      expect((await store.history(general, ben.id, { before: 5, limit: 9 }))?.events).toMatchObject([{ seq: 4 }])
      expect(await store.conversation(general, ben.id))
        .toMatchObject({ unread: 2, last: { seq: 5 }, epoch: now?.epoch })
      expect(await store.conversation(general, ben.id)).not.toHaveProperty('at')
      expect(await store.read(general, ben.id, 2)).toMatchObject({ unread: 2 })
      expect(await store.read(general, ben.id, 4)).toMatchObject({ unread: 1 })
      // It never moves back, nor further than the end, and goes on for who comes back.
      await clear(1, ben)
      expect(await seen(ben)).toEqual([4, 5])
      await clear(99, ben)
      await store.write(ben, { type: 'change', id: 'l', conversation: general, change: 'left' })
      await store.join(general, ben.id)
      expect(await seen(ben)).toEqual([6])
      expect(await clear(1, eve)).toBe(false)
    })

    it('is there for all others', async () => {
      await sayAll('m1', 'm2')
      const before = await store.conversation(general, ann.id)
      await clear(2, ben)
      expect(await store.conversation(general, ann.id)).toEqual(before)
      expect(await seen()).toEqual([1, 2])
    })

    it('is neither found nor among the pinned ones, and not the last where others are hidden', async () => {
      await sayAll('needle 1', 'needle 2', 'needle 3')
      await store.write(ann, pins('p', 'needle 1'))
      await clear(2)
      const step = await store.searchStep(general, ann.id, { seq: 100 }, 100)
      expect(step?.messages.map(({ seq }) => seq)).toEqual([3])
      expect(step?.next).toBeUndefined()
      expect(await store.pins(general, ann.id)).toEqual([])
      expect(await store.pins(general, ben.id)).toHaveLength(1)
      await store.hide(general, ann.id, [3, 4])
      expect((await store.conversation(general, ann.id))?.last).toBeUndefined()
      await clear(4)
      expect(await store.searchStep(general, ann.id, { seq: 100 }, 100)).toMatchObject({ messages: [], looked: 0 })
      expect(await store.searchStep(general, ann.id, { at: Date.now() + 1000 }, 100)).toMatchObject({ messages: [] })
    })
  })

  describe('what a person has hidden', () => {
    it('gives the log another epoch, each time, for that person only', async () => {
      await sayAll('m1', 'm2')
      const epochs = async () => {
        const { epoch } = await store.conversation(general, ann.id) ?? {}
        expect((await store.history(general, ann.id, { limit: 1 }))?.epoch).toBe(epoch)
        return epoch
      }
      const all = [await epochs()]
      const other = (await store.conversation(general, ben.id))?.epoch
      for (const seq of [1, 2]) {
        const hidden = await store.hide(general, ann.id, [seq])
        all.push(await epochs())
        expect(hidden).toEqual({ seqs: [seq], epoch: all.at(-1) })
      }
      await store.set(general, ann.id, { cleared: 2 })
      all.push(await epochs())
      expect(new Set(all).size).toBe(4)
      expect(await store.hide(general, ann.id, [2, 9])).toEqual({ seqs: [2], epoch: all.at(-1) })
      expect((await store.conversation(general, ben.id))?.epoch).toBe(other)
    })

    it('is gone for that person, and keeps its place', async () => {
      await sayAll('m1', 'm2', 'm3')
      await store.write(ann, edits('e1', 'M2', 'm2'))
      expect(await store.hide(general, ann.id, [3, 2, 4, 9])).toMatchObject({ seqs: [3, 2] })
      expect(await store.hide(general, ann.id, [2])).toMatchObject({ seqs: [2] })
      expect(await page()).toEqual([
        expect.objectContaining({ seq: 1 }), { seq: 2, type: 'hidden' }, { seq: 3, type: 'hidden' },
        expect.objectContaining({ seq: 4, type: 'edit' }),
      ])
      expect((await page(ben)).map(({ type }) => type)).toEqual(['message', 'message', 'message', 'edit'])
      // Others may still answer it, and so it may be read there.
      await store.write(ben, said('m4', 'x', { quote: target('m2') }))
      expect(await lastQuote()).toMatchObject({ content: text('M2') })
    })

    it('still counts as unread, and goes on for who comes back', async () => {
      await sayAll('m1')
      await store.hide(general, ben.id, [1])
      expect(await store.conversation(general, ben.id)).toMatchObject({ head: 1, unread: 1 })
      await store.write(ben, { type: 'change', id: 'l', conversation: general, change: 'left' })
      expect(await store.hide(general, ben.id, [1])).toBeUndefined()
      await store.join(general, ben.id)
      expect((await page(ben))[0]).toEqual({ seq: 1, type: 'hidden' })
    })

    it('is not the last of the conversation, where there is another one near', async () => {
      await sayAll('m1', 'm2')
      const lasts = async () => [
        (await store.conversation(general, ann.id))?.last?.seq, (await store.conversations(ann.id))[0]?.last?.seq,
      ]
      await store.hide(general, ann.id, [2])
      expect(await lasts()).toEqual([1, 1])
      expect((await store.conversation(general, ben.id))?.last?.seq).toBe(2)
      for (let i = 0; i < limits.lastAmong - 2; i++) await store.write(ann, edits(`e${i}`, 'M2', 'm2'))
      await sayAll('m3')
      expect(await lasts()).toEqual([21, 21])
      // Of the newest 20 none is left.
      await store.hide(general, ann.id, [21])
      expect(await lasts()).toEqual([undefined, undefined])
      await store.write(ann, { type: 'change', id: 'l', conversation: general, change: 'left' })
      expect((await store.conversation(general, ben.id))?.last).toMatchObject({ seq: 22, change: 'left' })
    })
  })
}
