/**
 * Rooms over Socket.IO 4, beside `express`: namespaces `/` and `/support`, each with rooms of its own.
 *
 *     io(url, { auth: { token: 'Ann' } })        connect_error `unauthorized` without a token of 1 to 40 characters
 *
 *     emit, with what the acknowledgement holds; or { ok: false, error: `invalid` | `not joined` | `too many rooms` }
 *       join     'lobby'                          { ok, members: ['Ann'], history: [...the last 100 messages] }
 *       leave    'lobby'                          { ok }
 *       message  { room, id, text }               { ok, seq, at }
 *       history  { room, after }                  { ok, messages: [...the first 100 after that number] }
 *       file     { room, id, name, type, data }   { ok, at }; `data` is binary, up to 1,000,000 bytes
 *       typing   'lobby'                          { ok }
 *
 *     on
 *       message  { room, id, from, text, seq, at }          to the room, the speaker included
 *       file     { room, id, from, name, type, data, at }   likewise; it isn't kept
 *       joined   { room, name, count }                      to the others; `left` likewise
 *       typing   { room, name }                             to the others
 *
 * A message is stored once per person and `id`: sent again, it gets the first answer, and nobody is told. `id` has 1
 * to 64 characters, a room's name 1 to 100, `text` 1 to 20,000. Messages of a room are numbered by `seq` from 1 on,
 * without holes; `at` is in ms since 1970. The last 1,000 of each room are kept, in memory, for 100 rooms a namespace.
 * A client that comes back within two minutes is where it was, with what it missed (connection state recovery), and
 * needs to join nothing: its `recovered` says so. For that, all that was sent in these minutes is kept, files included.
 * With --eio3, clients of version 2 may come; they have no `auth` and give the token in the query:
 * io(url, { query: { token: 'Ann' } }).
 */
import { createServer } from 'node:http'
import express from 'express'
import { Server } from 'socket.io'
import { isText } from '../shared/check'
import { listen } from '../shared/running'
import type { CommandLine, Running, Where } from '../shared/running'
import { maxFile, serveRooms } from './rooms'
import type { Events, Person, PersonSocket } from './types'

export interface SocketIoOptions extends Where {
  /** Lets clients of version 2 in. Default false. */
  eio3?: boolean
}

/** Starts it; fails when the port is taken. */
export async function start(options: SocketIoOptions = {}): Promise<Running> {
  const { eio3 = false } = options
  const app = express()
  app.get('/', (_request, response) => void response.type('text/plain').send('Socket.IO is at /socket.io/'))
  const http = createServer(app)
  const io = new Server<Events, Events, Events, Person>(http, {
    // Pages of any origin may connect: name yours here.
    cors: { origin: '*' },
    allowEIO3: eio3,
    // A file, and what is around it.
    maxHttpBufferSize: maxFile + 10_000,
    // The token is checked again: it may not be good any more.
    connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: false },
  })
  for (const path of ['/', '/support']) {
    const namespace = io.of(path)
    namespace.use((socket, next) => {
      const name = readToken(socket)
      // Who recovers a connection has to be who it was.
      if (name === undefined || (socket.recovered && socket.data.name !== name)) return next(new Error('unauthorized'))
      socket.data.name = name
      next()
    })
    serveRooms(namespace)
  }
  const running = await listen(http, options)
  return {
    port: running.port,
    async close() {
      await io.close()
      await running.close()
    },
  }
}

/** The person behind a token. A real server verifies it and finds who it was made for; here it is the name. */
function readToken({ handshake, conn }: PersonSocket): string | undefined {
  const auth: unknown = handshake.auth.token
  const token = conn.protocol === 3 ? auth ?? handshake.query.token : auth
  return isText(token, 40) ? token : undefined
}

/** What `npm run example` needs to start it. */
export const main: CommandLine = {
  scheme: 'http',
  port: 8804,
  flags: { eio3: 'let clients of Socket.IO 2 in' },
  run: (where, flags) => start({ ...where, eio3: flags.has('eio3') }),
}
