import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../../server/sqlite/store'
import type { WriteFrame } from '../../../src/protocols/native/wire'
import { login, Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

it('lets no message overtake one that could not be stored: the link ends, and all come again in order', async () => {
  const { port } = await stage.server()
  const db = new Database(stage.file('chat.db'), { timeout: 5_000 })
  const { token } = await login(port, 'Ann')
  const ann = await stage.enter(port, token)
  const ben = await stage.join(port, 'Ben')
  const ids = ['one', 'two', 'three', 'four', 'five']
  const sayAll = (client: WireClient): void => {
    for (const id of ids) {
      client.send({ type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })
    }
  }

  // Only the third can't be stored, as with a disk that fails now and then.
  db.exec('CREATE TRIGGER fails BEFORE INSERT ON entries WHEN new.id = \'three\' ' +
    'BEGIN SELECT RAISE(ABORT, \'no\'); END')
  sayAll(ann)
  expect(await ann.take('error')).toEqual({
    type: 'error', code: 4500, message: expect.any(String), retryAfter: expect.any(Number),
  })
  expect(await ann.closed).toBe(4500)
  // Others are not touched by it.
  await ben.say('meanwhile')
  expect((await ben.history({ limit: 10 })).events.map(({ id }) => id)).toEqual(['one', 'two', 'id-1'])

  db.exec('DROP TRIGGER fails')
  db.close()
  const again = await stage.enter(port, token)
  sayAll(again)
  await again.take('ack', ({ id }) => id === 'five')
  const { events } = await again.history({ limit: 10 })
  expect(events.map(({ id }) => id)).toEqual(['one', 'two', 'id-1', 'three', 'four', 'five'])
})

const said = (id: string): WriteFrame => (
  { type: 'send', id, conversation: 'general', content: { kind: 'text', text: id } })

it('ends the link just so for what speaks of a message: nothing behind it is stored', async () => {
  const { port } = await stage.server()
  const db = new Database(stage.file('chat.db'), { timeout: 5_000 })
  const { token } = await login(port, 'Ann')
  const about = { conversation: 'general', target: { from: '', id: 'one' } }
  for (const type of ['edit', 'recall', 'react']) {
    // A failure of no kind that is known to be for ever: here the overflow of a number.
    db.exec(`CREATE TRIGGER fails BEFORE INSERT ON entries WHEN new.type = '${type}' ` +
      'BEGIN SELECT abs(-9223372036854775807 - 1); END')
    const ann = await stage.enter(port, token)
    about.target.from = ann.self.id
    const before = (await ann.history({ limit: 1 })).head
    const change = {
      edit: { ...about, type: 'edit' as const, content: { kind: 'text', text: 'x' } },
      recall: { ...about, type: 'recall' as const },
      react: { ...about, type: 'react' as const, emoji: '👍', on: true },
    }[type] as WriteFrame
    // No message behind it, which would end the link by itself.
    const frames: WriteFrame[] = [said('one'), { ...change, id: type }, { ...change, id: `${type}-again` }]
    for (const frame of frames) ann.send(frame)
    expect(await ann.closed).toBe(4500)
    db.exec('DROP TRIGGER fails')

    const again = await stage.enter(port, token)
    expect((await again.history({ limit: 1 })).head).toBe(Math.max(before, 1))
    // A recall would be the end of what comes next.
    if (type === 'recall') continue
    for (const frame of frames) await again.write(frame)
  }
  db.close()
  const { events } = await (await stage.enter(port, token)).history({ limit: 10 })
  expect(events.map(({ id }) => id)).toEqual(['one', 'edit', 'edit-again', 'react', 'react-again'])
})

// Each makes one message impossible to store, in a way that SQLite tells apart from what may pass.
const impossible = {
  'too big': 'BEGIN SELECT zeroblob(2000000000); END',
  'of a wrong type': 'BEGIN INSERT INTO odd (number) VALUES (\'no number\'); END',
  'against a rule': 'BEGIN INSERT INTO odd (number) VALUES (1), (1); END',
}

describe('what can never be stored', () => {
  it.each(Object.entries(impossible))('as it is %s, is refused alone, each time', async (_, body) => {
    const { port } = await stage.server()
    const db = new Database(stage.file('chat.db'), { timeout: 5_000 })
    db.exec('CREATE TABLE odd (number INTEGER PRIMARY KEY)')
    db.exec(`CREATE TRIGGER fails BEFORE INSERT ON entries WHEN new.id LIKE 'bad%' ${body}`)
    db.close()
    const ann = await stage.join(port, 'Ann')
    const ben = await stage.join(port, 'Ben')
    const frames: WriteFrame[] = [
      said('one'), said('bad'), said('two'), {
        type: 'edit', id: 'bad-edit', conversation: 'general', target: ann.mine('one'),
        content: { kind: 'text', text: 'x' },
      }, { type: 'react', id: 'three', conversation: 'general', target: ann.mine('one'), emoji: '👍', on: true },
    ]
    for (const round of [1, 2]) {
      for (const frame of frames) ann.send(frame)
      await ann.take('ack', ({ id }) => id === 'three')
      const errors = [await ann.take('error'), await ann.take('error')]
      expect(errors, `round ${round}`).toMatchObject([{ id: 'bad', code: 4022 }, { id: 'bad-edit', code: 4022 }])
      expect(await ann.take('ack')).toMatchObject({ id: 'one', seq: 1 })
      expect(await ann.take('ack')).toMatchObject({ id: 'two', seq: 2 })
    }
    expect(await ann.look(1)).toMatchObject({ content: { text: 'one' }, amended: 3 })
    await ben.settle()
    expect(ben.frames.map(frame => frame.type === 'event' && frame.event.id)).toEqual(['one', 'two', 'three'])
  })
})

describe('of what is committed together', () => {
  const people = ['ann', 'ben', 'eve'].map(id => ({ id, name: id }))

  /** The store alone, where what is written in the same moment is sure to be one commit. */
  async function open() {
    const store = openSqliteStore(stage.file('alone.db'))
    await store.ensureGroup('general', 'General')
    for (const person of people) {
      await store.putPerson(person)
      await store.join('general', person.id)
    }
    const db = new Database(stage.file('alone.db'), { timeout: 5_000 })
    const sayAll = () => Promise.allSettled(['1', '2', '3'].flatMap(n => people.map(
      person => store.write(person, said(`${person.id}-${n}`)))))
    return { store, db, sayAll }
  }

  const outcome = (result: PromiseSettledResult<{ outcome: string }>) => (
    result.status === 'rejected' ? 'failed' : result.value.outcome)

  it('one that fails takes none with it but those of its author, and one that always will takes none', async () => {
    const { store, db, sayAll } = await open()
    db.exec(`CREATE TRIGGER never BEFORE INSERT ON entries WHEN new.id = 'ben-2' ${impossible['too big']}`)
    db.exec('CREATE TRIGGER later BEFORE INSERT ON entries WHEN new.id = \'ann-2\' ' +
      'BEGIN SELECT RAISE(ABORT, \'not now\'); END')
    expect((await sayAll()).map(outcome)).toEqual([
      'stored', 'stored', 'stored', 'failed', 'refused', 'stored', 'failed', 'stored', 'stored',
    ])
    const ids = async () => (await store.history('general', 'ann', { limit: 20 }))?.events
      .map(event => 'id' in event && event.id)
    expect(await ids()).toEqual(['ann-1', 'ben-1', 'eve-1', 'eve-2', 'ben-3', 'eve-3'])
    db.exec('DROP TRIGGER later')
    expect((await sayAll()).map(outcome)).toEqual([
      'repeated', 'repeated', 'repeated', 'stored', 'refused', 'repeated', 'stored', 'repeated', 'repeated',
    ])
    expect(await ids()).toEqual(['ann-1', 'ben-1', 'eve-1', 'eve-2', 'ben-3', 'eve-3', 'ann-2', 'ann-3'])
    expect(await store.conversation('general', 'ann')).toMatchObject({ head: 8, unread: 5 })
    db.close()
    await store.close()
  })

  it('all fail while somebody else holds the file, and none is refused', async () => {
    const { store, db, sayAll } = await open()
    db.exec('BEGIN IMMEDIATE')
    expect(new Set((await sayAll()).map(outcome))).toEqual(new Set(['failed']))
    db.exec('COMMIT')
    expect(new Set((await sayAll()).map(outcome))).toEqual(new Set(['stored']))
    db.close()
    await store.close()
  })
})
