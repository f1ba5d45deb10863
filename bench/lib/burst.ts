import { NodePage } from './node-page'
import { type PageEvent, PageEvents, type PageSocket } from './page'
import type { Dialect, ServerEnd } from './dialects'

/** A WebSocket without a network: its server is in the same realm, and everything it says arrives at once. */
class BurstSocket extends PageEvents implements PageSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readyState = 0
  binaryType = 'blob'
  readonly bufferedAmount = 0
  readonly extensions = ''
  readonly protocol = ''
  onopen: ((event: PageEvent) => void) | null = null
  onmessage: ((event: PageEvent) => void) | null = null
  onerror: ((event: PageEvent) => void) | null = null
  onclose: ((event: PageEvent) => void) | null = null
  private end: ServerEnd | undefined

  constructor(page: BurstPage) {
    super()
    page.socket = this
    setImmediate(() => {
      this.readyState = 1
      this.onopen?.({ type: 'open' })
      this.end = page.dialect({ send: data => this.say(data), after: () => undefined })
    })
  }

  send(data: string): void {
    setImmediate(() => this.end?.receive(data))
  }

  close(): void {
    this.readyState = 3
  }

  /** The server says something. */
  say(data: string): void {
    this.onmessage?.({ type: 'message', data })
  }
}

/** A page whose sockets are {@link BurstSocket}s. */
export class BurstPage extends NodePage {
  /** The newest one. */
  socket: BurstSocket | undefined
  override readonly WebSocket: new (url: string) => PageSocket

  constructor(readonly dialect: Dialect) {
    super(Math.random)
    // Called by a thunk, as the class is made before `this` can be named in it.
    const page = (): BurstPage => this
    this.WebSocket = class extends BurstSocket {
      constructor() {
        super(page())
      }
    }
  }
}
