import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../../../server/limits'
import type { Store } from '../../../server/store'
import type { ChangeFrame, WireConversation, WirePerson } from '../../../src/protocols/native/wire'
import { ann, ben, eve, fill, general, said } from './store-contract'

/**
 * What every store has to do about people, and about what they set and say of conversations.
 * @param open - opens an empty store; it is closed after each test
 */
export function peopleContract(open: () => Promise<Store>): void {
  let store: Store
  let group: string
  let counter: number
  beforeEach(async () => {
    counter = 0
    store = await open()
    await fill(store)
    const made = await store.createGroup(ann, { type: 'create', id: 'g1', title: 'Us', people: [ben.id, eve.id] })
    group = made.outcome === 'made' ? made.id : made.why
  })
  afterEach(() => store.close())

  const say = (from: WirePerson, conversation = group) =>
    store.write(from, said(`s${counter++}`, 'x', { conversation }))
  const change = async (from: WirePerson, frame: Partial<ChangeFrame>, conversation = group) => {
    const written = await store.write(
      from, { type: 'change', id: `c${counter++}`, conversation, change: 'left', ...frame })
    return written.outcome === 'refused' ? written.why : written.outcome
  }
  const look = async (person: WirePerson, conversation = group) =>
    await store.conversation(conversation, person.id) as WireConversation
  const settings = async (person: WirePerson, conversation = group) => {
    const { pinned, muted, hidden, marked } = await look(person, conversation)
    return { pinned: pinned !== undefined, muted, hidden, marked }
  }

  describe('pictures', () => {
    const avatar = 'https://pictures.example/ben.png?size=2&x=%22'
    const faced = { ...ben, avatar }

    it('are told wherever the person is, and are those of today', async () => {
      const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
      await say(ben)
      await store.putPerson(faced)
      const live = await say(faced)
      expect(live).toMatchObject({ event: { from: faced } })
      await store.write(faced, {
        type: 'react', id: 'r1', conversation: group, target: { from: ben.id, id: 's0' }, emoji: '+', on: true,
      })
      await store.write(faced, { type: 'recall', id: 'r2', conversation: group, target: { from: ben.id, id: 's1' } })

      expect(await store.person(ben.id)).toEqual(faced)
      expect(await store.people(ann.id, 9)).toEqual([faced, eve])
      expect((await store.members(group, ann.id, 0, 9))?.map(({ person }) => person)).toEqual([ann, faced, eve])
      expect((await look(ann, direct)).peer).toEqual(faced)
      const { events = [] } = await store.history(group, ann.id, { limit: 9 }) ?? {}
      expect(events).toMatchObject([
        { from: ann, people: [faced, eve] }, { from: faced, reactions: [{ people: [faced] }] },
        { from: faced, content: { kind: 'recalled', by: faced } }, { from: faced }, { from: faced },
      ])
      expect((await look(ann)).last).toEqual(events[2])
      expect((await store.conversations(ann.id)).find(({ id }) => id === group)?.last).toEqual(events[2])

      await store.putPerson({ ...faced, avatar: 'http://other.example/' })
      expect((await store.history(group, ann.id, { limit: 1 }))?.events).toMatchObject(
        [{ from: { ...ben, avatar: 'http://other.example/' } }])
      await store.putPerson(ben)
      expect(await store.person(ben.id)).toEqual(ben)
      expect(JSON.stringify(await store.history(group, ann.id, { limit: 9 }))).not.toContain('avatar')
    })

    it('are none of who is not known', async () => {
      expect(await store.person('nobody')).toBeUndefined()
      expect(await store.person(eve.id)).toEqual(eve)
    })
  })

  describe('settings', () => {
    it('are kept for one person, each by itself', async () => {
      expect(await store.set(group, ann.id, { pinned: true, marked: true })).toBe(true)
      expect(await settings(ann)).toEqual({ pinned: true, muted: undefined, hidden: undefined, marked: true })
      expect(await settings(ben)).toEqual({ pinned: false, muted: undefined, hidden: undefined, marked: undefined })
      const { pinned } = await look(ann)
      expect(Math.abs(Number(pinned) - Date.now())).toBeLessThan(60_000)
      await new Promise(next => setTimeout(next, 5))
      await store.set(group, ann.id, { muted: true, pinned: true })
      expect(await look(ann)).toMatchObject({ pinned, muted: true, marked: true })
      await store.set(group, ann.id, { muted: false, pinned: false, marked: false })
      expect(await settings(ann)).toEqual({ pinned: false, muted: undefined, hidden: undefined, marked: undefined })
      expect(await store.set(general, eve.id, { pinned: true })).toBe(false)
      expect(await store.set('nowhere', ann.id, { pinned: true })).toBe(false)
    })

    it('hide a conversation until there is another message', async () => {
      for (const writer of [ann, eve]) {
        await store.set(group, ann.id, { hidden: true })
        expect((await settings(ann)).hidden).toBe(true)
        await change(ann, { change: 'title', title: `T${counter}` })
        await store.read(group, ann.id, 99)
        expect((await settings(ann)).hidden).toBe(true)
        await say(writer)
        expect((await settings(ann)).hidden).toBeUndefined()
        await store.write(writer, {
          type: 'recall', id: `r${counter}`, conversation: group, target: { from: writer.id, id: `s${counter - 1}` },
        })
        expect((await settings(ann)).hidden).toBeUndefined()
      }
      await store.set(group, ann.id, { hidden: true })
      await store.set(group, ann.id, { hidden: false })
      expect((await settings(ann)).hidden).toBeUndefined()
    })

    it('mark a conversation until it is read, wherever the cursor is', async () => {
      await say(ben)
      expect(await store.read(group, ann.id, 9)).toMatchObject({ moved: true })
      await store.set(group, ann.id, { marked: true })
      expect(await store.read(group, ann.id, 1)).toMatchObject({ seq: 2, moved: true })
      expect(await store.read(group, ann.id, 1)).toMatchObject({ seq: 2, moved: false })
      expect((await settings(ann)).marked).toBeUndefined()
    })

    it('go with who leaves', async () => {
      await store.set(group, eve.id, { pinned: true, muted: true, hidden: true, marked: true })
      await change(ann, { change: 'removed', people: [eve.id] })
      await change(ann, { change: 'added', people: [eve.id] })
      expect(await settings(eve)).toEqual({ pinned: false, muted: undefined, hidden: undefined, marked: undefined })
    })
  })

  describe('what a group says of itself', () => {
    it('is for its owner and admins to say', async () => {
      await change(ann, { change: 'role', people: [ben.id], role: 'admin' })
      expect(await change(eve, { change: 'announcement', text: 'No' })).toBe('notAllowed')
      expect(await change(ben, { change: 'announcement', text: ' Rain:\r\nwe stay ' })).toBe('stored')
      expect(await change(ben, { change: 'announcement', text: 'Rain:\nwe stay' })).toBe('unchanged')
      expect(await look(eve)).toMatchObject({
        announcement: 'Rain:\nwe stay',
        last: { change: 'announcement', text: 'Rain:\nwe stay', from: ben, members: 3 },
      })
      expect(await change(ann, { change: 'announcement', text: '' })).toBe('stored')
      const after = await look(eve)
      expect(after.announcement).toBeUndefined()
      expect(after.last).toMatchObject({ change: 'announcement', text: '' })
      expect(await change(ann, { change: 'announcement', text: '' })).toBe('unchanged')
      expect(await change(ann, { change: 'announcement', text: 'x' }, general)).toBe('notAllowed')
    })

    it('may be that only they write', async () => {
      await say(eve)
      const target = { from: eve.id, id: 's0' }
      expect(await change(eve, { change: 'writers', writers: 'admins' })).toBe('notAllowed')
      expect(await change(ann, { change: 'writers', writers: 'all' })).toBe('unchanged')
      expect(await change(ann, { change: 'writers', writers: 'admins' })).toBe('stored')
      expect(await look(eve)).toMatchObject({ writers: 'admins', last: { change: 'writers', writers: 'admins' } })
      await change(ann, { change: 'role', people: [ben.id], role: 'admin' })
      expect(await say(ann)).toMatchObject({ outcome: 'stored' })
      expect(await say(ben)).toMatchObject({ outcome: 'stored' })
      expect(await say(eve)).toEqual({ outcome: 'refused', why: 'notWriter' })
      const content = { kind: 'text', text: 'y' }
      const edit = { type: 'edit', id: 'e1', conversation: group, target, content } as const
      expect(await store.write(eve, edit)).toEqual({ outcome: 'refused', why: 'notWriter' })
      // What was stored before is acknowledged again.
      expect(await store.write(eve, said('s0', 'x', { conversation: group }))).toMatchObject({ outcome: 'repeated' })
      const react = { type: 'react', id: 'e2', conversation: group, target, emoji: '+', on: true } as const
      expect(await store.write(eve, react)).toMatchObject({ outcome: 'stored' })
      expect(await store.write(eve, { type: 'recall', id: 'e3', conversation: group, target }))
        .toMatchObject({ outcome: 'stored' })
      expect([await store.mayType(group, ben.id), await store.mayType(group, eve.id)]).toEqual([true, false])
      expect(await change(ann, { change: 'writers', writers: 'all' })).toBe('stored')
      expect((await look(eve)).writers).toBeUndefined()
      expect(await say(eve)).toMatchObject({ outcome: 'stored' })
    })
  })

  describe('what people know of each other', () => {
    it('is how far the others have come, in a small group', async () => {
      await say(ann)
      await store.read(group, ben.id, 2)
      await store.delivered(eve.id, [{ conversation: group, seq: 2 }])
      expect(await store.readers(group, ann.id)).toEqual([
        { person: ben, delivered: 2, read: 2 }, { person: eve, delivered: 2, read: 1 },
      ])
      expect(await store.readers(general, eve.id)).toBeUndefined()
      const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
      expect(await store.readers(direct, ann.id)).toEqual([{ person: ben, delivered: 0, read: 0 }])
    })

    it('is who has read what they wrote', async () => {
      await say(ann)
      await say(eve)
      await say(ben)
      expect(await store.read(group, ben.id, 3)).toMatchObject({ authors: [ann.id, eve.id] })
      await say(ann)
      expect(await store.read(group, ben.id, 5)).toMatchObject({ seq: 5, authors: [ann.id] })
      expect(await store.read(group, ben.id, 5)).not.toHaveProperty('authors')
      await change(ann, { change: 'title', title: 'New' })
      expect(await store.read(group, ben.id, 6)).not.toHaveProperty('authors')
      // Who has left is told nothing.
      await change(eve, { change: 'left' })
      expect(await store.read(group, ann.id, 3)).not.toHaveProperty('authors')
      expect(await store.read(group, ann.id, 9)).toMatchObject({ authors: [ben.id] })
    })

    it('is bounded to the newest that were read now', async () => {
      await say(eve)
      for (let i = 0; i < limits.seenMessages; i++) await say(ann)
      expect(await store.read(group, ben.id, 99)).toMatchObject({ authors: [ann.id] })
      // Not so for what was read in two steps.
      await say(eve)
      await say(ann)
      expect(await store.read(group, ben.id, 999)).toMatchObject({ authors: [ann.id, eve.id] })
    })

    it('is nothing of it in a large group', async () => {
      const others = Array.from({ length: limits.smallGroup - 2 }, (_, i) => ({ id: `o${i}`, name: `Other ${i}` }))
      for (const person of others) await store.putPerson(person)
      const [last, ...rest] = others.map(({ id }) => id)
      for (let i = 0; i < rest.length; i += 100) {
        expect(await change(ann, { change: 'added', people: rest.slice(i, i + 100) })).toBe('stored')
      }
      await say(ann)
      const { head } = await look(ann)
      expect(await store.mayType(group, ann.id)).toBe(true)
      expect(await store.readers(group, ann.id)).toHaveLength(limits.smallGroup - 1)
      expect(await store.read(group, ben.id, head)).toMatchObject({ authors: [ann.id] })
      await change(ann, { change: 'added', people: [last ?? ''] })
      await say(ann)
      expect(await store.mayType(group, ann.id)).toBe(false)
      expect(await store.readers(group, ann.id)).toBeNull()
      expect(await store.read(group, ben.id, head + 2)).not.toHaveProperty('authors')
    })

    it('is about those with whom they share something', async () => {
      await store.putPerson({ id: 'tom', name: 'Tom' })
      expect(await store.acquainted(ann.id, [eve.id, 'nobody', 'tom', ben.id, ann.id])).toEqual(
        [eve.id, ben.id, ann.id])
      expect(await store.acquainted('tom', [ann.id, 'tom'])).toEqual([])
      await store.openDirect('tom', ann.id)
      expect(await store.acquainted('tom', [ann.id, eve.id])).toEqual([ann.id])
      await change(eve, { change: 'left' })
      expect(await store.acquainted(ann.id, [eve.id, ben.id])).toEqual([ben.id])
    })

    it('is that somebody is writing, if that is a member', async () => {
      expect(await store.mayType(group, eve.id)).toBe(true)
      expect(await store.mayType(general, eve.id)).toBe(false)
      expect(await store.mayType('nowhere', ann.id)).toBe(false)
      const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
      expect(await store.mayType(direct, ann.id)).toBe(true)
    })
  })
}
