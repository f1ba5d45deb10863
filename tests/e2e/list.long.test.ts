/** The list alone, in Chromium: the line being read stays, whatever comes before or after it. */
import { expect, type Page, test } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { browserArgs, findBrowser } from '../../scripts/browser'
import { buildListApp } from '../helpers/list-app'
import { changes, near, reader } from '../helpers/reader'

// What a finger scrolls is known to the pixel if the browser doesn't guess where the finger will be.
test.use({
  launchOptions: {
    executablePath: findBrowser() ?? undefined,
    args: [...browserArgs, '--disable-features=ResamplingScrollEvents'],
  },
})

let pages: PreviewServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const outDir = await buildListApp('h5')
  pages = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
})
test.afterAll(() => { pages.httpServer.close() })

/** Opens a page of `tests/list-app`. */
async function open(page: Page, route = 'list'): Promise<void> {
  const address = pages.httpServer.address()
  const port = typeof address === 'object' ? address?.port : 0
  await page.goto(`http://127.0.0.1:${port}/#/pages/${route}/${route}`)
  await page.waitForFunction('window.list')
  await page.evaluate(reader)
}

test('a line being read moves by 1 px at most, whatever changes', async ({ page }) => {
  await open(page)
  await page.evaluate('(list.set({ hasEarlier: true }), list.fill(300), reader.frames(10))')
  for (const fromEnd of [3_000, 1e9]) {
    await page.evaluate(`(reader.to(${fromEnd}), reader.frames(20))`)
    for (const [what, change] of Object.entries(changes)) {
      const before = await page.evaluate<{ fromStart: number, fromEnd: number }>('reader.place()')
      const moved = await page.evaluate<number>(`reader.drift(() => ${change})`)
      expect(moved, `${what}, ${fromEnd} px from the end`).toBeLessThanOrEqual(1)
      expect(await page.evaluate('reader.place()'), `${what} changes the page`).not.toEqual(before)
    }
  }
})

/** What is seen of lines while they are scrolled: see `reader.watch`. */
interface Watched {
  moved: number
  back: number
  lost: number
}

/** Opens a list whose rows have pictures that come late, and goes up in it. */
async function openPictures(page: Page, fromEnd: number): Promise<void> {
  await open(page, 'slots')
  await page.evaluate('(list.fill(300), reader.frames(10))')
  // Twice, as the height of what hasn't been drawn is a guess.
  for (let time = 0; time < 2; time++) await page.evaluate(`(reader.to(${fromEnd}), reader.frames(60))`)
  await page.evaluate('reader.watch()')
}

/** Lines have gone as far as they were scrolled, and not to and fro. */
function expectScrolled(by: number, { moved, back, lost }: Watched): void {
  expect(Math.abs(moved - by), 'jumps on the way').toBeLessThanOrEqual(1)
  expect(back, 'a line goes back').toBeLessThanOrEqual(1)
  expect(lost, 'frames that have nothing in common').toBe(0)
}

const places = { 'from the middle': 3_000, 'from the very top': 1e9 }

for (const [where, fromEnd] of Object.entries(places)) {
  test(`200 times history with late pictures while the wheel turns, ${where}: no line jumps`, async ({ page }) => {
    await openPictures(page, fromEnd)
    await page.mouse.move(180, 400)
    const turns = 200
    for (let turn = 0; turn < turns; turn++) {
      await page.evaluate('(list.prepend(50), 1)')
      await page.mouse.wheel(0, -100)
      await page.evaluate('reader.frames(2)')
    }
    // The wheel's last turn takes some frames, and pictures come within a second.
    await page.waitForTimeout(1_500)
    expect(await page.evaluate('list.pictures()')).toBeGreaterThan(30)
    const watched = await page.evaluate<Watched>('reader.stop()')
    // At the very top, a turn that comes when the history above isn't drawn yet leads nowhere.
    const led = fromEnd < 1e9 ? turns : Math.min(turns, Math.round(watched.moved / 100))
    expect(led).toBeGreaterThan(turns / 2)
    expectScrolled(led * 100, watched)
  })

  test(`history with late pictures while a finger scrolls, ${where}: no line jumps`, async ({ page }) => {
    await openPictures(page, fromEnd)
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true })
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number): Promise<unknown> =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: 180, y }] })
    for (let swipe = 0; swipe < 5; swipe++) {
      await page.evaluate('reader.stop()')
      await touch('touchStart', 100)
      // At the very top there is nowhere to scroll to before.
      await page.evaluate('(list.prepend(50), reader.frames(4))')
      // What it takes until that is a scroll.
      for (let y = 110; y <= 160; y += 10) await touch('touchMove', y)
      await page.evaluate('reader.frames(10).then(reader.watch)')
      for (let y = 170; y <= 760; y += 10) {
        if (y % 100 === 0) await page.evaluate('(list.prepend(50), 1)')
        await touch('touchMove', y)
      }
      await page.evaluate('reader.frames(30)')
      expectScrolled(600, await page.evaluate<Watched>('reader.stop()'))
      await touch('touchEnd', 760)
    }
  })
}

test.describe('100,000 messages', () => {
  test('draw a screen, and a jump lands where it should, and leads back', async ({ page }) => {
    await open(page)
    await page.evaluate('(list.fill(100000), reader.frames(10))')
    expect(await page.evaluate('reader.elements()')).toBeLessThanOrEqual(400)
    await page.evaluate('(reader.to(3000), reader.frames(10))')
    const from = await page.evaluate<string>(`list.keys()[${near(0)}]`)
    expect(await page.evaluate('list.jumpTo("m9950000")')).toBe(true)
    await page.evaluate('reader.frames(10)')
    expect(Math.abs(Number(await page.evaluate('reader.topOf("m9950000")')) - 203)).toBeLessThanOrEqual(1)
    await expect(page.locator('[data-id="m9950000"]')).toHaveClass(/chat-list__row--lit/)
    await page.evaluate('list.append(3, { own: false, author: { id: "x", name: "X" } })')
    const pill = page.locator('.chat-list__pill--down')
    await expect(pill).toHaveText('3 new messages')
    // Back to where the reader was, and only then to the end.
    await pill.click()
    await expect(page.locator(`[data-id="${from}"]`)).toBeInViewport()
    await pill.click()
    await expect(page.locator('[data-id="m10000002"]')).toBeInViewport()
    await expect(page.locator('.chat-list__pill')).toHaveCount(0)
  })

  test('are walked through by the keyboard, which is lost to no row that goes', async ({ page }) => {
    await open(page)
    await page.evaluate('(list.fill(100000), reader.frames(10))')
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.dataset.id ?? document.activeElement.className')
    await page.locator('.chat-scroller').focus()
    for (const [key, id] of [
      ['End', 'm9999999'], ['ArrowUp', 'm9999998'], ['ArrowDown', 'm9999999'], ['Home', 'm9900000'],
      ['ArrowDown', 'm9900001'], ['End', 'm9999999'],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(focused, key).toBe(id)
      await expect(page.locator(`[data-id="${id}"]`)).toBeInViewport()
    }
    await page.keyboard.press('PageUp')
    await expect.poll(focused).toMatch(/^m999999[0-7]$|^m99999[0-8]\d$/)
    const before = await focused()
    await page.evaluate('(reader.to(8000), reader.frames(10))')
    await expect.poll(focused).toBe('chat-scroller')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toBe(`m${Number(before.slice(1)) + 1}`)
  })

  test('unread ones begin with a line, on which the list opens', async ({ page }) => {
    await open(page)
    await page.evaluate('(list.set({ unreadFrom: 9999900 }), list.fill(1000))')
    await expect(page.locator('.chat-list__unread')).toBeInViewport()
    await expect(page.locator('.chat-list__unread')).toHaveText('New messages')
    // A quarter down the screen, so that one sees what comes before.
    await expect.poll(() => page.evaluate<number>('reader.topOf("m9999900")')).toBeGreaterThan(195)
    expect(await page.evaluate<number>('reader.topOf("m9999900")')).toBeLessThan(210)
  })

  test('that mention the reader are counted apart, and led to', async ({ page }) => {
    await open(page)
    await page.evaluate('(list.set({ selfId: "ada" }), list.fill(500), reader.frames(5))')
    await page.evaluate('(reader.to(5000), reader.frames(5))')
    await page.evaluate('list.append(1, { own: false, author: { id: "x", name: "X" }, mentions: ["ada"] })')
    await expect(page.locator('.chat-list__pill--call')).toHaveText('@')
    await page.locator('.chat-list__pill--call').click()
    await expect(page.locator('[data-id="m10000000"]')).toBeInViewport()
  })
})
