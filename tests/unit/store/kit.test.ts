import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, h } from 'vue'
import * as ErrorCode from '../../../src/model/error-code'
import { useConnectionStore } from '../../../store/connection'
import { useConversationsStore } from '../../../store/conversations'
import { createChatKit, useChatKit } from '../../../store/kit'
import { useMessagesStore } from '../../../store/messages'
import { usePeopleStore } from '../../../store/people'
import { useLocale, useWords } from '../../../store/words'
import { bob, text } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'
import { fakeUni } from '../../helpers/uni'

let app: TestApp

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
  app.create()
})

function stores() {
  const { pinia } = app
  return {
    connection: useConnectionStore(pinia),
    conversations: useConversationsStore(pinia),
    messages: useMessagesStore(pinia),
    people: usePeopleStore(pinia),
  }
}

describe('a logout', () => {
  it('forgets everything, and whoever signs in next finds only their own', async () => {
    const { connection, conversations, messages, people } = stores()
    app.server.says('bob', 'for Ann')
    connection.open()
    await app.pass()
    messages.enter('room')
    void people.load()
    await app.pass()
    messages.send('room', text('on its way'))
    connection.close()
    await app.pass()
    expect(connection.state).toBe('closed')
    expect([conversations.list, conversations.loaded, conversations.totalUnread]).toEqual([[], false, 0])
    expect(messages.view('room').messages).toEqual([])
    expect([people.self, people.list]).toEqual([null, []])
    expect(app.platform.openSockets).toHaveLength(0)

    app.token = 'bob'
    connection.open()
    await app.pass()
    expect(people.self).toEqual(bob)
    messages.enter('room')
    await app.pass()
    expect(messages.view('room').messages.map(({ own }) => own)).toEqual([true])
  })
})

describe('without the kit', () => {
  it('a store says what to do', () => {
    const pinia = createPinia()
    createApp({}).use(pinia)
    for (const use of [useConnectionStore, useConversationsStore, useMessagesStore, usePeopleStore]) {
      expect(() => use(pinia)).toThrowError(expect.objectContaining({
        name: 'ChatError', code: ErrorCode.notInstalled, message: expect.stringContaining('createChatKit') as string,
      }))
    }
  })

  it('the kit says that Pinia comes first', () => {
    setActivePinia(undefined)
    const kit = createChatKit({ url: 'wss://chat.test', getToken: () => 'ann' })
    expect(() => createApp({}).use(kit)).toThrowError(expect.objectContaining({
      name: 'ChatError', code: ErrorCode.notInstalled, message: expect.stringContaining('createPinia') as string,
    }))
  })
})

describe('the kit as an app installs it', () => {
  it('opens uni-app\'s socket to the address, with the token in its first frame', async () => {
    const pinia = createPinia()
    const getToken = vi.fn(() => Promise.resolve('token of Ann'))
    createApp({}).use(pinia).use(createChatKit({ url: 'wss://chat.test/v1/ws', getToken }))
    expect(fakeUni.sockets).toHaveLength(0)
    useConnectionStore(pinia).open()
    await app.pass()
    expect(fakeUni.sockets.map(({ url }) => url)).toEqual(['wss://chat.test/v1/ws'])
    fakeUni.sockets[0]?.sayOpen()
    expect(fakeUni.sockets[0]?.frames).toEqual([{ type: 'hello', version: 1, token: 'token of Ann' }])
    useConnectionStore(pinia).close()
  })

  it('comes by the first page that has chat, once, where it isn\'t in main.ts', () => {
    const warn = vi.spyOn(console, 'warn')
    const kit = createChatKit({ url: 'wss://chat.test', getToken: () => '', locale: 'en' })
    const said: string[] = []
    const Chat = { setup: () => () => h('p', said.push(useConnectionStore().state, useWords().value.send)) }
    const Page = {
      setup() {
        useChatKit(kit)
        return () => h(Chat)
      },
    }
    const made = createApp({ render: () => [h(Page), h(Page)] }).use(createPinia())
    made.mount(document.createElement('div'))
    made.unmount()
    expect(said).toEqual(['idle', 'Send', 'idle', 'Send'])
    expect(warn).not.toHaveBeenCalled()
    expect(() => useChatKit(kit)).toThrowError(expect.objectContaining({ code: ErrorCode.notInstalled }))
  })

  it('speaks the phone\'s language, or the app\'s, with the app\'s own words; the language can change', () => {
    fakeUni.locale = 'zh-CN'
    const kit = { url: 'wss://chat.test', getToken: () => '' }
    const words = (options: object) => {
      const made = createApp({}).use(createPinia()).use(createChatKit({ ...kit, ...options }))
      return made.runWithContext(() => ({ words: useWords(), locale: useLocale() }))
    }
    expect(words({}).words.value.send).toBe('发送')
    expect(words({ locale: 'en' }).words.value.send).toBe('Send')
    const own = words({ words: { send: 'Go' } })
    expect([own.words.value.send, own.words.value.today]).toEqual(['Go', '今天'])
    own.locale.value = 'en'
    expect([own.words.value.send, own.words.value.today]).toEqual(['Go', 'Today'])
  })
})
