import { WebSocket } from 'ws'
import type { RawData } from 'ws'
import { later, reply } from './api'
import type { Wx, WxCallbacks } from './api'

/** WeChat refuses a sixth socket. */
const MOST_SOCKETS = 5
const CONNECT_MS = 60_000
/** A close frame has no room for more bytes of reason. */
const MOST_REASON = 123

interface ConnectOptions extends WxCallbacks {
  url: string
  header?: Record<string, string>
  protocols?: string[]
  timeout?: number
}

interface SendOptions extends WxCallbacks {
  data: unknown
}

interface CloseOptions extends WxCallbacks {
  code?: number
  reason?: string
}

type Listener = (payload: unknown) => void
type TaskEvent = 'open' | 'message' | 'error' | 'close'

/** What the app gets from `wx.connectSocket`. There is neither a readyState nor a way to take a listener off. */
export interface SocketTask {
  send: (options: SendOptions) => void
  close: (options?: CloseOptions) => void
  onOpen: (listener: Listener) => void
  onMessage: (listener: Listener) => void
  onError: (listener: Listener) => void
  onClose: (listener: Listener) => void
}

/** One socket of the app, over a real one. */
class Connection {
  state: 'connecting' | 'open' | 'closed' = 'connecting'
  private closing = false
  private socket: WebSocket | undefined
  private deadline: NodeJS.Timeout | undefined
  private readonly listeners: Record<TaskEvent, Listener[]> = { open: [], message: [], error: [], close: [] }

  constructor(private readonly sockets: Sockets, private readonly options: ConnectOptions) {}

  /** Connects; after the app has been told that the task was made, which comes first on devices. */
  dial(): void {
    if (this.state === 'closed' || this.closing) return
    const { url, header, protocols, timeout = CONNECT_MS } = this.options
    if (this.sockets.silent) {
      this.deadline = later(() => this.lose('timeout'), timeout)
      this.deadline.unref()
      return
    }
    try {
      this.listen(new WebSocket(url, protocols ?? [], { headers: header ?? {}, handshakeTimeout: timeout }))
    } catch (error) {
      this.lose(String(error))
    }
  }

  /** The app's side of the socket. */
  readonly task: SocketTask = {
    send: (options) => this.send(options),
    close: (options = {}) => this.close(options),
    // As with the base library, a second listener is added, it doesn't replace the first.
    onOpen: (listener) => { this.listeners.open.push(listener) },
    onMessage: (listener) => { this.listeners.message.push(listener) },
    onError: (listener) => { this.listeners.error.push(listener) },
    onClose: (listener) => { this.listeners.close.push(listener) }
  }

  /** Ends the socket as the host does on its own account: no close frame goes out. */
  cut(code: number, reason: string): void {
    if (this.state === 'closed') return
    this.end(code, reason)
    this.socket?.terminate()
  }

  private listen(socket: WebSocket): void {
    this.socket = socket
    socket.on('open', () => this.hear(() => {
      this.state = 'open'
      this.sockets.opened += 1
      this.emit('open', { header: {}, errMsg: 'onOpen:ok' })
    }))
    socket.on('message', (data, isBinary) => this.hear(() => this.emit('message', { data: asData(data, isBinary) })))
    socket.on('error', (error) => this.hear(() => this.emit('error', { errMsg: error.message })))
    socket.on('close', (code, reason) => this.hear(() => this.end(code, reason.toString())))
  }

  /** Nothing arrives while the network is silent, not even the end. */
  private hear(event: () => void): void {
    if (this.state !== 'closed' && !this.sockets.silent) event()
  }

  private send(options: SendOptions): void {
    const { data } = options
    if (this.state !== 'open' || this.closing) {
      void reply(quiet(options), { errMsg: 'SocketTask.send:fail SocketTask.readyState is not OPEN' })
    } else if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) {
      void reply(quiet(options), { errMsg: 'SocketTask.send:fail parameter error: data is no String or ArrayBuffer' })
    } else {
      if (!this.sockets.silent) this.socket?.send(data)
      // Success means handed over, and comes with the network gone too.
      void reply(quiet(options), { errMsg: 'sendSocketMessage:ok' })
    }
  }

  private close(options: CloseOptions): void {
    const { code = 1000, reason = '' } = options
    const allowed = code === 1000 || (code >= 3000 && code <= 4999)
    if (!allowed || Buffer.byteLength(reason) > MOST_REASON) {
      void reply(quiet(options), { errMsg: `SocketTask.close:fail invalid code or reason ${code}` })
      return
    }
    this.closing = true
    void reply(quiet(options), { errMsg: 'closeSocket:ok' })
    if (!this.socket && !this.sockets.silent) {
      later(() => { if (this.state !== 'closed') this.end(code, reason) })
    } else if (this.sockets.silent) {
      // The peer never answers, and onClose never comes: the app must not wait for it.
      this.forget()
      this.socket?.terminate()
    } else {
      this.socket?.close(code, reason)
    }
  }

  private lose(errMsg: string): void {
    this.emit('error', { errMsg })
    this.end(1006, 'abnormal closure')
  }

  private end(code: number, reason: string): void {
    this.forget()
    this.emit('close', { code, reason })
  }

  private forget(): void {
    clearTimeout(this.deadline)
    this.state = 'closed'
    this.sockets.drop(this)
  }

  private emit(event: TaskEvent, payload: unknown): void {
    for (const listener of [...this.listeners[event]]) listener(payload)
  }
}

/** `wx.connectSocket` over real sockets, with WeChat's manners. */
export class Sockets {
  /** Sockets that have opened since the last reset. */
  opened = 0
  /**
   * While true nothing goes out or comes in, and nothing says so: a phone that has lost the network unnoticed.
   * What is lost stays lost; cut the sockets before setting it to false, a real connection wouldn't go on either.
   */
  silent = false
  private readonly live = new Set<Connection>()

  /** Sockets that are open now. */
  get openNow(): number {
    return [...this.live].filter((connection) => connection.state === 'open').length
  }

  /** Puts connectSocket on `wx`. */
  install(wx: Wx): void {
    wx.connectSocket = (options: ConnectOptions) => this.connect(options)
  }

  /** As `wx.connectSocket`. Where it fails the task never says anything. */
  connect(options: ConnectOptions): SocketTask {
    let problem = ''
    if (!/^wss?:\/\/[^\s/]+/.test(options.url) || !URL.canParse(options.url)) problem = `invalid url "${options.url}"`
    else if (this.live.size >= MOST_SOCKETS) problem = `exceed max socket connect count ${MOST_SOCKETS}`
    void reply(quiet(options), { errMsg: problem ? `connectSocket:fail ${problem}` : 'connectSocket:ok' })
    if (problem) return mute()
    const connection = new Connection(this, options)
    this.live.add(connection)
    later(() => connection.dial())
    return connection.task
  }

  /** Cuts every socket, as WeChat does some seconds after going to the background (1006, also 1000 or 1001). */
  cutAll(code = 1006, reason = 'interrupted'): void {
    for (const connection of [...this.live]) connection.cut(code, reason)
  }

  /** Cuts every socket and counts anew. */
  reset(): void {
    this.cutAll()
    this.opened = 0
    this.silent = false
  }

  /** A connection tells that it has ended. */
  drop(connection: Connection): void {
    this.live.delete(connection)
  }
}

/** Tasks answer by callbacks only: without any there must be no promise that nobody catches. */
function quiet<T extends WxCallbacks>(options: T): WxCallbacks {
  return { complete: () => undefined, ...options }
}

function mute(): SocketTask {
  const nothing = (): void => undefined
  return { send: nothing, close: nothing, onOpen: nothing, onMessage: nothing, onError: nothing, onClose: nothing }
}

function asData(data: RawData, isBinary: boolean): string | ArrayBuffer {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
  if (!isBinary) return bytes.toString('utf8')
  const copy = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(copy).set(bytes)
  return copy
}
