/** All kinds of messages in Chromium: how they lie, and what taps, clicks and keys make of them. */
import { expect, type Page, test } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { buildApp } from '../helpers/list-app'

let pages: PreviewServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const outDir = await buildApp('kinds-app', 'h5')
  pages = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
})
test.afterAll(() => { pages.httpServer.close() })

const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9">'
  + '<rect width="16" height="9" fill="teal"/></svg>'

/** Opens the page; what its pictures ask for is answered here. */
async function open(page: Page, query = ''): Promise<string[]> {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.route('https://files.test/**', (route) => {
    const url = route.request().url()
    if (url.endsWith('.svg')) return route.fulfill({ contentType: 'image/svg+xml', body: picture })
    const headers = { 'access-control-allow-origin': '*' }
    const body = '<script>hurt = 1</script>'
    if (url.endsWith('/a')) return route.fulfill({ contentType: 'text/html', headers, body })
    return route.fulfill({ status: 404 })
  })
  const address = pages.httpServer.address()
  const port = typeof address === 'object' ? address?.port : 0
  await page.goto(`http://127.0.0.1:${port}/#/pages/kinds/kinds?${query}`)
  await expect(page.locator('.chat-message').first()).toBeVisible()
  return errors
}

/**
 * Brings a message on the screen, though it isn't drawn yet: up to the start, and again from the end, as a slow machine
 * may draw nothing of what is passed by.
 */
async function find(page: Page, selector: string) {
  const found = page.locator(selector).last()
  await expect(async () => {
    if (await found.count() === 0) {
      await page.evaluate(() => {
        const area = document.querySelector('.chat-scroller')
        if (!area) return
        const { scrollTop } = area
        area.scrollTop -= 300
        if (area.scrollTop === scrollTop) area.scrollTop = area.scrollHeight
      })
    }
    expect(await found.count()).toBe(1)
    await found.scrollIntoViewIfNeeded({ timeout: 1_000 })
  }).toPass({ intervals: [60], timeout: 40_000 })
  return found
}

const told = (page: Page): Promise<unknown[][]> => page.evaluate('told')

for (const [width, query] of [
  [320, 'scale=2&name=' + 'W'.repeat(40)], [320, 'own=1&scale=2'], [375, 'own=1'], [375, 'rtl=1'], [1_024, ''],
] as const) {
  test(`no kind is wider than its place: ${width} px, ${query || 'plain'}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 812 })
    const errors = await open(page, query)
    const wide = new Set<string>()
    for (let turn = 0; turn < 20; turn++) {
      const found = await page.evaluate(() => {
        const area = document.querySelector('.chat-scroller')
        // Code and tables are as wide as they are, in a place that scrolls sideways and is measured itself.
        const isScrolled = (node: Element): boolean => {
          const { parentElement: around } = node
          if (!around || around.matches('.chat-bubble')) return false
          return getComputedStyle(around).overflowX === 'auto' || isScrolled(around)
        }
        const here = [...document.querySelectorAll('.chat-bubble, .chat-bubble *')].filter((node) => {
          const bubble = node.closest('.chat-bubble')?.getBoundingClientRect()
          const { left, right, width } = node.getBoundingClientRect()
          const isCut = node.closest('.chat-file__name, .chat-voice__speed, uni-image, .chat-icon') !== null
          if (!bubble || width === 0 || isCut || isScrolled(node)) return false
          return left < -0.5 || right > innerWidth + 0.5 || left < bubble.left - 0.5 || right > bubble.right + 0.5
        })
        if (area) area.scrollTop -= 500
        return here.map(node => node.className)
      })
      found.forEach(name => wide.add(name))
      await page.waitForTimeout(50)
    }
    expect([...wide]).toEqual([])
    expect(errors).toEqual([])
  })
}

test('pictures fill the screen one after the other, by keys; the focus comes back', async ({ page }) => {
  const errors = await open(page)
  const last = page.locator('.chat-picture').last()
  await last.focus()
  await page.keyboard.press('Enter')
  const viewer = page.getByRole('dialog')
  await expect(viewer).toBeVisible()
  await expect(viewer).toContainText('4 / 4')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(viewer).toContainText('2 / 4')
  await page.keyboard.press('Tab')
  await expect(viewer.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)
  await expect(last).toBeFocused()
  expect(errors).toEqual([])
})

test('a link asks with its address, and opens apart from this page', async ({ page, context }) => {
  await context.route('https://example.com/**', route => route.fulfill({ contentType: 'text/html', body: 'opened' }))
  const errors = await open(page)
  await (await find(page, '.chat-page')).click()
  const modal = page.locator('uni-modal')
  await expect(modal).toContainText('https://example.com/')
  const opened = context.waitForEvent('page')
  await page.locator('.uni-modal__btn').last().click()
  const other = await opened
  await expect(other.locator('body')).toHaveText('opened')
  expect(await other.evaluate('opener')).toBeNull()
  // A page that lies behind another one may draw nothing.
  await page.bringToFront()
  await (await find(page, '.chat-link')).click()
  await expect(modal).toContainText('mailto:ann@example.com')
  await page.locator('.uni-modal__btn').first().click()
  await expect(modal).toBeHidden()
  expect(context.pages()).toHaveLength(2)
  expect(errors).toEqual([])
})

test('a file is kept as bytes under its name, and never opened', async ({ page, context }) => {
  const errors = await open(page)
  const file = await find(page, '.chat-file')
  const download = page.waitForEvent('download')
  await file.click()
  expect((await download).suggestedFilename()).toMatch(/\.(docx|pdf)$/)
  expect(context.pages()).toHaveLength(1)
  expect(await page.evaluate('window.hurt')).toBeUndefined()
  expect(errors).toEqual([])
})

test('the day floats over what is scrolled, but not where it stands itself', async ({ page }) => {
  await open(page)
  const floating = page.locator('.chat-list__float')
  const scroll = (by: number) => page.evaluate(`document.querySelector('.chat-scroller').scrollTop += ${by}`)
  await expect(async () => {
    await scroll(-40)
    await expect(floating).toBeVisible({ timeout: 300 })
  }).toPass()
  await expect(floating).toHaveCount(0)
  await expect(async () => {
    await scroll(-2_000)
    await expect(page.locator('.chat-list__divider').first()).toBeInViewport({ timeout: 300 })
  }).toPass()
  await expect(floating).toHaveCount(0, { timeout: 500 })
})

test('a merged forward opens as a page of its own, others in it, and what they hold', async ({ page }) => {
  const errors = await open(page)
  await (await find(page, '.chat-history')).click()
  const layer = page.locator('.chat-layer')
  await expect(layer.locator('.chat-forward__item')).toHaveCount(8)
  await layer.locator('.chat-history').click()
  await expect(layer).toHaveCount(2)
  await expect(layer.last()).toContainText('deep')
  await page.keyboard.press('Escape')
  await expect(layer).toHaveCount(1)
  await layer.locator('.chat-picture').click()
  await expect(page.locator('.chat-viewer')).toBeVisible()
  await page.keyboard.press('Escape')
  await layer.getByRole('button', { name: 'Close' }).click()
  await expect(layer).toHaveCount(0)
  expect(errors).toEqual([])
})

test('a quote leads to what it answers', async ({ page }) => {
  await open(page)
  await (await find(page, '.chat-quote')).click()
  await expect(page.locator('.chat-list__row--lit')).toContainText('example.com/b')
})

test('a message\'s menu is called for by right click and by keys, once each', async ({ page }) => {
  await open(page)
  const row = page.locator('.chat-list__row').last()
  await row.click({ button: 'right' })
  await expect.poll(() => told(page)).toHaveLength(1)
  expect((await told(page))[0]).toEqual(['press', 'grace/m24', { x: expect.any(Number), y: expect.any(Number) }])
  await row.focus()
  await page.keyboard.press('Shift+F10')
  await expect.poll(() => told(page)).toHaveLength(2)
  await page.keyboard.press('ContextMenu')
  await expect.poll(() => told(page)).toHaveLength(3)
  await page.waitForTimeout(600)
  const pressed = ['press', 'grace/m24', undefined]
  expect((await told(page)).slice(1)).toEqual([pressed, pressed])
})

test.describe('with a finger', () => {
  test.use({ hasTouch: true, isMobile: true })

  test('a message that is held tells of it once, and nothing is selected', async ({ page }) => {
    await open(page)
    const box = await page.locator('.chat-quote').last().locator('xpath=..').boundingBox()
    const session = await page.context().newCDPSession(page)
    const touchPoints = [{ x: (box?.x ?? 0) + 30, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }]
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
    await expect.poll(() => told(page)).toHaveLength(1)
    await page.waitForTimeout(700)
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await page.waitForTimeout(200)
    expect(await told(page)).toHaveLength(1)
    expect(await page.evaluate('String(getSelection())')).toBe('')
  })

  test('pictures are paged, pulled down, and made larger', async ({ page }) => {
    await open(page)
    await page.locator('.chat-picture').last().tap()
    const viewer = page.locator('.chat-viewer')
    await expect(viewer).toContainText('4 / 4')
    const session = await page.context().newCDPSession(page)
    const drag = async (...path: { x: number, y: number }[][]) => {
      for (const [index, touchPoints] of path.entries()) {
        await session.send('Input.dispatchTouchEvent', { type: index === 0 ? 'touchStart' : 'touchMove', touchPoints })
      }
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    }
    await drag([{ x: 100, y: 400 }], [{ x: 160, y: 402 }], [{ x: 260, y: 404 }])
    await expect(viewer).toContainText('3 / 4')
    const lie = page.locator('.chat-viewer__lie')
    const scale = () => lie.evaluate(node => new DOMMatrix(getComputedStyle(node).transform).a)
    await drag([{ x: 150, y: 400 }, { x: 200, y: 400 }], [{ x: 100, y: 400 }, { x: 250, y: 400 }])
    await expect.poll(scale).toBeCloseTo(3, 1)
    // Twice within 0.2 s, however long the machine takes to say so.
    const now = Date.now() / 1_000
    for (const [place, type] of (['touchStart', 'touchEnd', 'touchStart', 'touchEnd'] as const).entries()) {
      const touchPoints = type === 'touchStart' ? [{ x: 200, y: 400 }] : []
      await session.send('Input.dispatchTouchEvent', { type, touchPoints, timestamp: now + place * 0.05 })
    }
    await expect.poll(scale).toBe(1)
    await drag([{ x: 200, y: 300 }], [{ x: 202, y: 400 }], [{ x: 204, y: 480 }])
    await expect(viewer).toHaveCount(0)
  })
})
