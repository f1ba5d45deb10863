// @vitest-environment node
/** What has reached a device is told to the server, and through it to the other person. */
import { expect, it } from 'vitest'
import { pass } from '../../../helpers/fake-clock'
import { FakeServer } from '../../../helpers/fake-server'
import { SyncRig } from '../../../helpers/sync-rig'

/** Ann, in a direct conversation with Bob. */
function setUp() {
  const server = new FakeServer('ann+bob')
  const log = server.log('ann+bob')
  log.kind = 'direct'
  const rig = new SyncRig(server)
  return { server, rig, delivered: () => log.delivered.get('ann') ?? 0 }
}

it('what was delivered is told again on the next link, when the first one broke before it got there', async () => {
  const { server, rig, delivered } = setUp()
  await rig.connect()
  server.says('bob', 'one', 'ann+bob')
  await rig.run()
  await pass(rig.clock, 500)
  expect(rig.sent('delivered')).toHaveLength(1)
  rig.cut()
  expect(delivered()).toBe(0)

  await rig.connect()
  await pass(rig.clock, 500)
  await rig.run()
  expect(delivered()).toBe(1)
})

it('what a conversation holds when it is told of has been delivered', async () => {
  const { rig } = setUp()
  await rig.connect()
  // Somebody opened it and wrote at once: the entry comes before the conversation.
  rig.sync.receive({
    type: 'conversation',
    conversation: {
      id: 'direct', kind: 'direct', title: 'Bob', epoch: 'e1', head: 1, read: 0, delivered: 0, unread: 1, mention: 0,
    },
  })
  await pass(rig.clock, 500)
  expect(rig.sent('delivered').flatMap(({ cursors }) => cursors)).toContainEqual({ conversationId: 'direct', seq: 1 })
})
