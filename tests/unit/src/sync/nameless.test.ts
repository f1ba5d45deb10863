// @vitest-environment node
/** This person writes, and changes what was written, before the server has ever said who it is. */
import { expect, it } from 'vitest'
import { FakeServer } from '../../../helpers/fake-server'
import { text } from '../../../helpers/fixtures'
import { MemoryStorage } from '../../../helpers/memory-storage'
import { SyncRig } from '../../../helpers/sync-rig'

function writeAndEdit(rig: SyncRig): void {
  rig.sync.write('room', text('one'))
  const message = rig.sync.timeline('room')?.messages[0]
  if (!message) throw new Error('it is not shown')
  const target = { from: message.author.id, id: message.id }
  void rig.sync.change('room', { type: 'edit', target, content: text('two') }).catch(() => undefined)
}

it('what was changed before anybody knew who one is is shown and stored', async () => {
  const server = new FakeServer()
  const rig = new SyncRig(server)
  writeAndEdit(rig)
  expect(rig.texts()).toEqual(['two'])

  rig.sync.enter('room')
  await rig.connect()
  expect(rig.texts()).toEqual(['two'])
  expect(rig.sent('edit').map(({ target }) => target.from)).toEqual(['ann'])
  expect(server.log().events.map(({ type }) => type)).toEqual(['message', 'edit'])
})

it('so is what was left to send when the app ended', async () => {
  const server = new FakeServer()
  const storage = new MemoryStorage()
  const rig = new SyncRig(server, storage)
  rig.sync.restore('ann')
  writeAndEdit(rig)

  const next = new SyncRig(server, storage, { firstId: 100 })
  next.sync.restore('ann')
  next.sync.enter('room')
  expect(next.texts()).toEqual(['two'])
  await next.connect()
  expect(next.texts()).toEqual(['two'])
  expect(server.log().events.map(({ type }) => type)).toEqual(['message', 'edit'])
})
