import path from 'node:path'
import { callBack, later, reply } from './api'
import type { Wx, WxCallbacks } from './api'
import { createChannel } from './channel'
import type { Framework } from './framework'
import type { FrameworkInstance } from './framework-types'
import { MiniPage } from './page'

/** WeChat opens no more pages than this above each other. */
const MOST_PAGES = 10

interface UrlOptions extends WxCallbacks {
  url: string
  events?: Record<string, (...args: unknown[]) => void>
}

interface BackOptions extends WxCallbacks {
  delta?: number
}

/** Where a url leads. */
interface Place {
  route: string
  query: Record<string, string>
}

/** The pages above each other, and the `wx` functions that change them. */
export class PageStack {
  /** Bottom to top. */
  readonly pages: MiniPage[] = []
  private readonly tabPages = new Map<string, MiniPage>()

  constructor(
    private readonly framework: Framework,
    private readonly routes: ReadonlySet<string>,
    private readonly tabs: ReadonlySet<string>
  ) {}

  /** The page on top. */
  current(): MiniPage {
    const page = this.pages.at(-1)
    if (!page) throw new Error('no page is open')
    return page
  }

  /** Opens a page on top of the others. */
  push(route: string, query: Record<string, string> = {}, opener: unknown = {}): MiniPage {
    this.pages.at(-1)?.hide()
    return this.mount(route, query, opener)
  }

  /** Closes every page, and opens this one. */
  restart(route: string, query: Record<string, string> = {}): MiniPage {
    this.clear()
    return this.mount(route, query)
  }

  /** Closes pages from the top. */
  back(delta: number): void {
    const last = Math.max(1, this.pages.length - delta)
    while (this.pages.length > last) this.pop()
    this.current().show()
  }

  /** Closes every page. */
  clear(): void {
    while (this.pages.length) this.pop()
    for (const page of this.tabPages.values()) page.unmount()
    this.tabPages.clear()
  }

  /** Puts the navigation functions on `wx`. */
  install(wx: Wx): void {
    type Refuse = (place: Place) => string
    type Go = (place: Place, options: UrlOptions) => object | void
    const move = (name: string, refuse: Refuse, go: Go) =>
      (options: UrlOptions): unknown => {
        const place = this.place(options.url)
        const problem = this.routes.has(place.route) ? refuse(place) : `page "${place.route}" is not found`
        if (problem) return reply(options, { errMsg: `${name}:fail ${problem}` })
        return this.laterMove(name, options, () => go(place, options))
      }
    const noTab = ({ route }: Place): string => this.tabs.has(route) ? 'can not open a tabbar page' : ''
    Object.assign(wx, {
      navigateTo: move('navigateTo',
        (place) => noTab(place) || (this.pages.length >= MOST_PAGES ? 'webview count limit exceed' : ''),
        ({ route, query }, { events }) => {
          const channel = createChannel(events)
          this.push(route, query, channel.opened)
          return { eventChannel: channel.opener }
        }),
      redirectTo: move('redirectTo', noTab, ({ route, query }) => {
        this.pop()
        this.mount(route, query)
      }),
      reLaunch: move('reLaunch', () => '', ({ route, query }) => { this.restart(route, query) }),
      switchTab: move('switchTab',
        ({ route }) => this.tabs.has(route) ? '' : 'can not switch to no-tabBar page',
        ({ route }) => this.switchTo(route)),
      navigateBack: (options: BackOptions = {}) => this.pages.length < 2
        ? reply(options, { errMsg: 'navigateBack:fail cannot navigate back at first page.' })
        : this.laterMove('navigateBack', options, () => this.back(options.delta ?? 1)),
      setNavigationBarTitle: (options: WxCallbacks & { title: string }) => {
        const page = this.pages.at(-1)
        if (page) page.title = options.title
        return reply(options, { errMsg: 'setNavigationBarTitle:ok' })
      },
      // Without a component the query is about the page on top.
      createSelectorQuery: () => this.current().instance.createSelectorQuery(),
      createIntersectionObserver: (component?: Partial<FrameworkInstance>, options?: object) =>
        (component?.createIntersectionObserver ? component : this.current().instance)
          .createIntersectionObserver?.(options)
    })
  }

  /** Navigates in a later turn, as the host does, and answers after it. */
  private laterMove(name: string, options: WxCallbacks, go: () => object | void): Promise<unknown> | undefined {
    const run = (): { errMsg: string } => ({ errMsg: `${name}:ok`, ...go() })
    if (options.success || options.fail || options.complete) {
      later(() => callBack(options, run()))
      return undefined
    }
    return new Promise((resolve) => { later(() => resolve(run())) })
  }

  private mount(route: string, query: Record<string, string>, opener: unknown = {}): MiniPage {
    if (!this.routes.has(route)) throw new Error(`page "${route}" is not found`)
    const page = new MiniPage(this.framework, route, query, opener)
    this.pages.push(page)
    page.mount()
    return page
  }

  private pop(): void {
    const page = this.pages.pop()
    if (!page) return
    this.tabPages.delete(page.route)
    page.unmount()
  }

  /** Tab pages stay alive below the surface, all others are closed. */
  private switchTo(route: string): void {
    if (this.pages.length === 1 && this.pages[0]?.route === route) return
    while (this.pages.length > 1) this.pop()
    const bottom = this.pages[0]
    if (bottom?.route === route) return bottom.show()
    if (bottom && this.tabs.has(bottom.route)) {
      bottom.hide()
      this.tabPages.set(bottom.route, bottom)
      this.pages.pop()
    } else {
      this.pop()
    }
    const kept = this.tabPages.get(route)
    if (!kept) {
      this.mount(route, {})
      return
    }
    this.tabPages.delete(route)
    this.pages.push(kept)
    kept.show()
  }

  private place(url: string): Place {
    const [where = '', search = ''] = url.split(/\?(.*)/s)
    const base = this.pages.at(-1)?.route ?? ''
    const route = path.posix.resolve('/', path.posix.dirname(base), where)
    const query: Record<string, string> = {}
    for (const pair of search.split('&').filter(Boolean)) {
      const at = pair.indexOf('=')
      // Not decoded: onLoad gets the values as they were written.
      query[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? '' : pair.slice(at + 1)
    }
    return { route: route.replace(/^\/+/, ''), query }
  }
}
