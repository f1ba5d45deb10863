import type { HttpTask } from './types'
// #ifdef H5
import { blobAt } from './files'
// #endif

/** A file that is to be uploaded over HTTP, by POST. */
export interface FileRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly path: string
}

/** What is told of an upload, never within the call that makes it. `done` or `failed` comes once and last. */
export interface FileListener {
  /** A part of it has gone: 0 to 1. */
  progress(part: number): void
  /** It was answered, with whatever status. */
  done(status: number, body: string): void
  /** No answer; `gone` if there is no such file here. */
  failed(message: string, gone: boolean): void
}

/** The platform may give up after so long, in ms: as the reference server does. */
const LONGEST = 300_000

/** Uploads a file: as the body itself on H5, as the field `file` of a form elsewhere. */
export function sendFile({ url, headers, path }: FileRequest, listener: FileListener): HttpTask {
  let live = true
  const finish = (tell: () => void): void => {
    if (!live) return
    live = false
    tell()
  }
  const failed = (message: string, gone = false): void => finish(() => listener.failed(message, gone))
  const progress = (part: number): void => {
    if (live && part >= 0) listener.progress(Math.min(1, part))
  }
  let abort = (): void => {}

  // #ifdef H5
  blobAt(path).then((blob) => {
    if (!live) return
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.timeout = LONGEST
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total)
    request.onload = () => finish(() => listener.done(request.status, request.responseText))
    request.onerror = () => failed('network')
    request.ontimeout = () => failed('timeout')
    abort = () => request.abort()
    request.send(blob)
  }).catch((error: unknown) => failed(String(error), true))
  // #endif

  // #ifndef H5
  try {
    const task = uni.uploadFile({
      url,
      header: headers,
      filePath: path,
      name: 'file',
      timeout: LONGEST,
      success: ({ statusCode, data }) => finish(() => listener.done(statusCode, String(data))),
      fail: ({ errMsg = '' }) => failed(errMsg, /no such file|not found|file error|not exist/i.test(errMsg)),
    }) as UniApp.UploadTask | undefined
    // An app's own interceptor may have put something else in place of the task.
    task?.onProgressUpdate?.(({ progress: percent }) => progress(percent / 100))
    abort = () => task?.abort?.()
  } catch (error) {
    const message = String(error)
    void Promise.resolve().then(() => failed(message))
  }
  // #endif

  return {
    abort() {
      live = false
      abort()
    },
  }
}
