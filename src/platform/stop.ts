/** Gives something up, once. */
export interface Stopper {
  readonly signal: { readonly aborted: boolean, addEventListener(type: 'abort', listener: () => void): void }
  abort(): void
}

/** The browser's own, or one that does as much. */
export function createStopper(): Stopper {
  if (typeof AbortController !== 'undefined') return new AbortController()
  const listeners: (() => void)[] = []
  const signal = {
    aborted: false,
    addEventListener: (_type: 'abort', listener: () => void): void => void listeners.push(listener),
  }
  return {
    signal,
    abort() {
      if (signal.aborted) return
      signal.aborted = true
      for (const listener of listeners) listener()
    },
  }
}
