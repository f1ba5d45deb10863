/** A client that sends as fast as it is read, and comes again at once when it is sent away: `flooder.ts PORT TOKEN`. */
import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'

const [port = '', token = ''] = process.argv.slice(2)
/** So many bytes wait in its socket at a time. */
const AHEAD = 1_048_576
/** More than the server takes of it in a round: made before it begins, as making them takes the others' time. */
const frames = Array.from({ length: 100_000 }, () => JSON.stringify({
  type: 'send', id: randomUUID(), conversation: 'general', content: { kind: 'text', text: 'x'.repeat(50) },
}))
let count = 0

function open(): void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`)

  function pour(): void {
    while (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < AHEAD) {
      const frame = frames[count++]
      if (!frame) throw new Error('the server took more than there is')
      socket.send(frame)
    }
    if (socket.readyState === WebSocket.OPEN) setTimeout(pour, 1)
  }

  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', version: 1, token })))
  socket.once('message', () => {
    console.log('flooding')
    pour()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => setTimeout(open, 10))
}

open()
