import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Limits from '../../../server/limits'
import { search } from '../../../server/search'
import type { Store } from '../../../server/store'
import type { SearchFrame } from '../../../src/protocols/native/wire'
import { closeStores, stores } from '../../helpers/stores'
import { ann, ben, eve, fill, general, said } from './store-contract'

/** How far a search looks, with limits as small as a test needs them. */

vi.mock('../../../server/limits', async (original) => {
  const { limits } = await original<typeof Limits>()
  return { limits: { ...limits, searchEach: 10, searchAll: 6, searchStep: 3 } }
})

afterEach(closeStores)

describe.each(Object.keys(stores))('a search in %s', (name) => {
  let store: Store
  let direct: string
  beforeEach(async () => {
    store = await stores[name]?.() as Store
    await fill(store)
    direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
    await store.openDirect(ann.id, eve.id)
  })

  const find = async (query: Partial<SearchFrame>) => {
    const found = await search(store, ann.id, { type: 'search', id: 's', text: '', limit: 50, ...query })
    if (!found) throw new Error('not found')
    return { ids: found.hits.map(({ event }) => event.id), more: found.more, looked: found.looked }
  }
  /** All that is found, however often one has to go on. */
  const findAll = async (query: Partial<SearchFrame>) => {
    const rounds = [await find(query)]
    for (let { more } = rounds[0] ?? {}; more !== undefined; more = rounds.at(-1)?.more) {
      rounds.push(await find({ ...query, before: more }))
    }
    return { rounds, ids: rounds.flatMap(({ ids }) => ids) }
  }
  const later = () => new Promise(next => setTimeout(next, 3))

  it('looks at the newest messages of each conversation, whatever else is in it', async () => {
    for (let i = 0; i < 15; i++) {
      await store.write(ann, said(`g${i}`, 'needle'))
      await store.write(ben, {
        type: 'react', id: `x${i}`, conversation: general, target: { from: ann.id, id: `g${i}` }, emoji: '+', on: true,
      })
      await store.write(ann, said(`d${i}`, 'needle', { conversation: direct }))
    }
    const newest = (letter: string) => Array.from({ length: 10 }, (_, i) => `${letter}${14 - i}`)
    for (const [letter, conversation] of [['g', general], ['d', direct]] as const) {
      expect((await findAll({ text: 'needle', conversation })).ids).toEqual(newest(letter))
    }
    const { ids } = await findAll({ text: 'needle', limit: 3 })
    expect([...ids].sort()).toEqual([...newest('g'), ...newest('d')].sort())
  })

  it('stops when it has looked at enough, and goes on from there', async () => {
    for (let i = 0; i < 9; i++) {
      await store.write(ann, said(`g${i}`, i === 1 ? 'needle' : 'hay'))
      await later()
      await store.write(ann, said(`d${i}`, 'hay', { conversation: direct }))
      await later()
    }
    const { rounds, ids } = await findAll({ text: 'needle' })
    expect(ids).toEqual(['g1'])
    expect(rounds.length).toBeGreaterThan(2)
    // One step of each conversation more than it may: it has to know which comes next.
    for (const { looked } of rounds) expect(looked).toBeLessThanOrEqual(6 + 2 * 3)
  })

  it('begins with a conversation only when it comes to its newest message', async () => {
    for (let i = 0; i < 3; i++) await store.write(ann, said(`d${i}`, 'needle', { conversation: direct }))
    await later()
    for (let i = 0; i < 5; i++) await store.write(ann, said(`g${i}`, 'needle'))
    expect(await find({ text: 'needle', limit: 2 })).toEqual({
      ids: ['g4', 'g3'], more: expect.any(String) as string, looked: 3,
    })
  })
})
