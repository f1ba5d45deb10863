import type { Pinia } from 'pinia'
import { type App, getCurrentInstance, type Plugin } from 'vue'
import type { GetToken } from '../src/connection/token'
import { createEngine, type OnLog } from '../src/engine'
import { builtInKinds } from '../src/kinds'
import type { Locale } from '../src/locale/locale'
import type { Tables } from '../src/locale/tables'
import type { Words } from '../src/locale/words'
import { type AnyKind, registerKind } from '../src/model/kinds'
import { ChatError } from '../src/model/error'
import * as ErrorCode from '../src/model/error-code'
import type { Platform } from '../src/platform/types'
import { uniPlatform } from '../src/platform/uni'
import { native } from '../src/protocols/native/native'
import { NO_TOKEN, type Protocol } from '../src/protocols/protocol'
import { Vault } from '../src/storage/vault'
import { longPolling } from '../src/transports/long-polling'
import { polling } from '../src/transports/polling'
import { sse } from '../src/transports/sse'
import type { Transport } from '../src/transports/transport'
import { websocket } from '../src/transports/websocket'
import type { FileLink } from '../src/uploads/file-links'
import type { Upload } from '../src/uploads/upload'
import { setEngine } from './engine'
import { provideMedia } from './media'
import { serverFiles } from './upload-files'
import { provideWords } from './words'

export interface ChatKitOptions {
  /** The address of the server: `wss://example.com/v1/ws`. */
  url: string
  /** How the server speaks: see `docs/your-backend.md`. @default the native protocol */
  protocol?: Protocol
  /**
   * Where the same server speaks HTTP, for networks that block WebSocket: `https://example.com/v1`. With null, WebSocket
   * is the only way. For the native protocol only.
   * @default `url` as HTTP, without its last part
   */
  httpUrl?: string | null
  /**
   * Gives the token that says who one is; asked before each link, and sent in its first frame. While nobody is signed
   * in it gives nothing (null or ''), and nothing connects until {@link useConnectionStore}'s `open` is called again.
   * With `refresh`, the one given last has expired or was refused: get a new one. Where the protocol needs no token, it
   * can be left out: then it connects without.
   */
  getToken?: GetToken
  /** @default the phone's language: Chinese, simplified or traditional, or English */
  locale?: Locale
  /**
   * The id of the person who is signed in, as far as the app knows without asking the server, or null. With it, the
   * last screens are there before the network answers, and what was left to send goes out. Without it, that waits for
   * the server to say who one is.
   * @default who the protocol says one is, if it does
   */
  userId?: () => string | null
  /**
   * With more missing entries than this, a conversation's newest page comes first, and a hole stays behind it, which
   * scrolling up fills.
   * @default 300
   */
  maxGap?: number
  /** `useSocketStore`, for who wants to see the socket itself: its ready state, its raw frames. */
  socket?: (pinia: Pinia) => { watch(platform: Platform): Platform }
  /** Hears what happens, to help find faults. It is never told contents of messages, nor tokens. */
  onLog?: OnLog
  /**
   * Uploads a file and says where others can fetch it. Without any way to upload, the kit offers no files.
   * @default to the reference server, where the protocol is the native one
   */
  upload?: Upload
  /**
   * Turns the address of a file in a message into one that can be shown now: a signed one, say.
   * @default the reference server's links for its own files, every other address as it is
   */
  fileLink?: FileLink
  /** Kinds of message of your own, beside the kit's: see `docs/kinds.md`. */
  kinds?: readonly AnyKind[]
  /** Words of your own in place of the kit's. */
  words?: Partial<Words>
  /**
   * Words that come with the app: `{ 'zh-Hans': zhHans }` with `zhHans` from `uni-chat-kit/src/locale/zh-hans`. On H5
   * the words of a language are a file of their own, loaded when they are needed; those given here are there at once.
   */
  languages?: Readonly<Tables>
}

/** The apps that have a kit. */
const installed = new WeakSet<App>()

/**
 * Makes the plugin that brings chat into an app: `app.use(createPinia()).use(createChatKit({ url, getToken }))`.
 * Nothing connects before the first chat component is on screen, or {@link useConnectionStore}'s `open` is called.
 * @throws ChatError at `app.use` when Pinia isn't installed, or there is no `getToken` and the protocol needs one
 */
export function createChatKit(options: ChatKitOptions): Plugin {
  return {
    install(app: App) {
      const pinia: Pinia | undefined = app.config.globalProperties.$pinia
      if (!pinia) {
        throw new ChatError(ErrorCode.notInstalled, 'Pinia is not installed: app.use(createPinia()) comes first')
      }
      const { protocol = native, maxGap, onLog, kinds = [] } = options
      for (const kind of [...builtInKinds, ...kinds]) registerKind(kind)
      const getToken = options.getToken ?? (protocol.anonymous ? () => NO_TOKEN : null)
      if (!getToken) throw new ChatError(ErrorCode.notInstalled, `the protocol '${protocol.name}' needs getToken`)
      const platform = options.socket?.(pinia).watch(uniPlatform) ?? uniPlatform
      setEngine(pinia, createEngine({
        transports: transportsOf(protocol, options, platform),
        protocol,
        platform,
        openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
        getToken,
        userId: options.userId ?? (() => protocol.self?.()?.id ?? null),
        maxGap,
        onLog,
      }))
      provideWords(app, options.locale, options.words, options.languages)
      const httpUrl = protocol === native ? httpUrlOf(options) : null
      const files = httpUrl === null ? {} : serverFiles({ httpUrl, getToken, platform })
      provideMedia(app, pinia, { ...files, ...given(options) })
      installed.add(app)
    },
  }
}

/**
 * Brings the kit into the app from a component's setup, in place of `main.ts`: for a kit that is in a subpackage only.
 * Every page with chat calls it first; what is there already stays. See `docs/subpackages.md`.
 * @throws ChatError as `app.use` of the plugin does, and outside of a component's setup
 */
export function useChatKit(kit: Plugin): void {
  const app = getCurrentInstance()?.appContext.app
  if (!app) throw new ChatError(ErrorCode.notInstalled, 'useChatKit is for the setup of a component')
  if (installed.has(app)) return
  app.use(kit)
}

const httpUrlOf = ({ url, httpUrl = url.replace(/^ws/, 'http').replace(/\/[^/]*$/, '') }: ChatKitOptions) => httpUrl

/** What a project does by itself with files. */
const given = ({ upload, fileLink }: ChatKitOptions) => ({ ...upload && { upload }, ...fileLink && { fileLink } })

type Ways = readonly [Transport, ...Transport[]]

/** The ways to the server, the best first. */
function transportsOf(protocol: Protocol, options: ChatKitOptions, platform: Platform): Ways {
  const { url } = options
  const httpUrl = httpUrlOf(options)
  if (protocol.transports) return protocol.transports(url, platform)
  const best = websocket(url, platform)
  if (httpUrl === null || protocol !== native) return [best]
  return [best, ...[sse, longPolling, polling].map(way => way(httpUrl, platform))]
}
