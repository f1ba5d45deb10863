// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { Vault } from '../../../../src/storage/vault'
import { VERSION } from '../../../../src/storage/versions'
import { ann, makeConversation, makeEntries, makeEntry, text } from '../../../helpers/fixtures'
import { MemoryStorage } from '../../../helpers/memory-storage'
import { hardTexts } from '../../../helpers/texts'

let storage: MemoryStorage
let warnings: string[]
let vault: Vault

beforeEach(() => {
  storage = new MemoryStorage()
  warnings = []
  vault = open('ann')
})

function open(userId: string): Vault {
  return new Vault(storage, userId, line => warnings.push(line))
}

function message(id: string, order: number, said = id) {
  return { id, conversationId: 'room', write: { type: 'send', content: text(said) } as const, at: order, order }
}

describe('what is to be sent', () => {
  it('come back in the order they were written', () => {
    for (const [id, order] of [['b', 2], ['a', 3], ['c', 1]] as const) vault.keepWrite(message(id, order))
    expect(open('ann').writes().map(({ id }) => id)).toEqual(['c', 'b', 'a'])
    vault.dropWrite('b')
    expect(open('ann').writes().map(({ id }) => id)).toEqual(['c', 'a'])
  })

  it.each(Object.entries(hardTexts))('keep their text: %s', (_name, said) => {
    vault.keepWrite(message('a', 1, said))
    expect(open('ann').writes()[0]?.write).toEqual({ type: 'send', content: text(said) })
  })

  it('remember that the server said no', () => {
    vault.keepWrite({ ...message('a', 1), failed: 4004 })
    expect(open('ann').writes()[0]?.failed).toBe(4004)
  })

  it('are not another tab\'s to lose', () => {
    const tab = open('ann')
    vault.keepWrite(message('a', 1))
    tab.keepWrite(message('b', 2))
    vault.dropWrite('a')
    expect(open('ann').writes().map(({ id }) => id)).toEqual(['b'])
  })

  it.each(['', 'null', '{}', '[]', '[1]', '[1,"room",{"kind":"text"},1,1]', '[1,2,3,4,5]',
    '[2,"room",{"type":"send","content":{"kind":"text"}},1,1]',
    '[2,"room",{"type":"fly"},1,1]', '[2,"room",{"type":"se',
  ])(
    'that can\'t be read take no other with them: %s', (junk) => {
      vault.keepWrite(message('a', 1))
      storage.set('chat/ann/out/b', junk)
      expect(open('ann').writes().map(({ id }) => id)).toEqual(['a'])
      expect(storage.get('chat/ann/out/b')).toBeNull()
    },
  )
})

describe('the last screens', () => {
  it('come back as they were', () => {
    const conversations = [
      makeConversation({ last: makeEntry(3), head: 3 }), makeConversation({ id: 'b', kind: 'direct', peer: ann }),
    ]
    vault.keepList({ self: ann, conversations })
    vault.keepLog('room', { epoch: 'e1', head: 3, entries: makeEntries(1, 3) })
    expect(open('ann').list()).toEqual({ self: ann, conversations })
    expect(open('ann').log('room')).toEqual({ epoch: 'e1', head: 3, entries: makeEntries(1, 3) })
    expect(open('ann').log('other')).toBeNull()
  })

  it('have no hole: what can\'t be read ends the stretch', () => {
    const entries = makeEntries(1, 5).map(entry => (entry.seq === 3 ? null : entry))
    storage.set('chat/ann/log/room', JSON.stringify([VERSION, 'e1', 5, entries]))
    expect(open('ann').log('room')?.entries).toEqual(makeEntries(4, 5))
  })

  it('of a newer version are not read, and what it has to send stays for it', () => {
    storage.set('chat/ann/list', JSON.stringify([99, ann, []]))
    storage.set('chat/ann/log/room', JSON.stringify([99, 'e1', 1, makeEntries(1, 1)]))
    storage.set('chat/ann/out/a', JSON.stringify([99, 'something']))
    expect(open('ann').list()).toBeNull()
    expect(open('ann').log('room')).toBeNull()
    expect(open('ann').writes()).toEqual([])
    expect(storage.get('chat/ann/out/a')).not.toBeNull()
  })

  it('are bounded: in entries, in length, in number', () => {
    vault.keepLog('room', { epoch: 'e1', head: 80, entries: makeEntries(1, 80) })
    expect(open('ann').log('room')?.entries).toEqual(makeEntries(31, 80))

    vault.keepLog('long', { epoch: 'e1', head: 50, entries: makeEntries(1, 50, { content: text('x'.repeat(20_000)) }) })
    expect(storage.get('chat/ann/log/long')?.length).toBeLessThan(310_000)
    expect(open('ann').log('long')?.entries.at(-1)?.seq).toBe(50)

    for (let index = 0; index < 60; index++) {
      vault.keepLog(`room ${index}`, { epoch: 'e1', head: 1, entries: makeEntries(1, 1) })
    }
    const logs = storage.keys().filter(key => key.startsWith('chat/ann/log/'))
    expect(logs).toHaveLength(50)
    expect(open('ann').log('room 59')).not.toBeNull()
    expect(open('ann').log('room')).toBeNull()
  })
})

describe('a vault', () => {
  it('is one person\'s, whatever ids look like', () => {
    vault.keepWrite(message('a', 1))
    for (const other of ['an', 'ann/out', 'bob', 'ann%2F', '']) expect(open(other).writes(), other).toEqual([])
    open('ann/x').keepWrite(message('b', 1))
    expect(open('ann').writes()).toHaveLength(1)
  })

  it('is cleared without a trace, and clears nobody else\'s', () => {
    vault.keepWrite(message('a', 1))
    vault.keepList({ self: ann, conversations: [] })
    vault.keepLog('room', { epoch: 'e', head: 0, entries: [] })
    open('bob').keepWrite(message('b', 1))
    storage.set('of-the-app', 'untouched')
    vault.clear()
    expect(storage.keys()).toEqual(['chat/bob/out/b', 'of-the-app'])
  })

  it('never throws, and warns once', () => {
    storage.broken = true
    expect(vault.keepWrite(message('a', 1))).toBe(false)
    vault.keepList({ self: ann, conversations: [] })
    vault.keepLog('room', { epoch: 'e', head: 0, entries: [] })
    expect([vault.writes(), vault.list(), vault.log('room')]).toEqual([[], null, null])
    vault.dropWrite('a')
    vault.clear()
    expect(warnings).toHaveLength(1)
  })
})

describe('what version 1 left', () => {
  beforeEach(() => {
    storage.set('chat/ann/out/a', JSON.stringify([1, 'room', text('to send'), 5, 7, 0]))
    storage.set('chat/ann/out/b', JSON.stringify([1, 'room', text('refused'), 6, 8, 4022]))
    storage.set('chat/ann/recent', JSON.stringify([1, ['log/room', 'log/other']]))
    storage.set('chat/ann/log/room', JSON.stringify([1, 'e1', 2, [
      makeEntry(1), { seq: 2, type: 'unknown', id: '', author: { id: '', name: '' }, at: 0, content: text('') },
    ]]))
    storage.set('chat/ann/list', JSON.stringify([1, ann, [
      { id: 'room', kind: 'group', title: 'Room', epoch: 'e1', head: 2, read: 1, unread: 1, last: makeEntry(1) },
    ]]))
  })

  it('is sent, and may have been sent before', () => {
    const write = { type: 'send', content: text('to send') }
    const refused = { type: 'send', content: text('refused') }
    expect(vault.writes()).toEqual([
      { id: 'a', conversationId: 'room', write, at: 5, order: 7, tried: true, failed: undefined },
      { id: 'b', conversationId: 'room', write: refused, at: 6, order: 8, tried: true, failed: 4022 },
    ])
  })

  it('is shown, and still bounded', () => {
    expect(vault.log('room')).toEqual({ epoch: 'e1', head: 2, entries: [makeEntry(1), { seq: 2, type: 'unknown' }] })
    expect(vault.list()?.conversations).toEqual([makeConversation({ head: 2, read: 1, unread: 1, last: makeEntry(1) })])
    for (let index = 0; index < 48; index++) vault.keepLog(`room ${index}`, { epoch: 'e1', head: 0, entries: [] })
    expect(vault.log('room')).not.toBeNull()
    vault.keepLog('one more', { epoch: 'e1', head: 0, entries: [] })
    expect(storage.keys()).toContain('chat/ann/log/room')
    vault.keepLog('and one more', { epoch: 'e1', head: 0, entries: [] })
    expect(storage.keys()).not.toContain('chat/ann/log/room')
  })
})
