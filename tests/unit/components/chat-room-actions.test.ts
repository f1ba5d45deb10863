import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import ChatRoom from '../../../components/chat-room/chat-room.vue'
import type { MessageAction } from '../../../src/content/actions'
import type { Message } from '../../../src/model/message'
import { TestApp } from '../../helpers/test-app'
import { submit, write, written } from '../../helpers/typing'
import { fakeUni } from '../../helpers/uni'

let app: TestApp
/** What was copied. */
let clipboard: string[]

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
  clipboard = []
  Object.assign(uni, {
    setClipboardData({ data, success }: { data: string, success(): void }) {
      clipboard.push(data)
      success()
    },
  })
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
})

async function show(props: object = {}) {
  const room = mount(ChatRoom, { props: { conversationId: 'room', ...props }, global: { plugins: [app.plugin] } })
  await app.pass()
  return room
}

type Room = Awaited<ReturnType<typeof show>>

async function say(room: Room, text: string): Promise<void> {
  await write(room, text)
  await submit(room)
  await app.pass()
}

async function press(room: Room, place: number): Promise<void> {
  await room.findAll('.chat-message')[place]?.trigger('longpress')
  await app.pass()
}

const labels = (room: Room): string[] => room.findAll('.chat-menu__label').map(one => one.text())

async function act(room: Room, place: number, label: string): Promise<void> {
  await press(room, place)
  await room.findAll('.chat-menu__action').find(one => one.text() === label)?.trigger('tap')
  await app.pass()
}

describe('the menu of a message', () => {
  it('opens when it is pressed, and tells so', async () => {
    app.server.says('bob', 'hello')
    const room = await show()
    await press(room, 0)
    expect(labels(room)).toContain('Copy')
    expect(room.emitted('press')).toHaveLength(1)
    await room.get('.chat-menu').trigger('tap')
    expect(room.find('.chat-menu').exists()).toBe(false)
  })

  it('copies', async () => {
    app.server.says('bob', 'hello')
    const room = await show()
    await act(room, 0, 'Copy')
    expect(clipboard).toEqual(['hello'])
    // Mini-programs say so by themselves.
    expect(fakeUni.toasts).toEqual(process.env.UNI_PLATFORM === 'h5' ? ['Copied'] : [])
  })

  it('is what the room\'s property makes of it; what the room doesn\'t do is told', async () => {
    app.server.says('bob', 'hello')
    const messageActions = (_message: Message, usual: readonly MessageAction[]) =>
      [...usual.filter(name => name === 'copy'), 'report' as const, { name: 'translate', label: 'Translate' }]
    const room = await show({ messageActions })
    await press(room, 0)
    expect(labels(room)).toEqual(['Copy', 'Report', 'Translate'])
    await room.findAll('.chat-menu__action')[2]?.trigger('tap')
    await act(room, 0, 'Report')
    expect(room.emitted('act')?.map(([name]) => name)).toEqual(['translate', 'report'])
  })
})

describe('recall', () => {
  it('leaves a line that lets one write it again', async () => {
    const room = await show()
    await say(room, 'oops')
    await act(room, 0, 'Recall')
    expect(room.get('.chat-message__system').text()).toContain('You recalled a message')
    await room.get('.chat-message__rewrite').trigger('tap')
    await app.pass()
    expect(written(room)).toBe('oops')
  })

  it('isn\'t offered after its time, and comes too late where the menu was open for long', async () => {
    const room = await show()
    await say(room, 'oops')
    await press(room, 0)
    await app.pass(200_000)
    await room.findAll('.chat-menu__action').find(one => one.text() === 'Recall')?.trigger('tap')
    await app.pass()
    expect(fakeUni.toasts).toEqual(['It’s too late to recall this message'])
    await press(room, 0)
    expect(labels(room)).not.toContain('Recall')
  })

  it('that the server refuses is told, and there is nothing to write again', async () => {
    const room = await show()
    await say(room, 'oops')
    app.server.instead = frame =>
      (frame.type === 'recall' ? { type: 'error', id: frame.id, code: 4003, message: 'no' } : null)
    await act(room, 0, 'Recall')
    expect(fakeUni.toasts).toEqual(['You’re not allowed to do that here'])
    expect(room.find('.chat-message__rewrite').exists()).toBe(false)
    expect(room.findAll('.chat-message')).toHaveLength(1)
  })
})

describe('reactions', () => {
  it('are given by the menu, and taken back by a tap', async () => {
    app.server.says('bob', 'hello')
    const room = await show()
    await press(room, 0)
    await room.get('.chat-menu__reaction').trigger('tap')
    await app.pass()
    expect(room.get('.chat-message__reaction').classes()).toContain('chat-message__reaction--own')
    await room.get('.chat-message__reaction').trigger('tap')
    await app.pass()
    expect(room.find('.chat-message__reaction').exists()).toBe(false)
  })
})

describe('several messages', () => {
  beforeEach(() => {
    for (const text of ['one', 'two', 'three']) app.server.says('bob', text)
  })

  it('are chosen by tapping them, and copied', async () => {
    const room = await show()
    await act(room, 2, 'Select')
    expect(room.findAll('.chat-message--picking')).toHaveLength(3)
    await room.findAll('.chat-message')[0]?.trigger('tap')
    expect(room.get('.chat-selection__count').text()).toBe('2 selected')
    await room.findAll('.chat-message')[1]?.trigger('tap')
    await room.findAll('.chat-message')[1]?.trigger('tap')
    await room.get('.chat-selection__action:nth-child(2)').trigger('tap')
    await app.pass()
    expect(clipboard).toEqual(['one\nthree'])
    expect(room.find('.chat-message--picking').exists()).toBe(false)
  })

  it('are forwarded, one by one, with a note', async () => {
    const room = await show()
    await act(room, 0, 'Select')
    await room.findAll('.chat-message')[1]?.trigger('tap')
    await room.get('.chat-selection__action').trigger('tap')
    const picker = room.getComponent({ name: 'chat-forward-picker' })
    picker.vm.$emit('send', ['other'], 'each', 'look')
    await app.pass()
    expect(app.server.texts('other')).toEqual(['one', 'two', 'look'])
    expect(fakeUni.toasts).toEqual(['Forwarded'])
    expect(room.find('.chat-selection').exists()).toBe(false)
  })

  it('aren\'t any more in another conversation', async () => {
    const room = await show()
    await act(room, 0, 'Select')
    await room.setProps({ conversationId: 'other' })
    expect(room.find('.chat-selection').exists()).toBe(false)
  })
})
