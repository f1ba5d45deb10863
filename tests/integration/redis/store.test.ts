import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '../../../server/backend'
import { openRedis } from '../../../server/redis/open'
import { openSqliteStore } from '../../../server/sqlite/store'
import type { Store } from '../../../server/store'
import type { ChangeFrame, WriteFrame } from '../../../src/protocols/native/wire'
import { mulberry } from '../../helpers/random'
import { RedisServer } from '../../helpers/redis'
import { Stage } from '../../helpers/server'
import { groupsContract } from '../server/groups-contract'
import { ann, ben, eve, fill, general, storeContract } from '../server/store-contract'

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

  it('says the same as the one in a file, whatever is done', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    const pick = mulberry(seed)
    const below = (n: number) => Math.floor(pick() * n)
    const stage = new Stage()
    const stores = [openSqliteStore(stage.file('alone.db')), await openStore()] as const
    const people = [ann, ben, eve]
    // By the store: the group that needs no owner, a direct conversation, and a group with an owner.
    const rooms: [general: string, direct: string, group: string][] = []
    for (const [index, store] of stores.entries()) {
      await fill(store)
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
          .replace(/"(at|edited)":\d+/g, '"$1":0').replace(/"epoch":"[^"]*"/g, '"epoch":""')) as unknown
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
      const says: WriteFrame = { type: 'send', id, conversation: '', content, mentions }
      const edits: WriteFrame = { type: 'edit', ...own, content }
      const reacts: WriteFrame = { type: 'react', ...about, emoji, on: pick() < 0.7 }
      const recalls: WriteFrame = { type: 'recall', ...own }
      const some = people.filter(() => pick() < 0.4).map(({ id }) => id)
      const whom = some.length > 0 ? some : [ben.id]
      const role = (['owner', 'admin', 'admin', 'member'] as const)[below(4)] ?? 'member'
      const all: Pick<ChangeFrame, 'change' | 'people' | 'role' | 'title'>[] = [
        { change: 'added', people: whom }, { change: 'added', people: whom }, { change: 'removed', people: whom },
        { change: 'left' }, { change: 'role', role, people: role === 'owner' ? whom.slice(0, 1) : whom },
        { change: 'title', title: `T${below(3)}` },
      ]
      const changes: WriteFrame = { type: 'change', id, conversation: '', change: 'left', ...all[below(6)] }
      const frame = room === 2 && below(2) === 0
        ? changes : [says, says, says, edits, edits, reacts, reacts, reacts, recalls][below(9)]
      if (!frame) continue
      await both((store, where) => store.write(from, { ...frame, conversation: where(room) }))
      const seq = below(step + 2)
      if (step % 3 === 0) await both((store, where) => store.read(where(room), from.id, Math.min(seq, step >> 2)))
      if (step % 5 === 0) {
        await both((store, where) => store.delivered(from.id, [{ conversation: where(room), seq: seq >> 1 }]))
      }
      const range = [{ before: seq }, { after: seq }, {}][below(3)]
      const limit = 1 + below(30)
      if (step % 4 === 0) await both((store, where) => store.history(where(room), from.id, { ...range, limit }))
      if (step % 7 === 0) await both((store, where) => store.conversation(where(room), from.id))
      const after = below(4)
      if (step % 6 === 0) await both((store, where) => store.members(where(room), from.id, after, 9))
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
