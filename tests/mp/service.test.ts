/** Customer service in the built mini-program: a project's own kinds of messages, against the real server. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import { Stage } from '../helpers/server'

const stage = new Stage()
let app: MiniProgram
let page: MiniPage

beforeAll(async () => {
  const { port } = await stage.server()
  app = startMiniProgram('dist/build/mp-weixin')
  for (const name of ['connectSocket', 'request']) {
    const real = app.wx[name] as (options: { url: string }) => unknown
    app.stub(name, (options: { url: string }) => real({ ...options, url: options.url.replace(/:8787\//, `:${port}/`) }))
  }
  await app.open('pages/conversations/conversations')
  const signIn = await app.waitForPage('pages/sign-in/sign-in')
  await signIn.input('wx-input', 'Ada')
  await signIn.tap('.sign-in__enter')
  const list = await app.waitForPage('pages/conversations/conversations')
  await list.waitForText('客服')
  await list.tap(list.findAll('.chat-cell').find(cell => cell.textContent?.includes('客服')) ?? '')
  page = await app.waitForPage('pages/room/room')
  await page.waitForText('有什么可以帮您')
})

afterAll(async () => {
  app.stop()
  await stage.close()
})

/** Waits for a quick reply, and taps it. */
async function reply(text: string): Promise<void> {
  const found = () => page.findAll('.chat-quick__text').find(one => one.textContent?.trim() === text)
  await page.waitFor(() => found() !== undefined, text)
  await page.tap(found() ?? '')
}

it('sends a product, which is bought by a tap', async () => {
  await reply('有什么推荐？')
  await page.waitFor(() => Boolean(page.find('.product__buy')), 'a product')
  await page.tap('.product__buy')
  await page.waitForText('B-2044')
})

it('asks for a rating, which is given once', async () => {
  await reply('没有了，谢谢')
  await page.waitFor(() => page.findAll('.rating').length === 1, 'a question')
  await page.tap(page.findAll('.rating__star')[3] ?? '')
  await page.waitForText('已评价，谢谢')
  await page.waitFor(() => page.findAll('.rating').length === 2, 'the answer')
  const stars = (place: number) => page.findAll('.rating')[place]?.querySelectorAll('.rating__star--on').length
  expect([stars(0), stars(1)]).toEqual([4, 4])
  await page.tap(page.findAll('.rating__star')[0] ?? '')
  await page.waitForText('谢谢您的好评')
  expect(page.findAll('.rating')).toHaveLength(2)
})

it('logged no error', () => {
  expect(app.errors).toEqual([])
})
