/** A time in which a connection is not read. */
export class Rest {
  /** Fulfilled when it is over; undefined when there is none. */
  over: Promise<void> | undefined
  private finish: (() => void) | undefined
  private timer: NodeJS.Timeout | undefined

  /**
   * @param wait - how long there is still to wait, in ms
   * @param ended - called when it is over
   */
  constructor(private readonly wait: (now: number) => number, private readonly ended: () => void) {}

  /** Begins, unless it has begun. */
  begin(now: number): void {
    if (this.over) return
    this.over = new Promise(resolve => {
      this.finish = resolve
    })
    this.look(now)
  }

  /** Ends at once, if it has begun. */
  end(): void {
    if (!this.over) return
    clearTimeout(this.timer)
    this.over = undefined
    this.finish?.()
    this.ended()
  }

  // More may have come in the meantime, here or on another connection of this person.
  private look(now: number): void {
    const left = this.wait(now)
    if (left <= 0) return this.end()
    this.timer = setTimeout(() => this.look(performance.now()), Math.ceil(left))
  }
}
