/**
 * What the list sends to the view of a mini-program doesn't depend on how many messages there are. Its pages are those
 * of `tests/list-app`, built for this test.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildListApp } from '../helpers/list-app'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import type { Message } from '../../src/model/message'
import { type Controls, textOf } from '../list-app/talk'

/** Longer than messages that come at once are shown together, in ms. */
const APART = 110
const LENGTHS = [10, 1_000, 100_000]

let app: MiniProgram

beforeAll(async () => {
  app = startMiniProgram(await buildListApp('mp-weixin'))
}, 120_000)

afterAll(() => app.stop())

async function open(route: string, length: number): Promise<{ page: MiniPage, list: Controls }> {
  const page = await app.open(`pages/${route}/${route}`)
  const { list } = (app.app as { globalData: { list: Controls } }).globalData
  list.fill(length)
  await settle(page)
  return { page, list }
}

async function settle(page: MiniPage): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await page.settle()
    await pause(APART / 3)
  }
}

async function bytes(page: MiniPage, change: () => void): Promise<number> {
  app.setData.reset()
  change()
  await settle(page)
  return app.setData.bytes
}

/** How far apart the largest and the smallest of some figures are, as their ratio. */
const apart = (figures: readonly number[]): number => Math.max(...figures) / Math.min(...figures)

describe('what crosses to the view', () => {
  it('for a message, a page of history and a change is the same at any length', { timeout: 60_000 }, async () => {
    const appended: number[] = []
    const history: number[] = []
    for (const length of LENGTHS) {
      const { page, list } = await open('list', length)
      let sum = 0
      for (let turn = 0; turn < 16; turn++) {
        sum += await bytes(page, () => list.append(1, { content: { kind: 'text', text: 'shall we meet at six?' } }))
      }
      appended.push(sum / 16)
      const reactions = [{ emoji: '👍', count: 1, people: [] }]
      expect(await bytes(page, () => list.change(-5, { reactions })), 'a reaction').toBeLessThan(280)
      // How far the other person has come: to the last but one.
      list.change(-2, { own: true })
      await settle(page)
      const seq = Number(list.keys().at(-2)?.slice(1))
      const set = list.set as (props: object) => void
      set({ reached: { delivered: seq - 1, read: seq - 1 } })
      await settle(page)
      const reached = { delivered: seq, read: seq - 1 }
      expect(await bytes(page, () => set({ reached })), 'a receipt').toBeLessThan(300)
      await page.event('.chat-scroller', 'scroll', { scrollTop: 10, scrollHeight: 1e6 })
      await settle(page)
      const saying = (index: number): Partial<Message> => ({ content: { kind: 'text', text: textOf(index) } })
      history.push(await bytes(page, () => list.prepend(20, saying)))
    }
    expect(Math.max(...appended)).toBeLessThan(1_000)
    expect(apart(appended), 'messages').toBeLessThan(1.1)
    expect(Math.max(...history)).toBeLessThan(16_000)
    expect(apart(history), 'history').toBeLessThan(1.1)
  })

  it('is nothing for the page while the reader scrolls', async () => {
    const { page } = await open('list', 1_000)
    app.setData.reset()
    for (const scrollTop of [50_000, 40_000, 30_000]) {
      await page.event('.chat-scroller', 'scroll', { scrollTop, scrollHeight: 64_000 })
      await settle(page)
    }
    expect(Object.keys(app.setData.byOwner())).not.toContain('pages/list/list')
  })
})

describe('a list of 100,000', () => {
  it('draws what is near the screen', async () => {
    const { page } = await open('list', 100_000)
    const rows = page.findAll('.chat-message').length
    expect(rows).toBeGreaterThan(10)
    expect(rows).toBeLessThan(80)
  })
})

describe('slots', () => {
  it('take the place of rows, dividers and of what stands where there is nothing', async () => {
    const empty = await open('slots', 0)
    expect(empty.page.text()).toContain('nothing here')
    const { page } = await open('slots', 20)
    expect(page.findAll('.chat-message')).toHaveLength(20)
    expect(page.findAll('.picture').length).toBeGreaterThan(2)
    expect(page.text()).toMatch(/day: /)
    expect(app.errors).toEqual([])
  })
})
