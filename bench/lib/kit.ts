import { readFileSync } from 'node:fs'
import { type Connection, createConnection } from '../../src/connection/connection'
import { defaultHeartbeat } from '../../src/connection/heartbeat'
import type { Platform, SocketTask, Timer } from '../../src/platform/types'
import { native } from '../../src/protocols/native/native'
import { websocket } from '../../src/transports/websocket'
import type { Contender } from './contender'
import { nativeDialect } from './dialects'
import type { Page } from './page'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** What stands on the ladder below WebSocket. Here a WebSocket stands for each: a server that is gone is so for all. */
const lowerRungs = ['sse', 'long-polling', 'polling']

/** The kit's own connection: state machine, heartbeat, backoff, ladder, WebSocket transport and native protocol. */
export const kit: Contender = {
  name: 'uni-chat-kit',
  version,
  dialect: nativeDialect,
  ownPage: false,
  start: (page, host, client, listener) => startKit(page, `ws://${host}/v1/ws?client=${client}`, 'token', listener),
}

/** Starts the kit's connection at an address. */
export function startKit(page: Page, url: string, token: string, listener: {
  online(): void
  offline(): void
  message(): void
}): { stop(): void } {
  const platform: Pick<Platform, 'connectSocket'> = { connectSocket: ({ url }) => socketTask(new page.WebSocket(url)) }
  const socket = websocket(url, platform as Platform)
  const connection: Connection = createConnection({
    transports: [socket, ...lowerRungs.map(name => ({ ...socket, name }))],
    clock: {
      now: () => page.now(),
      setTimeout: (callback, delay) => page.setTimeout(callback, delay) as Timer,
      clearTimeout: timer => page.clearTimeout(timer),
    },
    random: () => page.random(),
    heartbeat: defaultHeartbeat,
    driver: {
      prepare: () => Promise.resolve(true),
      ping: id => native.ping(id),
      frame(frame) {
        const event = native.decode(frame)
        if (event.type === 'pong') return connection.answered(event.id)
        if (event.type === 'welcome') connection.accepted(event.heartbeat)
        listener.message()
      },
      changed({ state }, before) {
        if (state === 'authenticating') connection.send(native.hello(token))
        if (state === 'online') listener.online()
        else if (before === 'online') listener.offline()
      },
    },
  })
  // As src/platform/uni.ts has it on H5.
  const wake = (): void => connection.wake()
  const { window } = page
  window.addEventListener('visibilitychange', wake)
  window.addEventListener('online', wake)
  window.addEventListener('offline', () => connection.suspect())
  connection.start()
  return { stop: () => connection.stop() }
}

/** A WebSocket as `uni.connectSocket` gives it on H5. */
function socketTask(socket: InstanceType<Page['WebSocket']>): SocketTask {
  return {
    onOpen(listener) {
      socket.onopen = listener
    },
    onMessage(listener) {
      socket.onmessage = ({ data }) => listener({ data: String(data) })
    },
    onError(listener) {
      socket.onerror = ({ message }) => listener({ errMsg: String(message) })
    },
    onClose(listener) {
      socket.onclose = ({ code }) => listener({ code: Number(code) })
    },
    send: ({ data }) => socket.send(String(data)),
    close: ({ code, reason }) => socket.close(code, reason),
  }
}
