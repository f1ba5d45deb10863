// @vitest-environment node
/** This person reads while a log that was reset is still shown. */
import { expect, it } from 'vitest'
import { FakeServer } from '../../../helpers/fake-server'
import { SyncRig } from '../../../helpers/sync-rig'

it('what is still shown of a log that was reset is not read in the new one', async () => {
  const server = new FakeServer()
  for (let count = 1; count <= 5; count++) server.says('bob', `old ${count}`)
  const rig = new SyncRig(server)
  rig.sync.enter('room')
  await rig.connect()
  rig.cut()
  server.resetLog('room', 'e2')
  server.says('bob', 'new 1')

  rig.open()
  // The welcome is there, and the new log's page is not.
  await rig.deliver(1, 1)
  expect(rig.texts()).toHaveLength(5)
  rig.sync.markRead('room', rig.sync.timeline('room')?.head ?? 0)
  await rig.run()
  expect(rig.texts()).toEqual(['new 1'])
  expect(rig.sync.conversations.get('room')).toMatchObject({ head: 1, read: 0, unread: 1 })
})

it('how many are left is not guessed where nothing is known of the log', async () => {
  const server = new FakeServer()
  for (let count = 1; count <= 5; count++) server.says('bob', `${count}`)
  const rig = new SyncRig(server)
  rig.open()
  await rig.deliver(1, 1)
  rig.sync.enter('room')
  rig.sync.markRead('room', 2)
  expect(rig.sync.conversations.get('room')).toMatchObject({ read: 2, unread: 5 })
  await rig.run()
  expect(rig.sync.conversations.get('room')).toMatchObject({ read: 2, unread: 3 })
})
