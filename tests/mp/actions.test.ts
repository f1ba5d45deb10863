/** What is done with messages in the built mini-program (`dist/build/mp-weixin`), against the real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import { Stage } from '../helpers/server'
import type { WireClient } from '../helpers/wire-client'

const stage = new Stage()
let app: MiniProgram
let page: MiniPage
let grace: WireClient
/** What was copied. */
const clipboard: string[] = []

beforeAll(async () => {
  const server = await stage.server()
  grace = await stage.join(server.port, 'Grace')
  app = startMiniProgram('dist/build/mp-weixin')
  for (const name of ['connectSocket', 'request']) {
    const real = app.wx[name] as (options: { url: string }) => unknown
    const here = (url: string): string => url.replace(/:8787\//, `:${server.port}/`)
    app.stub(name, (options: { url: string }) => real({ ...options, url: here(options.url) }))
  }
  app.stub('setClipboardData', ({ data, success }: { data: string, success?: () => void }) => {
    clipboard.push(data)
    success?.()
  })
  await app.open('pages/conversations/conversations')
  const signIn = await app.waitForPage('pages/sign-in/sign-in')
  await signIn.input('wx-input', 'Ada')
  await signIn.tap('.sign-in__enter')
  const list = await app.waitForPage('pages/conversations/conversations')
  for (const text of ['one', 'two', 'three']) await grace.say(text)
  await list.waitForText('three')
  await list.tap(list.findAll('.chat-cell').find(cell => cell.textContent?.includes('General')) ?? '')
  page = await app.waitForPage('pages/room/room')
  await page.waitForText('three')
})

afterAll(async () => {
  app.stop()
  await stage.close()
})

const rows = (): Element[] => page.findAll('.chat-message')
const labels = (): (string | null)[] => page.findAll('.chat-menu__label').map(one => one.textContent)

async function press(place: number): Promise<void> {
  await page.event(rows()[place] ?? '', 'longpress')
  await page.settle()
}

async function pick(label: string): Promise<void> {
  const found = page.findAll('.chat-menu__action').find(one => one.textContent?.trim() === label)
  if (!found) throw new Error(`no ${label} among ${labels().join()}`)
  await page.tap(found)
  await page.settle()
}

describe('a message on a mini-program', () => {
  it('has a menu where it is pressed for long, which copies', async () => {
    await press(0)
    expect(labels().length).toBeGreaterThan(5)
    await pick('复制')
    expect(clipboard).toEqual(['one'])
    expect(page.find('.chat-menu')).toBeUndefined()
  })

  it('gets a reaction, which a tap takes back', async () => {
    await press(0)
    await page.tap('.chat-menu__reaction')
    await page.waitForText('👍')
    expect(page.find('.chat-message__reaction--own')).toBeDefined()
  })

  it('is chosen with others by tapping them', async () => {
    await press(1)
    await pick('多选')
    expect(page.findAll('.chat-message--picked')).toHaveLength(1)
    await page.tap(rows()[2] ?? '')
    expect(page.findAll('.chat-message--picked')).toHaveLength(2)
    await page.tap('.chat-selection__end')
    expect(page.find('.chat-message--picking')).toBeUndefined()
    expect(app.errors).toEqual([])
  })
})
