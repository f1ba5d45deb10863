/**
 * Pictures and voices on the built mini-program, against the real server. The harness has no camera, microphone, files
 * or sound: the test puts its own in their place, which do what WeChat's are told to do. Uploads are real.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import { picture } from '../helpers/picture'
import { Stage } from '../helpers/server'
import { contentOf, type WireClient } from '../helpers/wire-client'

const stage = new Stage()
/** The phone's files. */
const files = new Map<string, Buffer>()
/** What was played. */
const played: string[] = []
/** The other end of the recorder and of the player. */
const recorder: Record<string, (value: object) => void> = {}
const sound: Record<string, () => void> = {}
let app: MiniProgram
let grace: WireClient
let port: number
/** What the next choice of pictures gives. */
let chosen: string[] = []
/** What happens to the next upload. */
let outcome: 'sent' | 'broken' = 'sent'

interface Callbacks {
  success(result: object): void
  fail(error: object): void
}

interface Upload extends Callbacks {
  url: string
  header: Record<string, string>
  filePath: string
}

/** As WeChat's: a form with one file. */
function uploadFile({ url, header, filePath, success, fail }: Upload) {
  const file = files.get(filePath)
  const form = new FormData()
  if (!file || outcome === 'broken') {
    setTimeout(() => fail({ errMsg: file ? 'uploadFile:fail interrupted' : 'uploadFile:fail no such file' }))
  } else {
    form.append('file', new Blob([new Uint8Array(file)]), filePath.replace(/.*\//, ''))
    fetch(url.replace(':8787', `:${port}`), { method: 'POST', headers: header, body: form })
      .then(async answer => success({ statusCode: answer.status, data: await answer.text() }), fail)
  }
  return { onProgressUpdate() {}, abort() {} }
}

const bind = (to: Record<string, (value: never) => void>, name: string) => (listener: (value: never) => void) => {
  to[name] = listener
}

const fileSystem = {
  copyFile({ srcPath, destPath, success, fail }: Callbacks & { srcPath: string, destPath: string }) {
    const file = files.get(srcPath)
    if (!file) return fail({ errMsg: 'copyFile:fail no such file' })
    files.set(destPath, file)
    success({})
  },
  access: ({ path, success, fail }: Callbacks & { path: string }) =>
    files.has(path) ? success({}) : fail({ errMsg: 'access:fail no such file' }),
  unlink({ filePath, success }: Callbacks & { filePath: string }) {
    files.delete(filePath)
    success({})
  },
  readdir: ({ dirPath, success }: Callbacks & { dirPath: string }) => success({
    files: [...files.keys()].filter(path => path.startsWith(`${dirPath}/`)).map(path => path.slice(dirPath.length + 1)),
  }),
}

/** Those that are kept to be uploaded. */
const kept = (): string[] => [...files.keys()].filter(path => path.includes('chat-file-'))

beforeAll(async () => {
  port = (await stage.server()).port
  grace = await stage.join(port, 'Grace')
  app = startMiniProgram('dist/build/mp-weixin', {
    wx: {
      env: { USER_DATA_PATH: 'wxfile://usr' },
      uploadFile,
      chooseMedia: ({ success }: Callbacks) => success({
        tempFiles: chosen.map(path => ({ tempFilePath: path, size: files.get(path)?.length, fileType: 'image' })),
      }),
      getImageInfo: ({ success }: Callbacks) => success({ width: 40, height: 30, orientation: 'right' }),
      getFileSystemManager: () => fileSystem,
      getRecorderManager: () => ({
        onStart: bind(recorder, 'start'), onStop: bind(recorder, 'stop'), onError: bind(recorder, 'error'),
        onFrameRecorded: bind(recorder, 'frame'), onInterruptionBegin() {},
        start: () => setTimeout(() => recorder.start?.({})),
        stop: () => setTimeout(() => recorder.stop?.({ tempFilePath: 'wxfile://tmp/v.mp3', duration: 3_000, fileSize: 9 })),
      }),
      createInnerAudioContext: () => ({
        set src(url: string) {
          played.push(url)
        },
        currentTime: 1,
        onEnded: bind(sound, 'ended'), onError: bind(sound, 'error'), play() {}, destroy() {},
      }),
    },
  })
  for (const name of ['connectSocket', 'request']) {
    const real = app.wx[name] as (options: { url: string }) => unknown
    app.stub(name, (options: { url: string }) => real({ ...options, url: options.url.replace(/:8787\//, `:${port}/`) }))
  }
})

afterAll(async () => {
  app.stop()
  await stage.close()
})

async function enter(): Promise<MiniPage> {
  await app.open('pages/conversations/conversations')
  const page = await app.waitForPage('pages/sign-in/sign-in')
  await page.input('wx-input', 'Ada')
  await page.tap('.sign-in__enter')
  const list = await app.waitForPage('pages/conversations/conversations')
  await list.waitForText('General')
  await list.tap(list.findAll('.chat-cell').find(cell => cell.textContent?.includes('General')) ?? '')
  return app.waitForPage('pages/room/room')
}

let room: MiniPage

async function chooseImages(...paths: string[]): Promise<void> {
  chosen = paths
  if (room.findAll('.chat-more__tile').length === 0) await room.tap('.chat-composer__more')
  await room.tap('.chat-more__tile')
}

describe('the built mini-program', () => {
  it('sends a picture that was chosen, turned as the camera was', async () => {
    files.set('wxfile://tmp/a.png', picture(40, 30, [9, 9, 9]))
    room = await enter()
    await chooseImages('wxfile://tmp/a.png')
    const { event } = await grace.take('event', ({ event }) => contentOf(event)?.kind === 'image')
    expect(contentOf(event)).toMatchObject({ kind: 'image', width: 30, height: 40 })
    await room.waitFor(() => room.findAll('.chat-picture').length === 1, 'the picture')
    await room.waitFor(() => kept().length === 0, 'what is sent is not kept')
  })

  it('keeps what could not be sent, and sends it later', async () => {
    outcome = 'broken'
    await chooseImages('wxfile://tmp/a.png')
    await room.waitFor(() => kept().length === 1, 'it is kept')
    expect(room.findAll('.chat-picture')).toHaveLength(2)
    outcome = 'sent'
    await grace.take('event', ({ event }) => contentOf(event)?.kind === 'image')
    await room.waitFor(() => kept().length === 0, 'it is not kept any more')
    expect(room.findAll('.chat-picture')).toHaveLength(2)
  })

  it('records a voice message while it is held, and plays it', async () => {
    files.set('wxfile://tmp/v.mp3', Buffer.from([0xff, 0xf3, 0x68, 0xc4, ...Array.from({ length: 500 }, () => 0)]))
    await room.tap('.chat-composer__voice')
    const touch = { touches: [{ clientX: 100, clientY: 100 }] }
    await room.event('.chat-recorder__pad', 'touchstart', touch)
    await room.waitFor(() => room.findAll('.chat-recorder__time').length === 1, 'it records')
    // Longer than a tap.
    await new Promise(done => setTimeout(done, 400))
    await room.event('.chat-recorder__pad', 'touchend', { touches: [] })
    const { event } = await grace.take('event', ({ event }) => contentOf(event)?.kind === 'voice')
    expect(contentOf(event)).toMatchObject({ kind: 'voice', duration: 3_000 })
    await room.tap('.chat-voice__button')
    await room.waitFor(() => played.length === 1, 'it plays')
    await room.waitFor(() => room.findAll('.chat-icon--pause').length === 1, 'it shows that it plays')
    sound.ended?.()
    await room.waitFor(() => room.findAll('.chat-icon--pause').length === 0, 'it shows that it is over')
    expect(app.errors).toEqual([])
  })
})
