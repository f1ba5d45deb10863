import { beforeEach, describe, expect, it } from 'vitest'
import { createDraftBox } from '../../../../src/storage/drafts'
import { Vault } from '../../../../src/storage/vault'
import { MemoryStorage } from '../../../helpers/memory-storage'

let storage: MemoryStorage

beforeEach(() => {
  storage = new MemoryStorage()
})

const draft = { text: '@Bob hi', mentions: [{ start: 0, end: 5, id: 'bob' }] }
const quote = { seq: 3, id: 'q', author: { id: 'bob', name: 'Bob' }, content: { kind: 'text' as const, text: 'what?' } }

describe('drafts that are kept', () => {
  it('are there after a restart, with mentions and quote, the oldest first', () => {
    const box = createDraftBox(storage, 'ann')
    box.keep('late', { ...draft, quote }, 2)
    box.keep('early', { text: 'hm', mentions: [] }, 1)
    const all = createDraftBox(storage, 'ann').all()
    expect([...all.keys()]).toEqual(['early', 'late'])
    expect(all.get('late')).toEqual({ ...draft, quote })
  })

  it('are one person\'s own, and go when that one signs out', () => {
    createDraftBox(storage, 'ann').keep('room', draft, 1)
    createDraftBox(storage, 'ann').keepHabits({ recents: ['🌹'], tone: 2 })
    createDraftBox(storage, 'bob').keep('room', draft, 1)
    expect(createDraftBox(storage, 'cem').all().size).toBe(0)
    new Vault(storage, 'ann', () => {}).clear()
    expect(createDraftBox(storage, 'ann').all().size).toBe(0)
    expect(createDraftBox(storage, 'ann').habits()).toEqual({ recents: [], tone: 0 })
    expect(createDraftBox(storage, 'bob').all().size).toBe(1)
  })

  it('are forgotten when nothing is left, or far too much is written', () => {
    const box = createDraftBox(storage, 'ann')
    box.keep('room', draft, 1)
    box.keep('room', undefined, 2)
    expect(storage.items.size).toBe(0)
    box.keep('room', draft, 1)
    box.keep('room', { text: 'x'.repeat(60_000), mentions: [] }, 2)
    expect(storage.items.size).toBe(0)
  })

  it.each([
    'null', '[]', 'no json', '[2,"room",1,{"text":"newer","mentions":[]}]', '[1,"room",1,{"text":5,"mentions":[]}]',
    '[1,"room",1,{"text":"x"}]', '[1,"room",1,{"text":"x","mentions":[7]}]',
    '[1,"room","x",{"text":"x","mentions":[]}]',
  ])('and can\'t be read are none: %s', (stored) => {
    storage.set('chat/ann/draft/room', stored)
    expect(createDraftBox(storage, 'ann').all().size).toBe(0)
  })

  it('have no mention where there is no text for it', () => {
    const mentions = [{ start: 0, end: 5, id: 'a' }, { start: 3, end: 6, id: 'b' }, { start: 6, end: 99, id: 'c' }]
    storage.set('chat/ann/draft/room', JSON.stringify([1, 'room', 1, { text: '@Bob hi', mentions }]))
    expect(createDraftBox(storage, 'ann').all().get('room')?.mentions).toEqual([{ start: 0, end: 5, id: 'a' }])
  })

  it('fail in silence where the storage fails', () => {
    storage.broken = true
    const box = createDraftBox(storage, 'ann')
    box.keep('room', draft, 1)
    box.keepHabits({ recents: [], tone: 1 })
    expect(box.all().size).toBe(0)
    expect(box.habits()).toEqual({ recents: [], tone: 0 })
  })
})
