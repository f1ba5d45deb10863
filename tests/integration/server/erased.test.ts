import { readFileSync } from 'node:fs'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import { Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

/** What a recall leaves of a message in the SQLite file. */

let stage: Stage
let server: ChatServer
let ann: WireClient
beforeEach(async () => {
  stage = new Stage()
  server = await stage.server()
  ann = await stage.join(server.port, 'Ann')
})
afterEach(() => stage.close())

/** All that stands in the database, or in one of its tables, as one text. */
function rows(table = '%'): string {
  const db = new Database(stage.file('chat.db'), { timeout: 5_000 })
  try {
    const tables = db.prepare('SELECT name FROM sqlite_master WHERE type = \'table\' AND name LIKE ?').all(table)
    return JSON.stringify((tables as { name: string }[]).map(({ name }) => db.prepare(`SELECT * FROM ${name}`).all()))
  } finally {
    db.close()
  }
}

it('nothing that it or its edits said stands in the tables, and nothing of its reactions', async () => {
  await ann.say('a riddle', 'general', 'm1')
  await ann.edit(ann.mine('m1'), 'the last riddle')
  await ann.react(ann.mine('m1'), '👍')
  await ann.write({
    type: 'send', id: 'm2', conversation: 'general', content: { kind: 'text', text: 'x' }, quote: ann.mine('m1'),
  })
  await ann.write({ type: 'change', id: 'p', conversation: 'general', change: 'pinned', target: ann.mine('m1') })
  expect(rows()).toContain('riddle')
  await ann.recall(ann.mine('m1'))
  expect(rows()).not.toContain('riddle')
  for (const table of ['reactions', 'reactors', 'pins']) expect(rows(table)).toBe('[[]]')
})

it('nothing stands in the file either, once the server has ended', async () => {
  // Long enough for pages of its own, which come free.
  await ann.say(`a riddle ${'.'.repeat(15_000)}`, 'general', 'm1')
  await ann.edit(ann.mine('m1'), 'a short riddle')
  await ann.recall(ann.mine('m1'))
  await server.close()
  const bytes = readFileSync(stage.file('chat.db'))
  expect(bytes.includes('recalled')).toBe(true)
  expect(bytes.includes('riddle')).toBe(false)
})
