import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Limits from '../../../server/limits'
import type { Store } from '../../../server/store'
import type { WirePerson } from '../../../src/protocols/native/wire'
import { closeStores, stores } from '../../helpers/stores'

/** The limits of groups, as small as a test needs them. */

vi.mock('../../../server/limits', async (original) => {
  const { limits } = await original<typeof Limits>()
  return { limits: { ...limits, groupMembers: 4, groupsMade: 3, conversations: 3 } }
})

const people = ['ann', 'ben', 'cem', 'dee', 'eve'].map(id => ({ id, name: id }))
const [ann, ben] = people as [WirePerson, WirePerson]
afterEach(closeStores)

describe.each(Object.keys(stores))('in %s', (name) => {
  let store: Store
  beforeEach(async () => {
    store = await stores[name]?.() as Store
    for (const person of people) await store.putPerson(person)
  })

  const create = async (id: string, others: string[], from = ann) => {
    const made = await store.createGroup(from, { type: 'create', id, title: 'x', people: others })
    return made.outcome === 'made' ? made.id : made.why
  }
  const add = async (conversation: string, id: string, others: string[]) => {
    const written = await store.write(ann, { type: 'change', id, conversation, change: 'added', people: others })
    return written.outcome === 'refused' ? written.why : written.outcome
  }

  it('a group has so many members', async () => {
    expect(await create('g', ['ben', 'cem', 'dee', 'eve'])).toBe('tooManyMembers')
    const group = await create('g', ['ben', 'cem'])
    expect(await add(group, 'a1', ['dee', 'eve'])).toBe('tooManyMembers')
    expect(await add(group, 'a1', ['dee', 'cem'])).toBe('stored')
    expect(await add(group, 'a2', ['eve'])).toBe('tooManyMembers')
    await store.write(ben, { type: 'change', id: 'l', conversation: group, change: 'left' })
    expect(await add(group, 'a2', ['eve'])).toBe('stored')
  })

  it('a person makes so many groups, also when they are left', async () => {
    const leave = (conversation: string) =>
      store.write(ann, { type: 'change', id: `l-${conversation}`, conversation, change: 'left' })
    for (const id of ['1', '2', '3']) await leave(await create(id, []))
    expect(await create('4', [])).toBe('tooManyGroups')
    expect(await create('4', [], ben)).not.toBe('tooManyGroups')
  })

  it('a person has so many conversations, of which direct ones are always to be had', async () => {
    for (const id of ['1', '2', '3']) await create(id, [], ben)
    expect(await create('g', ['cem', 'ben'])).toBe('tooManyConversations')
    const group = await create('g', ['cem'])
    expect(await add(group, 'a1', ['dee', 'ben'])).toBe('tooManyConversations')
    expect((await store.members(group, 'ann', 0, 9))?.map(({ person }) => person.id)).toEqual(['ann', 'cem'])
    expect(await store.openDirect('ben', 'ann')).toMatchObject({ created: true })
  })
})
