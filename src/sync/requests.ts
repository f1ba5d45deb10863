import { ChatError } from '../model/error'
import * as ErrorCode from '../model/error-code'
import type { ChatEvent } from '../model/events'
import type { Clock, Timer } from '../platform/types'

/** The event that answers a command. */
export type Answer<Type extends ChatEvent['type']> = Extract<ChatEvent, { type: Type }>

interface Waiting {
  type: ChatEvent['type']
  resolve: (event: never) => void
  reject(error: unknown): void
  timer: Timer
}

/**
 * Commands that wait for an answer by their id. When the link breaks, all of them fail at once.
 * @param patience how long an answer may take, in ms
 */
export function createRequests(clock: Clock, patience: number) {
  const waiting = new Map<string, Waiting>()

  function take(id: string): Waiting | undefined {
    const taken = waiting.get(id)
    if (taken) clock.clearTimeout(taken.timer)
    waiting.delete(id)
    return taken
  }

  return {
    /**
     * Waits for the answer to a command. `send` hands it over and says whether there was a link.
     * @throws ChatError when there is no link, or it breaks, or nothing comes in time, or the server says no
     */
    ask: <Type extends ChatEvent['type']>(id: string, type: Type, send: () => boolean): Promise<Answer<Type>> =>
      new Promise((resolve: (event: never) => void, reject) => {
        const late = new ChatError(ErrorCode.timeout, 'no answer in time')
        waiting.set(id, { type, resolve, reject, timer: clock.setTimeout(() => take(id)?.reject(late), patience) })
        try {
          if (send()) return
          reject(new ChatError(ErrorCode.offline, 'no connection'))
        } catch (error) {
          reject(error)
        }
        take(id)
      }),

    /** Gives an event to whoever waits for it; false when nobody does. */
    settle(id: string, event: ChatEvent): boolean {
      const asked = waiting.get(id)
      if (!asked || (event.type !== asked.type && event.type !== 'failed')) return false
      take(id)
      if (event.type === 'failed') asked.reject(new ChatError(event.code, event.message))
      else asked.resolve(event as never)
      return true
    },

    /** The link broke: no answer will come. */
    failAll(): void {
      for (const id of waiting.keys()) {
        take(id)?.reject(new ChatError(ErrorCode.connectionLost, 'no connection'))
      }
    },
  }
}
