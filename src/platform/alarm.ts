import type { Clock, Timer } from './types'

/** One timer that can be set, set again, and stopped. It rings at most once each time it is set. */
export function createAlarm(clock: Clock) {
  let timer: Timer | undefined

  function stop(): void {
    if (timer !== undefined) clock.clearTimeout(timer)
    timer = undefined
  }

  return {
    /** Whether it will ring. */
    get isSet(): boolean {
      return timer !== undefined
    },
    /** Lets it ring after `delay` ms, and not when it was set to before. */
    set(delay: number, ring: () => void): void {
      stop()
      timer = clock.setTimeout(() => {
        timer = undefined
        ring()
      }, delay)
    },
    stop,
  }
}
