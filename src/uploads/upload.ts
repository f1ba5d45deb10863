/** What it takes to bring a file somewhere from where others can fetch it. */

/** A file on this device that is to be uploaded. */
export interface UploadFile {
  /** Where it is here: a `blob:` address on H5, a path of the platform's elsewhere. */
  readonly path: string
  readonly name: string
  /** In bytes; 0 if that isn't known. */
  readonly size: number
  /** Its MIME type; empty if that isn't known. */
  readonly type: string
  /** The conversation that it is for: its members may see it. */
  readonly conversationId: string
}

/** Tells that something was given up. On H5 it is the browser's own `AbortSignal`, for `fetch` and the like. */
export interface StopSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
}

/** How an upload is told of, and given up. */
export interface UploadTell {
  /** A part of the file has gone: 0 to 1. */
  progress(part: number): void
  readonly signal: StopSignal
}

/** What comes of an upload. */
export interface Uploaded {
  /** Where members of the conversation fetch it: `https://…`. */
  readonly url: string
  /** The type that the server found. What isn't of the kind that it is sent as fails. */
  readonly type?: string
}

/**
 * Uploads a file.
 * @throws UploadProblem when trying again won't help. Anything else is taken for a network that failed, and tried again
 */
export type Upload = (file: UploadFile, tell: UploadTell) => Promise<Uploaded>

/**
 * Why an upload can't be:
 * - `tooLarge`: the file is longer than the server takes
 * - `wrongType`: it is not of the kind that it is sent as, or the server won't have it
 * - `gone`: it isn't on this device any more, and has to be chosen again
 * - `refused`: this person may not
 * - `full`: the server has no room
 * - `failed`: it was tried, and tried again
 */
export type UploadReason = 'tooLarge' | 'wrongType' | 'gone' | 'refused' | 'full' | 'failed'

/** Says why a file can't be uploaded. */
export class UploadProblem extends Error {
  override name = 'UploadProblem'

  constructor(readonly why: UploadReason, message: string = why) {
    super(message)
  }
}
