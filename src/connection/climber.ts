import type { Clock, Frame, Timer } from '../platform/types'
import type { Link, Transport } from '../transports/transport'

/** The first look comes after about this time, in ms; each further one after twice as long. */
const FIRST = 60_000
/** The longest time between two looks, in ms. */
const LONGEST = 600_000
/** How long the better transport may take to show life, in ms. */
const PATIENCE = 5_000

export interface ClimberOptions {
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  /** A frame that the server answers whatever has been said before, or null if there is none. */
  ping: () => Frame | null
  /** The better transport works. */
  reachable: () => void
}

/**
 * While a lesser transport carries the connection, looks from time to time whether the best one works again. A proxy
 * may accept a WebSocket and swallow what it carries: so it must bring an answer, not only open.
 */
export class Climber {
  private timer: Timer | undefined
  private link: Link | undefined
  private delay = FIRST

  constructor(private readonly options: ClimberOptions) {}

  /** Begins to look; another look is not under way then. */
  start(transport: Transport): void {
    this.stop()
    const { clock, random } = this.options
    this.timer = clock.setTimeout(() => this.look(transport), this.delay * (0.75 + random() / 2))
    this.delay = Math.min(LONGEST, this.delay * 2)
  }

  stop(): void {
    if (this.timer !== undefined) this.options.clock.clearTimeout(this.timer)
    this.timer = undefined
    this.link?.close()
    this.link = undefined
  }

  /** Another network: what was seen on the former one means nothing. */
  reset(): void {
    this.delay = FIRST
  }

  private look(transport: Transport): void {
    const { clock, ping, reachable } = this.options
    const missed = (): void => this.start(transport)
    const found = (): void => {
      this.stop()
      this.reset()
      reachable()
    }
    this.timer = clock.setTimeout(missed, PATIENCE)
    const link = this.link = transport.open({
      opened() {
        const frame = ping()
        if (frame === null) found()
        else link.send(frame)
      },
      frame: found,
      ended: missed,
    })
  }
}
