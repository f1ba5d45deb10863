/**
 * The list alone, in Firefox and WebKitGTK: the line being read stays, as tests/e2e/list.long.test.ts shows in
 * Chromium.
 */
import { preview, type PreviewServer } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildListApp } from '../helpers/list-app'
import { changes, reader } from '../helpers/reader'
import { type DrivenBrowser, startFirefox, startWebKit } from '../helpers/web-driver'

const TURNS = 200
/** For how long the wheel is turned at most, in ms. */
const TURNING = 100_000
const places = { 'the middle': 3_000, 'the very top': 1e9 }

let pages: PreviewServer
beforeAll(async () => {
  const outDir = await buildListApp('h5')
  pages = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
}, 120_000)
afterAll(() => { pages.httpServer.close() })

/** Opens a page of `tests/list-app` with messages in it. */
async function open(browser: DrivenBrowser, route: string): Promise<void> {
  const address = pages.httpServer.address()
  const port = typeof address === 'object' ? address?.port : 0
  // Another page, not another part of the same one.
  await browser.open('about:blank')
  await browser.open(`http://127.0.0.1:${port}/#/pages/${route}/${route}`)
  await expect.poll(() => browser.run('Boolean(window.list)'), { timeout: 20_000 }).toBe(true)
  await browser.run(reader)
  await browser.run('(list.fill(300), reader.frames(10))')
}

/** Goes up, twice, as the height of what hasn't been drawn is a guess. */
async function goUp(browser: DrivenBrowser, fromEnd: number): Promise<void> {
  for (let time = 0; time < 2; time++) await browser.run(`(reader.to(${fromEnd}), reader.frames(60))`)
}

describe.each([['Firefox', startFirefox], ['WebKit', startWebKit]])('in %s', (_name, start) => {
  let browser: DrivenBrowser
  beforeEach(async () => { browser = await start() })
  afterEach(() => browser.close())

  it('a line being read moves by 1 px at most, whatever changes', { timeout: 120_000 }, async () => {
    await open(browser, 'list')
    await browser.run('(list.set({ hasEarlier: true }), reader.frames(10))')
    for (const fromEnd of Object.values(places)) {
      await goUp(browser, fromEnd)
      for (const [what, change] of Object.entries(changes)) {
        const moved = await browser.run(`reader.drift(() => ${change})`)
        expect(moved, `${what}, ${fromEnd} px from the end`).toBeLessThanOrEqual(1)
      }
    }
  })

  it.each(Object.entries(places))('history with late pictures while the wheel turns, from %s: no line jumps', {
    timeout: 200_000,
    // Now and then Firefox stops to answer its driver: then it takes another one.
    retry: 2,
  }, async (_where, fromEnd) => {
    await open(browser, 'slots')
    await goUp(browser, fromEnd)
    // Firefox is slow to turn the wheel, and doesn't always: what counts is what the page has seen of it. WebKit tells
    // the page of the wheel from the next frame on.
    await browser.run('(turned = 0, addEventListener("wheel", () => { turned += 1 }, true), 1)')
    // At the very top there is nowhere to scroll to before.
    await browser.run('(list.prepend(50), reader.frames(10))')
    await browser.run('reader.watch()')
    const enough = Date.now() + TURNING
    for (let turn = 0; turn < TURNS && Date.now() < enough; turn++) {
      await browser.run('(list.prepend(50), 1)')
      await browser.wheel(-100)
      await browser.run('reader.frames(2)')
    }
    await browser.run('reader.frames(90)')
    expect(await browser.run('list.pictures()')).toBeGreaterThan(10)
    const { moved, back, lost } = await browser.run('reader.stop()') as { moved: number, back: number, lost: number }
    const turned = Number(await browser.run('turned'))
    expect(turned).toBeGreaterThan(TURNS / 2)
    // At the very top, a turn that comes when the history above isn't drawn yet leads nowhere.
    const turns = fromEnd < 1e9 ? turned : Math.round(moved / 100)
    expect(Math.abs(moved - turns * 100), 'jumps on the way').toBeLessThanOrEqual(1)
    expect(turns).toBeLessThanOrEqual(turned)
    expect(turns).toBeGreaterThan(turned / 2)
    expect(back, 'a line goes back').toBeLessThanOrEqual(1)
    expect(lost, 'frames that have nothing in common').toBe(0)
  })
})
