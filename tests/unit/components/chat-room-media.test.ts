import { mount } from '@vue/test-utils'
import type { App } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import ChatRoom from '../../../components/chat-room/chat-room.vue'
import { builtInKinds } from '../../../src/kinds/index'
import { type AnyKind, registerKind } from '../../../src/model/kinds'
import { type Uploaded, UploadProblem } from '../../../src/uploads/upload'
import { provideMedia } from '../../../store/media'
import { useUploadsStore } from '../../../store/uploads'
import { TestApp } from '../../helpers/test-app'
import { fakeUni } from '../../helpers/uni'

interface Asked {
  resolve(uploaded: Uploaded): void
  reject(error: unknown): void
}

let app: TestApp
let asked: Asked[]

beforeEach(() => {
  for (const kind of builtInKinds) registerKind(kind as AnyKind)
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no such file')))
  Object.assign(uni, { getStorageSync: () => '', setStorageSync() {}, removeStorageSync() {} })
  Object.assign(uni, { getStorageInfoSync: () => ({ keys: [] }) })
  app = new TestApp({ rooms: ['room', 'other'] })
  // Frames come with the test's own time.
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback))
  asked = []
})

/** A room with a picture on its way. */
async function show() {
  const media = {
    install: (vue: App) => provideMedia(vue, app.pinia, {
      upload: () => new Promise((resolve, reject) => asked.push({ resolve, reject })),
    }),
  }
  const room = mount(ChatRoom, { props: { conversationId: 'room' }, global: { plugins: [app.plugin, media] } })
  await app.pass()
  const uploads = useUploadsStore(app.pinia)
  const file = { path: 'blob:a', name: 'a.png', size: 10, type: 'image/png' }
  uploads.add('room', { kind: 'image', url: 'blob:a', width: 40, height: 30 }, file)
  await app.pass()
  return room
}

describe('a picture in a room', () => {
  it('stands behind the messages while it is uploaded, and among them when it is sent', async () => {
    app.server.says('bob', 'hello')
    const room = await show()
    expect(room.findAll('.chat-message')).toHaveLength(2)
    const row = room.findAll('.chat-message')[1]?.element
    expect(room.find('.chat-message--own .chat-icon--clock').exists()).toBe(true)
    asked[0]?.resolve({ url: 'https://files.test/1' })
    await app.pass()
    expect(room.findAll('.chat-message')).toHaveLength(2)
    // Its row stays: nothing blinks.
    expect(room.findAll('.chat-message')[1]?.element).toBe(row)
    expect(room.find('.chat-message--own .chat-icon--check').exists()).toBe(true)
  })

  it('is not shown in another room', async () => {
    const room = await show()
    await room.setProps({ conversationId: 'other' })
    await app.pass()
    expect(room.findAll('.chat-message')).toHaveLength(0)
  })

  it('says why it failed, and can be sent again', async () => {
    const room = await show()
    asked[0]?.reject(new UploadProblem('full'))
    await app.pass()
    fakeUni.choice = 0
    await room.get('.chat-message__failed').trigger('tap')
    await app.pass()
    expect(fakeUni.sheets).toEqual([['Send again', 'Delete']])
    expect(asked).toHaveLength(2)
    asked[1]?.resolve({ url: 'https://files.test/1' })
    await app.pass()
    expect(app.server.log('room').events).toHaveLength(1)
  })

  it('can only be thrown away where its file is gone', async () => {
    const room = await show()
    asked[0]?.reject(new UploadProblem('gone'))
    await app.pass()
    fakeUni.choice = 0
    await room.get('.chat-message__failed').trigger('tap')
    await app.pass()
    expect(fakeUni.sheets).toEqual([['Delete']])
    expect(room.findAll('.chat-message')).toHaveLength(0)
  })
})

it('a room without a way to upload offers no files, and no talking', async () => {
  const room = mount(ChatRoom, { props: { conversationId: 'room' }, global: { plugins: [app.plugin] } })
  await app.pass()
  expect(room.find('.chat-composer__voice').exists()).toBe(false)
})
