import { ChatError, ErrorCode } from '../model/error'
import type { ChatEvent } from '../model/events'
import type { Clock, Timer } from '../platform/types'

type Answer<Type extends ChatEvent['type']> = Extract<ChatEvent, { type: Type }>

interface Waiting {
  type: ChatEvent['type']
  resolve(event: ChatEvent): void
  reject(error: unknown): void
  timer: Timer
}

/** Commands that wait for an answer by their id. When the link breaks, all of them fail at once. */
export class Requests {
  private readonly waiting = new Map<string, Waiting>()

  /** @param patience how long an answer may take, in ms */
  constructor(private readonly clock: Clock, private readonly patience: number) {}

  /**
   * Waits for the answer to a command. `send` hands it over and says whether there was a link.
   * @throws ChatError when there is no link, or it breaks, or nothing comes in time, or the server says no
   */
  async ask<Type extends ChatEvent['type']>(id: string, type: Type, send: () => boolean): Promise<Answer<Type>> {
    const answer = new Promise<ChatEvent>((resolve, reject) => {
      const timer = this.clock.setTimeout(
        () => this.take(id)?.reject(new ChatError(ErrorCode.timeout, `no answer to '${type}' in time`)),
        this.patience,
      )
      this.waiting.set(id, { type, resolve, reject, timer })
    })
    try {
      if (!send()) throw new ChatError(ErrorCode.offline, 'there is no connection')
    } catch (error) {
      this.take(id)?.reject(error)
    }
    return await answer as Answer<Type>
  }

  /** Gives an event to whoever waits for it; false when nobody does. */
  settle(id: string, event: ChatEvent): boolean {
    const waiting = this.waiting.get(id)
    if (!waiting || (event.type !== waiting.type && event.type !== 'failed')) return false
    this.take(id)
    if (event.type === 'failed') waiting.reject(new ChatError(event.code, event.message))
    else waiting.resolve(event)
    return true
  }

  /** The link broke: no answer will come. */
  failAll(): void {
    for (const id of [...this.waiting.keys()]) {
      this.take(id)?.reject(new ChatError(ErrorCode.connectionLost, 'the connection broke before the answer came'))
    }
  }

  private take(id: string): Waiting | undefined {
    const waiting = this.waiting.get(id)
    if (waiting) this.clock.clearTimeout(waiting.timer)
    this.waiting.delete(id)
    return waiting
  }
}
