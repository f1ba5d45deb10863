import type { Person } from '../model/person'
import type { ProtocolDefinition } from './definition'
import type { News, Room } from './news'
import { NO_TOKEN, type Protocol, type ProtocolHost, type ProtocolSession } from './protocol'
import { createRooms } from './rooms'

export type { DefinedHeartbeat, HistoryQuery, LinkContext, OutgoingMessage, ProtocolDefinition } from './definition'
export type { Answering, News, Room, Said } from './news'
export { textOf } from './text-of'

/** A protocol that was made of a definition, which it keeps for {@link checkProtocol}. */
export interface DefinedProtocol extends Protocol {
  readonly definition: ProtocolDefinition
}

/** Who one is, where nobody says so. */
const nameless: Person = { id: 'me', name: '' }
const TEXT_LENGTH = 10_000

/** A value, or what gives it. */
function valueOf<Value>(value: Value | (() => Value) | undefined, otherwise: Value): Value {
  return typeof value === 'function' ? (value as () => Value)() : value ?? otherwise
}

/**
 * Makes a protocol of a few functions: what a frame says, and which frames say what is to be said. See
 * `docs/your-backend.md`.
 */
export function defineProtocol(definition: ProtocolDefinition): DefinedProtocol {
  const {
    name = 'custom', acks = 'none', kinds = ['text'], heartbeat = { kind: 'none' }, encode, steer, history,
    needsToken = false,
  } = definition
  const main: Room = { id: 'main', title: name }
  const self = (): Person => valueOf(definition.me, nameless)
  const capabilities = {
    acks, history: history !== undefined, receipts: false, changes: false, groups: false,
    people: false, kinds: encode ? kinds : [], steers: steer !== undefined,
  } as const

  function start(host: ProtocolHost): ProtocolSession {
    const { counts = false, textLength = TEXT_LENGTH, waitsForWelcome = false } = definition
    const rooms = createRooms({
      host, capabilities, counts, textLength, encode, steer, history,
      heartbeat: heartbeat.kind === 'none' ? 0 : heartbeat.interval ?? 0,
      me: self,
      rooms: () => valueOf(definition.rooms, [main]),
    })

    /** What the developer wrote must not end the kit. */
    function attempt(what: () => void): void {
      try {
        what()
      } catch (error) {
        host.emit({ type: 'ignored', why: error instanceof Error ? error.message : String(error) })
      }
    }

    function listOf<Item>(items: Item | readonly Item[] | null | undefined): readonly Item[] {
      if (items === null || items === undefined) return []
      return Array.isArray(items) ? items as readonly Item[] : [items as Item]
    }

    return {
      opened(token) {
        rooms.opened(token === NO_TOKEN ? '' : token)
        attempt(() => listOf(definition.open?.(rooms.context)).forEach(frame => host.send(frame)))
        // Later: the engine is still telling that there is a link.
        if (!waitsForWelcome) rooms.later(() => rooms.take({ type: 'welcome' }))
      },
      ended: rooms.ended,
      ping: () => (heartbeat.kind === 'ask' ? heartbeat.frame() : null),
      frame: frame => attempt(() => listOf<News>(definition.decode(frame, rooms.context)).forEach(rooms.take)),
      command: rooms.command,
    }
  }

  return {
    definition,
    name,
    heartbeat: heartbeat.kind,
    anonymous: !needsToken,
    capabilities,
    self: definition.me ? self : undefined,
    transports: definition.transports,
    start,
  }
}
