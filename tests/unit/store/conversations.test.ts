// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import * as ErrorCode from '../../../src/model/error-code'
import { useConnectionStore } from '../../../store/connection'
import { useConversationsStore } from '../../../store/conversations'
import { text } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

let app: TestApp

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
  app.create()
})

function stores() {
  const { pinia } = app
  return { connection: useConnectionStore(pinia), conversations: useConversationsStore(pinia) }
}

describe('conversations', () => {
  beforeEach(async () => {
    app.server.says('bob', 'old', 'other')
    app.server.says('bob', 'one')
    app.server.says('bob', 'two')
    expect(stores().conversations.loaded).toBe(false)
    stores().connection.open()
    await app.pass()
  })

  it('are there once the server has told of them, the newest first', () => {
    const { conversations } = stores()
    expect(conversations.loaded).toBe(true)
    expect(conversations.list.map(({ id, unread }) => [id, unread])).toEqual([['room', 2], ['other', 1]])
    expect(conversations.totalUnread).toBe(3)
    expect(conversations.get('other')?.last?.content).toEqual(text('old'))
    expect(conversations.get('nowhere')).toBeUndefined()
  })

  it('that didn\'t change stay the same objects', async () => {
    const { conversations } = stores()
    const before = conversations.get('other')
    const changing = conversations.get('room')
    app.server.says('bob', 'three')
    await app.pass()
    expect(conversations.get('other')).toBe(before)
    expect(conversations.get('room')).not.toBe(changing)
  })

  it('that are told of again stay as far as they were', async () => {
    const { conversations } = stores()
    const view = app.server.view(app.server.log('room'), 'ann')
    app.server.says('bob', 'three')
    await app.pass()
    app.server.tell({ type: 'conversation', conversation: { ...view, muted: true } })
    await app.pass()
    expect(conversations.get('room')).toMatchObject({ head: 3, unread: 3, last: { seq: 3 }, muted: true })
    conversations.markRead('room', 3)
    app.server.tell({ type: 'conversation', conversation: { ...view, pinned: 5 } })
    await app.pass()
    expect(conversations.get('room')).toMatchObject({ head: 3, read: 3, unread: 0, pinned: 5 })
  })

  it('that are hidden, or marked, are so until something happens', async () => {
    const { conversations } = stores()
    const view = app.server.view(app.server.log('room'), 'ann')
    app.server.tell({ type: 'conversation', conversation: { ...view, hidden: true, marked: true } })
    await app.pass()
    expect(conversations.get('room')).toMatchObject({ hidden: true, marked: true })
    app.server.says('bob', 'three')
    await app.pass()
    expect(conversations.get('room')).toMatchObject({ hidden: undefined, marked: true })
    conversations.markRead('room', 3)
    await app.pass()
    expect(conversations.get('room')?.marked).toBeUndefined()
  })

  it('are read', async () => {
    const { conversations } = stores()
    conversations.markRead('room', 2)
    await app.pass()
    expect(conversations.totalUnread).toBe(1)
    expect(app.server.log().reads.get('ann')).toBe(2)
  })

  it('can be opened with a person', async () => {
    const { conversations } = stores()
    const asked = conversations.openWith('bob')
    await app.pass()
    const { id } = await asked
    expect(conversations.get(id)).toMatchObject({ kind: 'direct', title: 'Bob' })
  })

  it('can\'t be opened without a connection, and says so', async () => {
    app.cut()
    await expect(stores().conversations.openWith('bob')).rejects.toMatchObject({ code: ErrorCode.offline })
  })

})

it('conversations are there at once in a store that is made after they came', async () => {
  app.server.says('bob', 'one')
  useConnectionStore(app.pinia).open()
  await app.pass()
  const { loaded, list } = useConversationsStore(app.pinia)
  expect(loaded).toBe(true)
  expect(list.map(({ id }) => id)).toEqual(['room', 'other'])
})
