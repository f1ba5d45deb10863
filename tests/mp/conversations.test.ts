/**
 * The list of conversations of a built mini-program (`tests/conversations-app`), in the harness: what it does, and that
 * what it sends to the view doesn't depend on how many conversations there are.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../helpers/list-app'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'

interface Controls {
  events: unknown[][]
  commands: { type: string }[]
  fill(count: number): void
  change(id: string, how: object): void
  says(id: string, what?: string): void
  signal(name: 'typing', value: object): void
  speak(locale: 'en'): void
}

let app: MiniProgram
let page: MiniPage
let chats: Controls

beforeAll(async () => {
  app = startMiniProgram(await buildApp('conversations-app', 'mp-weixin'))
  page = await app.open('pages/chats/chats')
  chats = (app.app as { globalData: { chats: Controls } }).globalData.chats
  await page.waitFor(() => page.findAll('.chat-cell').length === 12, 'the conversations')
}, 120_000)

afterAll(() => app.stop())

const titles = (): string[] => page.findAll('.chat-cell__title').map(title => title.textContent ?? '')
const tapText = async (selector: string, text: string): Promise<void> => {
  const found = page.findAll(selector).find(one => one.textContent?.trim() === text)
  if (!found) throw new Error(`no ${text}: ${page.text()}`)
  await page.tap(found)
}

describe('the list of conversations on a mini-program', () => {
  it('opens what is tapped', async () => {
    await page.tap('.chat-cell')
    expect(chats.events).toEqual([['select', 'c0', undefined]])
  })

  it('pins by the menu of a long press', async () => {
    await page.longpress(page.findAll('.chat-cell')[4] ?? '')
    await tapText('.chat-cell-menu__action', 'Pin')
    await page.waitFor(() => titles()[0] === 'Edsger Dijkstra 4', 'the pinned one at the top')
  })

  it('searches, and leads to a message', async () => {
    await page.tap('.chat-conversations__search')
    await page.input('wx-input', 'train')
    await page.waitFor(() => page.findAll('.chat-hit').length === 5, 'five messages')
    await page.tap(page.findAll('.chat-hit')[1] ?? '')
    expect(chats.events.at(-1)).toEqual(['select', 'c1', 3])
    await page.tap('.chat-search__cancel')
    expect(page.find('.chat-search')).toBeUndefined()
  })

  it('hides, and takes that back', async () => {
    const before = titles()
    await page.longpress(page.findAll('.chat-cell')[2] ?? '')
    await tapText('.chat-cell-menu__action', 'Hide')
    await page.waitFor(() => titles().length === before.length - 1, 'one less')
    await page.tap('.chat-conversations__back')
    await page.waitFor(() => titles().length === before.length, 'it again')
    expect(titles()).toEqual(before)
  })
})

describe('what crosses to the view', () => {
  it('for news is the same for 10 conversations and for 5,000', { timeout: 60_000 }, async () => {
    const stays: number[] = []
    const moves: number[] = []
    let said = 0
    for (const count of [10, 5_000]) {
      chats.fill(count)
      await page.waitFor(() => titles()[9] === 'Group 9' && titles().length >= Math.min(count, 24), 'them all')
      expect(titles().length).toBeLessThan(60)
      const bytes = async (id: string): Promise<number> => {
        said += 1
        const what = `this is news number ${said + 100}`
        app.setData.reset()
        chats.says(id, what)
        await page.waitForText(what)
        await page.settle()
        return app.setData.bytes
      }
      await bytes('c3')
      stays.push(await bytes('c3'))
      moves.push(await bytes('c9'))
    }
    process.stdout.write(`bytes of news: where it is ${stays.join(', ')}; from the tenth place ${moves.join(', ')}\n`)
    expect(stays[1]).toBeLessThan((stays[0] ?? 0) * 1.1)
    expect(moves[1]).toBeLessThan((moves[0] ?? 0) * 1.1)
    expect(Math.max(...stays)).toBeLessThan(1_000)
    expect(app.errors).toEqual([])
  })
})
