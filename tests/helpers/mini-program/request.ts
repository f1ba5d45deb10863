import http from 'node:http'
import https from 'node:https'
import { callBack, later } from './api'
import type { Wx, WxCallbacks } from './api'

/** The methods that WeChat knows. PATCH is not among them. */
const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']
const TIMEOUT_MS = 60_000

interface RequestOptions extends WxCallbacks {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
  timeout?: number
  enableChunked?: boolean
}

type ChunkListener = (piece: { data: ArrayBuffer }) => void

/** What the app gets from `wx.request`. */
export interface RequestTask {
  abort: () => void
  /** With `enableChunked`: the body piece by piece, as it comes, whatever the status. */
  onChunkReceived: (listener: ChunkListener) => void
  offChunkReceived: (listener?: ChunkListener) => void
  onHeadersReceived: (listener: (payload: { header: Record<string, string> }) => void) => void
  offHeadersReceived: () => void
}

/** `wx.request` over Node's http. Redirects aren't followed. */
export class Requests {
  /** Requests sent since the last reset. */
  sent = 0
  private readonly live = new Set<RequestTask>()

  /** Requests without an answer so far. */
  get pending(): number {
    return this.live.size
  }

  /** Puts request on `wx`. */
  install(wx: Wx): void {
    wx.request = (options: RequestOptions) => this.request(options)
  }

  /** As `wx.request`: any answer is a success, whatever its status. */
  request(options: RequestOptions): RequestTask {
    let heard: ((payload: { header: Record<string, string> }) => void) | undefined
    const chunkListeners = new Set<ChunkListener>()
    let over = false
    const sent: { request?: http.ClientRequest } = {}
    const finish = (errMsg: string, fields: Record<string, unknown> = {}): void => {
      if (over) return
      over = true
      this.live.delete(task)
      later(() => callBack(options, { errMsg, ...fields }))
    }
    const abandon = (reason: string): void => {
      finish(`request:fail ${reason}`, { errno: reason === 'timeout' ? 5 : 600001 })
      sent.request?.destroy()
    }
    const task: RequestTask = {
      abort: () => abandon('abort'),
      onChunkReceived: (listener) => { chunkListeners.add(listener) },
      offChunkReceived: (listener) => { if (listener) chunkListeners.delete(listener); else chunkListeners.clear() },
      onHeadersReceived: (listener) => { heard = listener },
      offHeadersReceived: () => { heard = undefined }
    }
    this.sent += 1
    this.live.add(task)
    const plan = prepare(options)
    if (typeof plan === 'string') {
      abandon(plan)
      return task
    }
    const timer = later(() => abandon('timeout'), options.timeout ?? TIMEOUT_MS)
    const transport = plan.url.protocol === 'https:' ? https : http
    const outgoing = sent.request = transport.request(plan.url, { method: plan.method, headers: plan.header })
    outgoing.on('close', () => clearTimeout(timer))
    outgoing.on('error', (error) => abandon(error.message))
    outgoing.on('response', (response) => {
      const header = headerOf(response)
      heard?.({ header })
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => {
        if (!options.enableChunked) chunks.push(chunk)
        else if (!over) for (const listener of chunkListeners) listener({ data: bytesOf(chunk) })
      })
      response.on('error', (error) => abandon(error.message))
      response.on('end', () => finish('request:ok', {
        data: decode(Buffer.concat(chunks), options),
        statusCode: response.statusCode,
        header,
        cookies: response.headers['set-cookie'] ?? []
      }))
    })
    outgoing.end(plan.body)
    return task
  }

  /** Aborts what is under way and counts anew. */
  reset(): void {
    for (const task of [...this.live]) task.abort()
    this.sent = 0
  }
}

interface Plan {
  url: URL
  method: string
  header: Record<string, string>
  body: string | Buffer | undefined
}

/** What is to be sent, or why it can't be. */
function prepare(options: RequestOptions): Plan | string {
  const method = (options.method ?? 'GET').toUpperCase()
  if (!METHODS.includes(method)) return `invalid method "${method}"`
  if (!/^https?:\/\//.test(options.url) || !URL.canParse(options.url)) return `invalid url "${options.url}"`
  const url = new URL(options.url)
  const header: Record<string, string> = {}
  for (const [name, value] of Object.entries(options.header ?? {})) header[name.toLowerCase()] = String(value)
  header['content-type'] ??= 'application/json'
  const { data } = options
  if (method === 'GET' || method === 'HEAD') {
    for (const [name, value] of fields(data)) url.searchParams.append(name, value)
    return { url, method, header, body: undefined }
  }
  let body: string | Buffer | undefined
  if (data instanceof ArrayBuffer) body = Buffer.from(data)
  else if (typeof data === 'string') body = data
  else if (header['content-type'].includes('x-www-form-urlencoded')) body = new URLSearchParams(fields(data)).toString()
  else if (data !== undefined) body = JSON.stringify(data)
  header['content-length'] = String(Buffer.byteLength(body ?? ''))
  return { url, method, header, body }
}

function fields(data: unknown): Array<[string, string]> {
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).map(([name, value]) =>
    [name, typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)])
}

function bytesOf(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(copy).set(bytes)
  return copy
}

function decode(bytes: Buffer, options: RequestOptions): unknown {
  if (options.responseType === 'arraybuffer') return bytesOf(bytes)
  const text = bytes.toString('utf8')
  if ((options.dataType ?? 'json') !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    // As WeChat does: what isn't JSON arrives as text, and as a success.
    return text
  }
}

/** The headers with their names as sent: devices don't agree on upper and lower case. */
function headerOf(response: http.IncomingMessage): Record<string, string> {
  const header: Record<string, string> = {}
  for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
    const name = response.rawHeaders[at] ?? ''
    const value = response.rawHeaders[at + 1] ?? ''
    header[name] = name in header ? `${header[name]},${value}` : value
  }
  return header
}
