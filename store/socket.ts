import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Frame, Platform, SocketTask } from '../src/platform/types'

/** What happens to the one socket, under the names that the WebSocket standard has. */
export interface SocketEvents {
  open: { url: string }
  /** A raw frame came: what the protocol makes of it comes later. */
  message: { data: Frame }
  error: { message: string }
  /** `code` as the platform tells it, which on some of them is 1000 whatever happened. */
  close: { code?: number, reason?: string }
}

type Listeners = { [E in keyof SocketEvents]: Set<(event: SocketEvents[E]) => void> }

const CONNECTING = 0
const OPEN = 1
const CLOSING = 2
const CLOSED = 3

/**
 * The socket itself, for who wants to look below the connection: `createChatKit({ url, socket: useSocketStore })`, and
 * then `useSocketStore()` anywhere. The kit works without it, and then it costs nothing.
 */
export const useSocketStore = defineStore('chat-socket', () => {
  const readyState = ref<0 | 1 | 2 | 3>(CLOSED)
  const bufferedAmount = ref(0)
  const listeners: Listeners = { open: new Set(), message: new Set(), error: new Set(), close: new Set() }
  // What an older socket says counts no more.
  let newest: SocketTask | undefined

  function tell<E extends keyof SocketEvents>(name: E, event: SocketEvents[E]): void {
    // Each by itself: one that throws breaks neither the link nor another.
    for (const listener of listeners[name]) void Promise.resolve(event).then(listener)
  }

  function watchTask(task: SocketTask, url: string): SocketTask {
    newest = task
    readyState.value = CONNECTING
    bufferedAmount.value = 0
    function is(state: 0 | 1 | 2 | 3): boolean {
      if (newest === task) readyState.value = state
      return newest === task
    }
    return {
      onOpen: listener => task.onOpen(() => {
        if (is(OPEN)) tell('open', { url })
        listener()
      }),
      onMessage: listener => task.onMessage((message) => {
        if (newest === task) tell('message', { data: message.data })
        listener(message)
      }),
      onError: listener => task.onError((error) => {
        if (is(CLOSED)) tell('error', { message: error?.errMsg || 'socket error' })
        listener(error)
      }),
      // After an error a close may come or not.
      onClose: listener => task.onClose((close) => {
        if (is(CLOSED)) tell('close', { code: close?.code, reason: close?.reason })
        listener(close)
      }),
      send({ data, fail }) {
        const size = typeof data === 'string' ? bytesOf(data) : data.byteLength
        bufferedAmount.value += size
        const done = (): void => {
          if (newest === task) bufferedAmount.value -= size
        }
        task.send({
          data,
          success: done,
          fail(error) {
            done()
            fail?.(error)
          },
        })
      },
      close(options) {
        if (readyState.value !== CLOSED) is(CLOSING)
        task.close(options)
      },
    }
  }

  return {
    /** 0 connecting, 1 open, 2 closing, 3 closed or none, as in the WebSocket standard. */
    readyState,
    /** Bytes that were handed to the platform, and that it has not reported as sent. */
    bufferedAmount,
    /**
     * Listens to the socket, whichever it is, over all reconnects; any number may.
     * @returns call it to stop listening
     */
    on<E extends keyof SocketEvents>(name: E, listener: (event: SocketEvents[E]) => void): () => void {
      listeners[name].add(listener)
      return () => void listeners[name].delete(listener)
    },
    /** For {@link createChatKit}: the same platform, whose sockets are looked at. */
    watch: (platform: Platform): Platform => ({
      ...platform,
      connectSocket: options => watchTask(platform.connectSocket(options), options.url),
    }),
  }
})

/** How long a text is in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
