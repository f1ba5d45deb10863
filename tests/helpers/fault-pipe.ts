import type { Socket } from 'node:net'

/** The way of a byte: up goes from the client to the server. */
export type Way = 'up' | 'down'

/** What a connection through the proxy has to bear. */
export interface Faults {
  /** Nothing is forwarded. It is kept, and delivered in order once this is false again. */
  stall: boolean
  /**
   * Where bytes vanish, although TCP acknowledges them. As they can't be brought back, a connection that lost some is
   * reset when its hole is mended. A connection that is made into a hole never reaches the server.
   */
  hole: 'none' | Way | 'both'
  /** The most that goes through each way. */
  bytesPerSecond: number
  /** How much later bytes come out, each way, in ms. Their order is kept. */
  delay: number
  /** Up to so many ms on top, evenly spread, by the seed. */
  jitter: number
  /**
   * What happens to a request with `Upgrade:`, on a connection that has not been upgraded yet:
   * it passes; it is answered with this HTTP status; it is never answered; or it passes with its answer, and all bytes
   * after it vanish both ways. Plain requests pass.
   */
  upgrade: 'pass' | 403 | 502 | 'swallow' | 'mute'
}

/** How often a throttled connection moves on, in ms. */
const TICK = 20
/** A pipe that holds more than this (bytes) lets its sender feel it. */
const FULL = 1 << 20

/** One way of a connection through a `FaultProxy`: takes bytes at one end, gives them out at the other. */
export class FaultPipe {
  source: Socket | null = null
  sink: Socket | null = null
  /** Whether bytes have vanished. */
  lost = false
  private readonly queue: { bytes: Buffer | null, at: number }[] = []
  private size = 0
  private timer: NodeJS.Timeout | undefined
  private credit = 0
  private credited = 0
  private left = Infinity
  private afterHead: (() => void) | null = null

  constructor(
    readonly way: Way,
    private readonly faults: Faults,
    private readonly random: () => number,
    private readonly listener: { forwarded(bytes: number): void, cut(): void },
  ) {}

  /** Takes bytes, or null for the end. */
  take(bytes: Buffer | null): void {
    const { hole, delay, jitter } = this.faults
    if (hole === this.way || hole === 'both') {
      this.lost = true
      return
    }
    const at = performance.now() + delay + (jitter > 0 ? this.random() * jitter : 0)
    this.queue.push({ bytes, at: Math.max(at, this.queue[this.queue.length - 1]?.at ?? 0) })
    this.size += bytes?.length ?? 0
    if (this.size > FULL) this.source?.pause()
    this.pump()
  }

  /** Gives out what is due. */
  pump(): void {
    clearTimeout(this.timer)
    while (!this.faults.stall && this.sink && !this.sink.writableNeedDrain) {
      const first = this.queue[0]
      if (!first) return
      const wait = first.at - performance.now()
      if (wait > 0) return this.later(wait)
      const room = Math.min(this.allowance(), this.left)
      if (first.bytes && room < 1) return this.later(TICK)
      this.give(first, room)
    }
  }

  /** Calls back when so many more bytes have gone. */
  cutAfter(bytes: number): void {
    this.left = bytes
    if (bytes <= 0) this.listener.cut()
  }

  /** Calls back when the next HTTP head has gone. What comes after it vanishes. */
  muteAfterHead(done: () => void): void {
    this.afterHead = done
  }

  stop(): void {
    clearTimeout(this.timer)
    this.queue.length = 0
  }

  private give(first: { bytes: Buffer | null }, room: number): void {
    const whole = first.bytes
    if (!whole) {
      this.queue.shift()
      this.sink?.end()
      return
    }
    let part = whole.subarray(0, Math.min(whole.length, room))
    if (part.length === whole.length) this.queue.shift()
    else first.bytes = whole.subarray(part.length)
    this.size -= part.length
    if (this.size <= FULL && this.source?.isPaused()) this.source.resume()
    this.credit -= part.length
    this.left -= part.length
    const end = this.afterHead ? part.indexOf('\r\n\r\n') : -1
    if (end >= 0) part = part.subarray(0, end + 4)
    this.sink?.write(part)
    this.listener.forwarded(part.length)
    if (end >= 0) this.afterHead?.()
    if (this.left <= 0) this.listener.cut()
  }

  /** How many bytes the throttle lets through now. */
  private allowance(): number {
    const { bytesPerSecond } = this.faults
    if (bytesPerSecond === Infinity) return this.credit = Infinity
    const now = performance.now()
    // Saved up for one tick at most, or for one byte where that is more.
    const most = Math.max(1, bytesPerSecond * TICK / 1000)
    if (this.credit === Infinity) this.credit = 0
    this.credit = Math.min(most, this.credit + (now - this.credited) * bytesPerSecond / 1000)
    this.credited = now
    return Math.floor(this.credit)
  }

  private later(delay: number): void {
    this.timer = setTimeout(() => this.pump(), delay)
  }
}
