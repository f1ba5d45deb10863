import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../server/store'
import type { WireEvent, WirePerson, WriteFrame } from '../../../src/protocols/native/wire'

export const general = 'general'
export const [ann, ben, eve] = ['Ann', 'Ben', 'Eve'].map(name => ({ id: `p-${name}`, name })) as
  [WirePerson, WirePerson, WirePerson]

/** A frame that says something. */
export function said(id: string, text = id, more: Partial<WriteFrame & { type: 'send' }> = {}): WriteFrame {
  return { type: 'send', id, conversation: general, content: { kind: 'text', text }, ...more }
}

/** Three people, two of whom are members of a group. */
export async function fill(store: Store): Promise<void> {
  for (const person of [eve, ben, ann]) await store.putPerson(person)
  await store.ensureGroup(general, 'General')
  for (const { id } of [ann, ben]) await store.join(general, id)
}

/**
 * What every store has to do, in its own words: what clients see of it is tested over the wire.
 * @param open - opens an empty store; it is closed after each test
 */
export function storeContract(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await fill(store)
  })
  afterEach(() => store.close())

  const seqs = async (range: { before?: number, after?: number, limit: number }) =>
    (await store.history(general, ann.id, range))?.events.map(({ seq }) => seq)
  const entries = async () => (await store.history(general, ben.id, { limit: 200 }))?.events as WireEvent[]
  const ids = async () => (await entries()).map(({ id }) => id)

  describe('people', () => {
    it('are listed by name, without the one who asks', async () => {
      for (const [id, name] of [['z', 'Anna'], ['a', 'Zed'], ['y', 'Ann'], ['x', 'Émile'], ['w', 'a']] as const) {
        await store.putPerson({ id, name })
      }
      expect((await store.people('z', 10)).map(({ id }) => id)).toEqual([ann.id, 'y', ben.id, eve.id, 'a', 'w', 'x'])
      expect((await store.people(ann.id, 3)).map(({ id }) => id)).toEqual(['y', 'z', ben.id])
      expect(await store.people('nobody', 1)).toEqual([ann])
    })

    it('have the name that they were given last', async () => {
      await store.openDirect(ann.id, ben.id)
      await store.putPerson({ ...ben, name: 'Benjamin' })
      await store.putPerson({ ...ben, name: 'Bo' })
      expect(await store.people(ann.id, 10)).toEqual([{ ...ben, name: 'Bo' }, eve])
      const [direct] = (await store.conversations(ann.id)).filter(({ kind }) => kind === 'direct')
      expect(direct).toMatchObject({ title: 'Bo', peer: { id: ben.id, name: 'Bo' } })
    })
  })

  describe('what is written', () => {
    it('has its place by the order of the calls, from 1 on, whoever writes', async () => {
      const written = await Promise.all(Array.from({ length: 300 }, (_, i) =>
        store.write(i % 3 ? ann : ben, said(`m${i}`))))
      const places = written.map(each => each.outcome === 'stored' && each.event.seq)
      expect([...places].sort((a, b) => Number(a) - Number(b))).toEqual(places.map((_, i) => i + 1))
      for (const author of [0, 1]) {
        const own = places.filter((_, i) => Number(i % 3 > 0) === author)
        expect(own).toEqual([...own].sort((a, b) => Number(a) - Number(b)))
      }
    })

    it('is stored once by its author and id, and the place of then is told', async () => {
      const first = await store.write(ann, said('m1'))
      if (first.outcome !== 'stored') throw new Error('not stored')
      const { seq, at } = first.event
      expect(first.event).toEqual({
        seq: 1, type: 'message', id: 'm1', from: ann, at: expect.any(Number), content: { kind: 'text', text: 'm1' },
      })
      expect(Math.abs(at - Date.now())).toBeLessThan(60_000)
      const again = await Promise.all([1, 2, 3].map(() => store.write(ann, said('m1', 'other'))))
      expect(again).toEqual(again.map(() => ({ outcome: 'repeated', seq, at })))
      expect(await store.write(ben, said('m1'))).toMatchObject({ outcome: 'stored', event: { seq: 2 } })
      expect(await ids()).toEqual(['m1', 'm1'])
    })

    it('is refused for the reason that there is', async () => {
      const direct = (await store.openDirect(ann.id, eve.id))?.id ?? ''
      await store.write(ann, said('m1'))
      await store.write(ann, said('d1', 'x', { conversation: direct }))
      const target = { from: ann.id, id: 'm1' }
      const refused = async (from: WirePerson, frame: WriteFrame) => {
        const written = await store.write(from, frame)
        return written.outcome === 'refused' ? written.why : written.outcome
      }
      expect(await refused(eve, said('e1'))).toBe('notMember')
      expect(await refused(ann, said('e1', 'x', { conversation: 'nowhere' }))).toBe('notMember')
      expect(await refused(ann, said('d1'))).toBe('idTaken')
      const about = { id: 'x', conversation: general, target } as const
      expect(await refused(ben, { type: 'edit', ...about, content: { kind: 'text', text: 'b' } })).toBe('notAuthor')
      expect(await refused(ben, { type: 'recall', ...about })).toBe('notAuthor')
      expect(await refused(ann, { type: 'recall', ...about, target: { from: ann.id, id: 'd1' } })).toBe('noMessage')
      expect(await refused(ann, { type: 'recall', ...about })).toBe('stored')
      expect(await refused(ben, { type: 'react', ...about, emoji: '+', on: true })).toBe('recalled')
      // What was refused took no id: it may be used elsewhere.
      expect(await refused(eve, said('e1', 'x', { conversation: direct }))).toBe('stored')
      expect((await store.history(general, ann.id, { limit: 9 }))?.head).toBe(2)
    })

    it('is kept to the letter', async () => {
      const content = {
        kind: 'card', none: [], nothing: {}, null: null, long: 1e21, small: -1.5e-7, exact: 12345678901234568,
        nested: [[[[{ a: [0] }]]]], 'odd\n"key\\': '\u0000\u2028\ud800 "\\/\n', yes: true, empty: '',
      }
      await store.write(ann, { ...said('m1'), content } as WriteFrame)
      await store.write(ann, said('m2'))
      await store.write(ann, {
        type: 'edit', id: 'e"\\1', conversation: general, target: { from: ann.id, id: 'm2' }, content,
      })
      const events = await entries()
      for (const event of events) expect(event).toMatchObject({ content })
      expect(Object.keys((events[0] as unknown as { content: object }).content)).toEqual(Object.keys(content))
      expect(events[2]?.id).toBe('e"\\1')
    })

    it('is under the name that its author had then', async () => {
      await store.write(ann, said('m1'))
      const target = { from: ann.id, id: 'm1' }
      const now = { ...ann, name: '"A\\n' }
      await Promise.all([store.write(ann, said('m2')), store.write(now, said('m3'))])
      await store.write(now, { type: 'react', id: 'x', conversation: general, target, emoji: '"\\', on: true })
      const events = await entries()
      expect(events.map(({ from }) => from.name)).toEqual([ann.name, ann.name, now.name, now.name])
      expect(events[0]).toMatchObject({ reactions: [{ emoji: '"\\', count: 1, people: [now] }] })
      await store.write(ann, { type: 'recall', id: 'r1', conversation: general, target })
      await store.write(now, { type: 'recall', id: 'r2', conversation: general, target })
      const [first] = (await store.history(general, ben.id, { limit: 9 }))?.events ?? []
      expect(first).toMatchObject({ content: { kind: 'recalled', by: ann }, amended: 6 })
    })
  })

  describe('history', () => {
    beforeEach(async () => {
      for (let i = 1; i <= 7; i++) await store.write(ann, said(`m${i}`))
    })

    it('gives what lies next to the point', async () => {
      expect(await seqs({ limit: 3 })).toEqual([5, 6, 7])
      expect(await seqs({ before: 5, limit: 3 })).toEqual([2, 3, 4])
      expect(await seqs({ after: 5, limit: 3 })).toEqual([6, 7])
      expect(await seqs({ after: 0, limit: 2 })).toEqual([1, 2])
      for (const before of [0, 1]) expect(await seqs({ before, limit: 3 })).toEqual([])
      for (const after of [7, 8, 2 ** 50]) expect(await seqs({ after, limit: 3 })).toEqual([])
      expect(await seqs({ before: 2 ** 50, limit: 2 })).toEqual([6, 7])
    })

    it('gives nothing to others', async () => {
      expect(await store.history(general, eve.id, { limit: 1 })).toBeUndefined()
      expect(await store.history('nowhere', ann.id, { limit: 1 })).toBeUndefined()
      expect(await store.conversation(general, eve.id)).toBeUndefined()
      expect(await store.read(general, eve.id, 1)).toBeUndefined()
      expect(await store.delivered(eve.id, [{ conversation: general, seq: 1 }])).toEqual([])
    })

    it('is bounded in bytes, but gives one entry at least', async () => {
      for (let i = 0; i < 12; i++) await store.write(ann, said(`l${i}`, 'x'.repeat(100_000)))
      expect((await seqs({ limit: 50 }))?.length).toBeLessThan(12)
      expect((await seqs({ limit: 50 }))?.at(-1)).toBe(19)
      const forward = await seqs({ after: 7, limit: 50 })
      expect([forward?.[0], (forward?.length ?? 99) < 12]).toEqual([8, true])
    })
  })

  describe('conversations', () => {
    it('of two persons are made once, however many ask at once', async () => {
      const opened = await Promise.all(Array.from({ length: 10 }, (_, i) =>
        (i % 2 ? store.openDirect(ann.id, eve.id) : store.openDirect(eve.id, ann.id))))
      expect(new Set(opened.map(each => each?.id)).size).toBe(1)
      expect(opened.filter(each => each?.created)).toHaveLength(1)
      expect(await store.openDirect(ann.id, 'nobody')).toBeUndefined()
      expect(await store.conversationIds(eve.id)).toEqual([opened[0]?.id])
    })

    it('come with the newest message first, and all that a list needs', async () => {
      const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
      const empty = (await store.openDirect(ann.id, eve.id))?.id ?? ''
      await store.write(ben, said('d1', 'x', { conversation: direct }))
      await new Promise(next => setTimeout(next, 5))
      await store.write(ben, said('m1', 'x', { mentions: ['*'] }))
      const order = async () => (await store.conversations(ann.id)).map(({ id }) => id)
      expect(await order()).toEqual([general, direct, empty])
      await new Promise(next => setTimeout(next, 5))
      await store.write(ben, said('d2', 'x', { conversation: direct }))
      expect(await order()).toEqual([direct, general, empty])
      await store.delivered(ben.id, [{ conversation: direct, seq: 1 }])
      const epoch = expect.any(String) as string
      expect(await store.conversations(ann.id)).toMatchObject([
        {
          id: direct, kind: 'direct', title: ben.name, peer: ben, reached: { delivered: 1, read: 0 }, epoch, head: 2,
          read: 0, delivered: 0, unread: 2, mention: 0, last: { seq: 2 },
        },
        { id: general, kind: 'group', title: 'General', epoch, head: 1, unread: 1, mention: 1, last: { seq: 1 } },
        { id: empty, head: 0, unread: 0 },
      ])
      expect((await store.conversations(ann.id))[2]).not.toHaveProperty('last')
    })

    it('are bounded in bytes: the oldest of many come without their last message', async () => {
      for (let i = 0; i < 12; i++) {
        await store.putPerson({ id: `o${i}`, name: `Other ${i}` })
        const conversation = (await store.openDirect(ann.id, `o${i}`))?.id ?? ''
        await store.write(ann, said(`l${i}`, 'x'.repeat(100_000), { conversation }))
        await new Promise(next => setTimeout(next, 2))
      }
      const all = await store.conversations(ann.id)
      const has = all.map(({ last }) => last !== undefined)
      expect(all).toHaveLength(13)
      expect(has.indexOf(false)).toBeGreaterThan(8)
      expect(has.indexOf(false)).toBeLessThan(12)
    })

    it('begin for who joins later where they are', async () => {
      for (const id of ['m1', 'm2']) await store.write(ann, said(id, id, { mentions: ['*', eve.id] }))
      await store.join(general, eve.id)
      expect(await store.conversation(general, eve.id)).toMatchObject({ read: 2, delivered: 2, unread: 0, mention: 0 })
      await store.write(ann, said('m3'))
      await store.join(general, eve.id)
      await store.ensureGroup(general, 'Other')
      expect(await store.conversation(general, eve.id)).toMatchObject({ title: 'General', read: 2, unread: 1 })
    })
  })

  it('tells in the log who comes by oneself, once', async () => {
    await store.write(ann, said('m1'))
    const event = await store.comeIn(general, eve)
    expect(event).toMatchObject({ seq: 2, type: 'change', change: 'joined', from: eve, members: 3 })
    expect(await store.comeIn(general, eve)).toBeUndefined()
    expect(await store.comeIn('nowhere', eve)).toBeUndefined()
    expect(await store.conversation(general, eve.id))
      .toMatchObject({ head: 2, read: 2, delivered: 2, unread: 0, members: 3, last: event })
    expect((await entries()).map(({ seq }) => seq)).toEqual([1, 2])
    await store.write(eve, said('m3'))
    expect(await store.conversation(general, ann.id)).toMatchObject({ head: 3, unread: 1 })
  })

  it('tells who is called: the newest one after the cursor, by others', async () => {
    const mention = async (person: WirePerson) => (await store.conversation(general, person.id))?.mention
    await store.join(general, eve.id)
    await store.write(ben, said('1', 'x', { mentions: ['*'] }))
    await store.write(ann, said('2', 'x', { mentions: ['*', ann.id] }))
    expect([await mention(ann), await mention(ben), await mention(eve)]).toEqual([1, 2, 2])
    await store.write(ann, said('3', 'x', { mentions: ['*'] }))
    expect([await mention(ann), await mention(ben)]).toEqual([1, 3])
    await store.write(ben, said('4', 'x', { mentions: [ann.id, ann.id] }))
    await store.write(eve, said('5', 'x', { mentions: ['*'] }))
    expect([await mention(ann), await mention(ben), await mention(eve)]).toEqual([5, 5, 3])
    expect(await store.read(general, ann.id, 5)).toMatchObject({ mention: 0 })
    expect(await store.read(general, eve.id, 2)).toMatchObject({ mention: 3, unread: 2 })
  })

  it('makes a setting once', async () => {
    let made = 0
    const values = await Promise.all([1, 2, 3].map(() => store.setting('secret', () => `s${made++}`)))
    expect(new Set(values).size).toBe(1)
    expect(await store.setting('secret', () => 'other')).toBe(values[0])
  })
}
