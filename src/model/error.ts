
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
