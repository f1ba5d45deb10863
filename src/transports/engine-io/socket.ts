import type { Platform } from '../../platform/types'
import type { Link, LinkListener } from '../transport'
import { websocket } from '../websocket'
import type { EngineIoVersion } from './payload'

export interface EngineIoOptions {
  /** The server's address with its path: `https://chat.example/socket.io/`. */
  readonly address: string
  readonly version: EngineIoVersion
  readonly platform: Platform
  /** What is added to the address. */
  readonly query: () => Readonly<Record<string, string>>
}

/** The address for one way of a link. */
export function addressOf({ address, version, query }: EngineIoOptions, transport: string, sid?: string): string {
  const all = { EIO: String(version), transport, ...(sid !== undefined && { sid }), ...query() }
  const text = Object.entries(all).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  const base = transport === 'websocket' ? address.replace(/^http/, 'ws') : address.replace(/^ws/, 'http')
  return `${base}?${text.join('&')}`
}

/** A WebSocket of packets, that can also be the second half of another link. */
export function packetSocket(options: EngineIoOptions, sid: string | undefined, listener: LinkListener): Link {
  const link = websocket(addressOf(options, 'websocket', sid), options.platform).open(
    options.version === 4 ? listener : {
      opened: listener.opened,
      // There the bytes of a message have its type in front too.
      frame: frame => listener.frame(typeof frame === 'string' ? frame : frame.slice(1)),
      ended: listener.ended,
    })
  if (options.version === 4) return link
  return { close: link.close, send: frame => link.send(typeof frame === 'string' ? frame : typed(frame)) }
}

function typed(data: ArrayBuffer): ArrayBuffer {
  const bytes = new Uint8Array(data.byteLength + 1)
  bytes[0] = 4
  bytes.set(new Uint8Array(data), 1)
  return bytes.buffer
}
