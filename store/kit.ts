import type { Pinia } from 'pinia'
import type { App, Plugin } from 'vue'
import type { GetToken } from '../src/connection/token'
import { Engine, type OnLog } from '../src/engine'
import type { Locale } from '../src/locale/locale'
import type { Words } from '../src/locale/words'
import { ChatError, ErrorCode } from '../src/model/error'
import { uniPlatform } from '../src/platform/uni'
import { native } from '../src/protocols/native/native'
import { websocket } from '../src/transports/websocket'
import { setEngine } from './engine'
import { provideWords } from './words'

export interface ChatKitOptions {
  /** The address of the server: `wss://example.com/v1/ws`. */
  url: string
  /**
   * Gives the token that says who one is; asked before each link, and sent in its first frame. While nobody is signed
   * in it gives nothing (null or ''), and nothing connects until {@link useConnectionStore}'s `open` is called again.
   * With `refresh`, the one given last has expired or was refused: get a new one.
   */
  getToken: GetToken
  /** @default the phone's language: Chinese or English */
  locale?: Locale
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
      const { url, getToken, onLog } = options
      setEngine(pinia, new Engine({
        transports: [websocket(url, uniPlatform)],
        protocol: native,
        platform: uniPlatform,
        getToken,
        onLog,
      }))
      provideWords(app, options.locale, options.words)
    },
  }
}
