import { WebSocket } from 'ws'
import { type Page, type PageSocket, PageWindow } from './page'

/** A WebSocket that doesn't end the process when an error comes after everybody stopped to listen. */
class NodeSocket extends WebSocket {
  constructor(url: string) {
    super(url, { perMessageDeflate: false })
    this.on('error', () => undefined)
  }
}

/** A page with Node's own timers and real sockets. */
export class NodePage implements Page {
  readonly window = new PageWindow()
  readonly WebSocket = NodeSocket as unknown as new (url: string) => PageSocket

  constructor(readonly random: () => number) {}

  now(): number {
    return Date.now()
  }

  setTimeout(callback: () => void, delay?: number): NodeJS.Timeout {
    return setTimeout(callback, delay)
  }

  clearTimeout(timer: unknown): void {
    clearTimeout(timer as NodeJS.Timeout | undefined)
  }
}
