import type { Dialect, ServerEnd } from './dialects'
import { type PageEvent, PageEvents, type PageSocket } from './page'
import type { SimPage } from './sim-page'
import type { Simulation } from './simulation'

/** The way between one client and the server. */
export interface Path {
  /** How long the next packet takes one way, in ms. */
  trip(): number
  /** When packets of the client began to vanish, by the simulation's clock; null while they arrive. */
  deadUp: number | null
  /** When packets of the server began to vanish. */
  deadDown: number | null
}

/** Without acknowledgements from the client, the server's TCP stops sending new bytes after about as long, in ms. */
const UNACKNOWLEDGED = 1_000
/** A browser waits as long for the other end's closing handshake, in ms. */
const CLOSING = 2_000

/** A simulated network with one server, which speaks one dialect. */
export class SimNetwork {
  /** Whether somebody listens at the server. */
  up = true
  /** When each attempt to connect began, by the simulation's clock. */
  readonly attempts: number[] = []
  readonly open = new Set<SimSocket>()

  /** @param pathOf the way of each new connection, by its address */
  constructor(
    readonly simulation: Simulation,
    readonly dialect: Dialect,
    readonly pathOf: (url: string) => Path,
  ) {}

  /** The class WebSocket of a page. */
  socketsOf(page: SimPage): new (url: string) => PageSocket {
    // Called by a thunk, as the page's field is set by this very call.
    const open = (url: string): [SimNetwork, SimPage, string] => [this, page, url]
    return class extends SimSocket {
      constructor(url: string) {
        super(...open(url))
      }
    }
  }

  /** The server ends all connections at once, as when its process dies. */
  drop(): void {
    for (const socket of [...this.open]) socket.droppedByServer()
  }
}

/** One WebSocket. Events come in the order of what they tell of, however uneven the trips are. */
class SimSocket extends PageEvents implements PageSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  readyState = 0
  binaryType = 'blob'
  readonly bufferedAmount = 0
  readonly extensions = ''
  readonly protocol = ''
  onopen: ((event: PageEvent) => void) | null = null
  onmessage: ((event: PageEvent) => void) | null = null
  onerror: ((event: PageEvent) => void) | null = null
  onclose: ((event: PageEvent) => void) | null = null
  private end: ServerEnd | null = null
  private readonly path: Path
  private arrivalUp = 0
  private arrivalDown = 0

  constructor(private readonly network: SimNetwork, private readonly page: SimPage, readonly url: string) {
    super()
    const { simulation } = network
    network.attempts.push(simulation.now())
    this.path = network.pathOf(url)
    if (this.vanishesUp() || this.vanishesDown()) return
    if (!network.up) {
      this.down(this.path.trip(), () => this.failed())
      return
    }
    // Three round trips: TCP, TLS 1.3, and the upgrade.
    let delay = 0
    for (let trip = 0; trip < 5; trip++) delay += this.path.trip()
    simulation.after(delay, () => this.reached())
  }

  send(data: string): void {
    if (this.readyState === 0) throw new Error('not open yet')
    if (this.readyState !== 1 || this.vanishesUp()) return
    const { simulation } = this.network
    this.arrivalUp = Math.max(this.arrivalUp, simulation.now() + this.path.trip())
    simulation.after(this.arrivalUp - simulation.now(), () => this.end?.receive(data))
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState >= 2) return
    const wasOpen = this.readyState === 1
    this.readyState = 2
    this.goneAtServer()
    const lost = this.vanishesUp() || this.vanishesDown()
    const delay = !wasOpen ? 0 : lost ? CLOSING : this.path.trip() + this.path.trip()
    this.page.deliver(delay, () => this.closed(lost || !wasOpen ? 1006 : code, reason))
  }

  /** The server's process died: its machine says so. */
  droppedByServer(): void {
    this.goneAtServer()
    this.down(this.path.trip(), () => this.closed(1006, ''))
  }

  private reached(): void {
    if (this.readyState !== 0 || this.vanishesUp()) return
    if (!this.network.up) return this.down(this.path.trip(), () => this.failed())
    this.network.open.add(this)
    this.down(this.path.trip(), () => {
      if (this.readyState !== 0) return
      this.readyState = 1
      this.tell({ type: 'open' }, this.onopen)
    })
    this.end = this.network.dialect({
      send: data => this.down(this.path.trip(), () => {
        if (this.readyState === 1) this.tell({ type: 'message', data }, this.onmessage)
      }),
      after: (delay, call) => this.network.simulation.after(delay, () => {
        if (this.end) call()
      }),
    })
  }

  private goneAtServer(): void {
    this.end = null
    this.network.open.delete(this)
  }

  private failed(): void {
    if (this.readyState >= 2) return
    this.tell({ type: 'error', message: 'refused' }, this.onerror)
    this.closed(1006, '')
  }

  private closed(code: number, reason: string): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.tell({ type: 'close', code, reason, wasClean: code !== 1006 }, this.onclose)
  }

  private tell(event: PageEvent, listener: ((event: PageEvent) => void) | null): void {
    listener?.call(this, event)
    this.emit(event)
  }

  /** Takes something to the page. */
  private down(delay: number, call: () => void): void {
    if (this.vanishesDown()) return
    const now = this.network.simulation.now()
    this.arrivalDown = Math.max(this.arrivalDown, now + delay)
    this.page.deliver(this.arrivalDown - now, call)
  }

  private vanishesUp(): boolean {
    return this.path.deadUp !== null && this.network.simulation.now() >= this.path.deadUp
  }

  private vanishesDown(): boolean {
    const { deadUp, deadDown } = this.path
    const now = this.network.simulation.now()
    return (deadDown !== null && now >= deadDown) || (deadUp !== null && now >= deadUp + UNACKNOWLEDGED)
  }
}
