import type { Content } from '../model/content'
import { ChatError } from '../model/error'
import * as ErrorCode from '../model/error-code'
import type { ChatCommand, HistoryCommand, SteerCommand, WriteCommand } from '../model/events'
import type { Frame } from '../platform/types'
import type { LinkContext } from './definition'
import type { Handed, Outgoing } from './outgoing'
import type { Past, RoomState } from './past'
import type { ProtocolHost } from './protocol'
import type { Draft } from './room-log'
import type { RoomsOptions } from './rooms'

export interface CommandsOptions {
  readonly host: ProtocolHost
  readonly options: RoomsOptions
  readonly past: Past
  readonly rooms: ReadonlyMap<string, RoomState>
  readonly out: Outgoing
  /** Whether the server tells that a message is stored. */
  readonly confirms: boolean
  readonly room: (id: string) => RoomState
  readonly context: () => LinkContext
  /** Does something later, as long as the same link is up. */
  readonly later: (what: () => void) => true
  /** Gives one's own its place. */
  readonly settle: (handed: Handed, draft: Draft) => void
}

/** The code of what failed now and may work later. */
const FAILED = 4500

/** What the kit asks of rooms. */
export function createCommands(
  { host, options: settings, past, rooms, room, out, later, settle, confirms, context }: CommandsOptions,
): (command: ChatCommand) => boolean {
  /** Who asks doesn't expect the answer before it has asked. */
  function fail(id: string, code: number, message: string): true {
    return later(() => host.emit({ type: 'failed', id, code, message }))
  }

  function send(command: Extract<WriteCommand, { type: 'send' }>): boolean {
    const { id, conversationId, content, mentions } = command
    const where = room(conversationId)
    const seq = where.log.placeOf({ clientId: id })
    const entry = seq === undefined ? undefined : where.log.at(seq)
    // It arrived before the last link broke.
    if (entry) return later(() => host.emit({ type: 'acked', id, conversationId, seq: entry.seq, at: entry.at }))
    const { capabilities: { kinds }, encode } = settings
    if (!encode || kinds && !kinds.includes(content.kind)) {
      throw new ChatError(ErrorCode.unsupported, `this server takes no '${content.kind}'`)
    }
    const text = textOf(content)
    const frames = encode({ id, room: conversationId, content, text, mentions }, context())
    for (const frame of Array.isArray(frames) ? frames as readonly Frame[] : [frames as Frame]) {
      if (!host.send(frame)) return false
    }
    const handed = { id, room: conversationId, content, at: host.platform.clock.now() }
    if (confirms) out.handed(handed)
    else later(() => settle(handed, { clientId: id, author: context().me, content, at: handed.at }))
    return true
  }

  function answerPage(command: HistoryCommand): true {
    const { id, conversationId } = command
    const where = rooms.get(conversationId)
    if (!where) return fail(id, ErrorCode.unknownConversation, 'there is no such room')
    // An answer that comes on another link is no longer waited for: its id is unknown there.
    void past.page(where, command).then((entries) => {
      const { epoch, head } = where.log
      host.emit({ type: 'page', id, conversationId, epoch, head, entries })
    }).catch((error: unknown) => fail(id, error instanceof ChatError ? error.code : FAILED, String(error)))
    return true
  }

  /** Says what is unread where the kit misses something, and isn't going to fetch it. */
  function answerRead(conversationId: string): true {
    return later(() => {
      const where = rooms.get(conversationId)
      const known = host.known(conversationId)
      if (!where || !known || known.epoch !== where.log.epoch || where.log.head <= known.head) return
      const { head } = where.log
      const unread = known.unread + past.othersAfter(where, known.head)
      host.emit({ type: 'readMoved', conversationId, seq: known.read, head, unread, mention: known.mention })
    })
  }

  function steer({ conversationId, stream, ask }: SteerCommand): boolean {
    const frame = settings.steer?.({ room: conversationId, id: stream, ask }, context())
    return frame !== undefined && host.send(frame)
  }

  return (command) => {
    switch (command.type) {
      case 'send':
        return send(command)
      case 'history':
        return answerPage(command)
      case 'people':
        return later(() => host.emit({ type: 'answer', id: command.id, value: { people: [] } }))
      case 'read':
        return answerRead(command.conversationId)
      case 'delivered':
      case 'token':
      case 'typing':
      case 'watch':
        return true
      case 'stream':
        return 'ask' in command ? steer(command) : false
      default:
        return fail(command.id, ErrorCode.unsupported, `this server can't do '${command.type}'`)
    }
  }
}

function textOf(content: Content): string {
  return content.kind === 'text' ? content.text : ''
}
