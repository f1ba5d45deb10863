// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { ClientFrame } from '../../../src/protocols/native/wire'
import { useConnectionStore } from '../../../store/connection'
import { useConversationsStore } from '../../../store/conversations'
import { useGroupsStore } from '../../../store/groups'
import { bob } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

let app: TestApp
let said: ClientFrame[]

beforeEach(async () => {
  app = new TestApp()
  app.create()
  said = []
  const { server } = app
  server.instead = (frame) => {
    if (frame.type === 'create') {
      const conversation = { ...server.view(server.addRoom('new'), 'ann'), title: frame.title, role: 'owner' as const }
      said.push(frame)
      return { type: 'conversation', id: frame.id, conversation }
    }
    if (frame.type !== 'change' && frame.type !== 'members') return null
    said.push(frame)
    const { id, conversation } = frame
    if (conversation !== 'room') return { type: 'error', id, code: 4004, message: 'no such conversation' }
    if (frame.type === 'change') return { type: 'ack', id, conversation, seq: 1, at: 1 }
    return { type: 'members', id, conversation, members: [{ person: bob, role: 'admin', place: 2 }] }
  }
  useConnectionStore(app.pinia).open()
  await app.pass()
})

describe('groups', () => {
  it('are made, and listed', async () => {
    const making = useGroupsStore(app.pinia).create('Picnic', ['bob'])
    await app.pass()
    expect(await making).toMatchObject({ id: 'new', title: 'Picnic', role: 'owner' })
    expect(said).toMatchObject([{ type: 'create', title: 'Picnic', people: ['bob'] }])
    expect(useConversationsStore(app.pinia).get('new')).toMatchObject({ title: 'Picnic' })
  })

  it('are changed, each in its way', async () => {
    const groups = useGroupsStore(app.pinia)
    const done = [
      groups.add('room', ['cem']), groups.remove('room', ['cem']), groups.rename('room', 'x'),
      groups.setRole('room', ['bob'], 'admin'), groups.leave('room'),
    ]
    await app.pass()
    await Promise.all(done)
    const change = { type: 'change', conversation: 'room' }
    expect(said.map(frame => ({ ...frame, id: undefined }))).toEqual([
      { ...change, change: 'added', people: ['cem'] }, { ...change, change: 'removed', people: ['cem'] },
      { ...change, change: 'title', title: 'x' }, { ...change, change: 'role', people: ['bob'], role: 'admin' },
      { ...change, change: 'left' },
    ])
  })

  it('tell who is in them', async () => {
    const listing = useGroupsStore(app.pinia).members('room', 1)
    await app.pass()
    expect(await listing).toEqual([{ person: bob, role: 'admin', place: 2 }])
    expect(said).toMatchObject([{ type: 'members', conversation: 'room', after: 1, limit: 100 }])
  })

  it('say why they can\'t be changed', async () => {
    const groups = useGroupsStore(app.pinia)
    const refused = expect(groups.leave('elsewhere')).rejects.toMatchObject({ code: 4004 })
    await app.pass()
    await refused
    app.cut()
    await expect(groups.leave('room')).rejects.toMatchObject({ code: 2001 })
  })
})
