import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import ChatRoom from '../../../components/chat-room/chat-room.vue'
import type { ClientFrame, ServerFrame, WireReader } from '../../../src/protocols/native/wire'
import { TestApp } from '../../helpers/test-app'
import { submit, write } from '../../helpers/typing'

let app: TestApp
/** What was said of typing. */
let asked: ClientFrame[]
/** How often it was asked who has read what. */
let reads: number
let readers: WireReader[]
let members: number

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
  asked = []
  reads = 0
  members = 3
  readers = [
    { person: { id: 'bob', name: 'Bob' }, read: 0, delivered: 0 },
    { person: { id: 'cem', name: 'Cem' }, read: 0, delivered: 0 },
  ]
  app.server.instead = answer
})

function answer(frame: ClientFrame): ServerFrame | null {
  if (frame.type === 'hello') {
    const conversations = ['room', 'other'].map(id => ({ ...app.server.view(app.server.log(id), 'ann'), members }))
    const { limits } = app.server
    // What the fake server notes of who it talks to.
    for (const session of app.server.sessions) session.person = 'ann'
    return {
      type: 'welcome', version: 1, self: { id: 'ann', name: 'Ann' }, heartbeat: 0, time: 0, limits, conversations,
    }
  }
  if (frame.type === 'typing') asked.push(frame)
  if (frame.type === 'reads') reads += 1
  return frame.type === 'reads' ? { type: 'reads', id: frame.id, conversation: 'room', people: readers } : null
}

async function show(props: { head?: 'page' | 'pane' } = {}) {
  const room = mount(ChatRoom, { props: { conversationId: 'room', ...props }, global: { plugins: [app.plugin] } })
  await app.pass()
  return room
}

const types = (name: string, on = true): void =>
  app.server.tell({ type: 'typing', conversation: 'room', from: { id: name.toLowerCase(), name }, on })

describe('who types', () => {
  it('is told to the others as long as one writes, not with each letter', async () => {
    const room = await show()
    for (const text of ['h', 'he', 'hel']) await write(room, text)
    expect(asked).toEqual([{ type: 'typing', conversation: 'room', on: true }])
    await app.pass(4_100)
    await write(room, 'hell')
    expect(asked).toHaveLength(2)
    await write(room, '')
    expect(asked.at(-1)).toEqual({ type: 'typing', conversation: 'room', on: false })
  })

  it('is told to have ended when it is sent, or the room is left', async () => {
    const room = await show()
    await write(room, 'hello')
    await submit(room)
    await app.pass()
    expect(asked.at(-1)).toEqual({ type: 'typing', conversation: 'room', on: false })
    await write(room, 'more')
    await room.setProps({ conversationId: 'other' })
    expect(asked.slice(2)).toEqual([true, false].map(on => ({ type: 'typing', conversation: 'room', on })))
    await write(room, 'there')
    room.unmount()
    await app.pass()
    expect(asked.slice(4)).toEqual([true, false].map(on => ({ type: 'typing', conversation: 'other', on })))
  })

  it('stands in the head, in place of how many there are', async () => {
    const room = await show({ head: 'page' })
    const line = () => room.get('.chat-head__line').text()
    expect(line()).toBe('3 members')
    types('Bob')
    await app.pass()
    expect(line()).toBe('Bob is typing…')
    types('Cem')
    await app.pass()
    expect(line()).toBe('Bob and Cem are typing…')
    types('Bob', false)
    types('Cem', false)
    await app.pass()
    expect(line()).toBe('3 members')
  })

  it('stands above the messages where there is no head, and ends by itself', async () => {
    const room = await show()
    expect(room.find('.chat-head').exists()).toBe(false)
    types('Bob')
    await app.pass()
    expect(room.get('.chat-room__typing').text()).toBe('Bob is typing…')
    await app.pass(8_000)
    expect(room.find('.chat-room__typing').exists()).toBe(false)
  })
})

describe('who has read what one wrote in a group', () => {
  const words = (room: Awaited<ReturnType<typeof show>>) =>
    room.findAll('.chat-message').map(message => message.find('.chat-bubble__readers').exists()
      && message.get('.chat-bubble__readers').text())
  const seen = (person: string, seq: number): void =>
    app.server.tell({ type: 'seen', conversation: 'room', person, seq })

  it('is counted at one\'s own messages, and follows what is read', async () => {
    app.server.says('ann', 'one')
    app.server.says('bob', 'two')
    app.server.says('ann', 'three')
    readers = readers.map(reader => ({ ...reader, read: reader.person.id === 'bob' ? 2 : 0 }))
    const room = await show()
    expect(words(room)).toEqual(['1 read', false, false])
    expect(reads).toBe(1)
    seen('cem', 3)
    await app.pass()
    expect(words(room)).toEqual(['read by all', false, '1 read'])
    seen('bob', 3)
    await app.pass()
    expect(words(room)).toEqual(['read by all', false, 'read by all'])
  })

  it('opens as a list', async () => {
    app.server.says('ann', 'one')
    readers = readers.map(reader => ({ ...reader, read: reader.person.id === 'bob' ? 1 : 0 }))
    const room = await show()
    await room.get('.chat-bubble__readers').trigger('tap')
    expect(room.findAll('.chat-readers__part').map(part => part.text())).toEqual(['Read (1)BBob', 'Not yet (1)CCem'])
    await room.get('.chat-person').trigger('tap')
    expect(room.emitted('person')).toMatchObject([[{ id: 'bob' }]])
    await room.get('.chat-layer [aria-label=Close]').trigger('tap')
    expect(room.find('.chat-readers').exists()).toBe(false)
  })

  it('isn\'t asked for by who has written nothing, nor in a large group', async () => {
    app.server.says('bob', 'one')
    const room = await show()
    expect(reads).toBe(0)
    room.unmount()
    app.server.says('ann', 'two')
    members = 201
    app.cut()
    app.reachable = true
    await app.pass(20_000)
    await show()
    expect(reads).toBe(0)
  })
})
