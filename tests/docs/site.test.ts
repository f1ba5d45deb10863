/** The site builds, no link of it leads nowhere, and its examples work without a server. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { componentNames } from '../../scripts/docs/component'
import { browserArgs, findBrowser } from '../../scripts/browser'
import { run } from '../helpers/run'

const site = resolve('dist/docs')

/** What is drawn by those whose element is called something else. */
const roots: Readonly<Record<string, string>> = {
  'chat-content': 'chat-picture',
  'chat-conversation-cell': 'chat-cell',
  'chat-message-list': 'chat-list',
  'chat-room-details': 'chat-details',
  'chat-room-head': 'chat-head',
  'chat-room-info': 'chat-info',
}

beforeAll(async () => {
  const { code, output } = await run(process.execPath, ['--import', 'tsx', 'scripts/docs/main.ts', 'build'])
  // VitePress goes on after a page that can't be drawn.
  if (code !== 0 || /Error/.test(output)) throw new Error(output)
}, 400_000)

it('no link leads to a page, or a place in one, that isn\'t there', () => {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.html') && !file.startsWith('live')).map(file => file.replaceAll('\\', '/'))
  const html = new Map(pages.map(file => [file, readFileSync(join(site, file), 'utf8')]))
  const places = new Map([...html].map(([file, text]) =>
    [file, new Set([...text.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id))]))
  const dead = [...html].flatMap(([file, text]) =>
    [...text.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => href).filter((href) => {
      if (/^[a-z]+:/.test(href)) return false
      const [path = '', place] = decodeURIComponent(href).split('#')
      const target = path === '' ? file
        : path.startsWith('/') ? path.slice(1) : relative(site, join(site, dirname(file), path))
      const page = target === '' || target.endsWith('/') ? `${target}index.html` : target
      const ids = places.get(page)
      if (!ids) return !existsSync(join(site, page))
      return place !== undefined && place !== '' && !ids.has(place)
    }).map(href => `${file}: ${href}`))
  expect(dead).toEqual([])
})

describe('the examples', () => {
  let browser: Browser
  let server: PreviewServer

  beforeAll(async () => {
    server = await preview({
      configFile: false, root: resolve('dist'), build: { outDir: site }, preview: { port: 0, host: '127.0.0.1' },
    })
    browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: [...browserArgs] })
  }, 60_000)

  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  it.each([...componentNames])('%s is drawn, in both themes and languages', async (name) => {
    const page = await browser.newPage({ viewport: { width: 375, height: 640 } })
    const wrong: string[] = []
    page.on('pageerror', error => wrong.push(error.message))
    for (const [theme, lang] of [['light', 'en'], ['dark', 'zh']] as const) {
      await page.goto('about:blank')
      const address = `${server.resolvedUrls?.local[0]}live/index.html`
      await page.goto(`${address}#/pages/${name}/example?theme=${theme}&lang=${lang}`)
      await page.locator(`.stage .${roots[name] ?? name}`).first().waitFor({ timeout: 20_000 })
    }
    await page.close()
    expect(wrong).toEqual([])
  }, 60_000)
})
