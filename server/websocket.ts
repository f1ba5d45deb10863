import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Metrics } from './metrics'
import type { Peer, PeerListener } from './peer'
import { textFrame } from './text-frame'

/** Lets a session speak through a WebSocket on this stream: `begin` makes the session. */
export function attachWebSocket(
  socket: WebSocket, stream: Duplex, begin: (peer: Peer) => PeerListener, metrics: Metrics,
): void {
  const session = begin(new WebSocketPeer(socket, stream))
  socket.on('message', (data, isBinary) => void session.receive(isBinary ? undefined : String(data)))
  socket.on('ping', () => session.alive())
  socket.on('pong', () => session.alive())
  // Broken framing, a frame over the limit, a reset: ws closes the link by itself, and 'close' follows.
  socket.on('error', (error) => {
    if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') metrics.refuse('frame')
  })
  socket.on('close', () => session.gone())
}

class WebSocketPeer implements Peer {
  constructor(private readonly socket: WebSocket, private readonly stream: Duplex) {}

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  get bufferedAmount(): number {
    return this.socket.bufferedAmount
  }

  send(frame: Buffer): void {
    // Past `ws`, which would make the frame anew for each of a thousand members. Without compression it writes what it
    // has to say itself (pings, the close) to the stream at once, so all stays in order.
    if (this.open) this.stream.write(textFrame(frame))
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  terminate(): void {
    this.socket.terminate()
  }

  ping(): void {
    this.socket.ping()
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }
}
