import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions, type Plugin } from 'esbuild'
import { buildApp } from '../../tests/helpers/list-app'

// Typed by hand: the package's own types pull in all of uni-app's compiler.
interface Preprocessor {
  initPreContext(platform: string): void
  preJs(code: string): string
}

/** Conditional compilation, as uni-app's own build does it: each platform gets its own code only. */
function conditional(platform: string): Plugin {
  const uni = createRequire(resolve('package.json'))('@dcloudio/uni-cli-shared') as Preprocessor
  return {
    name: 'uni-conditional-compilation',
    setup({ onLoad }) {
      uni.initPreContext(platform)
      onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: uni.preJs(readFileSync(path, 'utf8')), loader: 'ts' }))
    },
  }
}

/** Bundled for browsers, minified and gzipped, in bytes. */
export async function gzipSize(entry: string, options: BuildOptions = {}): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2018',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
    ...options,
  })
  return gzipSync(outputFiles?.[0]?.contents ?? '', { level: 9 }).length
}

/** The larger of both platforms. */
async function kitSize(entry: string): Promise<number> {
  let largest = 0
  // One after another: the preprocessor has one context for the whole process.
  for (const platform of ['h5', 'mp-weixin']) {
    const plugins = [conditional(platform)]
    largest = Math.max(largest, await gzipSize(entry, { plugins, external: ['vue', 'pinia', '@dcloudio/*'] }))
  }
  return largest
}

/** The connection with its heartbeat, backoff and ladder, and the WebSocket transport: nothing else. */
export function connectionSize(): Promise<number> {
  return kitSize(`
    export * from './src/connection/connection'
    export * from './src/connection/heartbeat'
    export * from './src/connection/states'
    export * from './src/transports/websocket'
  `)
}

/** What works without a screen: connection, native protocol over WebSocket, delivery, stores; Vue and Pinia apart. */
export function engineSize(): Promise<number> {
  return kitSize(`
    export * from './src/engine'
    export * from './src/protocols/native/native'
    export * from './src/transports/websocket'
    export * from './store/engine'
    export * from './store/connection'
    export * from './store/conversations'
    export * from './store/messages'
    export * from './store/people'
  `)
}

/** All that `index.ts` reaches: the engine with all transports, the platform, storage and words, and no component. */
export function indexSize(): Promise<number> {
  return kitSize(`export * from './index'`)
}

/**
 * What each adapter adds to an app that has the kit, by name; `shared` is what all of them stand on, which only comes
 * along with a protocol that `defineProtocol` made.
 */
export async function adapterSizes(): Promise<Record<string, number>> {
  const kit = `export * from './index'`
  const whole = await kitSize(kit)
  const sizes: Record<string, number> = { shared: await kitSize(`export * from './src/protocols/define'`) }
  for (const name of ['text-rooms', 'json-rooms', 'event-rooms', 'http-messages', 'socket-io']) {
    sizes[name] = await kitSize(`${kit}; export * from './src/protocols/${name}'`) - whole
  }
  return sizes
}

/** What a browser loads of the kit, gzipped, in bytes; Vue, Pinia and uni-app's own parts apart. */
export interface ComponentSizes {
  /** The list alone, with data of its own, on a page that has nothing else of the kit. */
  listGzip: number
  listCssGzip: number
  /** The whole kit, until the first message is shown: `createChatKit`, `chat-conversations`, `chat-room`. */
  kitGzip: number
  kitCssGzip: number
  /**
   * What comes later, in files of their own: once the screen stands, at a tap, or with another page, as that with
   * `chat-room-details` is one. Without other languages.
   */
  kitLaterGzip: number
  kitLaterCssGzip: number
}

/**
 * Builds `tests/size-app` with uni-app's own H5 build, in which the kit goes into files apart from everything else.
 * What of the kit only a dynamic import leads to is in files of its own, as in any project. Of the languages the one
 * that takes the most counts as loaded at the start; a person doesn't load the others.
 */
export async function componentSizes(): Promise<ComponentSizes> {
  const folder = join(await buildApp('size-app', 'h5'), 'assets')
  const files = readdirSync(folder)
  const named = (start: RegExp, type: string) => files.filter(file => start.test(file) && file.endsWith(type))
  const gzip = (names: string[]) =>
    gzipSync(names.map(name => readFileSync(join(folder, name), 'utf8')).join(''), { level: 9 }).length
  const languages = /^src-locale-/
  const largest = named(languages, '.js').sort((one, other) => gzip([other]) - gzip([one])).slice(0, 1)
  const later = files.filter(file => !/^(index|uni|kit|list)\b/.test(file) && !languages.test(file))
  const sum = (type: string) => later.filter(file => file.endsWith(type)).reduce((sum, file) => sum + gzip([file]), 0)
  return {
    listGzip: gzip([...named(/^list\b/, '.js'), ...largest]),
    listCssGzip: gzip(named(/^list\b/, '.css')),
    kitGzip: gzip([...named(/^(list|kit)\b/, '.js'), ...largest]),
    kitCssGzip: gzip(named(/^(list|kit)\b/, '.css')),
    kitLaterGzip: sum('.js'),
    kitLaterCssGzip: sum('.css'),
  }
}
