import type { Content } from '../model/content'
import { ChatError } from '../model/error'
import * as ErrorCode from '../model/error-code'
import type { FailedEvent, WriteCommand } from '../model/events'
import type { MessageStatus } from '../model/message'
import type { Change, Write } from '../model/write'
import { createAlarm } from '../platform/alarm'
import type { Clock } from '../platform/types'
import type { StoredWrite, Vault } from '../storage/vault'
import type { Changes } from './changes'
import { createOutbox, type Outgoing } from './outbox'
import { isNotNow } from './passing'
import type { Timelines } from './timelines'

export interface SenderOptions {
  clock: Clock
  timelines: Timelines
  changes: Changes
  /** Where messages survive a restart; null as long as nobody knows whose they are. */
  vault: () => Vault | null
  /** The id of this person; empty as long as nobody knows it. */
  self: () => string
  /** The longest text, in UTF-16 code units. */
  textLength: () => number
  /** Hands a command to the connection; false when there is none. Throws a ChatError when it is too long. */
  transmit: (command: WriteCommand) => boolean
  /** The server takes nothing in, though the link looks alive. */
  stuck: () => void
}

/**
 * How many messages may be in flight at once, and how long they may be together, in UTF-16 code units: at a round trip
 * of 100 ms, 2,560 messages a second. What is in flight is sent again after a break, so there is no use in more.
 */
const WINDOW = 256
const WINDOW_SIZE = 131_072
/** With so many waiting, who writes by program should wait: see `write`. */
const FULL = 1_024
/** How long to wait before sending again what the server had no time for, in ms, unless it says so itself. */
const BUSY_DELAY = 1_000
/**
 * How long nothing may be acknowledged while something is in flight, in ms: what the server says can keep a link
 * looking alive that takes nothing to it. The longest frame takes as long at 4 KB a second.
 */
const ACK_PATIENCE = 30_000

/** Who waits for a change to be stored. */
interface Waiter {
  resolve(): void
  reject(error: ChatError): void
}

/** Brings what this person writes to the server: each write once, in the order they were made. */
export function createSender(options: SenderOptions) {
  const { clock, timelines, changes, vault, transmit } = options
  const outbox = createOutbox(WINDOW, WINDOW_SIZE)
  /** What was handed to the connection once: whether it arrived, only the server knows. */
  const tried = new Set<string>()
  /** Who waits for changes to be stored. */
  const waiters = new Map<string, Waiter>()
  /**
   * What the storage would not take, by id; null for what it would not let go: the next start would send that again,
   * even if it was thrown away.
   */
  const unkept = new Map<string, StoredWrite | null>()
  /** Set while something is in flight. */
  const patience = createAlarm(clock)
  /** Set while the server has no time for messages. */
  const busy = createAlarm(clock)
  const draining: (() => void)[] = []
  let online = false
  let order = 0

  function mark(conversationId: string, id: string, status: MessageStatus, error?: ChatError): void {
    timelines.get(conversationId)?.mark(id, status, error)
    changes.timeline(conversationId)
  }

  /** It waits for the connection: it may have arrived already, if it was handed over before. */
  function markWaiting({ conversationId, id }: Outgoing): void {
    mark(conversationId, id, tried.has(id) ? 'unknown' : 'queued')
  }

  function keep(write: StoredWrite): void {
    const { id } = write
    if (vault()?.keepWrite({ ...write, tried: tried.has(id) }) === false) unkept.set(id, write)
    else unkept.delete(id)
  }

  function dropKept(id: string): void {
    if (vault()?.dropWrite(id) === false) unkept.set(id, null)
    else unkept.delete(id)
  }

  /** Ends the way of a write: it is stored, or not to be. */
  function drop(id: string, error?: ChatError): void {
    tried.delete(id)
    dropKept(id)
    const waiter = waiters.get(id)
    waiters.delete(id)
    if (error) waiter?.reject(error)
    else waiter?.resolve()
  }

  function discard(conversationId: string, id: string): void {
    timelines.get(conversationId)?.discard(id)
    changes.timeline(conversationId)
  }

  function tellDrained(): void {
    if (outbox.size > FULL / 2) return
    for (const done of draining.splice(0)) done()
  }

  function pump(): void {
    if (!online || busy.isSet) return
    outbox.pump(send)
    if (!outbox.isInFlight) patience.stop()
    else if (!patience.isSet) patience.set(ACK_PATIENCE, options.stuck)
  }

  function send(outgoing: Outgoing): boolean {
    const { id, conversationId, write } = outgoing
    mark(conversationId, id, 'sending')
    if (!tried.has(id)) {
      tried.add(id)
      keep(outgoing)
    }
    try {
      if ('content' in write && write.content.kind === 'text' && write.content.text.length > options.textLength()) {
        throw new ChatError(ErrorCode.tooLong, 'too long')
      }
      return transmit({ ...addressed(write), id, conversationId })
    } catch (error) {
      fail(id, error instanceof ChatError ? error : new ChatError(ErrorCode.tooLong, String(error), error))
      return true
    }
  }

  /** One's own message may have been changed before anybody knew whose it is. */
  function addressed(write: Write): Write {
    if (write.type === 'send' || write.target.from !== '') return write
    return { ...write, target: { ...write.target, from: options.self() } }
  }

  function fail(id: string, error: ChatError): void {
    const outgoing = outbox.remove(id)
    if (!outgoing) return
    const { conversationId, write } = outgoing
    if (write.type === 'send') {
      tried.delete(id)
      keep({ ...outgoing, failed: error.code })
      mark(conversationId, id, 'failed', error)
    } else {
      // The message stands as before; who asked for the change is told.
      drop(id, error)
      discard(conversationId, id)
    }
    tellDrained()
  }

  /** Puts something at the end of what is to be sent. */
  function enqueue(outgoing: Outgoing): void {
    outbox.add(outgoing)
    pump()
    // What was handed over has been kept as such.
    if (outbox.has(outgoing.id) && !tried.has(outgoing.id)) keep(outgoing)
  }

  /** The place behind everything else, also after a restart. */
  function nextOrder(): number {
    order = Math.max(order + 1, clock.now())
    return order
  }

  function show({ id, conversationId, write, at }: Outgoing): void {
    const timeline = timelines.ensure(conversationId)
    if (write.type === 'send') timeline.write(id, write, at)
    else timeline.change(id, write, at)
    changes.timeline(conversationId)
  }

  function write(id: string, conversationId: string, what: Write): boolean {
    const outgoing = { id, conversationId, write: what, at: clock.now(), order: nextOrder() }
    show(outgoing)
    enqueue(outgoing)
    return outbox.size < FULL
  }

  return {
    connected(): void {
      online = true
      pump()
    },

    disconnected(): void {
      online = false
      busy.stop()
      patience.stop()
      outbox.requeue()
      outbox.all.forEach(markWaiting)
    },

    forget(): void {
      for (const { id } of outbox.all) outbox.remove(id)
      const error = new ChatError(ErrorCode.offline, 'signed out')
      for (const { reject } of waiters.values()) reject(error)
      waiters.clear()
      tried.clear()
      unkept.clear()
      tellDrained()
    },

    /**
     * Writes something. It is kept and shown at once, and sent as soon as the connection allows.
     * @returns false when so many wait that a program that writes should await {@link drained} before the next one
     */
    write,

    /**
     * Writes a change of a message. Fulfilled once the server has stored it.
     * @throws ChatError when the server won't have it
     */
    change: (id: string, conversationId: string, change: Change): Promise<void> =>
      new Promise((resolve, reject) => {
        waiters.set(id, { resolve, reject })
        write(id, conversationId, change)
      }),

    /** Takes up what was left to send when the app ended; what was written before anybody knew whose it is follows. */
    restore(): void {
      const written = outbox.all
      for (const { id, conversationId } of written) {
        outbox.remove(id)
        discard(conversationId, id)
      }
      for (const stored of vault()?.writes() || []) {
        const { id, conversationId, failed } = stored
        order = Math.max(order, stored.order)
        if (written.some(one => one.id === id) || timelines.get(conversationId)?.waiting(id)) continue
        show(stored)
        if (stored.tried) tried.add(id)
        if (failed === undefined) {
          outbox.add(stored)
          markWaiting(stored)
        } else {
          mark(conversationId, id, 'failed', new ChatError(failed, 'not sent'))
        }
      }
      for (const one of written) {
        const last = { ...one, order: nextOrder() }
        show(last)
        outbox.add(last)
        markWaiting(last)
        keep(last)
      }
      pump()
    },

    /** Tries once more to keep what the storage would not take, and to drop what it would not let go. */
    keepAgain(): void {
      for (const [id, write] of unkept) {
        if (write) keep(write)
        else dropKept(id)
      }
    },

    /** Fulfilled once no more than half as many wait as make {@link write} say false. */
    drained: (): Promise<void> => new Promise((done) => {
      draining.push(done)
      tellDrained()
    }),

    /** Sends a failed message again, under the same id: if it did arrive, it is stored once. */
    retry(conversationId: string, id: string): void {
      const message = timelines.get(conversationId)?.waiting(id)
      if (message?.status !== 'failed') return
      const { mentions, quote, at } = message
      mark(conversationId, id, 'queued')
      // What this person wrote has a content that can be sent.
      const content = message.content as Content
      enqueue({ id, conversationId, write: { type: 'send', content, mentions, quote }, at, order: nextOrder() })
    },

    /** Throws a failed message away, or one that has never been handed to the connection. */
    discard(conversationId: string, id: string): void {
      const message = timelines.get(conversationId)?.waiting(id)
      if (message?.status !== 'failed' && message?.status !== 'queued') return
      outbox.remove(id)
      drop(id)
      discard(conversationId, id)
      tellDrained()
    },

    /**
     * This person is no member of a conversation any more: messages that wait are not to be sent. Changes go, so that
     * who waits for them hears that the server won't have them.
     */
    leave(conversationId: string): void {
      for (const { id, seq } of timelines.get(conversationId)?.messages || []) {
        if (seq !== null) continue
        outbox.remove(id)
        drop(id)
      }
      tellDrained()
    },

    /** The server has stored what was written, at this place; false if it wasn't asked to. */
    acked(id: string, conversationId: string, seq: number, at: number): boolean {
      if (!outbox.remove(id)) return false
      drop(id)
      timelines.ensure(conversationId).place(id, seq, at)
      changes.timeline(conversationId)
      patience.stop()
      pump()
      tellDrained()
      return true
    },

    /** The server won't have what was written, now or ever. */
    rejected(id: string, { code, message, retryAfter }: FailedEvent): void {
      if (!outbox.has(id)) return
      if (!isNotNow(code)) {
        fail(id, new ChatError(code, message))
        return pump()
      }
      // It sends nothing for a while, then all that is not acknowledged again.
      busy.set(retryAfter ?? BUSY_DELAY, () => {
        outbox.requeue()
        pump()
      })
    },
  }
}
