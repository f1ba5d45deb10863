import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import ChatRoom from '../../../components/chat-room/chat-room.vue'
import { builtInKinds } from '../../../src/kinds/index'
import { type AnyKind, registerKind } from '../../../src/model/kinds'
import { TestApp } from '../../helpers/test-app'

let app: TestApp

beforeEach(() => {
  for (const kind of builtInKinds) registerKind(kind as AnyKind)
  app = new TestApp({ rooms: ['room', 'other'] })
})

async function show() {
  const room = mount(ChatRoom, { props: { conversationId: 'room' }, global: { plugins: [app.plugin] } })
  await app.pass()
  return room
}

async function choose(room: Awaited<ReturnType<typeof show>>) {
  await room.get('.chat-composer__more').trigger('tap')
  const tile = room.findAll('.chat-more__tile').find(one => one.text() === 'Contact card')
  await tile?.trigger('tap')
  await app.pass()
}

const names = (room: Awaited<ReturnType<typeof show>>): string[] =>
  room.findAll('.chat-people__name').map(row => row.text())

describe('a contact card', () => {
  it('is chosen among those one can write to, and sent', async () => {
    const room = await show()
    await choose(room)
    expect(room.get('.chat-layer').attributes('aria-label')).toBe('Send a contact card')
    expect(names(room)).toEqual(['Bob', 'Cem'])
    await room.findAll('.chat-people__row')[1]?.trigger('tap')
    await app.pass()
    expect(room.find('.chat-layer').exists()).toBe(false)
    expect(app.server.log('room').events).toMatchObject([
      { type: 'message', content: { kind: 'card', person: { id: 'cem', name: 'Cem' } } },
    ])
    expect(room.get('.chat-card').text()).toContain('Cem')
    await room.get('.chat-card').trigger('tap')
    expect(room.emitted('open')?.[0]?.[1]).toEqual({ what: 'person', value: 'cem' })
    expect(room.emitted('pick')).toBeUndefined()
  })

  it('goes to where it was begun, and nowhere if that is ended', async () => {
    const room = await show()
    await choose(room)
    await room.setProps({ conversationId: 'other' })
    await app.pass()
    await room.findAll('.chat-people__row')[0]?.trigger('tap')
    await app.pass()
    expect(app.server.log('room').events).toHaveLength(1)
    expect(app.server.log('other').events).toHaveLength(0)
    await choose(room)
    await room.get('.chat-layer__back').trigger('tap')
    expect(room.find('.chat-layer').exists()).toBe(false)
    expect(app.server.log('other').events).toHaveLength(0)
  })
})
