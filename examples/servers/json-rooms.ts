/**
 * JSON of any shape over WebSocket, on `websocket` (WebSocket-Node): what one sends goes to all, letter for letter.
 *
 *     client: { "uName": "Ann", "context": "hello" }
 *     server: { "uName": "Ann", "context": "hello" }     to everybody, the speaker included
 *
 * The server looks at nothing but this: it is a text frame that holds a JSON object, and none of its fields is a text
 * longer than 20,000 characters. What is too long ends the connection with code 1009, anything else is ignored. There
 * are no names but those in the messages, no history, no acknowledgements.
 */
import { createServer } from 'node:http'
import { server as WebSocketServer } from 'websocket'
import { isObject, parseJson } from './shared/check'
import { listen, maxJson, maxText, maxUnread } from './shared/running'
import type { CommandLine, Running, Where } from './shared/running'

const tooBig = 1009

/** Starts it; fails when the port is taken. */
export async function start(options: Where = {}): Promise<Running> {
  const http = createServer((_request, response) => response.writeHead(426).end('WebSocket only'))
  const everybody = new WebSocketServer({
    httpServer: http,
    maxReceivedFrameSize: maxJson,
    maxReceivedMessageSize: maxJson,
  })

  everybody.on('request', (request) => {
    // Pages of any origin may connect. Reject the others here, if people are known by a cookie.
    const speaker = request.accept(null, request.origin)
    speaker.on('message', (frame) => {
      if (frame.type !== 'utf8') return
      const message = parseJson(frame.utf8Data)
      if (!isObject(message)) return
      if (hasLongText(message)) return speaker.drop(tooBig, 'too long')
      for (const peer of everybody.connections) {
        if (peer.socket.writableLength > maxUnread) peer.socket.destroy()
        else if (peer.connected) peer.sendUTF(frame.utf8Data)
      }
    })
  })

  return listen(http, options)
}

function hasLongText(message: Record<string, unknown>): boolean {
  return Object.values(message).some(value => typeof value === 'string' && value.length > maxText)
}

/** What `npm run example` needs to start it. */
export const main: CommandLine = { scheme: 'ws', port: 8802, flags: {}, run: start }
