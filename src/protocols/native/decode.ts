/** From frames to events. */
import type { ChatEvent } from '../../model/events'
import {
  count, type Fields, fields, list, Malformed, optional, place, readable, readConversation, readEntry,
  readEntryAmongOthers, readPerson, readReached, text,
} from '../../model/read'
import type { Frame } from '../../platform/types'
import * as WireCode from './wire-code'

/** Codes that no further try with the same token changes. */
const refusals: Readonly<Partial<Record<number, 'token' | 'version'>>> = {
  [WireCode.unauthorized]: 'token',
  [WireCode.badVersion]: 'version',
}

/** Reads one frame. Never throws. */
export function decodeFrame(frame: Frame): ChatEvent {
  if (typeof frame !== 'string') return { type: 'ignored', why: 'binary frame' }
  let value: unknown
  try {
    value = JSON.parse(frame)
  } catch {
    return { type: 'ignored', why: 'not JSON' }
  }
  try {
    return toEvent(fields(value, 'frame'))
  } catch (error) {
    return { type: 'ignored', why: error instanceof Malformed ? error.message : String(error) }
  }
}

// Not within `toEvent`, which is called for each frame: making a function each time costs more than calling it.
const idOf = (frame: Fields): string => text(frame, 'id')
const conversationOf = (frame: Fields): string => text(frame, 'conversation')

function toEvent(frame: Fields): ChatEvent {
  switch (frame.type) {
    case 'event':
      return { type: 'logged', conversationId: conversationOf(frame), entry: readEntry(frame.event) }
    case 'ack':
      return {
        type: 'acked',
        id: idOf(frame),
        conversationId: conversationOf(frame),
        seq: place(frame),
        at: count(frame, 'at'),
      }
    case 'pong':
      return { type: 'pong', id: idOf(frame) }
    case 'page':
      return {
        type: 'page',
        id: idOf(frame),
        conversationId: conversationOf(frame),
        epoch: text(frame, 'epoch'),
        head: count(frame, 'head'),
        entries: list(frame, 'events').map(readEntryAmongOthers),
      }
    case 'read':
      return {
        type: 'readMoved',
        conversationId: conversationOf(frame),
        seq: count(frame, 'seq'),
        head: count(frame, 'head'),
        unread: count(frame, 'unread'),
        mention: count(frame, 'mention'),
      }
    case 'reached':
      return { type: 'reached', conversationId: conversationOf(frame), reached: readReached(frame.reached) }
    case 'conversation':
      return {
        type: 'conversation',
        id: optional(frame, 'id', text),
        conversation: readConversation(frame.conversation),
      }
    case 'left':
      return { type: 'left', conversationId: conversationOf(frame) }
    case 'welcome': {
      const limits = fields(frame.limits, 'limits')
      return {
        type: 'welcome',
        whole: true,
        self: readPerson(frame.self),
        conversations: readable(list(frame, 'conversations'), readConversation),
        limits: { frameBytes: count(limits, 'frameBytes'), textLength: count(limits, 'textLength') },
        heartbeat: count(frame, 'heartbeat'),
        tokenExpiresIn: optional(frame, 'tokenExpiresIn', count),
      }
    }
    case 'error': {
      const code = count(frame, 'code')
      const message = text(frame, 'message')
      const about = optional(frame, 'id', text)
      if (about === undefined && code === WireCode.badFrame) return { type: 'ignored', why: `the server: ${message}` }
      return {
        type: 'failed',
        id: about,
        code,
        message,
        refusal: refusals[code],
        retryAfter: optional(frame, 'retryAfter', count),
      }
    }
    case 'tokenWanted':
      return { type: 'tokenWanted' }
    case 'tokenTaken':
      return { type: 'tokenTaken', expiresIn: optional(frame, 'expiresIn', count) }
    case 'typing':
    case 'presence':
    case 'seen':
    case 'hidden':
    case 'stream':
      if (frame.id === undefined) return { type: 'signal', name: frame.type, value: frame }
  }
  // Whoever asked for it reads it.
  if (frame.id !== undefined) return { type: 'answer', id: idOf(frame), value: frame }
  return { type: 'ignored', why: 'unknown frame type' }
}
