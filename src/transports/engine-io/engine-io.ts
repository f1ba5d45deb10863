import type { Frame } from '../../platform/types'
import type { Link, LinkEnd, LinkListener, Transport } from '../transport'
import { type Handshake, handshakeOf } from './payload'
import { openPolling } from './polling'
import { type EngineIoOptions, packetSocket } from './socket'

/**
 * A way to an Engine.IO server, on which Socket.IO stands: a WebSocket, long polling, or long polling that goes over to
 * a WebSocket on the same link, if it can.
 */
export type EngineIoWay = 'websocket' | 'polling' | 'upgrade'

/**
 * A transport of Engine.IO packets: each frame is one, its type in front, `4hello`; the bytes of a binary message are
 * a frame of their own. A link is open when the server has said its handshake, which is also the first frame.
 */
export function engineIo(way: EngineIoWay, options: EngineIoOptions): Transport {
  const open = (listener: LinkListener): Link =>
    way === 'websocket' ? openSocket(options, listener) : openPolling(options, way === 'upgrade', listener)
  return { name: way, open: options.version === 3 ? listener => withPings(options, open, listener) : open }
}

function openSocket(options: EngineIoOptions, listener: LinkListener): Link {
  let isOpen = false
  const link = packetSocket(options, undefined, {
    // Only a handshake shows that nothing on the way swallows what it carries.
    opened() {},
    frame(frame) {
      if (!isOpen && handshakeOf(frame)) {
        isOpen = true
        listener.opened()
      }
      if (isOpen) listener.frame(frame)
    },
    ended: end => listener.ended(end),
  })
  return link
}

/** In version 3 the client pings, whatever else it hears: who doesn't is cut off. */
function withPings(
  { platform: { clock } }: EngineIoOptions, open: (listener: LinkListener) => Link, listener: LinkListener,
): Link {
  let timer: ReturnType<typeof clock.setTimeout> | undefined
  const stop = (): void => {
    if (timer !== undefined) clock.clearTimeout(timer)
  }
  const ping = (after: number): void => {
    timer = clock.setTimeout(() => {
      ping(after)
      link.send('2')
    }, after)
  }
  const begin = ({ pingInterval }: Handshake): void => ping(pingInterval)
  const link = open({
    opened: () => listener.opened(),
    frame(frame: Frame) {
      const handshake = timer === undefined ? handshakeOf(frame) : null
      if (handshake) begin(handshake)
      listener.frame(frame)
    },
    ended(end: LinkEnd) {
      stop()
      listener.ended(end)
    },
  })
  return {
    send: frame => link.send(frame),
    close() {
      stop()
      link.close()
    },
  }
}
