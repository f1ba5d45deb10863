import fs from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'

/**
 * Names that Node or jsdom have and a mini-program's app service has not.
 * Timers, console, Promise, typed arrays and Intl are there on devices too.
 */
export const HIDDEN_GLOBALS: readonly string[] = [
  'fetch', 'Headers', 'Request', 'Response', 'FormData', 'Blob', 'File', 'URL', 'URLSearchParams',
  'TextEncoder', 'TextDecoder', 'TextEncoderStream', 'TextDecoderStream', 'ReadableStream', 'WritableStream',
  'TransformStream', 'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'CustomEvent', 'MessageChannel',
  'MessagePort', 'MessageEvent', 'BroadcastChannel', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'DOMException',
  'crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto', 'structuredClone', 'atob', 'btoa', 'queueMicrotask', 'performance',
  'window', 'self', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'indexedDB',
  'Node', 'Element', 'HTMLElement', 'MutationObserver', 'ResizeObserver', 'IntersectionObserver',
  'requestAnimationFrame', 'cancelAnimationFrame', 'process', 'Buffer', 'setImmediate', 'clearImmediate'
]

interface Module {
  exports: unknown
}

type Require = (request: string) => unknown
type Factory = (exports: unknown, require: Require, module: Module) => void

/** The global object as the app's code sees it: Node's, without the hidden names. */
function deviceGlobal(hidden: ReadonlySet<PropertyKey>): object {
  // What the app sets under a hidden name (a polyfill) is kept for the app alone.
  const own = new Map<PropertyKey, unknown>()
  return new Proxy({}, {
    has: (_target, key) => own.has(key) || (!hidden.has(key) && Reflect.has(globalThis, key)),
    get: (_target, key) => hidden.has(key) ? own.get(key) : Reflect.get(globalThis, key),
    set: (_target, key, value) => {
      if (!hidden.has(key)) return Reflect.set(globalThis, key, value)
      own.set(key, value)
      return true
    }
  })
}

/** Loads the files of one build as a mini-program does: relative CommonJS only, each once, without Node's globals. */
export class DeviceRealm {
  private readonly modules = new Map<string, Module>()
  private readonly hidden: Record<string, unknown>

  /** `onError` hears of the errors that the app's code logs: uni-app logs what handlers throw. */
  constructor(private readonly root: string, onError: (error: Error) => void = () => undefined) {
    this.hidden = Object.fromEntries(HIDDEN_GLOBALS.map((name) => [name, undefined]))
    this.hidden.console = Object.assign(Object.create(console) as Console, {
      error: (...args: unknown[]) => {
        for (const arg of args) if (arg instanceof Error) onError(arg)
        console.error(...args)
      }
    })
    this.hidden.globalThis = this.hidden.global = deviceGlobal(new Set(HIDDEN_GLOBALS))
  }

  /** Runs a file unless it has run already, and returns its exports. `file` is absolute, `.js` may be left out. */
  run(file: string): unknown {
    const full = file.endsWith('.js') ? file : `${file}.js`
    const known = this.modules.get(full)
    if (known) return known.exports
    const module: Module = { exports: {} }
    this.modules.set(full, module)
    const require: Require = (request) => this.run(this.resolve(full, request))
    this.compile(full).call(undefined, module.exports, require, module)
    return module.exports
  }

  private resolve(from: string, request: string): string {
    const base = request.startsWith('/') ? path.join(this.root, request) : path.resolve(path.dirname(from), request)
    const candidates = [base, `${base}.js`, path.join(base, 'index.js')]
    const found = candidates.find((file) => file.endsWith('.js') && fs.existsSync(file))
    if (found?.startsWith(this.root + path.sep)) return found
    const name = path.relative(this.root, base.endsWith('.js') ? base : `${base}.js`)
    throw new Error(`module '${name}' is not defined, require args is '${request}'`)
  }

  private compile(file: string): Factory {
    // Two functions: the outer one's parameters shadow the globals, and the file may declare the same names again.
    // All on the first line, so that the lines of stack traces are the file's.
    const source = `return function (exports, require, module) {${fs.readFileSync(file, 'utf8')}\n}`
    const outer = vm.compileFunction(source, Object.keys(this.hidden), { filename: file }) as
      (...globals: unknown[]) => Factory
    return outer(...Object.values(this.hidden))
  }
}
