import { type Browser, chromium, type Page } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { browserArgs, findBrowser } from '../../scripts/browser'

/** How much slower than this machine the phone is taken to be. */
const SLOWER = 4

/** Where messages stand that are jumped to, as parts of the list. */
const PLACES = [0.5, 0.87, 0.24, 0.61, 0.98, 0.35, 0.72, 0.09, 0.46]

/** How long a message may take until it is on the screen, in ms. */
const PATIENCE = 20_000

/** What the measuring code finds in the page: see tests/list-app/talk.ts. */
interface ListWindow extends Window {
  list: {
    fill(count: number): unknown
    append(count: number): void
    stock(count: number): void
    prepend(count: number): void
    jumpTo(key: string): unknown
    keys(): string[]
  }
}
declare const window: ListWindow

/** A page of `tests/list-app` in Chromium, at a phone's size and speed. */
export class ListPage {
  private constructor(readonly page: Page, private readonly browser: Browser, private readonly server: PreviewServer) {}

  static async open(folder: string, route: string): Promise<ListPage> {
    const server = await preview({
      configFile: false, logLevel: 'silent', build: { outDir: folder }, preview: { port: 0, host: '127.0.0.1' },
    })
    const address = server.httpServer.address()
    const port = typeof address === 'object' ? address?.port : 0
    const args = [...browserArgs, '--enable-precise-memory-info', '--js-flags=--expose-gc']
    const browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args })
    const page = await browser.newPage({ viewport: { width: 375, height: 812 } })
    // What compiles this file wraps named functions in a helper of its own, which the page lacks.
    await page.addInitScript('globalThis.__name = named => named')
    await page.goto(`http://127.0.0.1:${port}/#/pages/${route}/${route}`)
    await page.waitForFunction('window.list')
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.mouse.move(180, 400)
    return new ListPage(page, browser, server)
  }

  async close(): Promise<void> {
    await this.browser.close()
    this.server.httpServer.close()
  }

  /**
   * Runs a piece of code, between frames as a socket's messages come, and looks after each frame whether a message is
   * on the screen.
   * @param key what its key is, as code that runs before the clock does
   * @returns how long it takes until that is painted, in ms; NaN if it never is
   */
  async timed(code: string, key: string): Promise<number> {
    const took = await this.page.evaluate<number | null>(`(async () => {
      const painted = () => new Promise(resolve => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        port2.postMessage(null)
      }))
      const shown = (key) => {
        const row = document.querySelector('[data-id="' + key + '"]')?.getBoundingClientRect()
        return row && row.bottom > 0 && row.top < innerHeight
      }
      const key = ${key}
      await painted()
      const began = performance.now()
      void ${code}
      do {
        if (performance.now() - began > ${PATIENCE}) return null
        await painted()
      } while (!shown(key))
      return performance.now() - began
    })()`)
    return took ?? NaN
  }

  /** The heap after a collection, in MB. */
  async heap(): Promise<number> {
    const heap = '(window.gc && gc(), performance.memory.usedJSHeapSize / 1e6)'
    return this.page.evaluate(heap)
  }

  /** The most elements in rows while the wheel scrolls up, and where a line went, in px. */
  async elements(): Promise<number> {
    let most = 0
    for (let turn = 0; turn < 20; turn++) {
      await this.page.mouse.wheel(0, -400)
      await this.page.waitForTimeout(60)
      most = Math.max(most, await this.page.evaluate(() =>
        document.querySelectorAll('.chat-list__row, .chat-list__row *').length))
    }
    return most
  }

  /** Puts pages of history in front; the most that a row on the screen moved, in px. */
  async drift(times: number): Promise<number> {
    return this.page.evaluate(async (times) => {
      const frames = async (count: number): Promise<void> => {
        for (let frame = 0; frame < count; frame++) await new Promise(resolve => requestAnimationFrame(resolve))
      }
      let most = 0
      for (let time = 0; time < times; time++) {
        await frames(2)
        // In a list that stands upside down, the last one is the highest.
        const row = [...document.querySelectorAll('.chat-list__row')]
          .filter(row => row.getBoundingClientRect().top >= 0)
          .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)[0]
        const before = row?.getBoundingClientRect().top ?? 0
        window.list.prepend(50)
        await frames(12)
        const after = row?.isConnected ? row.getBoundingClientRect().top : Infinity
        most = Math.max(most, Math.abs(after - before))
      }
      return most
    }, times)
  }

  /** So many messages a second come at the end, in step with the screen. */
  async burst(perSecond: number, seconds: number): Promise<{ fps: number, long: number }> {
    return this.page.evaluate(async ({ perSecond, seconds }) => {
      let long = 0
      const observer = new PerformanceObserver((list) => { long += list.getEntries().length })
      observer.observe({ entryTypes: ['longtask'] })
      window.list.stock(perSecond * (seconds + 1))
      await new Promise(resolve => setTimeout(resolve, 500))
      long = 0
      const began = performance.now()
      let frames = 0
      let came = 0
      for (;;) {
        await new Promise(resolve => requestAnimationFrame(resolve))
        const passed = (performance.now() - began) / 1000
        if (passed >= seconds) break
        frames += 1
        const due = Math.floor(passed * perSecond) - came
        came += due
        // As a socket's messages come: between frames.
        if (due > 0) setTimeout(() => window.list.append(due))
      }
      await new Promise(resolve => setTimeout(resolve, 100))
      observer.disconnect()
      return { fps: frames / seconds, long }
    }, { perSecond, seconds })
  }

  /** Goes to messages here and there: how long each takes until it stands still, and how far from its place that is. */
  async jumps(lead: number): Promise<{ took: number, error: number }[]> {
    const jumps = []
    for (const part of PLACES) {
      jumps.push(await this.jump(part, lead))
      await this.page.waitForTimeout(400)
    }
    return jumps
  }

  private async jump(part: number, lead: number): Promise<{ took: number, error: number }> {
    return this.page.evaluate(async ({ part, lead }) => {
      const painted = (): Promise<unknown> => new Promise(resolve => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        port2.postMessage(null)
      }))
      const keys = window.list.keys()
      const key = keys[Math.floor(keys.length * part)] ?? ''
      const row = (): Element | null => document.querySelector(`[data-id="${key}"]`)
      await painted()
      const began = performance.now()
      void window.list.jumpTo(key)
      let took = 0
      let before = NaN
      for (let still = 0; still < 5 && performance.now() - began < 5_000;) {
        await painted()
        const top = row()?.getBoundingClientRect().top ?? NaN
        if (top === before) still += 1
        else [still, took] = [0, performance.now() - began]
        before = top
      }
      return { took, error: Math.abs(before - lead) }
    }, { part, lead })
  }
}
