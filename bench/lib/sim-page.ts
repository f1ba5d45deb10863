import type { SimNetwork } from './network'
import { type Page, type PageSocket, PageWindow } from './page'
import type { Simulation } from './simulation'

/** Who comes first when a page thaws: what its timers or what its sockets have for it. */
export type ThawOrder = 'timers' | 'messages'

interface PageTimer {
  /** Null once it was cleared: even while it is late. */
  callback: (() => void) | null
}

/** A page in a simulation. It can be frozen: then nothing of it runs, and all of it runs late. */
export class SimPage implements Page {
  readonly window = new PageWindow()
  readonly WebSocket: new (url: string) => PageSocket
  private frozen = false
  private readonly lateTimers: PageTimer[] = []
  private readonly lateMessages: (() => void)[] = []

  constructor(readonly simulation: Simulation, readonly random: () => number, network: SimNetwork) {
    this.WebSocket = network.socketsOf(this)
  }

  now(): number {
    return this.simulation.now()
  }

  setTimeout(callback: () => void, delay = 0): PageTimer {
    const timer: PageTimer = { callback }
    this.simulation.after(delay, () => {
      if (this.frozen) this.lateTimers.push(timer)
      else timer.callback?.()
    })
    return timer
  }

  clearTimeout(timer: unknown): void {
    if (typeof timer === 'object' && timer) (timer as PageTimer).callback = null
  }

  /** Something comes from outside, after so many ms: it waits for the page if that is frozen then. */
  deliver(delay: number, call: () => void): void {
    this.simulation.after(delay, () => {
      if (this.frozen) this.lateMessages.push(call)
      else call()
    })
  }

  freeze(): void {
    this.frozen = true
  }

  /** Everything that was due runs now, each in a turn of its own; then `front`, the news that the page is in front. */
  thaw(order: ThawOrder, front: () => void): void {
    this.frozen = false
    const { lateTimers, lateMessages } = this
    const timers = lateTimers.map(timer => () => timer.callback?.())
    const late = order === 'timers' ? [...timers, ...lateMessages] : [...lateMessages, ...timers]
    for (const call of [...late, front]) this.simulation.after(0, call)
    lateTimers.length = lateMessages.length = 0
  }
}
