import type { WebSocket } from 'ws'
import type { Peer, PeerListener } from './peer'

/** Lets a session speak through a WebSocket: `begin` makes the session. */
export function attachWebSocket(socket: WebSocket, begin: (peer: Peer) => PeerListener): void {
  const session = begin(new WebSocketPeer(socket))
  socket.on('message', (data, isBinary) => void session.receive(isBinary ? undefined : String(data)))
  socket.on('ping', () => session.alive())
  socket.on('pong', () => session.alive())
  // Broken framing, a frame over the limit, a reset: ws closes the link by itself, and 'close' follows.
  socket.on('error', () => undefined)
  socket.on('close', () => session.gone())
}

class WebSocketPeer implements Peer {
  constructor(private readonly socket: WebSocket) {}

  get open(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  get bufferedAmount(): number {
    return this.socket.bufferedAmount
  }

  send(frame: Buffer): void {
    this.socket.send(frame, { binary: false })
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
