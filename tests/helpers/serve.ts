import type { Clock } from '../../src/platform/types'
import type { FakePlatform, FakeSocket } from './fake-platform'
import type { FakeServer, Session } from './fake-server'

type AnyPlatform = FakePlatform<Clock>

/**
 * Puts a server behind a platform's sockets: each opens, and is answered, a moment later. `reachable` says whether
 * there is a way to the server now.
 */
export function serve(platform: AnyPlatform, server: FakeServer, reachable: () => boolean = () => true): void {
  platform.onSocket = (socket) => {
    later(() => {
      if (!reachable()) return socket.sayError({ errMsg: 'unreachable' })
      if (!socket.open) return
      join(socket, server)
      socket.sayOpen()
    })
  }
}

function join(socket: FakeSocket, server: FakeServer): Session {
  const session = server.connect(frame => later(() => socket.say(frame)))
  socket.onSend = frame => later(() => session.receive(String(frame)))
  socket.onEnd = () => session.end()
  return session
}

/** The server is cut off from all its clients, who notice it at once. */
export function cutAll(platform: AnyPlatform, close: { code?: number, reason?: string } = { code: 1006 }): void {
  for (const socket of platform.openSockets) {
    socket.onEnd?.()
    socket.sayClose(close)
  }
}

function later(callback: () => void): void {
  void Promise.resolve().then(callback)
}
