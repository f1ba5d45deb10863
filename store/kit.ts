import type { Pinia } from 'pinia'
import type { App, Plugin } from 'vue'
import type { GetToken } from '../src/connection/token'
import { createEngine, type OnLog } from '../src/engine'
import type { Locale } from '../src/locale/locale'
import type { Words } from '../src/locale/words'
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
import { setEngine } from './engine'
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
  /** @default the phone's language: Chinese or English */
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
  /** Words of your own in place of the kit's. */
  words?: Partial<Words>
}

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
      const { protocol = native, maxGap, onLog } = options
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
      provideWords(app, options.locale, options.words)
    },
  }
}

type Ways = readonly [Transport, ...Transport[]]

/** The ways to the server, the best first. */
function transportsOf(protocol: Protocol, options: ChatKitOptions, platform: Platform): Ways {
  const { url, httpUrl = url.replace(/^ws/, 'http').replace(/\/[^/]*$/, '') } = options
  if (protocol.transports) return protocol.transports(url, platform)
  const best = websocket(url, platform)
  if (httpUrl === null || protocol !== native) return [best]
  return [best, ...[sse, longPolling, polling].map(way => way(httpUrl, platform))]
}
