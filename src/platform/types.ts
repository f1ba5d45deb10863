/** What the kit needs of the machine it runs on. `uni.ts` is the real one; tests bring their own. */

/** What a socket carries: text, or bytes. */
export type Frame = string | ArrayBuffer

/**
 * A socket as `uni.connectSocket` gives it. There is no `off` and no ready state, and after an error a close may come
 * or not: whoever uses it keeps the state.
 */
export interface SocketTask {
  onOpen(listener: () => void): void
  onMessage(listener: (message: { data: Frame }) => void): void
  onError(listener: (error: { errMsg?: string }) => void): void
  onClose(listener: (close: { code?: number, reason?: string }) => void): void
  send(options: { data: Frame, success?: () => void, fail?: (error: { errMsg?: string }) => void }): void
  close(options: { code?: number, reason?: string }): void
}

/** A request over HTTP. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /**
   * The platform may give up after so many ms, and not before; it need not. Whoever has a deadline keeps a timer of
   * their own.
   */
  readonly timeout: number
  /** Whether the body is wanted piece by piece, as it comes. */
  readonly stream: boolean
}

/** What is told of a request, never within the call that makes it. `done` or `failed` comes once and last. */
export interface HttpListener {
  /** A piece of a stream. It may begin and end in the middle of a character. */
  chunk(data: ArrayBuffer | string): void
  /** It was answered, with whatever status. A stream's `body` means nothing. */
  done(status: number, body: string): void
  /** No answer, or not all of it. */
  failed(message: string): void
}

/** A request that is under way. */
export interface HttpTask {
  /** Gives it up. Nothing is told any more. */
  abort(): void
}

/** Time and timers, so that tests can bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once, after `delay` ms. */
  setTimeout(callback: () => void, delay: number): Timer
  clearTimeout(timer: Timer): void
}

/** What `setTimeout` gives: a number, or an object in Node. */
export type Timer = ReturnType<typeof setTimeout>

/** What survives a restart: texts by key. Any of it may throw: a storage can be full, forbidden or broken. */
export interface KeyValueStorage {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): readonly string[]
}

/** What happens around the app. */
export interface LifecycleListener {
  /** The app is in front again, or there is a network again: what was waiting should try now. */
  wake(): void
  /** The app went to the background, where its sockets are cut before long. */
  sleep(): void
  /** The network seems to be gone. A hint, not the truth. */
  offline(): void
}

export interface Platform {
  readonly clock: Clock
  readonly storage: KeyValueStorage
  /** A number from 0 up to, not including, 1. */
  random(): number
  connectSocket(options: { url: string, protocols?: string[] }): SocketTask
  /** Makes a request. Doesn't throw: what goes wrong is told by `failed`. */
  request(options: HttpRequest, listener: HttpListener): HttpTask
  /** Starts to listen; returns what stops it. */
  watchLifecycle(listener: LifecycleListener): () => void
  /** The language that the person reads, for example `zh-Hans` or `en`. */
  language(): string
}
