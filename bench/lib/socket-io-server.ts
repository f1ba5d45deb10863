import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'

/**
 * A socket.io server in a process of its own, which answers each message with its place in the log, at once and from
 * memory. It prints its port, and the log when it is asked for.
 */
async function main(): Promise<void> {
  const log: string[] = []
  const http = createServer()
  const io = new Server(http)
  io.on('connection', (socket) => {
    socket.on('message', (text: string, done: (seq: number) => void) => {
      log.push(text)
      done(log.length)
    })
    socket.on('log', (done: (log: string[]) => void) => done(log))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  console.log((http.address() as AddressInfo).port)
}

void main()
