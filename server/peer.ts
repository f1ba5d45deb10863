/** What a session speaks through: a WebSocket, or a link over HTTP. */
export interface Peer {
  /** Whether frames may still be sent. */
  readonly open: boolean
  /** Bytes that were sent and are still here. */
  readonly bufferedAmount: number
  /** Sends one encoded text frame. */
  send(frame: Buffer): void
  /** Says why, and ends it once what was sent before has gone out. */
  close(code: number, reason: string): void
  /** Ends it at once, without a word. */
  terminate(): void
  /** Asks for a sign of life. */
  ping(): void
  /** Takes no more frames in until {@link resume}. */
  pause(): void
  resume(): void
}

/** What a peer tells its session. */
export interface PeerListener {
  /**
   * A frame came; undefined for a binary one.
   * @returns fulfilled when it and all before it have been worked on
   */
  receive(frame: string | undefined): Promise<void>
  /** A sign of life that is no frame. */
  alive(): void
  /** It is over: nothing goes out any more. Saying it again changes nothing. */
  gone(): void
}
