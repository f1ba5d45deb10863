interface Appointment {
  readonly time: number
  readonly order: number
  readonly call: () => void
}

/** Makes time pass from one appointment to the next, with all that promises do in between. */
export class Simulation {
  private time: number
  private made = 0
  private readonly heap: Appointment[] = []

  /**
   * @param grain how much time (ms) may pass before promises are let run: 0 is exact, 1 is several times as fast with
   *   a large crowd
   */
  constructor(private readonly grain = 0) {
    this.time = Date.UTC(2024, 0, 15, 12)
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.time
  }

  /** Calls in so many ms. */
  after(delay: number, call: () => void): void {
    this.push({ time: this.time + Math.max(0, delay), order: this.made++, call })
  }

  /** Runs for so many ms, or until `done` says so. */
  async run(duration: number, done: () => boolean = () => false): Promise<void> {
    const until = this.time + duration
    let settled = this.time
    for (let next = this.heap[0]; next && next.time <= until && !done(); next = this.heap[0]) {
      this.pop()
      this.time = next.time
      next.call()
      const later = this.heap[0]
      if (later && later.time - settled < this.grain) continue
      // After it all promises that can settle have settled.
      await new Promise(setImmediate)
      settled = this.heap[0]?.time ?? until
    }
    if (!done()) this.time = until
  }

  private push(one: Appointment): void {
    const { heap } = this
    let place = heap.length
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above] as Appointment
      if (!before(one, parent)) break
      heap[place] = parent
      place = above
    }
    heap[place] = one
  }

  private pop(): void {
    const { heap } = this
    const last = heap.pop() as Appointment
    if (heap.length === 0) return
    let place = 0
    for (;;) {
      let below = 2 * place + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && before(heap[below + 1] as Appointment, heap[below] as Appointment)) below += 1
      const child = heap[below] as Appointment
      if (!before(child, last)) break
      heap[place] = child
      place = below
    }
    heap[place] = last
  }
}

function before(one: Appointment, other: Appointment): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order)
}
