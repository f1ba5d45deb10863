/**
 * Plain text over WebSocket, on `ws`: what one says goes to all, as it came.
 *
 *     client: hello
 *     server: hello          to everybody, the speaker included
 *             3说: hello     with --prefix: by the third who connected since the start
 *
 * With --binary the server's frames are binary ones that hold the text in UTF-8. With --no-echo the speaker gets
 * nothing back. Clients may send binary frames as well. Empty frames, and binary ones that aren't UTF-8, are ignored;
 * what is longer than 20,000 characters ends the connection with code 1009. There are no names, no history, no
 * acknowledgements.
 */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import type { RawData } from 'ws'
import { listen, maxText, maxUnread } from './shared/running'
import type { CommandLine, Running, Where } from './shared/running'

export interface TextRoomsOptions extends Where {
  /** Puts the number of the speaker in front. Default false. */
  prefix?: boolean
  /** Sends binary frames. Default false. */
  binary?: boolean
  /** Sends what one says to the speaker too. Default true. */
  echo?: boolean
}

/** Starts it; fails when the port is taken. */
export async function start(options: TextRoomsOptions = {}): Promise<Running> {
  const { prefix = false, binary = false, echo = true } = options
  const http = createServer((_request, response) => response.writeHead(426).end('WebSocket only'))
  // A UTF-16 unit takes up to three bytes.
  const everybody = new WebSocketServer({ server: http, maxPayload: maxText * 3 })
  // It repeats the errors of `http`, and would end the process if nobody listened: `listen` tells of them.
  everybody.on('error', () => undefined)
  let connections = 0

  everybody.on('connection', (speaker) => {
    const number = ++connections
    // A broken frame is an error that ends this connection, and without this line the process.
    speaker.on('error', () => undefined)
    speaker.on('message', (data) => {
      const text = readText(data)
      if (!text) return
      if (text.length > maxText) return speaker.close(1009, 'too long')
      const line = prefix ? `${number}说: ${text}` : text
      for (const peer of everybody.clients) {
        if (peer === speaker && !echo) continue
        if (peer.bufferedAmount > maxUnread) peer.terminate()
        else peer.send(binary ? Buffer.from(line) : line)
      }
    })
  })

  return listen(http, options)
}

/** @returns undefined if the bytes are no UTF-8, which only binary frames can be: `ws` checks the others */
function readText(data: RawData): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data as Buffer)
  } catch {
    return undefined
  }
}

/** What `npm run example` needs to start it. */
export const main: CommandLine = {
  scheme: 'ws',
  port: 8801,
  flags: {
    prefix: 'put the number of the speaker in front: "3说: hello"',
    binary: 'send binary frames that hold the text in UTF-8',
    'no-echo': 'send nothing back to the speaker',
  },
  run: (where, flags) => start({
    ...where, prefix: flags.has('prefix'), binary: flags.has('binary'), echo: !flags.has('no-echo'),
  }),
}
