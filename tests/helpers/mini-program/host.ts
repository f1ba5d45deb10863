/**
 * Runs an unmodified `mp-weixin` build in Node, on WeChat's own component framework and template compiler
 * (both published inside miniprogram-simulate) over jsdom.
 *
 * What a run proves: that the build loads without Node's and the browser's globals; that templates compile and
 * pages render; that data, events, slots, provide/inject, stores, lifecycles and navigation work together on
 * uni-app's mini-program runtime; what goes through sockets and requests, which are real; what setData costs.
 *
 * What it can't prove: anything about layout (every rectangle is 0, style isolation and media queries don't
 * apply), scrolling, real inputs and keyboards (`tap` reaches hidden and disabled elements, fields don't keep
 * what is typed), media, files and permissions (those `wx` functions are mocks that succeed, unless a test puts
 * its own there), two threads (setData is synchronous here, on devices it isn't), speed, or what WeChat changed
 * after 2020, when the compiler was published. It is no substitute for a run on devices.
 *
 * One build, and one app, for each process: vitest's `forks` pool gives every test file its own.
 */
import fs from 'node:fs'
import path from 'node:path'
import { reply } from './api'
import type { Wx, WxCallbacks } from './api'
import { HostEvents } from './events'
import { Framework } from './framework'
import { globals } from './framework-types'
import type { MiniPage } from './page'
import { DeviceRealm } from './realm'
import { Requests } from './request'
import { SetDataMeter } from './setdata'
import { Sockets } from './socket'
import { PageStack } from './stack'
import { HostStorage } from './storage'
import { installSystem, PHONE } from './system'
import type { LaunchOptions, SystemInfo } from './system'

/** How to start. What is under `wx` replaces or adds functions before the build loads. */
export interface StartOptions {
  launch?: Partial<LaunchOptions>
  system?: Partial<SystemInfo>
  storage?: Record<string, unknown>
  wx?: Wx
}

interface AppJson {
  pages: string[]
  subPackages?: Array<{ root: string, pages: string[] }>
  tabBar?: { list?: Array<{ pagePath: string }> }
}

type AppHandler = (options?: unknown) => void

/** A running mini-program. */
export class MiniProgram {
  /** What the app passed to App(), uni-app's `$vm` among it. */
  readonly app: Record<string, unknown> = {}
  readonly events = new HostEvents()
  readonly storage = new HostStorage()
  readonly sockets = new Sockets()
  readonly requests = new Requests()
  readonly setData = new SetDataMeter()
  /** Errors that handlers and lifetimes have thrown or logged. Expect it to be empty at the end of a test. */
  readonly errors: unknown[] = []
  readonly stack: PageStack
  private readonly framework: Framework
  private network = { isConnected: true, networkType: 'wifi' }
  private launch: LaunchOptions = { path: '', query: {}, scene: 1001 }

  constructor(readonly root: string, options: StartOptions) {
    const json = JSON.parse(fs.readFileSync(path.join(root, 'app.json'), 'utf8')) as AppJson
    const routes = new Set(json.pages)
    for (const sub of json.subPackages ?? []) {
      for (const page of sub.pages) routes.add(path.posix.join(sub.root, page))
    }
    const onError = (error: unknown): void => { this.errors.push(error) }
    const realm = new DeviceRealm(root, onError)
    this.framework = new Framework({
      root,
      realm,
      onCreated: (owner, instance) => {
        // Components know a page by its route, and so does uni-app.
        if (routes.has(owner)) instance.route = instance.__route__ = owner
        this.setData.watch(owner, instance)
      },
      onError
    })
    this.stack = new PageStack(this.framework, routes, new Set(json.tabBar?.list?.map((tab) => tab.pagePath)))
    this.launch = { ...this.launch, path: json.pages[0] ?? '', ...options.launch }
    for (const [key, value] of Object.entries(options.storage ?? {})) this.storage.set(key, value)
    this.install(options)
    realm.run(path.join(root, 'app.js'))
    this.callApp('onLaunch', { ...this.launch })
    this.callApp('onShow', { ...this.launch })
  }

  /** The `wx` that the app uses: uni-app puts a copy in place of the host's. */
  get wx(): Wx {
    return globals.wx
  }

  /** Opens a page alone, as a fresh start or a shared card does. */
  async open(route: string, query: Record<string, string> = {}): Promise<MiniPage> {
    const page = this.stack.restart(route, query)
    await page.settle()
    return page
  }

  /** The page on top. */
  current(): MiniPage {
    return this.stack.current()
  }

  /** Waits until a page with this route is on top. */
  async waitForPage(route: string): Promise<MiniPage> {
    const page = this.current()
    await page.waitFor(() => this.current().route === route, `page ${route} isn't on top`)
    await this.current().settle()
    return this.current()
  }

  /** The user leaves WeChat. Sockets live on until `sockets.cutAll()`, which WeChat does after some 5 s. */
  hide(): void {
    this.stack.pages.at(-1)?.hide()
    this.callApp('onHide', { reason: 3 })
    this.events.fire('AppHide', { reason: 3 })
  }

  /** The user comes back. */
  show(options: Partial<LaunchOptions> = {}): void {
    const how = { ...this.launch, ...options }
    this.callApp('onShow', how)
    this.events.fire('AppShow', how)
    this.stack.pages.at(-1)?.show()
  }

  /** The phone changes networks. Only a message: sockets go on unless the test cuts or silences them too. */
  changeNetwork(networkType: 'wifi' | '4g' | '5g' | 'unknown' | 'none'): void {
    this.network = { networkType, isConnected: networkType !== 'none' }
    this.events.fire('NetworkStatusChange', { ...this.network })
  }

  /** The keyboard comes up, changes or goes (0). */
  changeKeyboard(height: number): void {
    this.events.fire('KeyboardHeightChange', { height, duration: 250 })
  }

  /** Puts a function on the app's `wx`; the returned one puts the former back. */
  stub(name: string, implementation: unknown): () => void {
    const wx = this.wx
    const before = wx[name]
    wx[name] = implementation
    return () => { wx[name] = before }
  }

  /** Closes pages, sockets and requests, and forgets what was stored and counted; the app stays loaded. */
  reset(): void {
    this.stack.clear()
    this.sockets.reset()
    this.requests.reset()
    this.storage.reset()
    this.setData.reset()
    this.errors.length = 0
    this.network = { isConnected: true, networkType: 'wifi' }
  }

  /** Ends everything; nothing can be opened after it. */
  stop(): void {
    this.reset()
    this.framework.close()
  }

  private install(options: StartOptions): void {
    const { wx } = globals
    this.events.install(wx)
    this.storage.install(wx)
    this.sockets.install(wx)
    this.requests.install(wx)
    this.stack.install(wx)
    installSystem(wx, { ...PHONE, ...options.system }, this.launch)
    wx.getNetworkType = (how: WxCallbacks = {}) => reply(how, { errMsg: 'getNetworkType:ok', ...this.network })
    Object.assign(wx, options.wx)
    globals.App = (definition) => { Object.assign(this.app, definition) }
    globals.getApp = () => this.app
    globals.getCurrentPages = () => this.stack.pages.map((page) => page.instance)
  }

  private callApp(name: string, options: unknown): void {
    const handler = this.app[name] as AppHandler | undefined
    handler?.call(this.app, options)
  }
}

let running: MiniProgram | undefined

/** Starts the build in `directory`. A second call with the same directory returns what runs already. */
export function startMiniProgram(directory: string, options: StartOptions = {}): MiniProgram {
  const root = path.resolve(directory)
  if (!fs.existsSync(path.join(root, 'app.json'))) throw new Error(`no mini-program in ${root}: build it first`)
  if (running && running.root !== root) throw new Error(`${running.root} runs already, one build for each process`)
  running ??= new MiniProgram(root, options)
  return running
}
