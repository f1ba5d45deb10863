/** The servers' side of each client's protocol: just enough of it to connect, to answer or send pings, and to talk. */

/** What a dialect has of the connection. */
export interface ServerSide {
  send(text: string): void
  /** Calls in so many ms, unless the connection has ended by then. */
  after(delay: number, call: () => void): void
}

/** The server's end of one connection. */
export interface ServerEnd {
  receive(text: string): void
  /** Sends something to the app, as a new message in a chat would be sent. */
  say(): void
}

export type Dialect = (side: ServerSide) => ServerEnd

/** How often the servers of socket.io and Centrifugo ping by default, in ms. */
const SERVER_PING = 25_000

const welcome = JSON.stringify({
  type: 'welcome',
  version: 1,
  self: { id: 'u', name: 'U' },
  conversations: [],
  limits: { frameBytes: 65536, textLength: 4000 },
  heartbeat: 15_000,
  time: 0,
})

/** The kit's native protocol. */
export const nativeDialect: Dialect = side => ({
  receive(text) {
    const frame = JSON.parse(text) as { type: string, id?: string }
    if (frame.type === 'hello') side.send(welcome)
    else if (frame.type === 'ping') side.send(`{"type":"pong","id":"${frame.id}"}`)
  },
  say: () => side.send('{"type":"read","conversation":"c","seq":1,"unread":0}'),
})

/** For clients without a protocol: the server speaks first. */
export const bareDialect: Dialect = (side) => {
  side.send('hello')
  return { receive: () => undefined, say: () => side.send('message') }
}

/** Phoenix channels, version 2 of the serializer. */
export const phoenixDialect: Dialect = side => ({
  receive(text) {
    const [join, ref, topic] = JSON.parse(text) as [string | null, string | null, string]
    side.send(JSON.stringify([join, ref, topic, 'phx_reply', { status: 'ok', response: {} }]))
  },
  say: () => side.send('[null,null,"room","message",{}]'),
})

/** Centrifugo's JSON protocol: newline-separated commands, `{}` as the server's ping. */
export const centrifugeDialect: Dialect = (side) => {
  const ping = (): void => {
    side.send('{}')
    side.after(SERVER_PING, ping)
  }
  return {
    receive(text) {
      for (const line of text.split('\n')) {
        const command = JSON.parse(line) as { id?: number, connect?: object }
        if (!command.connect) continue
        side.send(JSON.stringify({ id: command.id, connect: { client: 'c', version: '6', ping: 25, pong: true } }))
        side.after(SERVER_PING, ping)
      }
    },
    say: () => side.send('{"push":{"channel":"c","pub":{"data":{}}}}'),
  }
}

/** Engine.IO 4 and Socket.IO 5, with the server's default times. */
export const socketIoDialect: Dialect = (side) => {
  side.send('0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}')
  const ping = (): void => {
    side.send('2')
    side.after(SERVER_PING, ping)
  }
  side.after(SERVER_PING, ping)
  return {
    receive(text) {
      if (text.startsWith('40')) side.send('40{"sid":"n"}')
    },
    say: () => side.send('42["message",1]'),
  }
}
