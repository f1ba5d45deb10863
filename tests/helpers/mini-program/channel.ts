type Listener = (...args: unknown[]) => void

/** One end of what connects a page with the one that opened it. */
export interface EventChannel {
  on: (event: string, listener: Listener) => void
  once: (event: string, listener: Listener) => void
  off: (event: string, listener?: Listener) => void
  emit: (event: string, ...args: unknown[]) => void
}

class Ends {
  private readonly listeners = new Map<string, Set<Listener>>()

  add(event: string, listener: Listener): void {
    const set = this.listeners.get(event) ?? new Set()
    this.listeners.set(event, set.add(listener))
  }

  remove(event: string, listener?: Listener): void {
    if (listener) this.listeners.get(event)?.delete(listener)
    else this.listeners.delete(event)
  }

  fire(event: string, args: unknown[]): void {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener(...args)
  }
}

function end(heard: Ends, told: Ends): EventChannel {
  return {
    on: (event, listener) => heard.add(event, listener),
    once: (event, listener) => {
      const first: Listener = (...args) => {
        heard.remove(event, first)
        listener(...args)
      }
      heard.add(event, first)
    },
    off: (event, listener) => heard.remove(event, listener),
    emit: (event, ...args) => told.fire(event, args)
  }
}

/** The two ends of a channel; `events` are the opener's listeners, given to navigateTo. */
export function createChannel(events: Record<string, Listener> = {}): { opener: EventChannel, opened: EventChannel } {
  const atOpener = new Ends()
  const atOpened = new Ends()
  for (const [event, listener] of Object.entries(events)) atOpener.add(event, listener)
  return { opener: end(atOpener, atOpened), opened: end(atOpened, atOpener) }
}
