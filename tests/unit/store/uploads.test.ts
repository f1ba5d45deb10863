import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from 'vue'
import { builtInKinds } from '../../../src/kinds/index'
import type { AnyKind } from '../../../src/model/kinds'
import { registerKind } from '../../../src/model/kinds'
import { useMessagesStore } from '../../../store/messages'
import { provideMedia } from '../../../store/media'
import { useUploadsStore } from '../../../store/uploads'
import { UploadProblem, type Uploaded, type UploadFile, type UploadTell } from '../../../src/uploads/upload'
import { TestApp } from '../../helpers/test-app'

interface Asked {
  file: UploadFile
  tell: UploadTell
  resolve(uploaded: Uploaded): void
  reject(error: unknown): void
}

let app: TestApp
let asked: Asked[]
let items: Map<string, unknown>

beforeEach(() => {
  for (const kind of builtInKinds) registerKind(kind as AnyKind)
  items = new Map()
  Object.assign(uni, {
    getStorageSync: (key: string) => items.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void items.set(key, value),
    removeStorageSync: (key: string) => void items.delete(key),
    getStorageInfoSync: () => ({ keys: [...items.keys()] }),
  })
  // The picture is no address that a browser could fetch, and can't be kept.
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no such file')))
  app = new TestApp()
  asked = []
  const vue: App = app.create()
  provideMedia(vue, app.pinia, {
    upload: (file, tell) => new Promise((resolve, reject) => asked.push({ file, tell, resolve, reject })),
  })
})

const picture = { path: 'wxfile://a.png', name: 'a.png', size: 10, type: 'image/png' }

/** A picture that is being uploaded. */
async function sending() {
  const uploads = useUploadsStore(app.pinia)
  const messages = useMessagesStore(app.pinia)
  app.engine.start()
  await app.pass()
  messages.enter('room')
  uploads.add('room', { kind: 'image', url: picture.path, width: 4, height: 3 }, picture)
  await app.pass()
  return { uploads, messages }
}

describe('a file as a message', () => {
  it('is one\'s own from the first moment, with its progress, and keeps its key when it is sent', async () => {
    const { uploads, messages } = await sending()
    asked[0]?.tell.progress(0.25)
    const [message] = uploads.pending('room')
    expect(message).toMatchObject({
      own: true, seq: null, status: 'sending', progress: 0.25, author: { id: 'ann' },
      content: { kind: 'image', url: 'wxfile://a.png', width: 4, height: 3 },
    })
    expect(asked[0]?.file).toEqual({ ...picture, conversationId: 'room' })
    asked[0]?.resolve({ url: 'https://files.test/1', type: 'image/png' })
    await app.pass()
    expect(uploads.pending('room')).toEqual([])
    const sent = messages.view('room').messages
    expect(sent.map(({ key, status, content }) => ({ key, status, content }))).toEqual([{
      key: message?.key, status: 'sent',
      content: expect.objectContaining({ kind: 'image', url: 'https://files.test/1', width: 4, height: 3 }) as object,
    }])
  })

  it('stays the same object while nothing of it changes', async () => {
    const { uploads } = await sending()
    uploads.add('room', { kind: 'image', url: 'b', width: 4, height: 3 }, { ...picture, path: 'b' })
    const [first] = uploads.pending('room')
    asked[1]?.tell.progress(0.5)
    expect(uploads.pending('room')[0]).toBe(first)
    expect(uploads.pending('room')[1]).toMatchObject({ progress: 0.5 })
  })

  it('says why it failed, and can be tried again or given up', async () => {
    const { uploads } = await sending()
    asked[0]?.reject(new UploadProblem('full'))
    await app.pass()
    const [message] = uploads.pending('room')
    if (!message) throw new Error('it is gone')
    expect(message).toMatchObject({ status: 'failed', error: { message: 'full' } })
    expect([uploads.has(message), uploads.problem(message)]).toEqual([true, 'full'])
    uploads.retry(message)
    expect(asked).toHaveLength(2)
    uploads.cancel(message)
    expect([uploads.pending('room'), uploads.has(message)]).toEqual([[], false])
    expect(asked[1]?.tell.signal.aborted).toBe(true)
  })

  it('is nothing that the next person sees', async () => {
    const { uploads } = await sending()
    expect([...items.keys()].filter(key => key.startsWith('chat/ann/up/'))).toHaveLength(1)
    app.engine.stop()
    app.token = 'bob'
    app.engine.start()
    await app.pass()
    expect(uploads.pending('room')).toEqual([])
    asked[0]?.resolve({ url: 'https://files.test/1' })
    await app.pass()
    expect(app.server.log('room').events).toEqual([])
  })
})

it('an app without a way to upload has no files to send', () => {
  const bare = new TestApp()
  bare.create()
  expect(useUploadsStore(bare.pinia).available).toBe(false)
})
