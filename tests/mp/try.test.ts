/** The page to try a server of one's own, in the built mini-program, against real example servers. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { start as startSocketIo } from '../../examples/servers/socket-io/server'
import { start as startText } from '../../examples/servers/text-rooms'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'

let app: MiniProgram
const ends: (() => unknown)[] = []

beforeAll(() => {
  app = startMiniProgram('dist/build/mp-weixin')
})

afterAll(async () => {
  app.stop()
  for (const end of ends) await end()
})

async function connect(page: MiniPage, way: number, url: string): Promise<void> {
  await page.waitFor(() => page.find('.try-form__way'), 'the form')
  await page.tap(page.findAll('.try-form__way')[way] ?? '')
  await page.input('wx-input', url)
  await page.tap('.try-form__connect')
}

it('connects by a kit of its own, shows frames, and says what is wrong', async () => {
  const text = await startText({ echo: false })
  const socketIo = await startSocketIo()
  ends.push(text.close, socketIo.close)
  const page = await app.open('pages/try/try')

  // A server that confirms nothing: the first switch says whether one's own comes back.
  await page.waitFor(() => page.find('.try-form__way'), 'the form')
  await page.tap(page.findAll('.try-form__way')[1] ?? '')
  await page.tap('.try-form__switch')
  await connect(page, 1, `ws://127.0.0.1:${text.port}`)
  await page.waitForText(/Connected|已连接/)
  await page.waitFor(() => page.find('.chat-composer'), 'the composer')
  await page.input('wx-textarea', 'hello 你好')
  await page.tap('.chat-composer__send')
  await page.waitForText(/↑.*12 (B|字节)/)
  await page.waitFor(() => page.find('.chat-bubble__status--sent'), 'the tick')
  expect(page.attr('.chat-bubble__status', 'ariaLabel')).toMatch(/^(Handed over|已交出)/)
  await page.tap('.try-page__change')

  // Its own kit is gone with it, and another one comes.
  await connect(page, 4, `http://127.0.0.1:${socketIo.port}`)
  await page.waitForText(/unauthorized/)
  await page.tap('.try-page__change')

  await connect(page, 1, 'ws://127.0.0.1:1')
  await page.waitForText(/TLS/)
  expect(app.errors).toEqual([])
})
