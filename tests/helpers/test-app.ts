import { createPinia } from 'pinia'
import { vi } from 'vitest'
import { createApp, type App } from 'vue'
import type { Engine } from '../../src/engine'
import type { Locale } from '../../src/locale/locale'
import { systemClock } from '../../src/platform/clock'
import { setEngine } from '../../store/engine'
import { provideWords } from '../../store/words'
import { FakePlatform } from './fake-platform'
import { FakeServer } from './fake-server'
import { noon } from './fixtures'
import { makeEngine } from './make-engine'
import { cutAll, serve } from './serve'

/**
 * An app with the kit, on a fake machine, with a fake server behind it. Time stands at noon and passes by {@link pass}
 * only.
 */
export class TestApp {
  readonly platform = new FakePlatform(systemClock)
  readonly server: FakeServer
  readonly pinia = createPinia()
  readonly engine: Engine
  /** Who is signed in. */
  token: string | null = 'ann'
  /** Whether there is a way to the server. */
  reachable = true
  /** What `app.use` takes, or a mount's `plugins`. */
  readonly plugin: { install(app: App): void }

  constructor({ rooms = ['room'], locale = 'en' }: { rooms?: string[], locale?: Locale } = {}) {
    vi.useFakeTimers({ now: noon, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    const { platform, pinia } = this
    this.server = new FakeServer(...rooms)
    this.server.now = noon - 60_000
    serve(platform, this.server, () => this.reachable)
    const engine = this.engine = makeEngine(platform, () => this.token)
    this.plugin = {
      install(app) {
        app.use(pinia)
        setEngine(pinia, engine)
        provideWords(app, locale)
      },
    }
  }

  /** Makes the app without a page: enough for stores. */
  create(): App {
    return createApp({}).use(this.plugin)
  }

  /** Lets time pass, in ms, and all that follows from it; without one, what happens within a moment. */
  async pass(duration = 100): Promise<void> {
    await vi.advanceTimersByTimeAsync(duration)
  }

  /** The way to the server is gone, and the app learns of it. */
  cut(): void {
    this.reachable = false
    cutAll(this.platform)
  }
}
