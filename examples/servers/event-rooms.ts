/// <reference types="./nodejs-websocket" />
/**
 * Events of three types over WebSocket, on `nodejs-websocket`, as many Chinese tutorials have them: text up, JSON down.
 *
 *     client: Ann                      the first text is the name, 1 to 40 characters
 *     server: { "type": "enter", "name": "Ann", "msg": "Ann进入了聊天室", "time": "2026-01-02T03:04:05.678Z", "count": 2 }
 *     client: hello                    any other text is a message
 *     server: { "type": "message", "name": "Ann", "msg": "hello", "time": "...", "count": 2 }
 *     client closes, or its link breaks
 *     server: { "type": "leave", "name": "Ann", "msg": "Ann离开了聊天室", "time": "...", "count": 1 }
 *
 * All of it goes to all who have a name, the speaker included; `count` is how many they are, now. Spaces around a name
 * don't belong to it. A name that is none, an empty text, what isn't UTF-8, and binary frames are ignored; what is
 * longer than 20,000 characters ends the connection with code 1009. Two may have the same name. No history, no
 * acknowledgements.
 */
import websocket from 'nodejs-websocket'
import type { Connection } from 'nodejs-websocket'
import { isText } from './shared/check'
import { listen, maxText, maxUnread } from './shared/running'
import type { CommandLine, Running, Where } from './shared/running'

const tooBig = 1009

/** Starts it; fails when the port is taken. */
export async function start(options: Where = {}): Promise<Running> {
  const members = new Map<Connection, string>()
  websocket.setMaxBufferLength(maxText * 3 + 100)

  function tell(type: 'enter' | 'message' | 'leave', name: string, msg: string): void {
    const frame = JSON.stringify({ type, name, msg, time: new Date().toISOString(), count: members.size })
    for (const member of members.keys()) {
      if (member.socket.writableLength > maxUnread) member.socket.destroy()
      else if (member.readyState === member.OPEN) member.sendText(frame)
    }
  }

  const server = websocket.createServer((speaker) => {
    speaker.on('text', (text) => {
      if (text.length > maxText) return speaker.close(tooBig)
      // What isn't UTF-8 has been turned into this.
      if (text.includes('\ufffd')) return
      const name = members.get(speaker)
      if (name !== undefined) {
        if (text) tell('message', name, text)
        return
      }
      const chosen = text.trim()
      if (!isText(chosen, 40)) return
      members.set(speaker, chosen)
      tell('enter', chosen, `${chosen}进入了聊天室`)
    })
    speaker.on('close', () => {
      const name = members.get(speaker)
      // The library may say `close` twice.
      if (members.delete(speaker) && name !== undefined) tell('leave', name, `${name}离开了聊天室`)
      // It leaves the socket to the client, who may never close it, and keeps what comes.
      speaker.socket.destroySoon()
    })
    // Without this line, a link that breaks would end the process. `close` follows.
    speaker.on('error', () => undefined)
    // What nobody reads would be kept.
    speaker.on('binary', stream => stream.resume())
    // The library bounds a frame, but not how many of them make a message.
    speaker.socket.on('readable', () => {
      const begun = speaker.frameBuffer
      if (typeof begun === 'string' && begun.length > maxText) speaker.close(tooBig)
    })
  })
  // It repeats the errors of its socket: `listen` tells of them.
  server.on('error', () => undefined)
  return listen(server.socket, options)
}

/** What `npm run example` needs to start it. */
export const main: CommandLine = { scheme: 'ws', port: 8803, flags: {}, run: start }
