import type { Contender } from './contender'
import { bareDialect, centrifugeDialect, phoenixDialect, socketIoDialect } from './dialects'
import { load, versionOf } from './realm'

// What is used of each library, by hand: they run from bundles, in a realm of their own.

type Handler = () => void

interface ReconnectingSocket {
  onopen: Handler | null
  onclose: Handler | null
  onmessage: Handler | null
  close(): void
}

interface SocketIo {
  on(event: string, handler: Handler): void
  disconnect(): void
}

interface Centrifuge {
  on(event: string, handler: Handler): void
  connect(): void
  disconnect(): void
}

interface PhoenixSocket {
  connect(): void
  disconnect(): void
  channel(topic: string): {
    join(): { receive(status: string, handler: Handler): void }
    onError(handler: Handler): void
  }
}

/** partysocket and reconnecting-websocket, which is its origin, are used alike. */
function reconnecting(name: 'partysocket/ws' | 'reconnecting-websocket', ownPage: boolean): Contender {
  const [packageName = name] = name.split('/')
  return {
    name: packageName,
    version: versionOf(packageName),
    dialect: bareDialect,
    ownPage,
    start(page, host, client, listener) {
      const library = load(name, page) as { default: new (url: string) => ReconnectingSocket }
      const socket = new library.default(`ws://${host}/?client=${client}`)
      socket.onopen = listener.online
      socket.onclose = listener.offline
      socket.onmessage = listener.message
      return { stop: () => socket.close() }
    },
  }
}

const socketIo: Contender = {
  name: 'socket.io-client',
  version: versionOf('socket.io-client'),
  dialect: socketIoDialect,
  ownPage: false,
  start(page, host, client, listener) {
    const { io } = load('socket.io-client', page) as { io(url: string, options: object): SocketIo }
    const socket = io(`http://${host}`, { forceNew: true, transports: ['websocket'], query: { client } })
    socket.on('connect', () => {
      listener.online()
      listener.message()
    })
    socket.on('disconnect', listener.offline)
    return { stop: () => socket.disconnect() }
  },
}

const centrifuge: Contender = {
  name: 'centrifuge',
  version: versionOf('centrifuge'),
  dialect: centrifugeDialect,
  ownPage: false,
  start(page, host, client, listener) {
    const library = load('centrifuge', page) as { Centrifuge: new (url: string) => Centrifuge }
    const centrifuge = new library.Centrifuge(`ws://${host}/connection/websocket?client=${client}`)
    centrifuge.on('connected', () => {
      listener.online()
      listener.message()
    })
    centrifuge.on('connecting', listener.offline)
    centrifuge.on('disconnected', listener.offline)
    centrifuge.connect()
    return { stop: () => centrifuge.disconnect() }
  },
}

const phoenix: Contender = {
  name: 'phoenix',
  version: versionOf('phoenix'),
  dialect: phoenixDialect,
  ownPage: false,
  start(page, host, client, listener) {
    const library = load('phoenix', page) as { Socket: new (url: string, options: object) => PhoenixSocket }
    const socket = new library.Socket(`ws://${host}/socket`, { params: { client } })
    // Its apps go by their channels, which it joins again by itself.
    const room = socket.channel('room')
    room.onError(listener.offline)
    room.join().receive('ok', () => {
      listener.online()
      listener.message()
    })
    socket.connect()
    return { stop: () => socket.disconnect() }
  },
}

/** The rivals, each with its default settings. */
export const rivals: readonly Contender[] = [
  socketIo, centrifuge, phoenix, reconnecting('partysocket/ws', false), reconnecting('reconnecting-websocket', true),
]
