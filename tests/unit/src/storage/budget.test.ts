// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { Vault } from '../../../../src/storage/vault'
import { makeEntries, makeEntry, text } from '../../../helpers/fixtures'
import { MemoryStorage } from '../../../helpers/memory-storage'

let storage: MemoryStorage
let vault: Vault

beforeEach(() => {
  storage = new MemoryStorage()
  vault = new Vault(storage, 'ann', () => {})
})

/** Keeps a log of one message of about so many characters. */
function keepLog(id: string, length: number): void {
  vault.keepLog(id, { epoch: 'e1', head: 1, entries: [makeEntry(1, { content: text('x'.repeat(length)) })] })
}

function keepWrite(id: string, length = 1): void {
  const write = { type: 'send', content: text('x'.repeat(length)) } as const
  vault.keepWrite({ id, conversationId: 'room', write, at: 1, order: 1 })
}

/** The conversations whose logs are kept. */
function logs(): string[] {
  return [...storage.items.keys()].flatMap(key => key.split('/log/')[1] ?? []).sort()
}

function logged(): number {
  return [...storage.items].reduce((sum, [key, value]) => sum + (key.includes('/log/') ? value.length : 0), 0)
}

describe('all logs together', () => {
  it('have 1,500,000 characters at most: those that were used longest ago go first', () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) keepLog(id, 290_000)
    expect(logs()).toEqual(['a', 'b', 'c', 'd', 'e'])
    keepLog('a', 290_000)
    keepLog('f', 290_000)
    expect(logs()).toEqual(['a', 'c', 'd', 'e', 'f'])
    keepLog('g', 580_000)
    expect(logs()).toEqual(['a', 'e', 'f', 'g'])
    expect(logged()).toBeLessThan(1_501_000)
  })

  it('stay below that, whatever grows', () => {
    for (let index = 0; index < 300; index++) {
      keepLog(`room ${index * 7 % 60}`, index * 7_919 % 290_000)
      expect(logged()).toBeLessThan(1_510_000)
    }
  })

  it('leave what is to be sent alone, however much that is', () => {
    for (let index = 0; index < 20; index++) keepWrite(`m${index}`, 100_000)
    for (let index = 0; index < 80; index++) keepLog(`room ${index}`, 290_000)
    expect(vault.writes()).toHaveLength(20)
  })
})

describe('a storage that is full', () => {
  it('gives all other logs up for what is to be sent, and keeps that', () => {
    for (const id of ['a', 'b']) keepLog(id, 1_000)
    keepWrite('first')
    storage.capacity = storage.size + 10
    keepWrite('second')
    expect(vault.writes().map(({ id }) => id).sort()).toEqual(['first', 'second'])
    expect(logs()).toEqual([])
  })

  it('never gives up what is to be sent for a log', () => {
    keepWrite('first', 500)
    storage.capacity = storage.size + 100
    keepLog('a', 1_000)
    expect(logs()).toEqual([])
    expect(vault.writes()).toHaveLength(1)
  })

  it('has no older log under the name of one that could not be kept', () => {
    keepLog('a', 10)
    storage.capacity = storage.size + 300
    vault.keepLog('a', { epoch: 'e2', head: 40, entries: makeEntries(1, 40) })
    expect(vault.log('a')).toBeNull()
  })
})

it('says whether it could be dropped', () => {
  keepWrite('first')
  storage.broken = true
  expect(vault.dropWrite('first')).toBe(false)
  storage.broken = false
  expect(vault.dropWrite('first')).toBe(true)
  expect(vault.writes()).toEqual([])
})
