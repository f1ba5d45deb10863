import type { Frame } from '../platform/types'
import { engineIo, type EngineIoWay } from '../transports/engine-io/engine-io'
import { handshakeOf } from '../transports/engine-io/payload'
import { type DefinedProtocol, defineProtocol } from './define'
import type { LinkContext } from './definition'
import { objectOf, saidBy } from './fields'
import type { News, Room, Said } from './news'
import type { Emitted, Fields, SocketIoOptions } from './socket-io-options'
import { framesOf, type Packet, packetReader, PacketType } from './socket-io-packet'

export type { Emitted, SocketIoOptions } from './socket-io-options'

/** What a developer's function may give. */
type Some<Item> = Item | readonly Item[] | null | undefined
/** Takes an acknowledgement. */
type Heard = (args: readonly unknown[]) => Some<News> | void

const defaultFields = { id: 'id', name: 'from', text: 'text', room: 'room', time: 'at', seq: 'seq' } as const
const defaultWays: readonly EngineIoWay[] = ['websocket', 'polling']
/** How long a server may be quiet until its handshake says otherwise, in ms. */
const LIFE = 45_000

function listOf<Item>(some: Some<Item>): readonly Item[] {
  if (some === null || some === undefined) return []
  return Array.isArray(some) ? some as readonly Item[] : [some as Item]
}

/**
 * A Socket.IO server: events, acknowledgements, namespaces, binary parts, connection state recovery. See
 * `docs/your-backend.md`.
 */
export function socketIo(options: SocketIoOptions): DefinedProtocol {
  const {
    namespace = '/', path = '/socket.io/', version = 4, ways = defaultWays, auth = ({ token }) => token && { token },
    fields = defaultFields, event = 'message', acks = 'ack', counts, enter, entered, history, probe, query,
    refuses = () => true, say = ({ id, room, text }) => [event, payloadOf({ id, room, text })],
    stored = answer => readAnswer(answer), list = (answer, args) => listIn(answer, args[0]),
  } = options
  const on: SocketIoOptions['on'] = { [event]: one => saidBy(fields, one), ...options.on }
  let read = packetReader()
  let life = LIFE
  /** Acknowledgements that are waited for, by the number of what was emitted. */
  const waiting = new Map<number, { heard: Heard, gone?: () => void }>()
  let emitted = 0
  /** What can be gone on with after a break: whose it is, its secret, and the last event that came. */
  let session: { readonly owner: string, readonly id: string, offset?: string } | undefined
  /** The newest messages of a room, as the answer to entering it told them. */
  const pages = new Map<string, readonly Said[]>()

  function payloadOf(values: { id: string, room: string, text: string }): Record<string, string> {
    return Object.fromEntries((['id', 'room', 'text'] as const).flatMap((name) => {
      const key = fields[name]
      return key === undefined ? [] : [[key, values[name]]]
    }))
  }

  function readAnswer(answer: Fields): { why: string } | { id?: string, at?: number, seq?: number } {
    const { ok, error } = answer
    if (ok === false || typeof error === 'string') return { why: String(error) }
    const { id, at, seq } = saidBy({ ...fields, text: 'text' }, { ...answer, text: '' }) ?? {}
    return { id, at, seq }
  }

  function listIn(answer: Fields, first: unknown): readonly unknown[] | undefined {
    return [first, answer.messages, answer.history].find((value): value is readonly unknown[] => Array.isArray(value))
  }

  /** The frames of an event; with `heard` its acknowledgement is waited for. */
  function eventOf([...data]: Emitted, heard?: Heard, gone?: () => void): Frame[] {
    let id: number | undefined
    if (heard) {
      id = emitted += 1
      waiting.set(id, { heard, gone })
    }
    return framesOf({ type: PacketType.event, namespace, id, data })
  }

  function said(args: readonly unknown[], context: LinkContext): readonly News[] {
    return listOf(on?.[event]?.(objectOf(args[0]) ?? {}, args, context))
  }

  function pageOf(args: readonly unknown[], context: LinkContext): Said[] | undefined {
    return list(objectOf(args[0]) ?? {}, args)?.flatMap(one => said([one], context))
      .filter((one): one is Said => one.type === 'said')
  }

  // ---- the beginning of a link

  /** Asks to be let into the namespace. The token has no place in an address. */
  function connect(context: LinkContext): void {
    const given = auth(context) || undefined
    // Nobody goes on in another's place.
    if (session?.owner !== context.me.id) session = undefined
    if (version === 4) {
      const going = session && { pid: session.id, offset: session.offset }
      const data = going || given ? { ...going, ...given } : undefined
      framesOf({ type: PacketType.connect, namespace, data }).forEach(context.send)
    } else if (namespace !== '/') {
      const text = Object.entries(given ?? {}).map(pair => pair.map(part => encodeURIComponent(String(part))).join('='))
      const asked = text.length > 0 ? `${namespace}?${text.join('&')}` : namespace
      framesOf({ type: PacketType.connect, namespace: asked }).forEach(context.send)
    }
  }

  function connected(data: unknown, context: LinkContext): News | null {
    const { pid } = objectOf(data) ?? {}
    const recovered = session !== undefined && session.id === pid
    if (!recovered) session = typeof pid === 'string' ? { owner: context.me.id, id: pid } : undefined
    pages.clear()
    const welcome: News = { type: 'welcome', heartbeat: life }
    const rooms = roomsOf()
    if (recovered || !enter || rooms.length === 0) return welcome
    let left = rooms.length
    for (const { id } of rooms) {
      const heard = (args: readonly unknown[]): News[] => {
        left -= 1
        const answer = objectOf(args[0]) ?? {}
        const page = pageOf(args, context)
        if (page) pages.set(id, page)
        // A room that lets nobody in keeps nobody from the others.
        const news = 'why' in readAnswer(answer) ? null : entered?.(answer, id, args)
        return [...listOf(news), ...left === 0 ? [welcome] : []]
      }
      eventOf(enter(id), acks === 'ack' ? heard : undefined).forEach(context.send)
    }
    return acks === 'ack' ? null : welcome
  }

  function roomsOf(): readonly Room[] {
    const { rooms } = options
    return typeof rooms === 'function' ? rooms() : rooms ?? [{ id: 'main' }]
  }

  // ---- what comes

  function take({ type, id, data }: Packet, context: LinkContext): Some<News> {
    switch (type) {
      case PacketType.connect:
        return connected(data, context)
      case PacketType.refused: {
        const error: Fields = typeof data === 'string' ? { message: data } : objectOf(data) ?? {}
        const message = String(error.message ?? 'refused')
        return { type: 'closing', why: message, final: refuses({ message, data: error.data }) }
      }
      case PacketType.disconnect:
        return { type: 'closing', why: 'the server ended it' }
      case PacketType.ack: {
        const one = id === undefined ? undefined : waiting.get(id)
        if (!one || !Array.isArray(data)) return null
        waiting.delete(Number(id))
        return one.heard(data) ?? null
      }
      default:
        return happened(data, id, context)
    }
  }

  function happened(data: unknown, id: number | undefined, context: LinkContext): Some<News> {
    const [name, ...args] = Array.isArray(data) ? data as readonly unknown[] : []
    if (typeof name !== 'string') throw new Error('an event without a name')
    // A server that can go on after a break says with each event how far it has come.
    const last = args[args.length - 1]
    if (session && typeof last === 'string') session.offset = last
    if (id !== undefined) framesOf({ type: PacketType.ack, namespace, id, data: [] }).forEach(context.send)
    const heard = Object.prototype.hasOwnProperty.call(on, name) ? on?.[name] : undefined
    return heard?.(objectOf(args[0]) ?? {}, args, context)
  }

  const pong = (): News => ({ type: 'pong' })

  return defineProtocol({
    name: 'socket.io',
    me: options.me,
    rooms: options.rooms,
    acks, counts,
    kinds: options.kinds,
    needsToken: options.needsToken,
    waitsForWelcome: true,
    heartbeat: probe
      ? { kind: 'ask', frame: () => eventOf(probe(), pong)[0] ?? '' }
      : version === 3 ? { kind: 'ask', frame: () => '2' } : { kind: 'listen', interval: LIFE },
    transports(url, platform) {
      const address = url.replace(/\/$/, '') + path
      const [best = 'websocket', ...others] = ways
      const transport = (way: EngineIoWay) =>
        engineIo(way, { address, version, platform, query: () => query?.() ?? {} })
      return [transport(best), ...others.map(transport)]
    },
    open() {
      read = packetReader()
      for (const { gone } of waiting.values()) gone?.()
      waiting.clear()
      return null
    },
    decode(frame, context) {
      if (typeof frame === 'string' && !frame.startsWith('4')) {
        const handshake = handshakeOf(frame)
        if (handshake) {
          life = handshake.pingInterval + handshake.pingTimeout
          connect(context)
        }
        if (frame === '1') return { type: 'closing', why: 'the server closed the link' }
        if (frame === '2') return { type: 'ping', answer: '3' }
        return frame === '3' ? pong() : null
      }
      const packet = read(frame)
      return packet?.namespace === namespace ? take(packet, context) : null
    },
    encode(message, context) {
      const { id: clientId } = message
      return eventOf(say(message, context), acks !== 'ack' ? undefined : (args) => {
        const answer = stored(objectOf(args[0]) ?? {}, args)
        return 'why' in answer
          ? { type: 'refused', clientId, why: answer.why }
          : { type: 'stored', clientId, ...answer }
      })
    },
    history: history && ((asked, context) => {
      const { room, before, after } = asked
      const page = before === undefined && after === undefined ? pages.get(room) : undefined
      pages.delete(room)
      return page ?? new Promise((resolve, reject) => {
        const gone = (): void => reject(new Error('no link any more'))
        const heard = (args: readonly unknown[]): void => {
          const page = pageOf(args, context)
          if (page) resolve(page)
          else reject(new Error(JSON.stringify(args)))
        }
        if (!eventOf(history(asked), heard, gone).every(context.send)) gone()
      })
    }),
  })
}
