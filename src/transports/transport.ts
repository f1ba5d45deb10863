import type { Frame } from '../platform/types'

/** Why a link ended, in the transport's own words. */
export interface LinkEnd {
  /** A WebSocket close code or an HTTP status, where there is one. */
  readonly code?: number
  readonly message: string
}

/**
 * What a transport tells of one link. `opened` comes at most once and first; `ended` at most once and last. After
 * `close()` nothing comes any more.
 */
export interface LinkListener {
  opened(): void
  frame(frame: Frame): void
  ended(end: LinkEnd): void
}

/** One link, from the attempt to its end. */
export interface Link {
  /** Hands a frame over. That it was handed over doesn't mean that it arrives. */
  send(frame: Frame): void
  /** Ends the link for good; the listener hears nothing more. */
  close(): void
}

/** A way to carry frames. */
export interface Transport {
  readonly name: string
  /** Begins one attempt. Doesn't throw: what goes wrong is told by `ended`. */
  open(listener: LinkListener): Link
}
