import type { Pinia } from 'pinia'
import type { App, Plugin } from 'vue'
import type { GetToken } from '../src/connection/token'
import { Engine, type OnLog } from '../src/engine'
import type { Locale } from '../src/locale/locale'
import type { Words } from '../src/locale/words'
import { ChatError, ErrorCode } from '../src/model/error'
import { uniPlatform } from '../src/platform/uni'
import { native } from '../src/protocols/native/native'
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
  /**
   * Where the same server speaks HTTP, for networks that block WebSocket: `https://example.com/v1`. With null, WebSocket
   * is the only way.
   * @default `url` as HTTP, without its last part
   */
  httpUrl?: string | null
  /**
   * Gives the token that says who one is; asked before each link, and sent in its first frame. While nobody is signed
   * in it gives nothing (null or ''), and nothing connects until {@link useConnectionStore}'s `open` is called again.
   * With `refresh`, the one given last has expired or was refused: get a new one.
   */
  getToken: GetToken
  /** @default the phone's language: Chinese or English */
  locale?: Locale
  /**
   * The id of the person who is signed in, as far as the app knows without asking the server, or null. With it, the
   * last screens are there before the network answers, and what was left to send goes out. Without it, that waits for
   * the server to say who one is.
   */
  userId?: () => string | null
  /** Hears what happens, to help find faults. It is never told contents of messages, nor tokens. */
  onLog?: OnLog
  /** Words of your own in place of the kit's. */
  words?: Partial<Words>
}

/**
 * Makes the plugin that brings chat into an app: `app.use(createPinia()).use(createChatKit({ url, getToken }))`.
 * Nothing connects before the first chat component is on screen, or {@link useConnectionStore}'s `open` is called.
 * @throws ChatError at `app.use` when Pinia isn't installed
 */
export function createChatKit(options: ChatKitOptions): Plugin {
  return {
    install(app: App) {
      const pinia: Pinia | undefined = app.config.globalProperties.$pinia
      if (!pinia) {
        throw new ChatError(ErrorCode.notInstalled, 'Pinia is not installed: app.use(createPinia()) comes first')
      }
      const { getToken, userId, onLog } = options
      setEngine(pinia, new Engine({
        transports: transportsOf(options),
        protocol: native,
        platform: uniPlatform,
        getToken,
        userId,
        onLog,
      }))
      provideWords(app, options.locale, options.words)
    },
  }
}

/** The ways to the server, the best first. */
function transportsOf({ url, httpUrl = url.replace(/^ws/, 'http').replace(/\/[^/]*$/, '') }: ChatKitOptions) {
  const best = websocket(url, uniPlatform)
  const ways: [Transport, ...Transport[]] = [best]
  if (httpUrl !== null) ways.push(...[sse, longPolling, polling].map(way => way(httpUrl, uniPlatform)))
  return ways
}
