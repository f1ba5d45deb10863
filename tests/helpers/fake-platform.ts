import { MemoryStorage } from './memory-storage'
import type {
  Clock, Frame, HttpListener, HttpRequest, HttpTask, LifecycleListener, Platform, SocketTask,
} from '../../src/platform/types'
import { FakeClock } from './fake-clock'

type Close = { code?: number, reason?: string }
type Failure = { errMsg?: string }

/** A socket whose other end is the test. As the real ones, it says nothing by itself. */
export class FakeSocket implements SocketTask {
  readonly sent: Frame[] = []
  /** What `close` was called with, call by call. */
  readonly closes: Close[] = []
  /** Called with each frame that the client sends. */
  onSend: ((frame: Frame) => void) | null = null
  /** Called when the client closes it. */
  onEnd: (() => void) | null = null
  /** What `send` does instead of sending: throw, or report a failure. */
  sendFails: 'no' | 'throws' | 'reports' = 'no'
  /** Called by the test when the platform has got rid of what was sent; one for each frame. */
  readonly flushes: (() => void)[] = []
  /** Whether `close` throws, as on platforms that mind a second close. */
  closeThrows = false
  private readonly opened: (() => void)[] = []
  private readonly heard: ((message: { data: Frame }) => void)[] = []
  private readonly failed: ((error: Failure) => void)[] = []
  private readonly closed: ((close: Close) => void)[] = []

  constructor(readonly url = '', readonly protocols?: string[]) {}

  onOpen(listener: () => void): void {
    this.opened.push(listener)
  }

  onMessage(listener: (message: { data: Frame }) => void): void {
    this.heard.push(listener)
  }

  onError(listener: (error: Failure) => void): void {
    this.failed.push(listener)
  }

  onClose(listener: (close: Close) => void): void {
    this.closed.push(listener)
  }

  send({ data, success, fail }: { data: Frame, success?: () => void, fail?: (error: Failure) => void }): void {
    if (this.sendFails === 'throws') throw new Error('send threw')
    if (this.sendFails === 'reports') return fail?.({ errMsg: 'send reported' })
    this.flushes.push(() => success?.())
    this.sent.push(data)
    this.onSend?.(data)
  }

  close(options: Close): void {
    this.closes.push(options)
    this.onEnd?.()
    if (this.closeThrows) throw new Error('closed already')
  }

  /** Whether the client has not closed it. */
  get open(): boolean {
    return this.closes.length === 0
  }

  /** The frames that were sent, read as JSON. */
  get frames(): unknown[] {
    return this.sent.map(frame => JSON.parse(String(frame)) as unknown)
  }

  sayOpen(): void {
    for (const listener of this.opened) listener()
  }

  say(data: Frame): void {
    for (const listener of this.heard) listener({ data })
  }

  /** Says a frame that is written as JSON. */
  sayJson(frame: object): void {
    this.say(JSON.stringify(frame))
  }

  sayError(error: Failure = { errMsg: 'went wrong' }): void {
    for (const listener of this.failed) listener(error)
  }

  sayClose(close: Close = { code: 1006, reason: '' }): void {
    for (const listener of this.closed) listener(close)
  }
}

/** A request whose other end is the test. */
export class FakeRequest implements HttpTask {
  aborted = false

  constructor(readonly options: HttpRequest, readonly listener: HttpListener) {}

  abort(): void {
    this.aborted = true
  }
}

/** A machine for the kit to run on, in the hands of the test. */
export class FakePlatform<Kind extends Clock = FakeClock> implements Platform {
  readonly storage = new MemoryStorage()
  readonly sockets: FakeSocket[] = []
  readonly requests: FakeRequest[] = []
  /** Called with each new socket. */
  onSocket: ((socket: FakeSocket) => void) | null = null
  readonly lifecycle = new Set<LifecycleListener>()
  private randoms = 0

  /** @param clock its clock: as a default one that goes only when it is told to */
  constructor(readonly clock: Kind = new FakeClock() as unknown as Kind) {}

  /** Close to the middle, and never the same twice: ids are made of it. */
  random(): number {
    this.randoms += 1
    return 0.5 + this.randoms / 1e8
  }

  connectSocket({ url, protocols }: { url: string, protocols?: string[] }): SocketTask {
    const socket = new FakeSocket(url, protocols)
    this.sockets.push(socket)
    this.onSocket?.(socket)
    return socket
  }

  request(options: HttpRequest, listener: HttpListener): HttpTask {
    const request = new FakeRequest(options, listener)
    this.requests.push(request)
    return request
  }

  watchLifecycle(listener: LifecycleListener): () => void {
    this.lifecycle.add(listener)
    return () => this.lifecycle.delete(listener)
  }

  language(): string {
    return 'en'
  }

  /** The newest socket. */
  get socket(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1]
    if (!socket) throw new Error('no socket was opened')
    return socket
  }

  /** The sockets that the client has not closed. */
  get openSockets(): FakeSocket[] {
    return this.sockets.filter(({ open }) => open)
  }
}
