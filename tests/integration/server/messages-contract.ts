import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../../../server/limits'
import { search } from '../../../server/search'
import type { Store } from '../../../server/store'
import type { SearchFrame, WireContent, WireMessage, WirePerson, WriteFrame } from '../../../src/protocols/native/wire'
import { ann, ben, eve, fill, general, said } from './store-contract'

const text = (value: string): WireContent => ({ kind: 'text', text: value })
const at = expect.any(Number) as number
const target = (id: string, from = ann) => ({ from: from.id, id })
const edits = (id: string, value: string, of: string): WriteFrame => (
  { type: 'edit', id, conversation: general, target: target(of), content: text(value) })
const recalls = (id: string, of: string): WriteFrame => (
  { type: 'recall', id, conversation: general, target: target(of) })
const pins = (id: string, of: string, change: 'pinned' | 'unpinned' = 'pinned'): WriteFrame => (
  { type: 'change', id, conversation: general, change, target: target(of) })

/**
 * What every store has to do with messages beyond keeping them: quotes, what is pinned, edited and looked for.
 * @param open - opens an empty store; it is closed after each test
 */
export function messagesContract(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await fill(store)
  })
  afterEach(() => store.close())

  const outcome = async (frame: WriteFrame, from = ann) => {
    const written = await store.write(from, frame)
    return written.outcome === 'refused' ? written.why : written.outcome
  }
  const sayAll = async (...texts: string[]) => {
    for (const each of texts) await store.write(ann, said(each))
  }
  const page = async (person = ann, limit = 50) => (await store.history(general, person.id, { limit }))?.events ?? []
  const lastQuote = async () => ((await page(ann, 1))[0] as WireMessage).quote

  describe('a quote', () => {
    it('shows the message as it stands, live, in pages and in the list', async () => {
      await sayAll('m1')
      const quote = { seq: 1, id: 'm1', from: ann, content: text('m1') }
      expect(await store.write(ben, said('m2', 'yes', { quote: target('m1') }))).toEqual({
        outcome: 'stored', event: { seq: 2, type: 'message', id: 'm2', from: ben, at, content: text('yes'), quote },
      })
      const shown = async () => {
        const [last] = await page(ben, 1)
        expect((await store.conversation(general, ann.id))?.last).toEqual(last)
        return (last as WireMessage).quote
      }
      expect(await shown()).toEqual(quote)
      await store.write(ann, edits('e1', 'M1', 'm1'))
      await store.write(ben, said('m3', 'no', { quote: target('m1') }))
      expect(await shown()).toEqual({ ...quote, content: text('M1') })
      await store.write(ann, recalls('r1', 'm1'))
      const recalled = { kind: 'recalled', by: ann }
      expect((await page()).map(each => (each as WireMessage).quote?.content)).toEqual(
        [undefined, recalled, undefined, recalled, undefined])
      expect(await store.write(ben, said('m4', 'x', { quote: target('m1') }))).toMatchObject({
        event: { quote: { content: recalled } },
      })
    })

    it('has no quote of its own, and goes together with what else a message has', async () => {
      await sayAll('m1')
      await store.write(ben, said('m2', 'm2', { quote: target('m1') }))
      await store.write(ann, said('m3', 'm3', { quote: target('m2', ben), mentions: ['*'] }))
      await store.write(ben, {
        type: 'react', id: 'x', conversation: general, target: target('m3'), emoji: '+', on: true,
      })
      await store.write(ann, edits('e', 'M3', 'm3'))
      expect((await page())[2]).toEqual({
        seq: 3, type: 'message', id: 'm3', from: ann, at, content: text('M3'), mentions: ['*'], edited: at, amended: 5,
        reactions: [{ emoji: '+', count: 1, people: [ben] }],
        quote: { seq: 2, id: 'm2', from: ben, content: text('m2') },
      })
    })

    it('of what is no message of the conversation is left out', async () => {
      const direct = (await store.openDirect(ann.id, eve.id))?.id ?? ''
      await store.write(ann, said('d1', 'x', { conversation: direct }))
      await sayAll('m1')
      await store.write(ann, edits('e1', 'M1', 'm1'))
      for (const [i, quote] of [target('d1'), target('e1'), target('m1', ben), target(`q3`)].entries()) {
        expect(await store.write(ann, said(`q${i}`, 'x', { quote }))).toMatchObject({ outcome: 'stored' })
      }
      expect((await page()).every(each => !('quote' in each))).toBe(true)
    })

    const long = 'x'.repeat(199)
    const card = (bytes: number) => {
      const bare = { kind: 'card', text: '', list: [{ text: '"},]\\' }, [], null, 1.5] }
      return { ...bare, text: 'é'.repeat(3) + 'y'.repeat(bytes - JSON.stringify(bare).length - 6) }
    }
    it.each<[string, WireContent, WireContent]>([
      ['a text of 200', text(`${long}y`), text(`${long}y`)],
      ['a longer one', text(`${long}yz`), text(`${long}y`)],
      ['a pair that fits', text(`${long.slice(1)}😀z`), text(`${long.slice(1)}😀`)],
      ['a pair that does not', text(`${long}😀`), text(long)],
      ['halves of pairs', text(`${long}\ud83d\ud83dz`), text(`${long}\ud83d`)],
      ['a half at the end', text(`${long.slice(1)}\ude00\ud83dz`), text(`${long.slice(1)}\ude00\ud83d`)],
      ['escapes', text('\n"\\\u0001€é'.repeat(40)), text('\n"\\\u0001€é'.repeat(40).slice(0, 200))],
      ['a text with more', { more: [{ text: 'no' }], text: 'yes', kind: 'text' }, text('yes')],
      ['another content', card(2048), card(2048)],
      ['a long one', card(2049), { kind: 'card' }],
    ])('cuts %s', async (_, content, shown) => {
      await store.write(ann, { ...said('m1'), content } as WriteFrame)
      const written = await store.write(ann, said('m2', 'x', { quote: target('m1') }))
      expect(written).toMatchObject({ outcome: 'stored' })
      expect(await lastQuote()).toEqual({ seq: 1, id: 'm1', from: ann, content: shown })
      expect(written.outcome === 'stored' && (written.event as WireMessage).quote).toEqual(await lastQuote())
    })
  })

  describe('pins', () => {
    const pinned = async (person = ben) => (await store.pins(general, person.id))?.map(({ seq }) => seq)

    it('are told from the newest on, as their messages stand', async () => {
      await sayAll('m1', 'm2', 'm3')
      expect(await store.write(ben, pins('p1', 'm2'))).toEqual({
        outcome: 'stored',
        event: { seq: 4, type: 'change', id: 'p1', from: ben, at, change: 'pinned', target: 2, members: 2 },
      })
      await store.write(ann, pins('p2', 'm1'))
      await store.write(ann, edits('e1', 'M2', 'm2'))
      expect(await store.pins(general, ann.id)).toEqual((await page()).slice(0, 2))
      expect((await page())[1]).toMatchObject({ content: text('M2'), amended: 6 })
      expect((await page())[0]).not.toHaveProperty('amended')
      expect(await store.write(ann, pins('u1', 'm1', 'unpinned'))).toMatchObject({
        event: { change: 'unpinned', target: 1 },
      })
      await store.write(ann, pins('p3', 'm3'))
      expect(await pinned()).toEqual([3, 2])
      await store.hide(general, ben.id, [3])
      expect([await pinned(), await pinned(ann)]).toEqual([[2], [3, 2]])
      expect((await page()).at(-1)).toMatchObject({ type: 'change', change: 'pinned', target: 3 })
      expect((await store.conversation(general, ben.id))?.unread).toBe(3)
    })

    it('go with what was recalled, without a word', async () => {
      await sayAll('m1', 'm2')
      await store.write(ann, pins('p1', 'm1'))
      await store.write(ann, recalls('r1', 'm1'))
      expect(await pinned()).toEqual([])
      expect(await page()).toHaveLength(4)
      expect(await outcome(pins('p2', 'm1'))).toBe('recalled')
    })

    it('are refused where they change nothing, and of what is no message', async () => {
      await sayAll('m1')
      await store.write(ann, edits('e1', 'M1', 'm1'))
      expect(await outcome(pins('p1', 'm1', 'unpinned'))).toBe('unchanged')
      expect(await outcome(pins('p1', 'm1'))).toBe('stored')
      expect(await outcome(pins('p1', 'm1'))).toBe('repeated')
      expect(await outcome(pins('p2', 'm1'))).toBe('unchanged')
      expect(await outcome(pins('p2', 'e1'))).toBe('noMessage')
      expect(await outcome(pins('p2', 'never', 'unpinned'))).toBe('noMessage')
      expect(await outcome(pins('p2', 'm1'), eve)).toBe('notMember')
      expect(await store.pins(general, eve.id)).toBeUndefined()
    })

    it('are bounded', async () => {
      for (let i = 0; i <= limits.pins; i++) await sayAll(`m${i}`)
      for (let i = 0; i < limits.pins; i++) expect(await outcome(pins(`p${i}`, `m${i}`))).toBe('stored')
      expect(await outcome(pins('p', `m${limits.pins}`))).toBe('tooManyPins')
      await store.write(ann, pins('u', 'm7', 'unpinned'))
      expect(await outcome(pins('p', `m${limits.pins}`))).toBe('stored')
      expect(await pinned()).toHaveLength(limits.pins)
    })

    it('are for those who look after a group, and for both in a direct conversation', async () => {
      const made = await store.createGroup(ann, { type: 'create', id: 'g', title: 'Us', people: [ben.id] })
      const group = made.outcome === 'made' ? made.id : ''
      const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
      await store.write(ann, said('g1', 'x', { conversation: group }))
      await store.write(ann, said('d1', 'x', { conversation: direct }))
      expect(await outcome({ ...pins('p', 'g1'), conversation: group }, ben)).toBe('notAllowed')
      expect(await outcome({ ...pins('p', 'g1'), conversation: group })).toBe('stored')
      expect(await store.write(ben, { ...pins('p', 'd1'), conversation: direct })).toMatchObject({
        outcome: 'stored', event: { members: 2 },
      })
    })
  })

  describe('versions', () => {
    const versions = async (seq: number, person = ann) =>
      (await store.versions(general, person.id, seq))?.map(({ content }) => content.text)

    it('are all that a message said, with the times', async () => {
      await sayAll('m1')
      expect(await versions(1)).toEqual(['m1'])
      for (const value of ['two', 'three']) await store.write(ann, edits(value, value, 'm1'))
      const times = (await page()).map(each => (each as WireMessage).at)
      expect(await store.versions(general, ben.id, 1)).toEqual(
        ['m1', 'two', 'three'].map((value, i) => ({ at: times[i], content: text(value) })))
      for (const seq of [0, 2, 9]) expect(await versions(seq)).toBeUndefined()
      expect(await versions(1, eve)).toBeUndefined()
      await store.write(ann, recalls('r1', 'm1'))
      expect(await versions(1)).toEqual([])
    })

    it('are the newest ones, by number and by bytes', async () => {
      await sayAll('m1', 'm2')
      for (let i = 1; i < limits.versions; i++) await store.write(ann, edits(`e${i}`, `${i}`, 'm1'))
      expect((await versions(1))?.slice(0, 2)).toEqual(['m1', '1'])
      await store.write(ann, edits('e', 'last', 'm1'))
      expect(await versions(1)).toEqual([...Array.from({ length: limits.versions - 1 }, (_, i) => `${i + 1}`), 'last'])
      for (let i = 1; i < 15; i++) {
        const content = { kind: 'card', i, fill: 'x'.repeat(100_000) }
        await store.write(ann, { ...edits(`f${i}`, '', 'm2'), content } as WriteFrame)
      }
      const long = await store.versions(general, ann.id, 2)
      expect(long?.length).toBe(11)
      expect(long?.at(-1)?.content).toMatchObject({ i: 14 })
    })
  })

  describe('a search', () => {
    const find = async (query: Partial<SearchFrame>, person: WirePerson = ann) => {
      const found = await search(store, person.id, { type: 'search', id: 's', text: '', limit: 50, ...query })
      return found && { ids: found.hits.map(({ event }) => event.id), more: found.more, hits: found.hits }
    }
    const later = () => new Promise(next => setTimeout(next, 3))

    it('finds all words in whatever case, and nothing that is gone', async () => {
      await sayAll('Hello World', 'world', 'HELLO', 'hell or world')
      await store.write(ann, said('nfd', 'Cafe\u0301 \ud800'))
      await store.write(ann, said('m1', 'hello world'))
      await store.write(ann, said('m2', 'hello world'))
      await store.write(ann, said('m3', 'x'))
      await store.write(ann, edits('e1', 'hello, new world', 'm3'))
      await store.write(ann, edits('e2', 'nothing', 'm1'))
      await store.write(ann, recalls('r1', 'm2'))
      expect((await find({ text: ' hello WORLD' }))?.ids).toEqual(['m3', 'Hello World'])
      expect((await find({ text: 'caf\u00e9' }))?.ids).toEqual(['nfd'])
      expect((await find({ text: 'or' }))?.ids).toEqual(['m3', 'hell or world', 'world', 'Hello World'])
      expect((await find({ text: 'or' }, eve))?.ids).toEqual([])
      await store.hide(general, ann.id, [1])
      expect((await find({ text: 'hello world' }))?.ids).toEqual(['m3'])
      expect((await find({ text: 'hello world' }, ben))?.ids).toEqual(['m3', 'Hello World'])
      const [hit] = (await find({ text: 'new' }))?.hits ?? []
      expect(hit).toEqual({ conversation: general, event: (await page())[7] })
    })

    it('looks into captions, names and titles of other kinds', async () => {
      for (const [i, more] of [
        { caption: 'a needle' }, { name: 'needle.pdf' }, { title: 'Needle' }, { text: 'needle' }, { name: ['needle'] },
      ].entries()) await store.write(ann, { ...said(`c${i}`), content: { kind: 'card', ...more } } as WriteFrame)
      await store.write(ann, { ...said('t'), content: { kind: 'text', text: 'x', name: 'needle' } } as WriteFrame)
      expect((await find({ text: 'needle' }))?.ids).toEqual(['c2', 'c1', 'c0'])
    })

    it('goes through all conversations by time, and on from where it was', async () => {
      const rooms = [general]
      for (const other of [ben, eve]) rooms.push((await store.openDirect(ann.id, other.id))?.id ?? '')
      const wanted: string[] = []
      for (let i = 0; i < 90; i++) {
        const conversation = rooms[(i * 7) % 11 % 3] ?? ''
        await store.write(ann, said(`i${i}`, i % 3 ? 'needle' : 'hay', { conversation }))
        if (i % 3) wanted.unshift(`i${i}`)
        await later()
      }
      expect((await find({ text: 'needle', limit: 50 }))?.ids).toEqual(wanted.slice(0, 50))
      const all: string[] = []
      let before: string | undefined
      do {
        const found = await find({ text: 'needle', limit: 7, ...(before !== undefined && { before }) })
        all.push(...found?.ids ?? [])
        before = found?.more
      } while (before !== undefined)
      expect(all).toEqual(wanted)

      const [, direct = ''] = rooms
      const one = wanted.filter(id => (Number(id.slice(1)) * 7) % 11 % 3 === 1)
      const first = await find({ text: 'needle', limit: 5, conversation: direct })
      const rest = await find({ text: 'needle', conversation: direct, ...(first?.more && { before: first.more }) })
      expect([...first?.ids ?? [], ...rest?.ids ?? []]).toEqual(one)
      expect(rest?.more).toBeUndefined()
      expect(await find({ text: 'needle', conversation: direct }, eve)).toBeUndefined()
      expect(await find({ text: 'needle', conversation: 'nowhere' })).toBeUndefined()
      // Of one moment, those of several conversations come once each.
      await Promise.all(rooms.map((conversation, i) => store.write(ann, said(`same${i}`, 'same', { conversation }))))
      const some = [await find({ text: 'same', limit: 1 })]
      while (some.at(-1)?.more !== undefined) {
        some.push(await find({ text: 'same', limit: 1, before: some.at(-1)?.more ?? '' }))
      }
      expect(some.flatMap(found => found?.ids ?? []).sort()).toEqual(['same0', 'same1', 'same2'])
    })

    it('is bounded in bytes', async () => {
      for (let i = 0; i < 14; i++) {
        const content = { kind: 'card', title: 'needle', fill: 'x'.repeat(100_000) }
        await store.write(ann, { ...said(`l${i}`), content } as WriteFrame)
      }
      const first = await find({ text: 'needle' })
      expect(first?.ids).toHaveLength(11)
      expect((await find({ text: 'needle', before: first?.more ?? '' }))?.ids).toEqual(['l2', 'l1', 'l0'])
    })
  })
}
