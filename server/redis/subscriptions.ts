import type { Redis } from 'ioredis'

// Each, in ms, a connection that only listens is asked whether it is still there.
const askEvery = 5000

/** What the subscriptions tell. */
export interface SubscriptionsOptions {
  /** A signal came on a channel, in the order in which Redis published them. */
  heard(channel: string, signal: Buffer): void
  /** The connection broke, and signals may be lost: there are no subscriptions any more. */
  lost(): void
}

/** The channels that this process listens to, over a connection of their own. */
export class Subscriptions {
  private readonly channels = new Map<string, Promise<unknown>>()
  private readonly timer: NodeJS.Timeout

  constructor(private readonly redis: Redis, { heard, lost }: SubscriptionsOptions) {
    redis.on('messageBuffer', (channel: Buffer, signal: Buffer) => heard(String(channel), signal))
    redis.on('close', () => {
      this.channels.clear()
      lost()
    })
    // Without an answer the connection is cut, and made anew.
    this.timer = setInterval(() => void redis.ping().catch(() => undefined), askEvery)
    this.timer.unref()
  }

  /** Fulfilled when nothing on these channels is missed. */
  async add(channels: readonly string[]): Promise<void> {
    const missing = channels.filter(channel => !this.channels.has(channel))
    if (missing.length > 0) {
      const subscribed = this.redis.subscribe(...missing)
      for (const channel of missing) this.channels.set(channel, subscribed)
      subscribed.catch(() => missing.forEach((channel) => {
        if (this.channels.get(channel) === subscribed) this.channels.delete(channel)
      }))
    }
    await Promise.all(new Set(channels.map(channel => this.channels.get(channel))))
  }

  /** Nobody needs these any more. */
  remove(channels: readonly string[]): void {
    const present = channels.filter(channel => this.channels.delete(channel))
    // If the connection breaks, they are gone as well.
    if (present.length > 0) void this.redis.unsubscribe(...present).catch(() => undefined)
  }

  close(): void {
    clearInterval(this.timer)
    this.redis.disconnect()
  }
}
