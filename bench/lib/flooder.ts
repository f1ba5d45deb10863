/** A client that sends as fast as it is read, and comes again at once when it is sent away: `flooder.ts PORT TOKEN`. */
import { WebSocket } from 'ws'

const [port = '', token = ''] = process.argv.slice(2)
/** So many bytes wait in its socket at a time. */
const AHEAD = 1_048_576
const text = 'x'.repeat(50)
let count = 0

function open(): void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/ws`)
  const run = Math.random().toString(36).slice(2)

  function pour(): void {
    while (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < AHEAD) {
      count += 1
      const content = { kind: 'text', text }
      socket.send(JSON.stringify({ type: 'send', id: `${run}-${count}`, conversation: 'general', content }))
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
