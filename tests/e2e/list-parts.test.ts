/** The list alone, in Chromium: parts of a log, the way back, what is told to screen readers, and little motion. */
import { expect, type Page, test } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { buildListApp } from '../helpers/list-app'
import { reader } from '../helpers/reader'

let pages: PreviewServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const outDir = await buildListApp('h5')
  pages = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
})
test.afterAll(() => { pages.httpServer.close() })

/** Opens the page with the list, with as many messages. */
async function open(page: Page, count: number, props = '{}'): Promise<void> {
  const address = pages.httpServer.address()
  const port = typeof address === 'object' ? address?.port : 0
  await page.goto('about:blank')
  await page.goto(`http://127.0.0.1:${port}/#/pages/list/list`)
  await page.waitForFunction('window.list')
  await page.evaluate(reader)
  await page.evaluate(`(list.set(${props}), list.fill(${count}), reader.frames(10))`)
}

/** The key of the first message that is wholly on the screen, and where it is. */
async function line(page: Page): Promise<{ key: string, lead: number }> {
  return page.evaluate(() => {
    const top = document.querySelector('.chat-scroller')?.getBoundingClientRect().top ?? 0
    const row = [...document.querySelectorAll<HTMLElement>('.chat-list__row')]
      .find(row => row.getBoundingClientRect().top >= top)
    return { key: row?.dataset.id ?? '', lead: (row?.getBoundingClientRect().top ?? 0) - top }
  })
}

const emitted = (page: Page, name: string): Promise<number> =>
  page.evaluate(name => (window as never as { list: { emitted: unknown[][] } }).list.emitted
    .filter(event => event[0] === name).length, name)

/** Puts a part of the log in place of the newest messages, as after a search. */
const PART = '(list.set({ hasEarlier: true, hasLater: true }), list.replace(5000000, 100))'

test('the part around a message that wasn\'t there is jumped to, and the way leads back', async ({ page }) => {
  await open(page, 300)
  await page.evaluate('(reader.to(3000), reader.frames(20))')
  const before = await line(page)
  // As a room does it: the messages are others, and the jump is asked for before the list is drawn again.
  expect(await page.evaluate(`(${PART}, list.jumpTo("m5000050"))`)).toBe(true)
  await page.evaluate('reader.frames(10)')
  expect(Math.abs(Number(await page.evaluate('reader.topOf("m5000050")')) - 203)).toBeLessThanOrEqual(1)
  await expect(page.locator('[data-id="m5000050"]')).toHaveClass(/chat-list__row--lit/)

  const pill = page.locator('.chat-list__pill--down')
  await expect(pill).toHaveAccessibleName('Go back')
  await pill.click()
  await expect.poll(() => emitted(page, 'toNewest')).toBe(1)
  await page.evaluate('(list.set({ hasLater: false }), list.fill(300), reader.frames(10))')
  await expect(page.locator(`[data-id="${before.key}"]`)).toBeInViewport()
  await pill.click()
  await expect(page.locator('[data-id="m9999999"]')).toBeInViewport()
})

test('a part is read on in both directions: what is loaded moves no line, and is no news', async ({ page }) => {
  await open(page, 300)
  await page.evaluate(`(${PART}, list.jumpTo("m5000050"))`)
  for (const [to, event, change] of [
    ['0', 'loadLater', 'list.append(50)'], ['1e9', 'loadEarlier', 'list.prepend(50)'],
  ] as const) {
    const asked = await emitted(page, event)
    await page.evaluate(`(reader.to(${to}), reader.frames(20))`)
    await expect.poll(() => emitted(page, event)).toBeGreaterThan(asked)
    expect(await page.evaluate(`reader.drift(() => ${change})`), event).toBeLessThanOrEqual(1)
  }
  // The last part reaches the end of the log.
  await page.evaluate('(reader.to(0), reader.frames(20))')
  const whole = '(list.append(50), list.set({ hasLater: false }))'
  expect(await page.evaluate(`reader.drift(() => ${whole})`)).toBeLessThanOrEqual(1)
  await expect(page.locator('.chat-list__pill--down')).toHaveText('')
  await expect(page.locator('.chat-list__said')).toHaveText('')
})

test('who comes back to a room is where they were', async ({ page }) => {
  await open(page, 1_000)
  expect(await page.evaluate('list.place() ?? null'), 'at the end').toBe(null)
  await page.evaluate('(reader.to(8000), reader.frames(20))')
  const before = await line(page)
  const place = await page.evaluate<{ key: string, lead: number }>('list.place()')
  expect(place.key).toBe(before.key)
  await open(page, 1_000, JSON.stringify({ startAt: place }))
  await expect(page.locator(`[data-id="${place.key}"]`)).toBeInViewport()
  await expect.poll(async () => Math.abs(Number(await page.evaluate(`reader.topOf("${place.key}")`)) - place.lead))
    .toBeLessThanOrEqual(1)
})

test('each message that comes is told once, and nothing else is', async ({ page }) => {
  await open(page, 300)
  const log = page.locator('.chat-scroller')
  await expect(log).toHaveAttribute('role', 'log')
  await expect(log).toHaveAttribute('aria-live', 'off')
  const said = page.locator('.chat-list__said')
  await expect(said).toHaveAttribute('role', 'status')
  // It is there for screen readers alone.
  expect(await said.evaluate(({ offsetWidth, offsetHeight }: HTMLElement) => offsetWidth * offsetHeight)).toBe(1)
  await said.evaluate((element) => {
    const heard: string[] = []
    Object.assign(window, { heard })
    new MutationObserver(() => heard.push(element.textContent)).observe(element, {
      childList: true, characterData: true, subtree: true,
    })
  })
  const other = (text: string): string =>
    `{ own: false, author: { id: "x", name: "X" }, content: { kind: "text", text: "${text}" } }`
  await page.evaluate(`list.append(1, ${other('one')})`)
  await expect(said).toHaveText('X: one')
  await page.evaluate('reader.frames(10)')
  // A reaction, history, what the reader writes, scrolling to and fro.
  await page.evaluate('list.change(-2, { reactions: [{ emoji: "+", count: 1, people: [] }] })')
  await page.evaluate('(list.prepend(50), reader.frames(10))')
  await page.evaluate('(list.write(), reader.frames(20))')
  await page.evaluate('(reader.to(5000), reader.frames(20))')
  await page.evaluate('(reader.to(0), reader.frames(20))')
  await page.evaluate(`list.append(1, ${other('two')})`)
  await expect(said).toHaveText('X: two')
  await page.evaluate('reader.frames(10)')
  await page.evaluate(`list.append(3, ${other('more')})`)
  await expect(said).toHaveText('3 new messages')
  expect(await page.evaluate('heard')).toEqual(['X: one', 'X: two', '3 new messages'])
})

test('who wants little motion gets none: rows are there at once, and don\'t fade', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, 300)
  await page.evaluate('list.append(1, { own: false })')
  const fresh = page.locator('.chat-list__row--fresh')
  await expect(fresh).toHaveCount(1)
  await expect(fresh).toHaveCSS('animation-name', 'none')
  await page.evaluate('list.jumpTo("m9999800")')
  await expect(page.locator('.chat-list__row--lit')).toHaveCSS('animation-timing-function', /steps?/)
  const smooth = await page.locator('.chat-scroller').evaluate(area => getComputedStyle(area).scrollBehavior)
  expect(smooth).toBe('auto')
})

test('the focus is on something that is there, whatever goes', async ({ page }) => {
  await open(page, 300)
  await page.locator('.chat-scroller').focus()
  await page.keyboard.press('End')
  const holds = (): Promise<boolean> => page.evaluate(() =>
    document.activeElement !== document.body && document.activeElement?.closest('.chat-scroller') !== null)
  for (const change of [
    'reader.to(9000)', 'list.prepend(50)', 'list.append(200)', PART, '(list.set({ hasLater: false }), list.fill(500))',
  ]) {
    await page.evaluate(`(${change}, reader.frames(60))`)
    expect(await holds(), change).toBe(true)
  }
})
