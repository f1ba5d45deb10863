import type { Content } from '../model/content'
import { ChatError, ErrorCode } from '../model/error'
import type { FailedEvent, SendCommand } from '../model/events'
import type { MessageStatus } from '../model/message'
import type { Clock, Timer } from '../platform/types'
import type { StoredMessage, Vault } from '../storage/vault'
import type { Changes } from './changes'
import { Outbox, type Outgoing } from './outbox'
import { isNotNow } from './passing'
import type { Timelines } from './timelines'

export interface SenderOptions {
  clock: Clock
  timelines: Timelines
  changes: Changes
  /** Where messages survive a restart; null as long as nobody knows whose they are. */
  vault: () => Vault | null
  /** The longest text, in UTF-16 code units. */
  textLength: () => number
  /** Hands a command to the connection; false when there is none. Throws a ChatError when it is too long. */
  transmit: (command: SendCommand) => boolean
}

/**
 * How many messages may be in flight at once, and how long they may be together, in UTF-16 code units: at a round trip
 * of 100 ms, 2,560 messages a second. What is in flight is sent again after a break, so there is no use in more.
 */
const WINDOW = 256
const WINDOW_SIZE = 131_072
/** With so many waiting, who writes by program should wait: see {@link Sender.write}. */
const FULL = 1_024
/** How long to wait before sending again what the server had no time for, in ms, unless it says so itself. */
const BUSY_DELAY = 1_000

/** Brings one's own messages to the server: each one once, in the order they were written. */
export class Sender {
  private readonly outbox = new Outbox(WINDOW, WINDOW_SIZE)
  private online = false
  private order = 0
  /** Messages that were handed to the connection once: whether they arrived, only the server knows. */
  private readonly tried = new Set<string>()
  /** Set while the server has no time for messages. */
  private busy: Timer | undefined
  /** What the storage would not take. */
  private readonly unkept = new Map<string, StoredMessage>()
  private draining: (() => void)[] = []

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
    for (const { id } of this.outbox.all) this.outbox.remove(id)
    this.tried.clear()
    this.unkept.clear()
    this.tellDrained()
  }

  /**
   * Writes a message. It is kept and shown at once, and sent as soon as the connection allows.
   * @returns false when so many wait that a program that writes should await {@link drained} before the next one
   */
  write(id: string, conversationId: string, content: Content): boolean {
    const at = this.options.clock.now()
    this.order = Math.max(this.order + 1, at)
    const message = { id, conversationId, content, at, order: this.order }
    this.keep(message)
    this.show(message)
    this.outbox.add(message)
    this.pump()
    return this.outbox.size < FULL
  }

  /** Takes up what was left to send when the app ended. */
  restore(): void {
    for (const message of this.options.vault()?.messages() ?? []) {
      const { id, conversationId, failed, order } = message
      this.order = Math.max(this.order, order)
      if (this.options.timelines.get(conversationId)?.waiting(id)) continue
      this.show(message)
      if (failed === undefined) this.outbox.add(message)
      else this.mark(conversationId, id, 'failed', new ChatError(failed, 'not sent before the app ended'))
    }
    this.pump()
  }

  /** Keeps what was written before anybody knew whose it is. */
  keepAll(): void {
    for (const message of this.outbox.all) this.keep(message)
  }

  /** Tries once more to keep what the storage would not take. */
  keepAgain(): void {
    for (const message of [...this.unkept.values()]) this.keep(message)
  }

  /** Fulfilled once no more than half as many wait as make {@link write} say false. */
  drained(): Promise<void> {
    return new Promise((done) => {
      this.draining.push(done)
      this.tellDrained()
    })
  }

  /** Sends a failed message again, under the same id: if it did arrive, it is stored once. */
  retry(conversationId: string, id: string): void {
    const message = this.options.timelines.get(conversationId)?.waiting(id)
    if (message?.status !== 'failed' || message.content.kind === 'unsupported') return
    this.mark(conversationId, id, 'queued')
    this.order = Math.max(this.order + 1, message.at)
    const outgoing = { id, conversationId, content: message.content, at: message.at, order: this.order }
    this.keep(outgoing)
    this.outbox.add(outgoing)
    this.pump()
  }

  /** Throws a failed message away, or one that has never been handed to the connection. */
  discard(conversationId: string, id: string): void {
    const timeline = this.options.timelines.get(conversationId)
    const status = timeline?.waiting(id)?.status
    if (status !== 'failed' && !(status === 'queued' && !this.tried.has(id))) return
    this.outbox.remove(id)
    this.drop(id)
    timeline?.discard(id)
    this.options.changes.timeline(conversationId)
    this.tellDrained()
  }

  /** The server has stored a message, at this place; false if it wasn't asked to. */
  acked(id: string, conversationId: string, seq: number, at: number): boolean {
    if (!this.outbox.remove(id)) return false
    this.tried.delete(id)
    this.drop(id)
    this.options.timelines.ensure(conversationId).place(id, seq, at)
    this.options.changes.timeline(conversationId)
    this.pump()
    this.tellDrained()
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
    if (!outgoing) return
    this.tried.delete(id)
    this.keep({ ...outgoing, failed: error.code })
    this.mark(outgoing.conversationId, id, 'failed', error)
    this.tellDrained()
  }

  private keep(message: StoredMessage): void {
    if (this.options.vault()?.keepMessage(message) === false) this.unkept.set(message.id, message)
    else this.unkept.delete(message.id)
  }

  private drop(id: string): void {
    this.unkept.delete(id)
    this.options.vault()?.dropMessage(id)
  }

  private show({ id, conversationId, content, at }: Outgoing): void {
    this.options.timelines.ensure(conversationId).write(id, content, at)
    this.options.changes.timeline(conversationId)
  }

  private tellDrained(): void {
    if (this.draining.length === 0 || this.outbox.size > FULL / 2) return
    for (const done of this.draining.splice(0)) done()
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
    this.tried.add(id)
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
