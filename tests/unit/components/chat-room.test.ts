import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import ChatRoom from '../../../components/chat-room/chat-room.vue'
import { defineProtocol, type ProtocolDefinition } from '../../../src/protocols/define'
import { useConnectionStore } from '../../../store/connection'
import { createChatKit } from '../../../store/kit'
import { hardTexts } from '../../helpers/texts'
import { TestApp } from '../../helpers/test-app'
import { submit, write, written } from '../../helpers/typing'
import { fakeUni } from '../../helpers/uni'

let app: TestApp

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
})

function show(props: { conversationId?: string, active?: boolean } = {}) {
  return mount(ChatRoom, { props: { conversationId: 'room', ...props }, global: { plugins: [app.plugin] } })
}

function shown(room: ReturnType<typeof show>): string[] {
  return room.findAll('.chat-bubble__text').map(({ element }) =>
    [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(node => node.nodeValue).join(''))
}

async function send(room: ReturnType<typeof show>, text: string): Promise<void> {
  await write(room, text)
  await submit(room)
  await app.pass()
}

describe('a room', () => {
  it('connects by being there, and shows what was said', async () => {
    app.server.says('bob', 'hello')
    const room = show()
    expect(room.text()).toContain('Loading…')
    await app.pass()
    expect(shown(room)).toEqual(['hello'])
  })

  it('sends what is written, and shows what is said', async () => {
    const room = show()
    await app.pass()
    await send(room, 'mine')
    expect(written(room)).toBe('')
    app.server.says('bob', 'his')
    await app.pass()
    expect(shown(room)).toEqual(['mine', 'his'])
    expect(app.server.texts()).toEqual(['mine', 'his'])
    expect(room.find('.chat-icon--check').exists()).toBe(true)
  })

  it('says so when its person is removed, takes nothing to send, and is there again when they are added', async () => {
    app.server.says('bob', 'hello')
    const room = show()
    await app.pass()
    expect(shown(room)).toEqual(['hello'])
    const before = app.server.view(app.server.log('room'), 'ann')
    app.server.removeRoom('room')
    app.server.tell({ type: 'left', conversation: 'room' })
    await app.pass()
    expect(room.find('.chat-notice').text()).toContain('You’re not in this conversation')
    expect(room.find('.chat-composer').exists()).toBe(false)
    expect(shown(room)).toEqual([])
    app.server.addRoom('room')
    app.server.says('bob', 'back again')
    app.server.tell({ type: 'conversation', conversation: { ...before, epoch: app.server.log('room').epoch } })
    await app.pass()
    expect(room.find('.chat-notice').exists()).toBe(false)
    expect(shown(room)).toEqual(['back again'])
    expect(room.find('.chat-composer').exists()).toBe(true)
  })

  it('shows and sends any text as it is', async () => {
    app.server.limits.textLength = 20_000
    const room = show()
    await app.pass()
    const texts = Object.values(hardTexts)
    for (const one of texts) await send(room, one)
    app.server.says('bob', hardTexts['an image that runs script'] ?? '')
    await app.pass()
    expect(app.server.texts().slice(0, -1)).toEqual(texts)
    expect(shown(room)).toEqual(app.server.texts())
    expect(room.find('img, script, b').exists()).toBe(false)
  })

  it('keeps what is written without a connection, and sends it when there is one', async () => {
    const room = show()
    await app.pass()
    app.cut()
    await send(room, 'into the dark')
    expect(room.find('.chat-icon--clock').exists()).toBe(true)
    app.reachable = true
    await app.pass(20_000)
    expect(room.find('.chat-icon--clock').exists()).toBe(false)
    expect(app.server.texts()).toEqual(['into the dark'])
    expect(shown(room)).toEqual(['into the dark'])
  })

  it('doesn\'t send what is longer than the server takes', async () => {
    const room = show()
    await app.pass()
    await send(room, 'x'.repeat(101))
    expect(room.get('[role=alert]').text()).toContain('101 of 100')
    expect(app.server.texts()).toEqual([])
  })

  it('goes to another conversation by its property', async () => {
    app.server.says('bob', 'here', 'room')
    app.server.says('bob', 'there', 'other')
    const room = show()
    await app.pass()
    await room.setProps({ conversationId: 'other' })
    await app.pass()
    expect(shown(room)).toEqual(['there'])
    await send(room, 'mine')
    expect(app.server.texts('other')).toEqual(['there', 'mine'])
  })

  it('that isn\'t there can be tried again', async () => {
    const room = show({ conversationId: 'later' })
    await app.pass()
    expect(room.text()).toContain('You’re not in this conversation')
    app.server.addRoom('later')
    app.server.says('bob', 'now', 'later')
    await room.get('button').trigger('tap')
    await app.pass()
    expect(shown(room)).toEqual(['now'])
  })

  it('has names in a group and none in a direct conversation', async () => {
    app.server.says('bob', 'hello')
    Object.assign(app.server.log('other'), { kind: 'direct' })
    app.server.says('bob', 'hello', 'other')
    const [group, direct] = [show(), show({ conversationId: 'other' })]
    await app.pass()
    expect(group.find('.chat-message__name').exists()).toBe(true)
    expect(direct.find('.chat-message__name').exists()).toBe(false)
  })

  it('makes room for the keyboard where the field tells of it', async () => {
    const room = show()
    const event = new CustomEvent('keyboardheightchange', { detail: { height: 300 } })
    room.get('textarea').element.dispatchEvent(event)
    await app.pass()
    const padding = room.get<HTMLElement>('.chat-room').element.style.paddingBottom
    expect(padding).toBe(process.env.UNI_PLATFORM === 'h5' ? '0px' : '300px')
  })
})

describe('a message that failed', () => {
  async function failed() {
    const room = show()
    await app.pass()
    app.server.instead = frame => (frame.type === 'send'
      ? { type: 'error', id: frame.id, code: 4003, message: 'no' }
      : null)
    await send(room, 'again')
    await app.pass()
    app.server.instead = () => null
    return room
  }

  it.each([
    ['sent again', 0, ['again'], ['again']],
    ['thrown away', 1, [], []],
    ['left alone', null, ['again'], []],
  ])('can be %s', async (_what, choice, seen, stored) => {
    const room = await failed()
    fakeUni.choice = choice
    await room.get('.chat-message__failed').trigger('tap')
    await app.pass()
    expect(fakeUni.sheets).toEqual([['Send again', 'Delete']])
    expect(shown(room)).toEqual(seen)
    expect(app.server.texts()).toEqual(stored)
    expect(room.find('.chat-message__failed').exists()).toBe(choice === null)
  })
})

describe('what is seen is read', () => {
  /** Longer than the engine keeps a cursor to itself after it told of one, in ms: see src/sync/cursors.ts. */
  const TOLD = 1_000

  function read(): number {
    return app.server.log().reads.get('ann') ?? 0
  }

  beforeEach(() => {
    app.server.says('bob', 'one')
    app.server.says('bob', 'two')
  })

  it('up to the newest message, and on as they come', async () => {
    show()
    await app.pass()
    expect(read()).toBe(2)
    app.server.says('bob', 'three')
    await app.pass(TOLD)
    expect(read()).toBe(3)
  })

  it('not while the page lies under another one', async () => {
    const room = show({ active: false })
    await app.pass()
    expect(read()).toBe(0)
    await room.setProps({ active: true })
    await app.pass()
    expect(read()).toBe(2)
  })

  it('not while the app is in the background', async () => {
    show()
    await app.pass()
    fakeUni.hidden.tell()
    app.server.says('bob', 'three')
    await app.pass(TOLD)
    expect(read()).toBe(2)
    fakeUni.shown.tell()
    await app.pass(TOLD)
    expect(read()).toBe(3)
  })

  it('not while the reader is further up', async () => {
    fakeUni.measured = { scrollTop: 4_400, scrollHeight: 5_000, height: 600 }
    const room = show()
    await app.pass()
    const area = room.get('.chat-scroller').element
    if (process.env.UNI_PLATFORM === 'h5') {
      // There it hangs from its end.
      const sizes = { clientHeight: 600, scrollHeight: 5_000, scrollTop: -4_400 }
      for (const [name, value] of Object.entries(sizes)) {
        Object.defineProperty(area, name, { value, configurable: true, writable: true })
      }
      area.dispatchEvent(new Event('scroll'))
    } else {
      area.dispatchEvent(new CustomEvent('scroll', { detail: { ...fakeUni.measured, scrollTop: 0 } }))
    }
    await app.pass()
    app.server.says('bob', 'three')
    await app.pass(TOLD)
    expect(read()).toBe(2)
    expect(room.get('.chat-list__pill--down').text()).toBe('1 new message')
  })

  it('and nothing is read or heard once the room is gone', async () => {
    const room = show()
    await app.pass()
    room.unmount()
    app.server.says('bob', 'three')
    await app.pass(TOLD)
    expect(read()).toBe(2)
    expect([fakeUni.shown.all.size, fakeUni.hidden.all.size]).toEqual([0, 0])
  })
})

describe('a room on screen when another person signs in', () => {
  it('shows that person\'s view of it', async () => {
    app.server.says('bob', 'from Bob')
    const room = show()
    await app.pass()
    expect(room.find('.chat-message--own').exists()).toBe(false)
    const connection = useConnectionStore(app.pinia)
    connection.close()
    app.token = 'bob'
    connection.open()
    await app.pass()
    expect(shown(room)).toEqual(['from Bob'])
    expect(room.find('.chat-message--own').exists()).toBe(true)
  })
})

describe('a room on a server that can do less', () => {
  /** A room on this protocol, whose socket is open. */
  async function showOn(definition: ProtocolDefinition) {
    const kit = createChatKit({ url: 'wss://less.test', protocol: defineProtocol(definition), locale: 'en' })
    const plugins = [createPinia(), kit]
    const room = mount(ChatRoom, { props: { conversationId: 'main' }, global: { plugins } })
    await app.pass()
    fakeUni.sockets.at(-1)?.sayOpen()
    await app.pass()
    return room
  }

  it('has no composer where nothing can be sent, or no text', async () => {
    const decode = () => null
    expect((await showOn({ decode })).find('.chat-composer').exists()).toBe(false)
    expect((await showOn({ decode, encode: () => '', kinds: ['image'] })).find('.chat-composer').exists()).toBe(false)
    expect((await showOn({ decode, encode: () => '' })).find('.chat-composer').exists()).toBe(true)
  })

  it.each([['none', 'Handed over: this server doesn’t confirm'], ['ack', 'Sent']] as const)(
    'says what the tick means where %s tells that a message is stored', async (acks, words) => {
      const room = await showOn({
        acks,
        decode: frame => ({ type: 'stored', clientId: String(frame) }),
        encode: ({ id }) => id,
      })
      await send(room, 'hello')
      const socket = fakeUni.sockets.at(-1)
      if (acks === 'ack') socket?.say(String(socket.sent.at(-1)))
      await app.pass()
      expect(room.get('.chat-bubble__status').attributes('aria-label')).toBe(words)
    })
})
