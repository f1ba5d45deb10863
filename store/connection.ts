import { defineStore } from 'pinia'
import { ref, shallowReactive, toRefs } from 'vue'
import { useEngine } from './engine'

/** The one connection of the app: its state, and the only way to it. However many use it, one socket is open. */
export const useConnectionStore = defineStore('chat-connection', () => {
  const engine = useEngine()
  const snapshot = shallowReactive({ ...engine.connection.snapshot })
  const { state, reason, detail, transport } = toRefs(snapshot)
  const retryIn = ref<number | null>(null)
  let ticking: ReturnType<typeof setInterval> | undefined

  engine.listen({
    connectionChanged(now) {
      // One after the other, the state last.
      Object.assign(snapshot, now)
      clearInterval(ticking)
      count()
      if (now.retryAt !== null) ticking = setInterval(count, 1_000)
    },
  })

  function count(): void {
    const { retryAt } = snapshot
    retryIn.value = retryAt === null ? null : Math.max(0, Math.ceil((retryAt - Date.now()) / 1_000))
  }

  return {
    /** Where the connection stands: see `docs/connection.md`. */
    state,
    /** Why it stands there, as one of the numbers of `Reason`. */
    reason,
    /** The same for developers, in the transport's or the server's words. */
    detail,
    /** The transport in use, or being tried: `websocket`, `sse`, `long-polling` or `polling`. */
    transport,
    /** Seconds until the next try; null unless `waiting`. */
    retryIn,
    /** What the server can do: what it can't, the kit doesn't offer. See `docs/your-backend.md`. */
    capabilities: engine.capabilities,
    /** Connects and stays connected. Calling it again changes nothing. */
    open: engine.start,
    /** Disconnects for good and forgets all that is known of the person: call it at logout. */
    close: engine.stop,
    /**
     * What the connection has done since the app began, how many frames were dropped, by the reason, and the smoothed
     * round trip in ms; null before it is measured.
     */
    counters: () => {
      const { counters, roundTrip } = engine.connection
      return { ...counters, roundTrip, dropped: Object.fromEntries(engine.dropped) }
    },
    /** Tries now, if it waits for the next try. */
    retry: engine.connection.retry,
  }
})
