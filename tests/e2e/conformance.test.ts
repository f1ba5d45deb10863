/**
 * Every adapter against its real server, in the built H5 page: `tests/adapter-app`, built for this test, whose page is
 * told which server it is about. See `npm run conformance`.
 */
import { expect, type Page, test } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import type { Controls } from '../adapter-app/kit'
import { adapterNames, backends } from '../helpers/conformance/backends'
import { checks, PATIENCE, type Seat } from '../helpers/conformance/checks'
import { linesOf, type Row } from '../helpers/conformance/lines'
import { type Host, withStand } from '../helpers/conformance/stand'
import { buildApp } from '../helpers/list-app'

let pages: PreviewServer
let address: string

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const outDir = await buildApp('adapter-app', 'h5')
  pages = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
  const at = pages.httpServer.address()
  if (at === null || typeof at === 'string') throw new Error('the page server has no port')
  address = `http://127.0.0.1:${at.port}/`
})

test.afterAll(() => void pages.httpServer.close())

function rowsOf(nodes: Element[]): Row[] {
  return nodes.map((row) => {
    if (row.classList.contains('chat-message__system')) return { system: row.textContent ?? '' }
    const texts = [...row.querySelector('.chat-bubble__text')?.childNodes ?? []]
    return {
      own: row.classList.contains('chat-message--own'),
      name: row.querySelector('.chat-message__name')?.textContent ?? undefined,
      text: texts.filter(({ nodeType }) => nodeType === 3).map(({ nodeValue }) => nodeValue).join(''),
    }
  })
}

async function seatIn(page: Page, { choose }: Host): Promise<Seat> {
  const { choice, proxy } = await choose('Ann')
  const query = Object.entries(choice).map(([key, value]) => `${key}=${encodeURIComponent(encodeURIComponent(value))}`)
  await page.goto(`${address}#/pages/room/room?${query.join('&')}`)
  const read = <Name extends keyof Controls>(name: Name, ...args: Parameters<Controls[Name]>) =>
    page.evaluate(([name, args]) => {
      const { kit } = window as unknown as { kit: Record<string, (...args: unknown[]) => unknown> }
      return kit[name]?.(...args)
    }, [name, args] as const) as Promise<ReturnType<Controls[Name]>>
  await expect(page.locator('.chat-room textarea').last()).toBeVisible()
  return {
    proxy,
    state: () => read('state'),
    welcomes: () => read('welcomes'),
    unread: () => read('unread'),
    members: () => read('members'),
    allSent: () => read('allSent'),
    look: at => read('look', at),
    lines: async () => linesOf(await page.locator('.chat-message, .chat-message__system').evaluateAll(rowsOf)),
    async say(...texts) {
      const field = page.locator('.chat-room textarea').last()
      for (const text of texts) {
        await field.fill(text)
        await field.press('Enter')
      }
    },
    wake: () => page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange'))),
  }
}

for (const adapter of adapterNames) {
  test.describe(adapter, () => {
    for (const { name, fits, run } of checks) {
      if (fits && !fits(backends[adapter])) continue
      test(name, async ({ page }) => {
        test.setTimeout(2 * PATIENCE)
        const errors: string[] = []
        page.on('pageerror', error => errors.push(error.message))
        await withStand(adapter, host => seatIn(page, host), run)
        expect(errors).toEqual([])
      })
    }
  })
}
