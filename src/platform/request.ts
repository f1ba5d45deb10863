import type { HttpListener, HttpRequest, HttpTask } from './types'

/** Makes a request: see {@link Platform.request}. */
export function request(options: HttpRequest, listener: HttpListener): HttpTask {
  let live = true
  const finish = (tell: () => void): void => {
    if (!live) return
    live = false
    tell()
  }
  const done = (status: number, body: string): void => finish(() => listener.done(status, body))
  const failed = (message: string): void => finish(() => listener.failed(message))
  const chunk = (data: ArrayBuffer | string): void => {
    if (live) listener.chunk(data)
  }

  // #ifdef H5
  // Not uni.request: its streams keep all that ever came, and never tell that they broke.
  const controller = typeof AbortController === 'undefined' ? undefined : new AbortController()
  fetchAll(options, controller?.signal, chunk).then(
    ({ status, body }) => done(status, body),
    (error: unknown) => failed(String(error)),
  )
  return {
    abort() {
      live = false
      controller?.abort()
    },
  }
  // #endif

  // #ifndef H5
  const { headers, body, stream, ...rest } = options
  let task: StreamTask | undefined
  try {
    task = uni.request({
      ...rest,
      header: headers,
      data: body,
      enableChunked: stream,
      dataType: 'text',
      responseType: 'text',
      success: ({ statusCode, data }) => done(statusCode, String(data)),
      fail: ({ errMsg }) => failed(errMsg),
    })
    // An app's own interceptor may have put something else in place of the task.
    if (stream) task?.onChunkReceived?.(({ data }) => chunk(data))
  } catch (error) {
    const message = String(error)
    void Promise.resolve().then(() => failed(message))
  }
  return {
    abort() {
      live = false
      task?.abort?.()
    },
  }
  // #endif
}

// #ifdef H5
async function fetchAll(
  { method, url, headers, body, stream }: HttpRequest, signal: AbortSignal | undefined,
  chunk: (data: ArrayBuffer) => void,
): Promise<{ status: number, body: string }> {
  const response = await fetch(url, { method, headers, body, signal, cache: 'no-store' })
  const { status } = response
  if (!stream || !response.ok || !response.body) return { status, body: await response.text() }
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { status, body: '' }
    // It may be a part of a larger buffer.
    chunk(value.slice().buffer)
  }
}
// #endif

/** What uni-app's types leave out. */
interface StreamTask {
  abort?(): void
  onChunkReceived?(listener: (piece: { data: ArrayBuffer }) => void): void
}
