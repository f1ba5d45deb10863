/**
 * Every error of the kit has one of these codes. What a server says keeps the server's own code (4000 to 4999, see
 * `docs/protocol.md`).
 */

/** The kit or Pinia isn't installed. */
export const notInstalled = 1001
/** The conversation isn't known to this person. */
export const unknownConversation = 1002
/** The text, or the frame that it makes, is longer than the server takes. */
export const tooLong = 1003
/** This server can't do that: see the connection store's `capabilities`. */
export const unsupported = 1004
/** The server refused it, and gave no code of its own. */
export const refused = 1005
/** A file could not be uploaded; the message says why, as one of `UploadReason`. */
export const notUploaded = 1006
/** The command needs a connection and there is none. */
export const offline = 2001
/** The server didn't answer in time. */
export const timeout = 2002
/** The connection broke before the answer came. */
export const connectionLost = 2003
/** The server's answer can't be read. */
export const badAnswer = 2004
