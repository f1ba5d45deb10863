import type { Frame } from '../platform/types'
import { objectOf } from './fields'

/** The types of a packet, as they are on the wire. */
export const PacketType = { connect: 0, disconnect: 1, event: 2, ack: 3, refused: 4 } as const
/** Of an event or an acknowledgement with bytes: as many more. */
const BINARY = 3

/** What Socket.IO says at once. */
export interface Packet {
  readonly type: number
  readonly namespace: string
  /** Under which an event is acknowledged. */
  readonly id?: number
  readonly data?: unknown
}

/** How many binary parts a packet may have. */
const MOST_PARTS = 100

/** Where bytes stood: they come after the packet, in the order of their numbers. */
interface Placeholder {
  readonly _placeholder: true
  readonly num: number
}

function isBytes(value: unknown): value is ArrayBuffer {
  // Not `instanceof`: a mini-program's bytes may come from another realm.
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]'
}

/** Goes through a value, and puts others in place of some. */
function replace(value: unknown, by: (value: unknown) => unknown): unknown {
  const other = by(value)
  if (other !== undefined) return other
  if (Array.isArray(value)) return value.map(item => replace(item, by))
  const object = objectOf(value)
  if (!object || ArrayBuffer.isView(value) || 'toJSON' in object) return value
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, replace(item, by)]))
}

/** Writes a packet as frames: its text, and then the bytes of its binary parts. */
export function framesOf({ type, namespace, id, data }: Packet): Frame[] {
  const parts: ArrayBuffer[] = []
  const plain = replace(data, (value) => {
    if (!isBytes(value) && !ArrayBuffer.isView(value)) return undefined
    parts.push(isBytes(value) ? value : copyOf(value))
    return { _placeholder: true, num: parts.length - 1 } satisfies Placeholder
  })
  const head = parts.length > 0 ? `${type + BINARY}${parts.length}-` : String(type)
  const text = plain === undefined ? '' : JSON.stringify(plain)
  return [`4${head}${namespace === '/' ? '' : `${namespace},`}${id ?? ''}${text}`, ...parts]
}

function copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
}

/**
 * Reads packets frame by frame: gives a packet when it is complete, else null.
 * @throws Error (the reader) when a frame is none of Socket.IO; what is half read is dropped then
 */
export function packetReader(): (frame: Frame) => Packet | null {
  /** What waits for its bytes, how many it needs, and those that came. */
  let half: Packet | undefined
  let wanted = 0
  let parts: ArrayBuffer[] = []

  function finish(packet: Packet): Packet {
    const come = parts
    half = undefined
    parts = []
    const data = replace(packet.data, (value) => {
      const placeholder = objectOf(value)
      if (placeholder?._placeholder !== true) return undefined
      const part = come[placeholder.num as number]
      if (!part) throw new Error('a packet without its bytes')
      return part
    })
    return { ...packet, data }
  }

  return (frame) => {
    const before = half
    if (typeof frame !== 'string') {
      if (!before) throw new Error('bytes without a packet')
      parts.push(frame)
      return parts.length < wanted ? null : finish(before)
    }
    half = undefined
    parts = []
    if (before) throw new Error('a packet without its bytes')
    const [, digit, count, namespace = '/', id, text] =
      /^4([0-6])(?:(\d+)-)?(?:(\/[^,]*),?)?(\d+)?([^]*)$/.exec(frame) ?? []
    if (digit === undefined) throw new Error('no packet of Socket.IO')
    const type = Number(digit)
    const isBinary = type > PacketType.refused
    wanted = Number(count ?? 0)
    if (isBinary !== (count !== undefined) || wanted > MOST_PARTS) throw new Error('no packet of Socket.IO')
    const packet: Packet = {
      type: isBinary ? type - BINARY : type,
      // Version 3 tells what was asked for with its query.
      namespace: namespace.replace(/\?.*/, ''),
      id: id === undefined ? undefined : Number(id),
      data: text ? JSON.parse(text) as unknown : undefined,
    }
    if (wanted === 0) return isBinary ? finish(packet) : packet
    half = packet
    return null
  }
}
