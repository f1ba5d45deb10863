import { createPinia, getActivePinia, type Pinia, setActivePinia } from 'pinia'
import { createApp, type InjectionKey, provide } from 'vue'
import { type ChatKitOptions, createChatKit } from '../../index'

/** A kit apart from the app's, with stores of its own. */
export interface OwnKit {
  readonly pinia: Pinia
  /** Gives it to the component that is being set up and to all within, in place of the app's. */
  provide(): void
}

/**
 * Makes a kit that the app's doesn't know of. It is installed in an app that is never mounted: what that provides to
 * its components, one of ours can provide to its own. Not to be called while a component is being set up.
 */
export function createOwnKit(options: ChatKitOptions): OwnKit {
  const before = getActivePinia()
  const app = createApp({})
  const pinia = createPinia()
  app.use(pinia).use(createChatKit(options))
  // The stores find their engine by the Pinia; words and language stay the app's.
  const provides: Record<symbol, unknown> = app._context.provides
  const key = Object.getOwnPropertySymbols(provides).find(symbol => provides[symbol] === pinia)
  setActivePinia(before)
  return {
    pinia,
    provide(): void {
      if (key) provide(key as InjectionKey<Pinia>, pinia)
    },
  }
}
