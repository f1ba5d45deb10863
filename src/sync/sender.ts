import type { Content } from '../model/content'
import { ChatError, ErrorCode } from '../model/error'
import type { FailedEvent, SendCommand } from '../model/events'
import type { MessageStatus } from '../model/message'
import type { Clock, Timer } from '../platform/types'
import type { Changes } from './changes'
import { Outbox, type Outgoing } from './outbox'
import { isNotNow } from './passing'
import type { Timelines } from './timelines'

export interface SenderOptions {
  clock: Clock
  timelines: Timelines
  changes: Changes
  /** The longest text, in UTF-16 code units. */
  textLength: () => number
  /** Hands a command to the connection; false when there is none. Throws a ChatError when it is too long. */
  transmit: (command: SendCommand) => boolean
}

/** How many messages may be in flight at once. */
const WINDOW = 32
/** How long to wait before sending again what the server had no time for, in ms, unless it says so itself. */
const BUSY_DELAY = 1_000

/** Brings one's own messages to the server: each one once, in the order they were written. */
export class Sender {
  private readonly outbox = new Outbox(WINDOW)
  private online = false
  /** Set while the server has no time for messages. */
  private busy: Timer | undefined

  constructor(private readonly options: SenderOptions) {}

  connected(): void {
    this.online = true
    this.pump()
  }

  disconnected(): void {
    this.online = false
    this.resume()
    this.outbox.requeue()
    for (const { id, conversationId } of this.outbox.all) this.mark(conversationId, id, 'queued')
  }

  forget(): void {
    for (const { id } of [...this.outbox.all]) this.outbox.remove(id)
  }

  /** Writes a message. It is shown at once, and sent as soon as the connection allows. */
  write(id: string, conversationId: string, content: Content): void {
    this.options.timelines.ensure(conversationId).write(id, content, this.options.clock.now())
    this.options.changes.timeline(conversationId)
    this.outbox.add({ id, conversationId, content })
    this.pump()
  }

  /** Sends a failed message again, under the same id: if it did arrive, it is stored once. */
  retry(conversationId: string, id: string): void {
    const message = this.options.timelines.get(conversationId)?.waiting(id)
    if (message?.status !== 'failed' || message.content.kind === 'unsupported') return
    this.mark(conversationId, id, 'queued')
    this.outbox.add({ id, conversationId, content: message.content })
    this.pump()
  }

  /** Throws a failed message away. */
  discard(conversationId: string, id: string): void {
    const timeline = this.options.timelines.get(conversationId)
    if (timeline?.waiting(id)?.status !== 'failed') return
    timeline.discard(id)
    this.options.changes.timeline(conversationId)
  }

  /** The server has stored a message, at this place; false if it wasn't asked to. */
  acked(id: string, conversationId: string, seq: number, at: number): boolean {
    if (!this.outbox.remove(id)) return false
    this.options.timelines.ensure(conversationId).place(id, seq, at)
    this.options.changes.timeline(conversationId)
    this.pump()
    return true
  }

  /** The server won't have a message, now or ever. */
  rejected(id: string, { code, message, retryAfter }: FailedEvent): void {
    if (!this.outbox.has(id)) return
    if (isNotNow(code)) return this.pause(retryAfter ?? BUSY_DELAY)
    this.fail(id, new ChatError(code, message))
    this.pump()
  }

  private fail(id: string, error: ChatError): void {
    const outgoing = this.outbox.remove(id)
    if (outgoing) this.mark(outgoing.conversationId, id, 'failed', error)
  }

  /** Sends nothing for a while, then all that is not acknowledged again. */
  private pause(delay: number): void {
    this.resume()
    this.busy = this.options.clock.setTimeout(() => {
      this.busy = undefined
      this.outbox.requeue()
      this.pump()
    }, delay)
  }

  private resume(): void {
    if (this.busy !== undefined) this.options.clock.clearTimeout(this.busy)
    this.busy = undefined
  }

  private pump(): void {
    if (this.online && this.busy === undefined) this.outbox.pump(outgoing => this.send(outgoing))
  }

  private send({ id, conversationId, content }: Outgoing): boolean {
    this.mark(conversationId, id, 'sending')
    try {
      if (content.text.length > this.options.textLength()) {
        throw new ChatError(ErrorCode.tooLong, 'the text is too long')
      }
      return this.options.transmit({ type: 'send', id, conversationId, content })
    } catch (error) {
      this.fail(id, error instanceof ChatError ? error : new ChatError(ErrorCode.tooLong, String(error), error))
      return true
    }
  }

  private mark(conversationId: string, id: string, status: MessageStatus, error?: ChatError): void {
    this.options.timelines.get(conversationId)?.mark(id, status, error)
    this.options.changes.timeline(conversationId)
  }
}
