import type { Wx } from './api'

type Listener = (payload: unknown) => void

/** The `wx.onX` / `wx.offX` pairs that tests can fire; X is the name here. */
const NAMES = [
  'AppShow', 'AppHide', 'NetworkStatusChange', 'KeyboardHeightChange', 'WindowResize', 'ThemeChange',
  'MemoryWarning', 'AudioInterruptionBegin', 'AudioInterruptionEnd', 'Error', 'UnhandledRejection'
] as const

/** Name of an event that the host raises, as in `wx.on<Name>`. */
export type HostEvent = typeof NAMES[number]

/** The global listeners of `wx`. */
export class HostEvents {
  private readonly listeners = new Map<HostEvent, Set<Listener>>()

  /** Puts the `onX` and `offX` functions on `wx`. */
  install(wx: Wx): void {
    for (const name of NAMES) {
      const set = new Set<Listener>()
      this.listeners.set(name, set)
      wx[`on${name}`] = (listener: Listener): void => { set.add(listener) }
      // As on devices: without a function, every listener goes, other people's too.
      wx[`off${name}`] = (listener?: Listener): void => {
        if (listener) set.delete(listener)
        else set.clear()
      }
    }
  }

  /** Calls the listeners of an event. */
  fire(name: HostEvent, payload?: unknown): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(payload)
  }

  /** How many listeners an event has: a page that was left should have taken its own away. */
  count(name: HostEvent): number {
    return this.listeners.get(name)?.size ?? 0
  }
}
