/**
 * Every error of the kit has one of these codes. What a server says keeps the server's own code (4000 to 4999, see
 * `docs/protocol.md`).
 */
export const ErrorCode = {
  /** The kit or Pinia isn't installed. */
  notInstalled: 1001,
  /** The conversation isn't known to this person. */
  unknownConversation: 1002,
  /** The text, or the frame that it makes, is longer than the server takes. */
  tooLong: 1003,
  /** The command needs a connection and there is none. */
  offline: 2001,
  /** The server didn't answer in time. */
  timeout: 2002,
  /** The connection broke before the answer came. */
  connectionLost: 2003,
} as const

/** The one class of errors that the kit throws or shows. */
export class ChatError extends Error {
  /** A value of {@link ErrorCode}, or the server's own code from 4000 on. */
  readonly code: number
  /** What led to it, if anything did. */
  readonly reason: unknown

  constructor(code: number, message: string, reason?: unknown) {
    super(message)
    this.name = 'ChatError'
    this.code = code
    this.reason = reason
  }
}
