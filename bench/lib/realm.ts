import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { compileFunction } from 'node:vm'
import { buildSync } from 'esbuild'
import type { Page } from './page'

const packages = createRequire(resolve('package.json'))
type Factory = (...globals: unknown[]) => unknown
const factories = new Map<string, Factory>()
/** What each page has loaded: as in a browser, once. */
const modules = new WeakMap<Page, Map<string, unknown>>()
const names = [
  'window', 'self', 'globalThis', 'document', 'location', 'navigator', 'WebSocket', 'setTimeout', 'clearTimeout',
  'setInterval', 'clearInterval', 'Date', 'Math', 'addEventListener', 'removeEventListener', 'fetch', 'EventSource',
]

/** The version of a package. */
export function versionOf(name: string): string {
  // Not all packages export their package.json, or anything that Node understands.
  return (packages(resolve('node_modules', name, 'package.json')) as { version: string }).version
}

/** Bundles a package as browsers get it. */
export function bundle(contents: string, options: { minify?: boolean, external?: string[] } = {}): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'bundled',
    target: 'es2018',
    legalComments: 'none',
    logLevel: 'error',
    ...options,
  })
  return outputFiles[0]?.text ?? ''
}

/** Loads a package, as its bundle for browsers, with this page's timers, clock, chance and WebSocket. */
export function load(name: string, page: Page): unknown {
  const loaded = modules.get(page) ?? new Map<string, unknown>()
  modules.set(page, loaded)
  if (!loaded.has(name)) loaded.set(name, evaluate(name, page))
  return loaded.get(name)
}

function evaluate(name: string, page: Page): unknown {
  let factory = factories.get(name)
  if (!factory) {
    factory = compileFunction(`${bundle(`export * from '${name}'; export { default } from '${name}'`)}
      return bundled`, names) as Factory
    factories.set(name, factory)
  }
  const { window } = page
  const math = Object.create(Math) as typeof Math
  math.random = () => page.random()
  const timeout = (callback: () => void, delay?: number): unknown => page.setTimeout(callback, delay)
  const clear = (timer: unknown): void => page.clearTimeout(timer)
  const location = { protocol: 'http:', hostname: 'app.example', host: 'app.example', port: '' }
  const noInterval = (): never => {
    throw new Error('no intervals here')
  }
  const globals: Record<string, unknown> = {
    window, self: window, document: window, location, navigator: { onLine: true }, WebSocket: page.WebSocket,
    setTimeout: timeout, clearTimeout: clear, setInterval: noInterval, clearInterval: clear,
    Date: dateOf(page), Math: math,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    EventTarget, Event, Promise, Object, console,
  }
  globals.globalThis = globals
  Object.assign(window, { location, WebSocket: page.WebSocket, setTimeout: timeout, clearTimeout: clear })
  return factory(...names.map(global => globals[global]))
}

function dateOf(page: Page): typeof Date {
  return class extends Date {
    constructor(...parts: [] | [number]) {
      super(parts[0] ?? page.now())
    }

    static override now(): number {
      return page.now()
    }
  } as typeof Date
}
