/**
 * All kinds of messages in the built mini-program: what they show, what their taps call of WeChat, and what a message
 * costs. The page is `tests/kinds-app`, built for this test.
 */
import gcoord from 'gcoord'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApp } from '../helpers/list-app'
import { checkMiniProgram } from '../helpers/mini-program/compile'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import { until } from '../helpers/server'

let app: MiniProgram
let page: MiniPage
/** What was called of WeChat. */
const called: [name: string, options: Record<string, unknown>][] = []

beforeAll(async () => {
  const build = await buildApp('kinds-app', 'mp-weixin')
  expect(checkMiniProgram(build).filter(({ level }) => level === 'error')).toEqual([])
  app = startMiniProgram(build)
  for (const name of ['previewImage', 'openLocation', 'setClipboardData', 'openDocument']) {
    app.stub(name, (options: Record<string, unknown>) => void called.push([name, options]))
  }
  app.stub('showModal', ({ success }: { success(result: object): void }) => success({ confirm: true, cancel: false }))
  app.stub('downloadFile', (options: { success(result: object): void }) =>
    options.success({ statusCode: 200, tempFilePath: 'wxfile://tmp' }))
  app.stub('showToast', (options: Record<string, unknown>) => void called.push(['showToast', options]))
  page = await app.open('pages/kinds/kinds')
  await page.waitForText('人民广场')
}, 120_000)

afterAll(() => app?.stop())

async function after(target: string | Element): Promise<unknown> {
  called.length = 0
  await page.tap(target as string)
  await until(() => called.length > 0)
  return called[0]
}

it('shows each kind', () => {
  for (const selector of [
    '.chat-picture', '.chat-picture--film', '.chat-voice', '.chat-file', '.chat-place', '.chat-card', '.chat-page',
    '.chat-history', '.chat-quote', '.chat-link', '.chat-bubble--emoji', '.chat-bubble--unsupported',
  ]) expect(page.findAll(selector).length, selector).toBeGreaterThan(0)
  expect(page.text()).toContain('Chat history of Ada and Grace')
  expect(app.errors).toEqual([])
})

it('opens pictures, places, files and links in WeChat\'s own way', async () => {
  const current = 'https://files.test/wide.svg'
  expect(await after('.chat-picture')).toMatchObject(['previewImage', { current, urls: { length: 4 } }])
  const [longitude, latitude] = gcoord.transform([121.5, 31.2], gcoord.WGS84, gcoord.GCJ02)
  expect(await after('.chat-place')).toMatchObject(['openLocation', {
    latitude: expect.closeTo(latitude, 9), longitude: expect.closeTo(longitude, 9),
  }])
  expect(await after('.chat-file')).toMatchObject(['openDocument', { fileType: 'docx', filePath: 'wxfile://tmp' }])
  expect(await after('.chat-link')).toMatchObject(['setClipboardData', { data: 'https://example.com/b' }])
  expect(app.errors).toEqual([])
})

it('opens a merged forward, and a film, over the messages', async () => {
  await page.tap('.chat-history')
  await page.waitForText('Shall we meet at six?')
  expect(page.findAll('.chat-forward__item')).toHaveLength(8)
  await page.tap('.chat-layer__back')
  await until(() => page.findAll('.chat-layer').length === 0)
  await page.tap('.chat-picture--film')
  await until(() => page.findAll('.chat-viewer').length === 1)
  expect(page.findAll('wx-video')).toHaveLength(1)
  await page.tap('.chat-viewer__button--close')
  await until(() => page.findAll('.chat-viewer').length === 0)
  expect(app.errors).toEqual([])
})

it('tells of a long press', async () => {
  const { told } = (app.app as { globalData: { told: unknown[][] } }).globalData
  await page.longpress('.chat-message')
  await until(() => told.length > 0)
  expect(told[0]?.slice(0, 2)).toEqual(['press', 'grace/m0'])
})
