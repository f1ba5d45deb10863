import type { WireEvent } from '../../src/protocols/native/wire'
import { BurstPage } from './burst'
import { type Dialect, phoenixDialect, socketIoDialect } from './dialects'
import { load, versionOf } from './realm'

/** What an app gets of each message. */
type OnEvent = (data: { conversation: string, event: WireEvent }) => void

/** A client that is connected, and how its server writes a message down for it. */
export interface Receiver {
  say(frame: string): void
  stop(): void
}

/** A library that receives messages and hands them to the app, which has to put them in order by itself. */
export interface IngestRival {
  readonly name: string
  readonly version: string
  /** The frame that carries a message. */
  frame(data: object, index: number): string
  /** Connects; fulfilled once messages can come. */
  connect(heard: OnEvent): Promise<Receiver>
}

type Listen = (event: string, handler: (value: never) => void) => void

const CHANNEL = 'room'

/** A reply to `connect` with a subscription that the server made. */
const centrifugeDialect: Dialect = side => ({
  receive(text) {
    const { id, connect } = JSON.parse(text) as { id?: number, connect?: object }
    if (!connect) return
    const subs = { [CHANNEL]: { recoverable: true, positioned: true, epoch: 'e', offset: 0 } }
    side.send(JSON.stringify({ id, connect: { client: 'c', version: '6', ping: 25, pong: true, subs } }))
  },
  say: () => undefined,
})

function receiver(page: BurstPage, stop: () => void): Receiver {
  const { socket } = page
  if (!socket) throw new Error('no socket was opened')
  return { say: frame => socket.say(frame), stop }
}

const socketIo: IngestRival = {
  name: 'socket.io-client',
  version: versionOf('socket.io-client'),
  frame: data => `42${JSON.stringify(['message', data])}`,
  async connect(heard) {
    const page = new BurstPage(socketIoDialect)
    const { io } = load('socket.io-client', page) as {
      io(url: string, options: object): { on: Listen, disconnect(): void }
    }
    const socket = io('http://server', { forceNew: true, transports: ['websocket'] })
    await new Promise<void>(done => socket.on('connect', done))
    socket.on('message', heard)
    return receiver(page, () => socket.disconnect())
  },
}

const centrifuge: IngestRival = {
  name: 'centrifuge',
  version: versionOf('centrifuge'),
  frame: (data, index) => JSON.stringify({ push: { channel: CHANNEL, pub: { data, offset: index + 1 } } }),
  async connect(heard) {
    const page = new BurstPage(centrifugeDialect)
    const library = load('centrifuge', page) as {
      Centrifuge: new (url: string) => { on: Listen, connect(): void, disconnect(): void }
    }
    const client = new library.Centrifuge('ws://server/connection/websocket')
    const connected = new Promise<void>(done => client.on('connected', done))
    client.connect()
    await connected
    client.on('publication', ({ data }: { data: Parameters<OnEvent>[0] }) => heard(data))
    return receiver(page, () => client.disconnect())
  },
}

const phoenix: IngestRival = {
  name: 'phoenix',
  version: versionOf('phoenix'),
  frame: data => JSON.stringify([null, null, CHANNEL, 'message', data]),
  async connect(heard) {
    const page = new BurstPage(phoenixDialect)
    const library = load('phoenix', page) as {
      Socket: new (url: string, options: object) => {
        connect(): void
        disconnect(): void
        channel(topic: string): { on: Listen, join(): { receive(status: string, handler: () => void): void } }
      }
    }
    const socket = new library.Socket('ws://server/socket', {})
    const room = socket.channel(CHANNEL)
    room.on('message', heard)
    const joined = new Promise<void>(done => room.join().receive('ok', done))
    socket.connect()
    await joined
    return receiver(page, () => socket.disconnect())
  },
}

export const ingestRivals: readonly IngestRival[] = [socketIo, centrifuge, phoenix]
