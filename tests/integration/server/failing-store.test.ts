import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
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
  db.exec('CREATE TRIGGER fails BEFORE INSERT ON messages WHEN new.id = \'three\' ' +
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
