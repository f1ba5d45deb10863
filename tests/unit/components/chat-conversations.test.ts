import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import ChatConversations from '../../../components/chat-conversations/chat-conversations.vue'
import ChatRoom from '../../../components/chat-room/chat-room.vue'
import type { WireMessage } from '../../../src/protocols/native/wire'
import { useDraftsStore } from '../../../store/drafts'
import { useMessagesStore } from '../../../store/messages'
import { noon } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'
import { fakeUni } from '../../helpers/uni'

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

describe('what the person does with a conversation', () => {
  /** What the server was told to set. */
  let told: object[]

  beforeEach(() => {
    told = []
    const settings: Record<string, object> = {}
    app.server.instead = (frame) => {
      if (frame.type !== 'set') return null
      const { id, conversation, pinned, muted, hidden, marked, cleared } = frame
      const given = Object.entries({ pinned, muted, hidden, marked, cleared })
        .filter(([, value]) => value !== undefined)
      const what = Object.fromEntries(given)
      told.push({ conversation, ...what })
      settings[conversation] = { ...settings[conversation], ...what, ...what.pinned && { pinned: noon } }
      const view = app.server.view(app.server.log(conversation), 'ann')
      return { type: 'conversation', id, conversation: { ...view, ...settings[conversation] } as typeof view }
    }
  })

  async function menu(list: ReturnType<typeof show>, cell: number, action: string): Promise<void> {
    await list.findAll('.chat-cell')[cell]?.trigger('longpress')
    const found = list.findAll('.chat-cell-menu__action').find(one => one.text() === action)
    if (!found) throw new Error(`there is no ${action}: ${list.html()}`)
    await found.trigger('tap')
    await app.pass()
  }

  const titles = (list: ReturnType<typeof show>): string[] =>
    list.findAll('.chat-cell__title').map(title => title.text().replace('Title of ', ''))

  async function open() {
    const list = show()
    app.server.says('bob', 'hi', 'room')
    await app.pass()
    return list
  }

  it('pins, mutes and marks it by a menu', async () => {
    const list = await open()
    expect(titles(list)).toEqual(['room', 'other'])
    await menu(list, 1, 'Pin')
    expect(titles(list)).toEqual(['other', 'room'])
    await menu(list, 0, 'Mute')
    await menu(list, 0, 'Mark as unread')
    expect(told).toEqual([
      { conversation: 'other', pinned: true }, { conversation: 'other', muted: true },
      { conversation: 'other', marked: true },
    ])
    expect(list.find('.chat-cell-menu').exists()).toBe(false)
  })

  it('marks it as read', async () => {
    const list = await open()
    await menu(list, 0, 'Mark as read')
    expect(list.find('.chat-cell__badge').exists()).toBe(false)
    expect(app.server.log('room').reads.get('ann')).toBe(1)
    expect(told).toEqual([])
  })

  it('hides it, which can be taken back for a while', async () => {
    const list = await open()
    await menu(list, 1, 'Hide')
    expect(titles(list)).toEqual(['room'])
    await list.get('.chat-conversations__back').trigger('tap')
    await app.pass(6_000)
    expect(titles(list)).toEqual(['room', 'other'])
    expect(told).toEqual([])

    await menu(list, 1, 'Hide')
    await app.pass(4_500)
    expect(told).toEqual([])
    await app.pass(1_000)
    expect(told).toEqual([{ conversation: 'other', hidden: true }])
    expect(titles(list)).toEqual(['room'])
    app.server.says('bob', 'news', 'other')
    await app.pass()
    expect(titles(list)).toEqual(['other', 'room'])
  })

  it('deletes it once that is certain, with what was being written', async () => {
    const list = await open()
    useDraftsStore(app.pinia).put('room', { text: 'well', mentions: [] })
    fakeUni.agrees = false
    await menu(list, 0, 'Delete')
    expect(titles(list)).toEqual(['room', 'other'])
    expect(told).toEqual([])
    fakeUni.agrees = true
    await menu(list, 0, 'Delete')
    expect(fakeUni.questions).toEqual(['Delete this chat?', 'Delete this chat?'])
    expect(told).toEqual([{ conversation: 'room', hidden: true, cleared: 1 }])
    expect(titles(list)).toEqual(['other'])
    expect(useDraftsStore(app.pinia).of('room')).toBeUndefined()
  })

  it('hides nothing in which something new came meanwhile', async () => {
    const list = await open()
    await menu(list, 1, 'Hide')
    app.server.says('bob', 'news', 'other')
    await app.pass(6_000)
    expect(titles(list)).toEqual(['other', 'room'])
    expect(told).toEqual([])
  })

  it('tells the server of what was hidden when the list goes', async () => {
    const list = await open()
    await menu(list, 1, 'Hide')
    list.unmount()
    await app.pass()
    expect(told).toEqual([{ conversation: 'other', hidden: true }])
  })

  it('keeps the order under a finger, and what is said in it is new', async () => {
    const list = await open()
    await list.findAll('.chat-cell')[1]?.trigger('longpress')
    app.server.says('bob', 'newest', 'other')
    await app.pass()
    expect(titles(list)).toEqual(['room', 'other'])
    expect(list.findAll('.chat-cell__text')[1]?.text()).toBe('newest')
    list.getComponent({ name: 'chat-cell-menu' }).vm.$emit('close')
    await app.pass()
    expect(titles(list)).toEqual(['other', 'room'])
  })
})

describe('what else is told in the list', () => {
  it('are drafts, which come to the top', async () => {
    const list = show()
    app.server.says('bob', 'hi', 'room')
    await app.pass()
    useDraftsStore(app.pinia).put('other', { text: 'well', mentions: [] })
    await app.pass()
    expect(list.findAll('.chat-cell__title').map(title => title.text())).toEqual(['Title of other', 'Title of room'])
    expect(list.get('.chat-cell__preview').text()).toBe('[Draft]well')
  })

  it('is who types', async () => {
    const list = show()
    await app.pass()
    app.server.tell({ type: 'typing', conversation: 'room', from: { id: 'bob', name: 'Bob' }, on: true })
    await app.pass()
    expect(list.text()).toContain('Bob is typing…')
  })

  it('is what waits to be sent', async () => {
    const list = show()
    await app.pass()
    app.cut()
    useMessagesStore(app.pinia).send('room', { kind: 'text', text: 'mine' })
    await app.pass()
    expect(list.get('.chat-cell__mark').classes()).toContain('chat-icon--clock')
    expect(list.text()).toContain('You: mine')
  })
})

describe('the search in the list', () => {
  it('asks the server for messages, and leads to one', async () => {
    app.server.instead = frame => (frame.type === 'search'
      ? {
          type: 'found', id: frame.id,
          hits: [{ conversation: 'other', event: app.server.log('other').events[0] as WireMessage }],
        }
      : null)
    const list = show()
    app.server.says('bob', 'the early train', 'other')
    await app.pass()
    await list.get('.chat-conversations__search').trigger('tap')
    list.getComponent({ name: 'chat-search' }).vm.$emit('search', 'train')
    await app.pass()
    list.getComponent({ name: 'chat-search' }).vm.$emit('open', { id: 'other' }, 1)
    expect(list.getComponent({ name: 'chat-search' }).props('found')).toMatchObject([
      { conversation: { id: 'other' }, entry: { seq: 1, content: { text: 'the early train' } } },
    ])
    expect(list.emitted('select')).toMatchObject([[{ id: 'other' }, 1]])
    await list.get('.chat-search__cancel').trigger('tap')
    expect(list.find('.chat-search').exists()).toBe(false)
  })
})
