/** An answer that grows in the built mini-program, written by another client through the real server. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import { Stage } from '../helpers/server'
import type { WireClient } from '../helpers/wire-client'

const stage = new Stage()
let app: MiniProgram
let page: MiniPage
/** Who writes the answers. */
let bot: WireClient

beforeAll(async () => {
  const server = await stage.server()
  bot = await stage.join(server.port, 'Bot')
  app = startMiniProgram('dist/build/mp-weixin')
  for (const name of ['connectSocket', 'request']) {
    const real = app.wx[name] as (options: { url: string }) => unknown
    const here = (url: string): string => url.replace(/:8787\//, `:${server.port}/`)
    app.stub(name, (options: { url: string }) => real({ ...options, url: here(options.url) }))
  }
  await app.open('pages/conversations/conversations')
  const signIn = await app.waitForPage('pages/sign-in/sign-in')
  await signIn.input('wx-input', 'Ada')
  await signIn.tap('.sign-in__enter')
  const list = await app.waitForPage('pages/conversations/conversations')
  await bot.say('ask me')
  await list.waitForText('ask me')
  await list.tap(list.findAll('.chat-cell').find(cell => cell.textContent?.includes('General')) ?? '')
  page = await app.waitForPage('pages/room/room')
  await page.waitForText('ask me')
})

afterAll(async () => {
  app.stop()
  await stage.close()
})

/** Begins an answer, and returns what writes more of it and waits until that is drawn. */
async function answer(stream: string) {
  const id = bot.newId()
  await bot.say({ kind: 'markdown', text: '', stream }, 'general', id)
  await page.waitFor(() => Boolean(page.find('.chat-dots')), 'that somebody writes')
  let text = ''
  return {
    id,
    text: () => text,
    async write(piece: string): Promise<void> {
      bot.send({ type: 'stream', conversation: 'general', stream, offset: text.length, text: piece })
      text += piece
      await page.waitForText(piece.trim())
      await page.settle()
    },
  }
}

it('draws a piece for as few bytes at the end of a long answer as at that of a short one', async () => {
  const bytes: number[] = []
  for (const paragraphs of [1, 60]) {
    const { id, write, text } = await answer(`s-${paragraphs}`)
    for (let part = 1; part <= paragraphs; part++) {
      await write(`paragraph ${part} of ${paragraphs}, ${'and so on '.repeat(10)}${part}.${paragraphs}\n\n`)
    }
    await write(`the last of ${paragraphs}`)
    // The least of some: now and then something else is told at the same time, as where the list was scrolled to.
    let least = Infinity
    for (let turn = 1; turn <= 5; turn++) {
      app.setData.reset()
      await write(` goes on: ${paragraphs}/${turn}`)
      least = Math.min(least, app.setData.bytes)
    }
    bytes.push(least)
    await bot.write({
      type: 'edit', id: bot.newId(), conversation: 'general', target: { from: bot.self.id, id },
      content: { kind: 'markdown', text: text(), stream: `s-${paragraphs}`, ended: 'done' },
    })
    await page.settle()
  }
  process.stdout.write(`bytes of a piece behind 1 and 60 paragraphs: ${bytes.join(', ')}\n`)
  expect(Math.min(...bytes)).toBeGreaterThan(0)
  expect(bytes[1]).toBeLessThan((bytes[0] ?? 0) * 1.1)
  expect(Math.max(...bytes)).toBeLessThan(1_000)
})

it('stops when asked, says so, and begins again', async () => {
  const { id, write, text } = await answer('s-stop')
  await write('half of an')
  await page.tap(page.findAll('.chat-answer__key').at(-1) ?? '')
  expect(await bot.take('stream')).toMatchObject({ stream: 's-stop', ask: 'stop', from: { name: 'Ada' } })
  await bot.write({
    type: 'edit', id: bot.newId(), conversation: 'general', target: { from: bot.self.id, id },
    content: { kind: 'markdown', text: text(), stream: 's-stop', ended: 'stopped' },
  })
  await page.waitForText('已停止')
  await page.tap(page.findAll('.chat-answer__key').at(-1) ?? '')
  expect(await bot.take('stream')).toMatchObject({ stream: 's-stop', ask: 'again' })
})

it('a cleared history is gone here, and what comes later is shown', async () => {
  app.stub('showModal', ({ success }: { success(result: object): void }) => success({ confirm: true, cancel: false }))
  await page.tap('.chat-head__main')
  const info = await app.waitForPage('pages/room-info/room-info')
  await info.waitForText('清空聊天记录')
  await info.tap(info.findAll('.chat-option').find(one => one.textContent?.includes('清空聊天记录')) ?? '')
  await page.waitForText('还没有消息')
  expect(page.findAll('.chat-message')).toHaveLength(0)
  await bot.say('a new day')
  await page.waitForText('a new day')
  expect(page.findAll('.chat-message')).toHaveLength(1)
})

it('logged no error', () => {
  expect(app.errors).toEqual([])
})
