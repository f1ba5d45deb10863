import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TokenRequest } from '../../src/connection/token'
import { createStopper } from '../../src/platform/stop'
import { createFileLinks } from '../../src/uploads/file-links'
import { UploadProblem, type UploadFile } from '../../src/uploads/upload'
import { serverFiles } from '../../store/upload-files'
import { FakeClock } from '../helpers/fake-clock'
import { NodePlatform } from '../helpers/node-platform'
import { picture } from '../helpers/picture'
import { nodeSendFile } from '../helpers/send-file'
import { login, Stage, until } from '../helpers/server'

let stage: Stage
let port: number
let token: string
/** What the app was asked a token for. */
let asked: TokenRequest[]
let platform: NodePlatform
const files = new Map<string, Buffer>()

beforeEach(async () => {
  stage = new Stage()
  port = (await stage.server()).port
  ;({ token } = await login(port, 'Ann'))
  asked = []
  platform = new NodePlatform()
  files.clear()
  files.set('a.png', picture(40, 30, [1, 2, 3]))
})

afterEach(async () => {
  platform.close()
  await stage.close()
})

/** Those of the person with this token. */
function filesOf(getToken: (request: TokenRequest) => string | null = () => token) {
  return serverFiles({
    httpUrl: `http://127.0.0.1:${port}/v1`,
    getToken(request) {
      asked.push(request)
      return getToken(request)
    },
    platform,
    sendFile: nodeSendFile(files),
  })
}

function file(name: string, more: Partial<UploadFile> = {}): UploadFile {
  const body = files.get(name)
  return { path: name, name, size: body?.length ?? 0, type: '', conversationId: 'general', ...more }
}

const quiet = () => ({ progress() {}, signal: createStopper().signal })

/** Everything that the server keeps. */
const kept = (): string[] => existsSync(stage.file('files')) ? readdirSync(stage.file('files')) : []

async function why(work: Promise<unknown>): Promise<unknown> {
  return work.then(() => 'nothing', (error: unknown) => (error instanceof UploadProblem ? error.why : error))
}

describe('a file for the reference server', () => {
  it('is uploaded with its name, and the server says what it is', async () => {
    const parts: number[] = []
    files.set('照片 1.png', picture(300, 300, 'noise'))
    const { upload } = filesOf()
    const tell = { ...quiet(), progress: (part: number) => parts.push(part) }
    const { url, type } = await upload(file('照片 1.png'), tell)
    expect(url).toMatch(new RegExp(`^http://127.0.0.1:${port}/v1/files/[\\w-]+$`))
    expect(type).toBe('image/png')
    expect(parts.at(-1)).toBe(1)
    expect(parts).toEqual([...parts].sort((a, b) => a - b))
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } })
    expect(Buffer.from(await answer.arrayBuffer()).equals(files.get('照片 1.png') ?? Buffer.alloc(0))).toBe(true)
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('照片 1.png'))
  })

  it('leaves nothing when it is given up in the middle', async () => {
    files.set('long', Buffer.alloc(15_000_000, 7))
    const stopper = createStopper()
    const { upload } = filesOf()
    const outcome = why(upload(file('long'), {
      progress: part => part > 0.3 && stopper.abort(),
      signal: stopper.signal,
    }))
    expect(await outcome).toBeInstanceOf(Error)
    await until(() => kept().length === 0)
    // One that was given up before it began isn't begun.
    expect(await why(upload(file('a.png'), { ...quiet(), signal: stopper.signal }))).toBeInstanceOf(Error)
    expect(kept()).toEqual([])
  })

  it('that is too long, empty, gone, or for a room of others, says so', async () => {
    files.set('long', Buffer.alloc(21_000_000))
    const { upload } = filesOf()
    expect(await why(upload(file('long'), quiet()))).toBe('tooLarge')
    // As where the platform doesn't tell the size.
    expect(await why(upload(file('long', { size: 0 }), quiet()))).toBe('tooLarge')
    expect(await why(upload(file('gone'), quiet()))).toBe('gone')
    expect(await why(upload(file('a.png', { conversationId: 'elsewhere' }), quiet()))).toBe('refused')
    expect(kept()).toEqual([])
  })

  it('is uploaded with a new token when the old one is refused, once', async () => {
    const { upload } = filesOf(({ refresh }) => (refresh ? token : 'old'))
    expect((await upload(file('a.png'), quiet())).url).toContain('/files/')
    expect(asked).toEqual([{ refresh: false }, { refresh: true }])
    // What can't be mended by waiting is tried again all the same: the connection says that the session has ended.
    expect(await why(filesOf(() => 'bad').upload(file('a.png'), quiet()))).toEqual(new Error('HTTP 401'))
  })

  it('isn\'t waited for without end when nothing moves', async () => {
    const clock = new FakeClock()
    const { upload } = serverFiles({
      httpUrl: 'http://127.0.0.1:1/v1', getToken: () => token,
      platform: { clock, request: platform.request.bind(platform) },
      sendFile: () => ({ abort() {} }),
    })
    const outcome = why(upload(file('a.png'), quiet()))
    await until(() => clock.timers > 0)
    clock.advance(60_000)
    expect(await outcome).toEqual(new Error('nothing moves'))
  })
})

describe('a link to a file', () => {
  it('shows it without a token, and is asked for once until shortly before it expires', async () => {
    const { upload, fileLink } = filesOf()
    const { url } = await upload(file('a.png'), quiet())
    let fetched = 0
    const clock = new FakeClock(Date.now())
    const links = createFileLinks((wanted) => {
      fetched += 1
      return fileLink(wanted)
    }, clock)
    const [first, second] = await Promise.all([links.get(url), links.get(url)])
    expect(first).toBe(second)
    expect(links.now(url)).toBe(first)
    expect(fetched).toBe(1)
    expect(first).not.toContain(token)
    const answer = await fetch(first)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    // As if ten minutes had gone by: another one is fetched.
    clock.advance(580_000)
    expect(links.now(url)).toBeUndefined()
    await links.get(url)
    expect(fetched).toBe(2)
    // A picture that doesn't load asks again, but not at once.
    links.renew(url)
    expect(links.now(url)).toBeDefined()
    clock.advance(6_000)
    links.renew(url)
    await links.get(url)
    expect(fetched).toBe(3)
  })

  it('is for files of this server alone: no other server ever gets the token', async () => {
    const { fileLink } = filesOf()
    for (const url of [
      'https://evil.test/a.png', `http://127.0.0.1:${port}/v1/other`, `http://127.0.0.1:${port}/v1/files/a/b`,
      'blob:http://127.0.0.1/1', 'wxfile://tmp_1.png', 'http://tmp/1.png', '',
    ]) expect(await fileLink(url)).toBe(url)
    expect(asked).toEqual([])
    // It looks like one of ours: our own server is asked, and knows nothing of it.
    expect(await fileLink('https://evil.test/v1/files/abc')).toBe('https://evil.test/v1/files/abc')
    expect(asked).toHaveLength(1)
  })

  it('is there under another address of the same server, and not without a good token', async () => {
    const { url } = await filesOf().upload(file('a.png'), quiet())
    const elsewhere = url.replace('127.0.0.1', 'another.test')
    const found = await filesOf().fileLink(elsewhere)
    expect(found).toMatchObject({ url: expect.stringContaining(`http://127.0.0.1:${port}/v1/files/`) as string })
    await expect(filesOf(() => 'bad').fileLink(url)).rejects.toThrow('HTTP 401')
  })
})
