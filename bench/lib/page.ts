/** What a browser's page gives to the code in it, as far as connections use it: simulated, or Node's own. */

/** An event of a WebSocket or a window, of whatever type. */
export interface PageEvent {
  readonly type: string
  readonly [detail: string]: unknown
}

type Listener = (event: PageEvent) => void

/** A WebSocket as browsers have it, and as the package `ws` has it. */
export interface PageSocket {
  readonly readyState: number
  binaryType: string
  onopen: Listener | null
  onmessage: Listener | null
  onerror: Listener | null
  onclose: Listener | null
  addEventListener(type: string, listener: Listener): void
  removeEventListener(type: string, listener: Listener): void
  send(data: string): void
  close(code?: number, reason?: string): void
}

export interface Page {
  now(): number
  setTimeout(callback: () => void, delay?: number): unknown
  clearTimeout(timer: unknown): void
  /** From 0 up to, not including, 1. */
  random(): number
  readonly WebSocket: new (url: string, protocols?: string | string[]) => PageSocket
  /** Where the page's events come: `online`, `offline`, `visibilitychange`. It serves as the document, too. */
  readonly window: PageWindow
}

/** A target of events. */
export class PageEvents {
  // Made when it is needed: in a crowd most have no listeners of this kind.
  private listeners: Map<string, Set<Listener>> | null = null

  addEventListener(type: string, listener: Listener): void {
    this.listeners ??= new Map()
    const known = this.listeners.get(type)
    if (known) known.add(listener)
    else this.listeners.set(type, new Set([listener]))
  }

  removeEventListener(type: string, listener: Listener): void {
    this.listeners?.get(type)?.delete(listener)
  }

  emit(event: PageEvent): void {
    const listeners = this.listeners?.get(event.type)
    if (listeners) for (const listener of [...listeners]) listener(event)
  }
}

/** A window, and the document in it. */
export class PageWindow extends PageEvents {
  readonly document = this
  visibilityState = 'visible'

  /** The page comes to the front. */
  show(): void {
    this.emit({ type: 'visibilitychange' })
  }
}
