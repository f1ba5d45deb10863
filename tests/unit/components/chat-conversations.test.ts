import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import ChatConversations from '../../../components/chat-conversations/chat-conversations.vue'
import ChatRoom from '../../../components/chat-room/chat-room.vue'
import { TestApp } from '../../helpers/test-app'

let app: TestApp

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
})

function show() {
  return mount(ChatConversations, { global: { plugins: [app.plugin] } })
}

describe('the list of conversations', () => {
  it('connects by being there, and is loading until the server has told', async () => {
    const list = show()
    expect(list.text()).toBe('Loading…')
    await app.pass()
    expect(app.platform.sockets).toHaveLength(1)
    expect(list.findAll('.chat-cell')).toHaveLength(2)
  })

  it('has the newest first, and follows what comes', async () => {
    const titles = () => list.findAll('.chat-cell__title').map(title => title.text())
    const list = show()
    app.server.says('bob', 'hi', 'room')
    await app.pass()
    expect(titles()).toEqual(['Title of room', 'Title of other'])
    app.server.says('bob', 'hi', 'other')
    await app.pass()
    expect(titles()).toEqual(['Title of other', 'Title of room'])
    expect(list.findAll('.chat-cell__badge').map(badge => badge.text())).toEqual(['1', '1'])
  })

  it('says that there are none', async () => {
    app.server.instead = frame => (frame.type === 'hello'
      ? {
          type: 'welcome', version: 1, self: { id: 'ann', name: 'Ann' }, conversations: [], heartbeat: 0, time: 0,
          limits: app.server.limits,
        }
      : null)
    const list = show()
    await app.pass()
    expect(list.text()).toBe('No conversations yet')
  })

  it('tells which one was chosen', async () => {
    const list = show()
    app.server.says('bob', 'hi', 'other')
    await app.pass()
    await list.get('.chat-cell').trigger('tap')
    expect(list.emitted('select')).toMatchObject([[{ id: 'other' }]])
  })

  it('says when the connection is broken for long, and keeps what it has', async () => {
    const list = show()
    await app.pass()
    app.cut()
    await app.pass(1_900)
    expect(list.find('.chat-banner').exists()).toBe(false)
    await app.pass(200)
    expect(list.get('.chat-banner').text()).toContain('Disconnected')
    expect(list.findAll('.chat-cell')).toHaveLength(2)
    app.reachable = true
    await list.get('.chat-banner').trigger('tap')
    await app.pass()
    expect(list.get('.chat-banner').text()).toBe('Connected')
    await app.pass(2_000)
    expect(list.find('.chat-banner').exists()).toBe(false)
  })

  it('has one connection together with any number of others', async () => {
    for (let times = 0; times < 3; times++) show()
    for (const conversationId of ['room', 'other', 'room']) {
      mount(ChatRoom, { props: { conversationId }, global: { plugins: [app.plugin] } })
    }
    await app.pass()
    const list = show()
    list.unmount()
    show()
    await app.pass()
    expect(app.platform.sockets).toHaveLength(1)
    expect(app.server.sessions.size).toBe(1)
  })
})
