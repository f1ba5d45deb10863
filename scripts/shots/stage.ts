import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import type { Words } from '../../src/locale/words'
import { en } from '../../src/locale/en'
import { zhHans } from '../../src/locale/zh-hans'
import { Demo } from '../../tests/helpers/demo'
import type { Camera } from './camera'
import { type Cast, casts } from './cast'

/** The small apps of `tests`, each with a part of the kit and no server. */
export const smallApps = ['kinds-app', 'composer-app', 'conversations-app'] as const
export type SmallApp = (typeof smallApps)[number]

const phone = { width: 375, height: 812 }

const landscape = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice">
<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop stop-color="#274b8f"/>
<stop offset="1" stop-color="#f3b36b"/></linearGradient></defs><rect width="160" height="90" fill="url(#s)"/>
<circle cx="112" cy="48" r="9" fill="#ffe9c4"/>
<path d="M0 70 35 38l22 20 26-30 40 38 16-12 21 18v18H0z" fill="#3c4f6d"/>
<path d="M0 80 30 66l40 12 44-14 46 16v10H0z" fill="#22324a"/></svg>`

/** Where the scenes of one language are played. */
export class Stage {
  readonly cast: Cast
  readonly words: Words
  private served: Demo | undefined
  private withPrograms: Demo | undefined

  constructor(
    private readonly browser: Browser, readonly camera: Camera, private readonly apps: ReadonlyMap<SmallApp, string>,
  ) {
    this.cast = casts[camera.language]
    this.words = camera.language === 'en' ? en : zhHans
  }

  /** The built demo with a server of its own. */
  async demo(): Promise<Demo> {
    return this.served ??= await Demo.start(options => this.context(options))
  }

  /** Another one, in which programs answer. */
  async demoWithPrograms(): Promise<Demo> {
    return this.withPrograms ??= await Demo.start(options => this.context(options), ['--bot'])
  }

  /** A page of one of the small apps. */
  async open(app: SmallApp, path = '', options?: BrowserContextOptions): Promise<Page> {
    const page = await (await this.context(options)).newPage()
    await page.goto(`${this.apps.get(app)}${path}`)
    return page
  }

  async end(): Promise<void> {
    await this.served?.close()
    await this.withPrograms?.close()
  }

  private async context(options: BrowserContextOptions = {}) {
    const context = await this.browser.newContext({
      viewport: phone,
      locale: this.camera.language === 'en' ? 'en-US' : 'zh-CN',
      reducedMotion: 'reduce',
      permissions: ['microphone', 'camera'],
      ...options,
    })
    context.setDefaultTimeout(10_000)
    // What tsx makes of a function that runs in the page calls this.
    await context.addInitScript('globalThis.__name ??= named => named')
    await context.route('https://files.test/**', route => (
      route.request().url().endsWith('.svg')
        ? route.fulfill({ contentType: 'image/svg+xml', body: landscape })
        : route.fulfill({ status: 404 })))
    return context
  }
}

/** Serves a folder of a build. */
export async function serveFolder(outDir: string): Promise<{ server: PreviewServer, address: string }> {
  const server = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the page server has no port')
  return { server, address: `http://127.0.0.1:${address.port}/` }
}
