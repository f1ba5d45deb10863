import type { Frame } from '../../platform/types'
import { base64Of, bytesOf } from './base64'

/** The version of Engine.IO: 4 for Socket.IO 3 and 4, 3 for Socket.IO 2. */
export type EngineIoVersion = 3 | 4

/** What stands between the packets of a body, in version 4. */
const SEPARATOR = '\u001e'

/** Writes packets as the body of one request. A packet is a frame: a text, or the bytes of a message. */
export function payloadOf(packets: readonly Frame[], version: EngineIoVersion): string {
  const texts = packets.map(packet => typeof packet === 'string' ? packet : prefixOf(version) + base64Of(packet))
  return version === 4 ? texts.join(SEPARATOR) : texts.map(text => `${text.length}:${text}`).join('')
}

/**
 * Reads the packets of an answer.
 * @throws Error when it is no answer of Engine.IO
 */
export function packetsOf(body: string, version: EngineIoVersion): Frame[] {
  const prefix = prefixOf(version)
  return (version === 4 ? body.split(SEPARATOR) : counted(body)).map(text =>
    text.startsWith(prefix) ? bytesOf(text.slice(prefix.length)) : text)
}

function prefixOf(version: EngineIoVersion): string {
  return version === 4 ? 'b' : 'b4'
}

/** The parts of a body in version 3: `6:4hello2:40`. */
function counted(body: string): string[] {
  const parts: string[] = []
  for (let at = 0; at < body.length;) {
    const colon = body.indexOf(':', at)
    const length = Number(body.slice(at, colon))
    if (colon <= at || !(length >= 0 && colon + length < body.length)) throw new Error('no answer of Engine.IO')
    at = colon + 1 + length
    parts.push(body.slice(colon + 1, at))
  }
  return parts
}

/** The first packet of a link. */
export interface Handshake {
  readonly sid: string
  readonly upgrades: readonly string[]
  /** How often a sign of life goes, and how long its answer may take, in ms. */
  readonly pingInterval: number
  readonly pingTimeout: number
  /** The most bytes of one request. */
  readonly maxPayload: number
}

/** Reads the first packet of a link; null if it is something else. */
export function handshakeOf(packet: Frame): Handshake | null {
  if (typeof packet !== 'string' || !packet.startsWith('0')) return null
  try {
    const { sid, upgrades, pingInterval, pingTimeout, maxPayload } = Object(JSON.parse(packet.slice(1))) as
      Readonly<Record<string, unknown>>
    if (typeof sid !== 'string') return null
    return {
      sid,
      upgrades: Array.isArray(upgrades) ? upgrades as string[] : [],
      pingInterval: Number(pingInterval) || 25_000,
      pingTimeout: Number(pingTimeout) || 20_000,
      maxPayload: Number(maxPayload) || 100_000,
    }
  } catch {
    return null
  }
}
