/** The list of conversations with thousands of them, in Chromium: `tests/conversations-app`. */
import { expect, type Page, test } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { buildApp } from '../helpers/list-app'

let pages: PreviewServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const outDir = await buildApp('conversations-app', 'h5')
  pages = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
})
test.afterAll(() => { pages.httpServer.close() })

async function open(page: Page, query: string): Promise<void> {
  const address = pages.httpServer.address()
  const port = typeof address === 'object' ? address?.port : 0
  await page.goto(`http://127.0.0.1:${port}/?${query}#/pages/chats/chats`)
  await expect(page.locator('.chat-cell').first()).toBeVisible()
}

/** Scrolls to a place, and waits until what is there is drawn. */
async function scrollTo(page: Page, top: number): Promise<void> {
  await page.evaluate(`document.querySelector('.chat-rows').scrollTop = ${top}`)
  await expect(page.locator('.chat-cell', { hasText: ` ${Math.ceil(top / 72)}` }).first()).toBeInViewport()
}

test('5,000 conversations: those near the screen are drawn, and the end is reached', async ({ page }) => {
  await open(page, 'count=5000')
  expect(await page.locator('.chat-cell').count()).toBeLessThan(60)
  await page.locator('.chat-rows').focus()
  await page.keyboard.press('End')
  await expect(page.locator('.chat-cell', { hasText: ' 4999' })).toBeFocused()
  await expect(page.locator('.chat-cell', { hasText: ' 4999' })).toBeInViewport({ ratio: 1 })
  expect(await page.locator('.chat-cell').count()).toBeLessThan(60)
  await page.keyboard.press('Home')
  await expect(page.locator('.chat-cell', { hasText: 'Group 0' })).toBeFocused()
})

test('a stream of news doesn\'t move what is being read', async ({ page }) => {
  await open(page, 'count=5000')
  await scrollTo(page, 72 * 1_000)
  const cell = page.locator('.chat-cell', { hasText: ' 1003' })
  const before = await cell.boundingBox()
  for (let turn = 0; turn < 10; turn++) await page.evaluate(`chats.says('c${4_000 + turn}', 'news')`)
  await page.evaluate('document.querySelector(".chat-rows").dispatchEvent(new Event("scroll"))')
  await expect.poll(() => page.evaluate('document.querySelector(".chat-rows").scrollTop')).toBe(72 * 1_010)
  expect(await cell.boundingBox()).toEqual(before)
})

test('nothing moves while a finger or mouse button is down', async ({ page }) => {
  await open(page, 'count=100')
  const first = page.locator('.chat-cell').first()
  await first.hover()
  await page.mouse.down()
  await page.evaluate('chats.says("c9", "from below")')
  await page.evaluate('chats.says("c1", "in its place")')
  await expect(page.locator('.chat-cell').nth(1)).toContainText('in its place')
  await expect(first).toContainText('Group 0')
  await page.mouse.up()
  await expect(first).toContainText('Alan Turing 1')
  expect(await page.evaluate('chats.events')).toEqual([['select', 'c0', undefined]])
})

test('the list follows the size of its text', async ({ page }) => {
  await open(page, 'count=5000')
  await page.evaluate('chats.style({ "--chat-font-scale": "2" })')
  await expect.poll(() => page.evaluate('document.querySelector(".chat-rows").scrollHeight')).toBe(5_000 * 116)
  await page.locator('.chat-rows').focus()
  await page.keyboard.press('End')
  await expect(page.locator('.chat-cell', { hasText: ' 4999' })).toBeInViewport({ ratio: 1 })
})

test('a finger draws a row aside', async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 375, height: 812 } })
  const page = await context.newPage()
  await open(page, 'count=20')
  const client = await context.newCDPSession(page)
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: number[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(x => ({ x, y: 240 })) })
  await at('touchStart', 300)
  for (const x of [280, 240, 200, 160]) await at('touchMove', x)
  await at('touchEnd')
  await page.locator('.chat-swipe__action', { hasText: 'Pin' }).tap()
  await expect(page.locator('.chat-cell--pinned')).toHaveCount(1)
  await context.close()
})

test('without what the server lacks', async ({ page }) => {
  await open(page, 'extras=no')
  await page.locator('.chat-cell').first().click({ button: 'right' })
  await page.getByRole('button', { name: 'Search chats and people' }).click()
  await expect(page.locator('.chat-cell-menu')).toHaveCount(0)
  await page.locator('.chat-search input').fill('group')
  await expect(page.locator('.chat-hit').first()).toContainText('Group')
  await expect(page.getByRole('group', { name: 'Messages' })).toHaveCount(0)
})
