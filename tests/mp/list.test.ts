/**
 * What the list sends to the view of a mini-program doesn't depend on how many messages there are. Its pages are those
 * of `tests/list-app`, built for this test.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildListApp } from '../helpers/list-app'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import type { Controls } from '../list-app/talk'

/** Longer than messages that come at once are shown together, in ms. */
const APART = 110
const LENGTHS = [10, 1_000, 100_000]

let app: MiniProgram

beforeAll(() => {
  app = startMiniProgram(buildListApp('mp-weixin'))
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

describe('what crosses to the view', () => {
  it('for a message, a page of history and a change is the same at any length', { timeout: 60_000 }, async () => {
    const appended: number[] = []
    for (const length of LENGTHS) {
      const { page, list } = await open('list', length)
      let sum = 0
      for (let turn = 0; turn < 12; turn++) {
        sum += await bytes(page, () => list.append(1, { content: { kind: 'text', text: 'shall we meet at six?' } }))
      }
      appended.push(sum / 12)
      const reactions = [{ emoji: '👍', count: 1, people: [] }]
      // 300 is what it should be: as it is, each row of its block is told of too.
      expect(await bytes(page, () => list.change(-5, { reactions }))).toBeLessThan(400)
      await page.event('.chat-scroller', 'scroll', { scrollTop: 10, scrollHeight: 1e6 })
      await settle(page)
      expect(await bytes(page, () => list.prepend(20))).toBeLessThan(16_000)
    }
    expect(Math.max(...appended)).toBeLessThan(1_000)
    expect(Math.max(...appended) / Math.min(...appended)).toBeLessThan(1.1)
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
