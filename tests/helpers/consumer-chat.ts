import { type Browser, chromium, expect, type Page } from '@playwright/test'
import { preview } from 'vite'
import { browserArgs, findBrowser } from '../../scripts/browser'
import type { MiniProgram } from './mini-program/host'
import type { MiniPage } from './mini-program/page'
import { login } from './server'
import { contentOf, type WireClient } from './wire-client'

let browser: Browser | undefined

/** Opens a page of a built or served project in Chromium, and tells of all errors in `errors`. */
export async function openPage(address: string, errors: string[]): Promise<Page> {
  browser ??= await chromium.launch({ executablePath: findBrowser() ?? undefined, args: [...browserArgs] })
  const page = await (await browser.newContext({ viewport: { width: 375, height: 812 }, locale: 'en-US' })).newPage()
  // A dev server has to work all of it out first.
  page.setDefaultTimeout(120_000)
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', (message) => {
    // uni-app's own pictures lie on a network that tests don't reach, and nobody here has an icon.
    const isOurs = !message.text().startsWith('Failed to load resource')
    if (isOurs && ['error', 'warning'].includes(message.type())) errors.push(message.text())
  })
  await page.goto(address)
  return page
}

export async function closeBrowser(): Promise<void> {
  await browser?.close()
}

/** Serves a built H5 page. */
export async function serveBuild(folder: string): Promise<{ address: string, close(): void }> {
  const server = await preview({
    configFile: false, logLevel: 'silent', build: { outDir: folder }, preview: { port: 0, host: '127.0.0.1' },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the page server has no port')
  return { address: `http://127.0.0.1:${address.port}/`, close: () => server.httpServer.close() }
}

/** Somebody in Chromium signs in on the project's first page, opens its chat, and talks with somebody elsewhere. */
export async function chatInBrowser(address: string, port: number, other: WireClient, errors: string[]): Promise<void> {
  const { token } = await login(port, 'Ada')
  const page = await openPage(`${address}#/pages/home/home?token=${token}`, errors)
  await page.locator('.price-tag').getByText('12.50').waitFor()
  await page.locator('.home__talk').click()
  await page.locator('.chat__state').getByText(/^online /).waitFor()
  await other.say('may I help you?')
  await page.locator('.chat-bubble__text').getByText('may I help you?').waitFor()
  const field = page.locator('.chat-room textarea').last()
  await field.fill('yes, in a browser')
  await field.press('Enter')
  await other.take('event', ({ event }) => event.from.name === 'Ada' && contentOf(event)?.text === 'yes, in a browser')
  // What is loaded on demand is found.
  await page.locator('.chat-room .chat-composer__emoji').last().click()
  await page.getByRole('gridcell', { name: 'grinning', exact: true }).click()
  await expect(field).toHaveValue('😀')
  // The stores that the project's own page imports are those of the components: it counts the same messages.
  const drawn = await page.locator('.chat-message').count()
  await page.locator('.chat__state').getByText(`online ${drawn}`).waitFor()
}

/** The same in the mini-program harness. */
export async function chatInMiniProgram(app: MiniProgram, token: string, other: WireClient): Promise<MiniPage> {
  const home = await app.open('pages/home/home', { token })
  await home.waitForText('12.50')
  await home.tap('.home__talk')
  return talkOn(await app.waitForPage('pages/chat/chat'), 'Bob', other)
}

/** Both sides say something on a page with a room, and hear the other. */
export async function talkOn(room: MiniPage, name: string, other: WireClient): Promise<MiniPage> {
  await other.say('anybody there?')
  await room.waitForText('anybody there?')
  await room.input('wx-textarea', 'yes, on a phone')
  await room.tap('.chat-composer__send')
  await other.take('event', ({ event }) => event.from.name === name && contentOf(event)?.text === 'yes, on a phone')
  return room
}
