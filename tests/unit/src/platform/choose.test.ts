import { beforeEach, describe, expect, it, vi } from 'vitest'
import { chooseFiles, chooseFilms, choosePictures, smaller } from '../../../../src/platform/choose-media'
import { choosePlace } from '../../../../src/platform/choose-place'
import { typeOfName } from '../../../../src/platform/files'
import { sendFile } from '../../../../src/platform/send-file'
import { uniShelf } from '../../../../src/platform/shelf'
import { isH5 } from '../../../helpers/target'

interface Options {
  [name: string]: unknown
  success(result: object): void
  fail(error: { errMsg: string }): void
}

/** What the platform's functions were called with. */
let calls: [name: string, options: Options][]

/** Puts a function of the platform in place, which answers so. */
function answer(name: string, result: object | string): void {
  Object.assign(uni, {
    [name](options: Options) {
      calls.push([name, options])
      if (typeof result === 'string') options.fail({ errMsg: `${name}:fail ${result}` })
      else options.success(result)
    },
  })
}

const why = (work: Promise<unknown>) => work.then(() => 'nothing', (error: { why?: string }) => error.why)

beforeEach(() => {
  calls = []
})

if (!isH5) describe('choosing on a mini-program', () => {
  it('gives pictures with their sizes as they are shown', async () => {
    answer('chooseMedia', { tempFiles: [{ tempFilePath: 'wxfile://tmp/a.jpg', size: 5 }] })
    answer('getImageInfo', { width: 400, height: 300, orientation: 'left-mirrored' })
    expect(await choosePictures('album')).toEqual([
      { path: 'wxfile://tmp/a.jpg', name: 'a.jpg', size: 5, type: 'image/jpeg', width: 300, height: 400 },
    ])
    expect(calls[0]?.[1]).toMatchObject({
      count: 9, mediaType: ['image'], sourceType: ['album'], sizeType: ['compressed', 'original'],
    })
    await choosePictures('camera')
    expect(calls[2]?.[1]).toMatchObject({ count: 1, sourceType: ['camera'] })
  })

  it('takes the older functions where there is no other', async () => {
    answer('chooseImage', { tempFiles: [{ path: 'a.png', size: 5 }] })
    answer('getImageInfo', 'file not found')
    expect(await choosePictures('album')).toMatchObject([{ path: 'a.png', width: 0, height: 0 }])
    const film = { tempFilePath: 'a.mp4', size: 5, width: 4, height: 3, duration: 1.5, thumbTempFilePath: 't.jpg' }
    answer('chooseVideo', film)
    expect(await chooseFilms('album')).toMatchObject([
      { path: 'a.mp4', type: 'video/mp4', width: 4, height: 3, duration: 1_500, poster: { path: 't.jpg' } },
    ])
  })

  it('gives files by their own names', async () => {
    answer('chooseMessageFile', { tempFiles: [{ path: 'wxfile://x', name: '报告.pdf', size: 9, type: 'file' }] })
    expect(await chooseFiles()).toEqual([{ path: 'wxfile://x', name: '报告.pdf', size: 9, type: 'application/pdf' }])
  })

  it('gives places', async () => {
    answer('chooseLocation', { latitude: 1, longitude: 2, name: 'Here', address: 'Street' })
    expect(await choosePlace()).toEqual({ latitude: 1, longitude: 2, name: 'Here', address: 'Street' })
    // Tian'anmen, as WeChat's map has it, and as satellites do.
    answer('chooseLocation', { latitude: 39.908722, longitude: 116.397499, name: '天安门', address: '' })
    expect(await choosePlace()).toMatchObject({
      latitude: expect.closeTo(39.907319, 4), longitude: expect.closeTo(116.391256, 4),
    })
    answer('chooseLocation', 'cancel')
    expect(await choosePlace()).toBeNull()
  })

  it('gives nothing where the person thinks better of it, and says what stands against it', async () => {
    answer('chooseMedia', 'cancel')
    expect(await choosePictures('album')).toEqual([])
    answer('chooseMedia', 'auth deny')
    expect(await why(choosePictures('album'))).toBe('refused')
    answer('chooseMedia', 'system error')
    expect(await why(choosePictures('album'))).toBe('failed')
    expect(await why(chooseFiles())).toBe('missing')
    expect(await why(choosePlace())).toBe('missing')
  })

  it('leaves pictures as they are: the system has asked', async () => {
    const pictures = [{ path: 'a', name: 'a', size: 5_000_000, type: '', width: 1, height: 1 }]
    expect(await smaller(pictures, true)).toBe(pictures)
  })
})

if (isH5) describe('choosing in a browser', () => {
  /** Opens what the work opens, and chooses these there. */
  async function choose<Result>(work: () => Promise<Result>, files: readonly File[] | null): Promise<Result> {
    const result = work()
    const input = document.querySelector<HTMLInputElement>('input[type=file]')
    if (!input) throw new Error('nothing was opened')
    if (files) Object.defineProperty(input, 'files', { value: files })
    input.dispatchEvent(new Event(files ? 'change' : 'cancel'))
    const given = await result
    expect(document.querySelector('input')).toBeNull()
    return given
  }

  it('gives files as addresses of the page', async () => {
    const files = await choose(chooseFiles, [new File(['12345'], 'a.pdf', { type: 'application/pdf' })])
    expect(files).toMatchObject([{ name: 'a.pdf', size: 5, type: 'application/pdf' }])
    expect(files[0]?.path).toMatch(/^blob:/)
  })

  it('gives nothing where the person thinks better of it', async () => {
    expect(await choose(chooseFiles, null)).toEqual([])
  })

  it('says that there are no places where the browser tells none', async () => {
    vi.stubGlobal('navigator', {})
    expect(await why(choosePlace())).toBe('missing')
  })
})

if (!isH5) describe('a file on a mini-program', () => {
  it('is sent as a form, with progress', async () => {
    let progress: (now: { progress: number }) => void = () => {}
    const abort = vi.fn()
    Object.assign(uni, {
      uploadFile(options: Options) {
        calls.push(['uploadFile', options])
        return { onProgressUpdate: (listener: typeof progress) => (progress = listener), abort }
      },
    })
    const told: unknown[] = []
    const listener = {
      progress: (part: number) => told.push(part),
      done: (...all: unknown[]) => told.push(all),
      failed: (...all: unknown[]) => told.push(all),
    }
    sendFile({ url: 'https://a.test/v1/files', headers: { Authorization: 'x' }, path: 'wxfile://a' }, listener)
    progress({ progress: 50 })
    calls[0]?.[1].success({ statusCode: 200, data: '{}' })
    calls[0]?.[1].fail({ errMsg: 'too late' })
    expect(calls[0]?.[1]).toMatchObject({
      url: 'https://a.test/v1/files', filePath: 'wxfile://a', name: 'file', header: { Authorization: 'x' },
    })
    expect(told).toEqual([0.5, [200, '{}']])
    const task = sendFile({ url: 'u', headers: {}, path: 'p' }, listener)
    task.abort()
    calls[1]?.[1].fail({ errMsg: 'uploadFile:fail abort' })
    expect([abort.mock.calls.length, told.length]).toEqual([1, 2])
    sendFile({ url: 'u', headers: {}, path: 'p' }, listener)
    calls[2]?.[1].fail({ errMsg: 'uploadFile:fail no such file' })
    expect(told[2]).toEqual(['uploadFile:fail no such file', true])
  })

  it('is kept in the app\'s folder, each person\'s under names of their own', async () => {
    const files = new Set(['wxfile://usr/other'])
    Object.assign(uni, {
      env: { USER_DATA_PATH: 'wxfile://usr' },
      getFileSystemManager: () => ({
        copyFile({ destPath, success }: Options) {
          files.add(String(destPath))
          success({})
        },
        access: ({ path, success, fail }: Options) => files.has(String(path)) ? success({}) : fail({ errMsg: 'none' }),
        unlink({ filePath, success }: Options) {
          files.delete(String(filePath))
          success({})
        },
        readdir: ({ success }: Options) => success({ files: [...files].map(path => path.replace('wxfile://usr/', '')) }),
      }),
    })
    const keys = ['chat/a_b/up/1/url', 'chat/a%2Fb/up/1/url', 'chat/安/up/1/url']
    for (const key of keys) await uniShelf.keep(key, 'wxfile://tmp')
    expect([...files].every(path => /^wxfile:\/\/usr\/[\w-]+$/.test(path))).toBe(true)
    expect(await uniShelf.keys()).toEqual(keys)
    expect(await uniShelf.find('chat/a_b/up/1/url')).toMatch(/^wxfile:\/\/usr\/chat-file-/)
    await uniShelf.drop('chat/a_b/up/1/url')
    expect(await uniShelf.find('chat/a_b/up/1/url')).toBeNull()
    expect(files.size).toBe(3)
  })
})

it('where there is no place for files, keeping one is refused', async () => {
  vi.stubGlobal('indexedDB', undefined)
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no such file')))
  await expect(uniShelf.keep('a', 'b')).rejects.toThrow()
  await expect(uniShelf.keys()).rejects.toThrow()
})

it('a type is read off a name', () => {
  expect(['a.JPG', 'b.tar.gz', 'c', 'd.m4a'].map(typeOfName)).toEqual(['image/jpeg', '', '', 'audio/mp4'])
})
