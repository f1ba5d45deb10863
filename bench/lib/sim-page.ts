import type { SimNetwork } from './network'
import { type Page, type PageSocket, PageWindow } from './page'
import type { Appointment, Simulation } from './simulation'

/** Who comes first when a page thaws: what its timers or what its sockets have for it. */
export type ThawOrder = 'timers' | 'messages'

/** A page in a simulation. It can be frozen: then nothing of it runs, and all of it runs late. */
export class SimPage implements Page {
  readonly window = new PageWindow()
  readonly WebSocket: new (url: string) => PageSocket
  private readonly timers = new Map<number, Appointment>()
  private made = 0
  private frozen = false
  private readonly lateTimers: (() => void)[] = []
  private readonly lateMessages: (() => void)[] = []

  constructor(readonly simulation: Simulation, readonly random: () => number, network: SimNetwork) {
    this.WebSocket = network.socketsOf(this)
  }

  now(): number {
    return this.simulation.now()
  }

  setTimeout(callback: () => void, delay = 0): number {
    const id = ++this.made
    this.timers.set(id, this.simulation.after(delay, () => this.fire(id, callback)))
    return id
  }

  clearTimeout(timer: number | undefined): void {
    if (timer === undefined) return
    const appointment = this.timers.get(timer)
    if (appointment) appointment.call = null
    this.timers.delete(timer)
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
    const late = order === 'timers' ? [...lateTimers, ...lateMessages] : [...lateMessages, ...lateTimers]
    for (const call of [...late, front]) this.simulation.after(0, call)
    lateTimers.length = lateMessages.length = 0
  }

  private fire(id: number, callback: () => void): void {
    const run = (): void => {
      // It may have been cleared while it was late.
      if (this.timers.delete(id)) callback()
    }
    if (this.frozen) this.lateTimers.push(run)
    else run()
  }
}
