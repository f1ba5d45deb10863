import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'
import { startServer } from '../../server/server'
import { login } from '../../tests/helpers/server'
import type { Dialect } from './dialects'

/** A real server, listening on the loopback. */
export interface RunningServer {
  readonly port: number
  /** For the kit's own server: who one is. */
  readonly token: string
  close(): Promise<void>
}

/** The kit's reference server, with a store of its own. */
export async function startNative(): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const server = await startServer({ port: 0, demo: true, store: join(folder, 'chat.db') })
  const { token } = await login(server.port, 'bench')
  return {
    port: server.port,
    token,
    async close() {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** A socket.io server. */
export async function startSocketIo(): Promise<RunningServer> {
  const http = createServer()
  const io = new Server(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return { port: (http.address() as AddressInfo).port, token: '', close: () => io.close() }
}

/** A WebSocket server that speaks just enough of a protocol. */
export async function startDialect(dialect: Dialect): Promise<RunningServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => {
    const timers = new Set<NodeJS.Timeout>()
    const end = dialect({
      send: text => socket.send(text),
      after(delay, call) {
        const timer = setTimeout(() => {
          timers.delete(timer)
          call()
        }, delay)
        timers.add(timer)
      },
    })
    socket.on('message', data => end.receive(String(data)))
    socket.on('error', () => undefined)
    socket.on('close', () => timers.forEach(timer => clearTimeout(timer)))
  })
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    token: '',
    async close() {
      for (const client of server.clients) client.terminate()
      await new Promise(done => server.close(done))
    },
  }
}
