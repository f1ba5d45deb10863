import { getActivePinia, type Pinia } from 'pinia'
import type { Engine } from '../src/engine'
import { ChatError } from '../src/model/error'
import * as ErrorCode from '../src/model/error-code'

/** One engine for each Pinia, that is, one for each app: the stores find theirs by the Pinia they live in. */
const engines = new WeakMap<Pinia, Engine>()

/** Gives an app its engine. */
export function setEngine(pinia: Pinia, engine: Engine): void {
  engines.set(pinia, engine)
}

/**
 * The engine of the store that is being set up.
 * @throws ChatError when the kit isn't installed
 */
export function useEngine(): Engine {
  const pinia = getActivePinia()
  const engine = pinia && engines.get(pinia)
  if (engine) return engine
  throw new ChatError(ErrorCode.notInstalled, 'createChatKit is not installed')
}
