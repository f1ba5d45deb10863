import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '../../../server/store'
import type { ChangeFrame, WirePerson, WireTarget } from '../../../src/protocols/native/wire'
import { ann, ben, eve, fill, general, said } from './store-contract'

/**
 * What every store has to do with groups that people make.
 * @param open - opens an empty store; it is closed after each test
 */
export function groupsContract(open: () => Promise<Store>): void {
  let store: Store
  let counter: number
  beforeEach(async () => {
    counter = 0
    store = await open()
    await fill(store)
  })
  afterEach(() => store.close())

  const make = async (people = [ben.id, eve.id], id = 'g1') => {
    const made = await store.createGroup(ann, { type: 'create', id, title: ' Us ', people })
    return made.outcome === 'made' ? made.id : made.why
  }
  const change = async (from: WirePerson, conversation: string, frame: Partial<ChangeFrame>, id = `c${counter++}`) => {
    const written = await store.write(from, { type: 'change', id, conversation, change: 'left', ...frame })
    return written.outcome === 'refused' ? written.why : written.outcome
  }
  const roles = async (id: string) => Object.fromEntries(
    (await store.members(id, ann.id, 0, 200) ?? []).map(({ person, role }) => [person.name, role]))

  it('are made once for an id, and begin with who is in them', async () => {
    const group = await make()
    expect(await make([], 'g1')).toBe(group)
    expect(await make([ben.id, ben.id, ann.id, 'nobody'], 'g2')).toBe('noPerson')
    await store.write(ann, said('m1'))
    expect(await make([], 'm1')).toBe('idTaken')
    const { events } = await store.history(group, ben.id, { limit: 9 }) ?? {}
    expect(events).toEqual([{
      seq: 1, type: 'change', id: 'g1', from: ann, at: expect.any(Number), change: 'created', title: 'Us',
      people: [ben, eve], members: 3,
    }])
    expect(await store.conversation(group, eve.id)).toMatchObject({
      kind: 'group', title: 'Us', role: 'member', members: 3, head: 1, read: 1, delivered: 1, unread: 0,
      last: events?.[0],
    })
    expect(await store.conversation(group, ann.id)).toMatchObject({ role: 'owner', unread: 0 })
    expect((await store.conversations(ann.id)).map(({ id }) => id).sort()).toEqual([general, group].sort())
    expect(await store.conversationIds(ben.id)).toContain(group)
  })

  it('count changes for nothing but their place', async () => {
    const group = await make()
    await store.write(ben, said('b1', 'x', { conversation: group }))
    await change(ann, group, { change: 'title', title: 'Them' })
    await change(ben, group, { change: 'left' })
    expect(await store.conversation(group, eve.id)).toMatchObject({
      head: 4, unread: 1, members: 2, title: 'Them', last: { seq: 4, change: 'left', members: 2 },
    })
    await store.write(ann, said('a1', 'x', { conversation: group }))
    expect(await store.conversation(group, eve.id)).toMatchObject({ head: 5, unread: 2 })
  })

  it('list their members in the order of joining, page by page', async () => {
    const others = Array.from({ length: 9 }, (_, i) => ({ id: `o${i}`, name: `Other ${i}` }))
    for (const person of others) await store.putPerson(person)
    const group = await make([])
    await change(ann, group, { change: 'added', people: ['o3', 'o1', 'o2'] })
    await change(ann, group, { change: 'added', people: ['o1', 'o8', 'o5'] })
    await change(ann, group, { change: 'removed', people: ['o1', 'o7'] })
    await change(ann, group, { change: 'added', people: ['o1'] })
    const found: string[] = []
    for (let after = 0; ;) {
      const page = await store.members(group, ann.id, after, 2) ?? []
      found.push(...page.map(({ person, role }) => `${person.name} ${role}`))
      after = page.at(-1)?.place ?? 0
      if (page.length < 2) break
    }
    expect(found).toEqual([
      'Ann owner', 'Other 3 member', 'Other 2 member', 'Other 8 member', 'Other 5 member', 'Other 1 member',
    ])
    expect(await store.members(group, ben.id, 0, 9)).toBeUndefined()
    expect(await store.members('nowhere', ann.id, 0, 9)).toBeUndefined()
    const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
    expect((await store.members(direct, ann.id, 0, 9))?.map(({ role }) => role)).toEqual(['member', 'member'])
    expect(await store.members(general, ann.id, 0, 9)).toHaveLength(2)
  })

  it('are changed by who may, and by nobody twice', async () => {
    const group = await make()
    const admins: Partial<ChangeFrame> = { change: 'role', people: [ben.id], role: 'admin' }
    expect(await change(ben, group, admins)).toBe('notAllowed')
    expect(await change(ann, group, admins, 'r1')).toBe('stored')
    expect(await change(ann, group, admins, 'r1')).toBe('repeated')
    expect(await change(ann, group, admins)).toBe('unchanged')
    expect(await change(ann, group, { ...admins, people: [ben.id, 'o1'] })).toBe('noMember')
    expect(await change(ann, group, { ...admins, people: [ann.id] })).toBe('notAllowed')
    expect(await change(eve, group, { change: 'title', title: 'x' })).toBe('notAllowed')
    expect(await change(ben, group, { change: 'title', title: 'Us' })).toBe('unchanged')
    expect(await change(ben, group, { change: 'removed', people: [ann.id] })).toBe('notAllowed')
    expect(await change(ben, group, { change: 'removed', people: [eve.id] })).toBe('stored')
    expect(await change(ben, group, { change: 'removed', people: [eve.id] })).toBe('unchanged')
    expect(await change(eve, group, { change: 'left' })).toBe('notMember')
    expect(await change(ben, group, { change: 'added', people: ['nobody'] })).toBe('noPerson')
    expect(await change(ben, group, { change: 'added', people: [eve.id] })).toBe('stored')
    expect(await change(ben, group, { change: 'added', people: [eve.id, ann.id] })).toBe('unchanged')
    expect(await roles(group)).toEqual({ Ann: 'owner', Ben: 'admin', Eve: 'member' })
    const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
    expect(await change(ann, direct, { change: 'left' })).toBe('notAllowed')
    expect(await change(ann, general, { change: 'title', title: 'x' })).toBe('notAllowed')
    expect(await change(ann, general, { change: 'added', people: [eve.id] })).toBe('stored')
  })

  it('always have one owner, as long as they have members', async () => {
    const group = await make()
    await change(ann, group, { change: 'role', people: [eve.id], role: 'admin' })
    expect(await change(ann, group, { change: 'role', people: [ben.id], role: 'owner' })).toBe('stored')
    expect(await roles(group)).toEqual({ Ann: 'admin', Ben: 'owner', Eve: 'admin' })
    // The one who has been there for the longest time.
    await change(ben, group, { change: 'left' })
    expect(await roles(group)).toEqual({ Ann: 'owner', Eve: 'admin' })
    const { events = [] } = await store.history(group, ann.id, { limit: 1 }) ?? {}
    expect(events[0]).toMatchObject({ change: 'left', from: ben, people: [ann], role: 'owner', members: 2 })
    await change(ann, group, { change: 'added', people: [ben.id] })
    await change(ann, group, { change: 'left' }, 'last')
    expect((await store.members(group, ben.id, 0, 9))?.map(({ role }) => role)).toEqual(['owner', 'member'])
    // What was stored is acknowledged again, also to who is gone; nothing else is.
    expect(await change(ann, group, { change: 'left' }, 'last')).toBe('repeated')
    expect(await change(ann, group, { change: 'left' })).toBe('notMember')
    await change(eve, group, { change: 'left' })
    await change(ben, group, { change: 'left' })
    for (const { id } of [ann, ben, eve]) expect(await store.conversation(group, id)).toBeUndefined()
  })

  it('take nothing from who left, and give all of it to who comes back', async () => {
    const group = await make()
    await store.write(ann, said('a1', 'x', { conversation: group, mentions: [eve.id] }))
    await change(ann, group, { change: 'removed', people: [eve.id] })
    expect(await store.write(eve, said('e1', 'x', { conversation: group }))).toEqual(
      { outcome: 'refused', why: 'notMember' })
    expect(await store.read(group, eve.id, 2)).toBeUndefined()
    expect(await store.conversationIds(eve.id)).toEqual([])
    await store.write(ann, said('a2', 'x', { conversation: group }))
    await change(ann, group, { change: 'added', people: [eve.id] })
    expect(await store.conversation(group, eve.id)).toMatchObject({ read: 5, delivered: 5, unread: 0, mention: 0 })
    expect((await store.history(group, eve.id, { limit: 9 }))?.events).toHaveLength(5)
    expect(await store.write(eve, said('e1', 'x', { conversation: group }))).toMatchObject({ outcome: 'stored' })
  })

  it('let those who look after them recall, and call for everyone', async () => {
    const group = await make()
    await store.write(eve, said('e1', 'x', { conversation: group }))
    await store.write(ann, said('a1', 'x', { conversation: group }))
    const recall = (from: WirePerson, target: WireTarget) => store.write(from, {
      type: 'recall', id: `r${counter++}`, conversation: group, target,
    })
    expect(await recall(ben, { from: eve.id, id: 'e1' })).toMatchObject({ why: 'notAuthor' })
    expect(await recall(ann, { from: eve.id, id: 'e1' })).toMatchObject({ outcome: 'stored' })
    const { events = [] } = await store.history(group, ben.id, { limit: 9 }) ?? {}
    expect(events[1]).toMatchObject({ content: { kind: 'recalled', by: ann } })
    expect(await store.write(ben, said('b1', 'x', { conversation: group, mentions: [ann.id, '*'] })))
      .toMatchObject({ why: 'notAllowed' })
    expect(await store.write(ann, said('a2', 'x', { conversation: group, mentions: ['*'] })))
      .toMatchObject({ outcome: 'stored' })
  })

  it('agree on one order, whoever changes them at once', async () => {
    const group = await make([])
    const people = Array.from({ length: 20 }, (_, i) => ({ id: `o${i}`, name: `Other ${i}` }))
    for (const person of people) await store.putPerson(person)
    await Promise.all(people.map(({ id }) => change(ann, group, { change: 'added', people: [id] })))
    await Promise.all(people.flatMap(person => [
      change(person, group, { change: 'left' }), change(ann, group, { change: 'removed', people: [person.id] }),
    ]))
    const { events = [] } = await store.history(group, ann.id, { after: 0, limit: 200 }) ?? {}
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1))
    expect(events.at(-1)).toMatchObject({ members: 1 })
    expect(await roles(group)).toEqual({ Ann: 'owner' })
  })
}
