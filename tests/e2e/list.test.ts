/** The list alone, in Chromium: the line being read stays, whatever comes before or after it. */
import { expect, type Page, test } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { buildListApp } from '../helpers/list-app'
import { reader } from '../helpers/reader'

let pages: PreviewServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const outDir = buildListApp('h5')
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

/** The index of a message that is drawn, so many above or below the one whose row is the first wholly on the screen. */
const near = (by: number): string => `(() => {
  const { top } = document.querySelector('.chat-scroller').getBoundingClientRect()
  const rows = [...document.querySelectorAll('.chat-list__row')]
  const row = rows[rows.findIndex(row => row.getBoundingClientRect().top >= top) + ${by}]
  return list.keys().indexOf(row.dataset.id)
})()`

/** A change of the list, as code for the page, by what it is. */
const changes = {
  'history': 'list.prepend(50)',
  'new messages': 'list.append(50)',
  'a longer text above': `list.change(${near(-2)}, { content: { kind: 'text', text: 'x '.repeat(400) } })`,
  'a recalled message above': `list.change(${near(-2)}, { content: { kind: 'recalled', by: { id: 'a', name: 'A' } } })`,
  'a reaction below': `list.change(${near(3)}, { reactions: [{ emoji: '+', count: 1, people: [] }] })`,
}

/** What adds up, from frame to frame, how far the bubbles on the page move. */
const watcher = `(() => {
  const tops = () => new Map([...document.querySelectorAll('.chat-list__row')].map(row =>
    [row.dataset.id, (row.querySelector('.chat-bubble') ?? row).getBoundingClientRect().top]))
  window.watcher = { moved: 0, apart: 0, lost: 0, ends: false }
  let before = tops()
  const look = () => {
    const now = tops()
    const moves = [...now].filter(([key]) => before.has(key)).map(([key, top]) => top - before.get(key))
    if (!moves.length) watcher.lost += 1
    else watcher.moved += moves[0]
    watcher.apart = Math.max(watcher.apart, Math.max(...moves) - Math.min(...moves))
    before = now
    if (!watcher.ends) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  return true
})()`

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

for (const [where, fromEnd] of Object.entries({ 'the middle': 3_000, 'the very top': 1e9 })) {
  const moves = 'lines move as far as was scrolled'
  test(`history that comes while the wheel turns, from ${where}: ${moves}`, async ({ page }) => {
    await open(page)
    await page.mouse.move(180, 400)
    await page.evaluate('(list.set({ hasEarlier: true }), list.fill(300), reader.frames(10))')
    // Twice, as the height of what hasn't been drawn is a guess.
    for (let time = 0; time < 2; time++) await page.evaluate(`(reader.to(${fromEnd}), reader.frames(20))`)
    const before = await page.evaluate<{ fromEnd: number }>('reader.place()')
    await page.evaluate(watcher)
    for (let turn = 0; turn < 20; turn++) {
      if (turn % 2 === 0) await page.evaluate('(list.prepend(50), 1)')
      await page.mouse.wheel(0, -100)
      await page.evaluate('reader.frames(2)')
    }
    await page.evaluate('reader.frames(60)')
    await page.evaluate('(watcher.ends = true, reader.frames(2))')
    const after = await page.evaluate<{ fromEnd: number }>('reader.place()')
    const { moved, apart, lost } = await page.evaluate<{ moved: number, apart: number, lost: number }>('watcher')
    expect(lost, 'frames that have nothing in common').toBe(0)
    expect(moved, 'it was scrolled').toBeGreaterThan(500)
    expect(Math.abs(moved - (after.fromEnd - before.fromEnd)), 'jumps on the way').toBeLessThanOrEqual(1)
    expect(apart, 'no line moves on its own').toBeLessThanOrEqual(1)
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
