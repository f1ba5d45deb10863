import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '../../../server/backend'
import { openRedis } from '../../../server/redis/open'
import { search } from '../../../server/search'
import { openSqliteStore } from '../../../server/sqlite/store'
import type { Store } from '../../../server/store'
import type { ChangeFrame, WriteFrame } from '../../../src/protocols/native/wire'
import { mulberry } from '../../helpers/random'
import { RedisServer } from '../../helpers/redis'
import { Stage } from '../../helpers/server'
import { groupsContract } from '../server/groups-contract'
import { hiddenContract } from '../server/hidden-contract'
import { messagesContract } from '../server/messages-contract'
import { peopleContract } from '../server/people-contract'
import { ann, ben, eve, fill, general, said, storeContract } from '../server/store-contract'

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start({ appendfsync: 'no' })
})
afterAll(() => redis.close())

async function open(): Promise<Backend> {
  await redis.inside.flushall()
  return openRedis(redis.url, () => undefined)
}

/** The store alone; closing it closes the hub, too. */
async function openStore(): Promise<Store> {
  const backend = await open()
  const { store } = backend
  const close = store.close.bind(store)
  store.close = async () => {
    store.close = close
    await backend.close()
  }
  return store
}

describe('the store in Redis', () => {
  storeContract(openStore)
  describe('of groups', () => groupsContract(openStore))
  describe('of messages', () => messagesContract(openStore))
  describe('of what is hidden', () => hiddenContract(openStore))
  describe('of people', () => peopleContract(openStore))

  it('reads what an older server edited, of which the original was not kept', async () => {
    const store = await openStore()
    await fill(store)
    const edit = { type: 'edit', conversation: general, target: { from: ann.id, id: 'm1' } } as const
    await store.write(ann, said('m1', 'one'))
    await store.write(ann, { ...edit, id: 'e1', content: { kind: 'text', text: 'two' } })
    await redis.inside.hdel(`chat:{${general}}:about:1`, 'original')
    await store.write(ann, { ...edit, id: 'e2', content: { kind: 'text', text: 'three' } })
    const versions = await store.versions(general, ann.id, 1)
    expect(versions?.map(({ content }) => content)).toMatchObject([{ text: 'two' }, { text: 'three' }])
    await store.close()
  })

  it('says the same as the one in a file, whatever is done', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    const pick = mulberry(seed)
    const below = (n: number) => Math.floor(pick() * n)
    const stage = new Stage()
    const stores = [openSqliteStore(stage.file('alone.db')), await openStore()] as const
    const people = [ann, { ...ben, avatar: 'https://pictures.example/ben.png' }, eve] as const
    // By the store: the group that needs no owner, a direct conversation, and a group with an owner.
    const rooms: [general: string, direct: string, group: string][] = []
    for (const [index, store] of stores.entries()) {
      await fill(store)
      for (const person of people) await store.putPerson(person)
      await store.join(general, eve.id)
      const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
      const made = await store.createGroup(ann, { type: 'create', id: 'group', title: 'Us', people: [ben.id] })
      rooms[index] = [general, direct, made.outcome === 'made' ? made.id : '']
    }
    // Times, epochs and the ids of conversations are each store's own.
    const both = async (work: (store: Store, where: (room: number) => string) => Promise<unknown>) => {
      const [one, other] = await Promise.all(stores.map(async (store, index) => {
        const [, direct, group] = rooms[index] ?? ['-', '-', '-']
        const result = await work(store, room => rooms[index]?.[room] ?? '')
        return JSON.parse(JSON.stringify(result ?? null).replaceAll(direct, 'direct').replaceAll(group, 'group')
          .replace(/"(at|edited|pinned)":\d+/g, '"$1":0').replace(/"epoch":"[^"]*"/g, '"epoch":""')) as unknown
      }))
      expect(other, `seed ${seed}`).toEqual(one)
    }
    for (let step = 0; step < 1500; step++) {
      const from = people[below(3)] ?? ann
      const room = [0, 0, 1, 2, 2][below(5)] ?? 0
      const id = `i${below(400)}`
      const target = { from: people[below(3)]?.id ?? '', id: `i${below(400)}` }
      const content = { kind: 'text', text: `${step}` }
      const mentions = [[], ['*'], [ben.id, ann.id, '*'], [eve.id], []][below(5)] ?? []
      const emoji = ['👍', '"', 'c'][below(3)] ?? ''
      const about = { id, conversation: '', target }
      const own = { ...about, target: { ...target, from: from.id } }
      const says: WriteFrame = {
        type: 'send', id, conversation: '', content, mentions, ...below(4) === 0 && { quote: target },
      }
      const pins: WriteFrame = { type: 'change', ...about, change: below(3) === 0 ? 'unpinned' : 'pinned' }
      const edits: WriteFrame = { type: 'edit', ...own, content }
      const reacts: WriteFrame = { type: 'react', ...about, emoji, on: pick() < 0.7 }
      const recalls: WriteFrame = { type: 'recall', ...own }
      const some = people.filter(() => pick() < 0.4).map(({ id }) => id)
      const whom = some.length > 0 ? some : [ben.id]
      const role = (['owner', 'admin', 'admin', 'member'] as const)[below(4)] ?? 'member'
      const all: Partial<ChangeFrame>[] = [
        { change: 'added', people: whom }, { change: 'added', people: whom }, { change: 'removed', people: whom },
        { change: 'left' }, { change: 'role', role, people: role === 'owner' ? whom.slice(0, 1) : whom },
        { change: 'title', title: `T${below(3)}` },
        { change: 'announcement', text: ['', 'A', 'B"\n\u2028'][below(3)] ?? '' },
        { change: 'writers', writers: below(3) > 0 ? 'all' : 'admins' },
      ]
      const changes: WriteFrame = { type: 'change', id, conversation: '', change: 'left', ...all[below(8)] }
      const frame = room === 2 && below(2) === 0
        ? changes : [says, says, says, edits, edits, reacts, reacts, reacts, recalls, pins, pins][below(11)]
      if (!frame) continue
      await both((store, where) => store.write(from, { ...frame, conversation: where(room) }))
      const seq = below(step + 2)
      if (step % 3 === 0) await both((store, where) => store.read(where(room), from.id, Math.min(seq, step >> 2)))
      if (step % 5 === 0) {
        await both((store, where) => store.delivered(from.id, [{ conversation: where(room), seq: seq >> 1 }]))
      }
      const range = [{ before: seq }, { after: seq }, {}][below(3)]
      const limit = 1 + below(30)
      const hidden = [seq, 1 + below(step + 1), step].map(each => Math.min(each, step >> 2))
      if (step % 11 === 0) await both((store, where) => store.hide(where(room), from.id, hidden))
      if (step % 9 === 0) await both((store, where) => store.pins(where(room), from.id))
      if (step % 8 === 0) await both((store, where) => store.versions(where(room), from.id, seq >> 1))
      if (step % 13 === 0) {
        const query = { type: 'search', id: 's', text: `${step % 10}`, limit: 1 + below(20) } as const
        // How many were looked at, and where to go on, is each store's own.
        await both(async (store, where) => (
          await search(store, from.id, { ...query, conversation: where(room) }))?.hits)
      }
      if (step % 4 === 0) await both((store, where) => store.history(where(room), from.id, { ...range, limit }))
      if (step % 7 === 0) await both((store, where) => store.conversation(where(room), from.id))
      const after = below(4)
      if (step % 6 === 0) await both((store, where) => store.members(where(room), from.id, after, 9))
      const is = () => [undefined, true, false, undefined][below(4)]
      const settings = Object.fromEntries(
        (['pinned', 'muted', 'hidden', 'marked'] as const).flatMap((name) => {
          const value = is()
          return value === undefined ? [] : [[name, value]]
        }))
      if (step % 8 === 0) await both((store, where) => store.set(where(room), from.id, settings))
      if (step % 9 === 0) await both((store, where) => store.readers(where(room), from.id))
      if (step % 10 === 0) await both((store, where) => store.mayType(where(room), from.id))
      if (step % 40 === 0) await both(store => store.acquainted(from.id, [...people.map(({ id }) => id), 'nobody']))
      // Where all have left, nobody can let anybody in.
      if (step % 50 === 0) await both((store, where) => store.join(where(2), ann.id))
    }
    for (const person of people) {
      await both(async store => [...await store.conversations(person.id)].sort((a, b) => (a.title < b.title ? -1 : 1)))
      await both((store, where) => store.history(where(0), person.id, { after: 0, limit: 200 }))
    }
    for (const store of stores) await store.close()
    await stage.close()
  })
})
