/** An answer that grows in Chromium, from the real server: who follows, who reads further up, who stops it. */
import { expect, type Page, test } from '@playwright/test'
import { Demo, type Person } from '../helpers/demo'

let demo: Demo
test.beforeEach(async ({ browser }) => {
  demo = await Demo.start(options => browser.newContext(options), ['--bot'])
})
test.afterEach(async () => {
  expect(demo.errors).toEqual([])
  await demo.close()
})

async function asks(person: Person): Promise<void> {
  await person.enter('Demo bot')
  await person.say('Tell me of the list')
  await expect(person.page.locator('.chat-caret')).toBeVisible()
}

const fromEnd = (page: Page) => page.locator('.chat-scroller').evaluate(node => Math.abs(node.scrollTop))
const written = (page: Page) => page.locator('.chat-markdown').last().innerText()

test('a reader at the end goes along, and nothing is left to do when it is done', async () => {
  const ann = await demo.person('Ann', { viewport: { width: 375, height: 500 } })
  await asks(ann)
  const { page } = ann
  await expect(page.locator('.chat-code')).toBeVisible()
  expect(await fromEnd(page)).toBe(0)
  await expect(page.locator('.chat-table')).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('.chat-caret')).toHaveCount(0, { timeout: 20_000 })
  expect(await fromEnd(page)).toBe(0)
  await expect(page.locator('.chat-answer__key')).toHaveCount(0)
  await expect(page.locator('.chat-answer__said').last()).toContainText('How a list keeps its line')
  await expect(page.locator('.chat-message').last()).not.toContainText('edited')
  // It is what the log says.
  const text = await written(page)
  await page.reload()
  await expect.poll(() => written(page)).toBe(text)
})

test('a reader who has scrolled up is never moved', async () => {
  const ann = await demo.person('Ann', { viewport: { width: 375, height: 500 } })
  await asks(ann)
  const { page } = ann
  await expect(page.locator('.chat-code')).toBeVisible({ timeout: 20_000 })
  // Into the middle of the answer: it begins above the screen, and goes on below it.
  await page.locator('.chat-scroller').hover()
  await page.mouse.wheel(0, -120)
  await expect.poll(() => fromEnd(page)).toBeGreaterThan(60)
  await page.waitForTimeout(300)
  const line = page.locator('.chat-md').filter({ hasText: 'goes along with what is written' })
  const before = (await line.boundingBox())?.y ?? 0
  const length = (await written(page)).length
  const seen: number[] = []
  await expect.poll(async () => {
    seen.push((await line.boundingBox())?.y ?? 0)
    return (await written(page)).length
  }, { timeout: 20_000, intervals: [30] }).toBeGreaterThan(length + 200)
  expect(Math.max(...seen.map(y => Math.abs(y - before)))).toBeLessThan(1)
})

test('it stops when asked, and begins again; a break in the middle loses nothing', async () => {
  const ann = await demo.person('Ann')
  await asks(ann)
  const { page } = ann
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.locator('.chat-answer__line')).toHaveText('Stopped')
  await expect(page.locator('.chat-caret')).toHaveCount(0)
  await page.getByRole('button', { name: 'Answer again' }).click()
  await expect(page.locator('.chat-caret')).toBeVisible()
  demo.network.reset()
  await expect(page.locator('.chat-caret')).toHaveCount(0, { timeout: 40_000 })
  await expect(page.locator('.chat-answer__line')).toHaveCount(0)
})
