import http from 'node:http'
import type { FileListener, FileRequest } from '../../src/platform/send-file'

/** What the platform's `sendFile` does, with files in memory, by Node's http: piece by piece, as they are taken. */
export function nodeSendFile(files: ReadonlyMap<string, Buffer>) {
  return ({ url, headers, path }: FileRequest, listener: FileListener): { abort(): void } => {
    const body = files.get(path)
    let live = true
    const finish = (tell: () => void): void => {
      if (live) tell()
      live = false
    }
    if (!body) {
      void Promise.resolve().then(() => finish(() => listener.failed('no such file', true)))
      return { abort() {} }
    }
    const request = http.request(url, { method: 'POST', headers: { ...headers, 'content-length': body.length } })
    request.on('error', error => finish(() => listener.failed(error.message, false)))
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => finish(() => listener.done(response.statusCode ?? 0, String(Buffer.concat(chunks)))))
    })
    const write = (from: number): void => {
      if (from >= body.length) return void request.end()
      const to = from + 65_536
      request.write(body.subarray(from, to), () => {
        if (!live) return
        listener.progress(Math.min(1, to / body.length))
        if (live) write(to)
      })
    }
    write(0)
    return {
      abort() {
        live = false
        request.destroy()
      },
    }
  }
}
