/** A room without a memory, in a process of its own: `bare ws` or `socket.io`. It prints its port. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'

async function main(): Promise<void> {
  const http = createServer()
  if (process.argv[2] === 'socket.io') {
    const io = new Server(http)
    io.on('connection', (socket) => {
      void socket.join('room')
      socket.on('message', (message: unknown) => io.to('room').emit('message', message))
    })
  } else {
    const sockets = new WebSocketServer({ server: http })
    sockets.on('connection', (socket) => {
      socket.send('welcome')
      socket.on('message', (data, isBinary) => {
        for (const member of sockets.clients) member.send(data, { binary: isBinary })
      })
    })
  }
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  console.log((http.address() as AddressInfo).port)
}

void main()
