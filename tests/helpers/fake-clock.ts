import type { Clock, Timer } from '../../src/platform/types'

interface Waiting {
  readonly id: number
  readonly at: number
  readonly callback: () => void
}

/** A clock that goes only when it is told to. Timers fire in the order of their time, then of their making. */
export class FakeClock implements Clock {
  private waiting: Waiting[] = []
  private made = 0

  constructor(private time = Date.UTC(2024, 0, 15, 12)) {}

  now(): number {
    return this.time
  }

  setTimeout(callback: () => void, delay: number): Timer {
    this.made += 1
    this.waiting.push({ id: this.made, at: this.time + Math.max(0, delay), callback })
    return this.made as unknown as Timer
  }

  clearTimeout(timer: Timer): void {
    this.waiting = this.waiting.filter(({ id }) => id !== timer as unknown as number)
  }

  /** How many timers are set. */
  get timers(): number {
    return this.waiting.length
  }

  /** In how many ms the next timer is due, or null. */
  get nextIn(): number | null {
    const next = this.next()
    return next ? next.at - this.time : null
  }

  /** Lets time pass; what becomes due on the way is called at its time. */
  advance(duration: number): void {
    const until = this.time + duration
    for (let next = this.next(); next && next.at <= until; next = this.next()) {
      this.time = Math.max(this.time, next.at)
      this.fire(next)
    }
    this.time = Math.max(this.time, until)
  }

  /** Lets time pass while no timer runs, as in a frozen tab; `advance(0)` wakes them up, late. */
  freeze(duration: number): void {
    this.time += duration
  }

  /** Fires the next timer a little early, as real ones do by the clock's rounding. */
  fireEarly(by: number): void {
    const next = this.next()
    if (!next) return
    this.time = Math.max(this.time, next.at - by)
    this.fire(next)
  }

  private next(): Waiting | undefined {
    return this.waiting.reduce<Waiting | undefined>((best, one) => (!best || one.at < best.at ? one : best), undefined)
  }

  private fire(timer: Waiting): void {
    this.waiting = this.waiting.filter(other => other !== timer)
    timer.callback()
  }
}

/** Lets every promise that can settle now settle. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve()
}

/** Lets time pass from timer to timer, with all that promises do in between. */
export async function pass(clock: FakeClock, duration: number): Promise<void> {
  await settle()
  const until = clock.now() + duration
  while (clock.now() < until) {
    clock.advance(Math.min(clock.nextIn ?? Infinity, until - clock.now()))
    await settle()
  }
}
