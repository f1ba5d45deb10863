import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Where a server listens. */
export interface Where {
  /** Default 127.0.0.1: this machine only. 0.0.0.0 is everybody's. */
  host?: string
  /** Default 0: any free one. */
  port?: number
}

/** A server that has been started. */
export interface Running {
  port: number
  /** Cuts all connections; fulfilled when the port is free again. */
  close(): Promise<void>
}

/** What the command line has to know of a server. */
export interface CommandLine {
  /** How its address begins. */
  scheme: 'ws' | 'http'
  /** Its port unless `--port` is given. */
  port: number
  /** Its switches, without the dashes, and what they do. */
  flags: Record<string, string>
  /** Starts it; `flags` holds those that were given. */
  run(where: Where, flags: Set<string>): Promise<Running>
}

/** The longest text of a message, in UTF-16 units as JavaScript counts them. */
export const maxText = 20_000
/** The longest frame or body of JSON around such a text, in bytes: each of its units may be written as `\u1234`. */
export const maxJson = 128 * 1024
/** Who lets more than this wait unread, in bytes, is cut off, or one who stopped reading would fill the memory. */
export const maxUnread = 4 * 1024 * 1024

/**
 * Starts to listen.
 * @throws when the port is taken, or the address isn't one of this machine
 */
export async function listen(server: Server, { host = '127.0.0.1', port = 0 }: Where): Promise<Running> {
  // It tells of connections, but doesn't keep them; and HTTP forgets those that became WebSockets.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise(done => {
      server.close(() => done())
      for (const socket of sockets) socket.destroy()
    }),
  }
}
