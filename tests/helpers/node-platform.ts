import { MemoryStorage } from './memory-storage'
import http from 'node:http'
import https from 'node:https'
import { WebSocket } from 'ws'
import type {
  Clock, Frame, HttpListener, HttpRequest, HttpTask, LifecycleListener, Platform, SocketTask, Timer,
} from '../../src/platform/types'

/** Timers of the machine, that can be counted. */
class CountingClock implements Clock {
  readonly timers = new Set<Timer>()

  now(): number {
    return Date.now()
  }

  setTimeout(callback: () => void, delay: number): Timer {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      callback()
    }, delay)
    this.timers.add(timer)
    return timer
  }

  clearTimeout(timer: Timer): void {
    this.timers.delete(timer)
    clearTimeout(timer)
  }
}

/**
 * A real machine for the kit to run on, in Node: sockets by `ws` that behave as `uni.connectSocket`'s do, requests by
 * `node:http`, the real clock. It counts what is open, so that a test can see what was left behind.
 */
export class NodePlatform implements Platform {
  readonly storage = new MemoryStorage()
  readonly clock = new CountingClock()
  readonly lifecycle = new Set<LifecycleListener>()
  /** Sockets and requests that are under way. */
  readonly sockets = new Set<WebSocket>()
  readonly requests = new Set<http.ClientRequest>()
  /** Each request that was made: `GET https://...`. */
  readonly asked: string[] = []
  private readonly agents: readonly [http.Agent, https.Agent]

  /**
   * @param random what `random` gives, for tests with a seed
   * @param ca a certificate (PEM) that is believed instead of those that the world believes
   */
  constructor(readonly random: () => number = Math.random, private readonly ca?: string) {
    this.agents = [new http.Agent({ keepAlive: true }), new https.Agent({ keepAlive: true, ca })]
  }

  connectSocket({ url, protocols }: { url: string, protocols?: string[] }): SocketTask {
    const socket = new WebSocket(url, protocols ?? [], { perMessageDeflate: false, ca: this.ca })
    this.sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.sockets.delete(socket))
    return {
      onOpen: listener => void socket.on('open', listener),
      onMessage: listener => void socket.on('message', (data, isBinary) =>
        listener({ data: isBinary ? bytesOf(data as Buffer) : String(data) })),
      onError: listener => void socket.on('error', error => listener({ errMsg: error.message })),
      onClose: listener => void socket.on('close', (code, reason) => listener({ code, reason: String(reason) })),
      send({ data, fail }: { data: Frame, fail?: (error: { errMsg?: string }) => void }) {
        if (socket.readyState === WebSocket.OPEN) socket.send(data)
        else setImmediate(() => fail?.({ errMsg: 'sendSocketMessage:fail not open' }))
      },
      close: ({ code, reason }) => socket.close(code, reason),
    }
  }

  request({ method, url, headers, body, timeout, stream }: HttpRequest, listener: HttpListener): HttpTask {
    this.asked.push(`${method} ${url}`)
    let live = true
    const finish = (tell: () => void): void => {
      if (!live) return
      live = false
      clearTimeout(timer)
      tell()
    }
    const failed = (error: Error): void => finish(() => listener.failed(error.message))
    const secure = url.startsWith('https:')
    const request = (secure ? https : http).request(url, { method, headers, agent: this.agents[secure ? 1 : 0] })
    this.requests.add(request)
    const timer = setTimeout(() => request.destroy(new Error('timeout')), timeout)
    request.on('error', failed)
    request.on('close', () => this.requests.delete(request))
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('error', failed)
      response.on('data', (chunk: Buffer) => {
        if (!stream || response.statusCode !== 200) chunks.push(chunk)
        else if (live) listener.chunk(bytesOf(chunk))
      })
      response.on('end', () => finish(() => listener.done(response.statusCode ?? 0, String(Buffer.concat(chunks)))))
    })
    request.end(body)
    return {
      abort() {
        finish(() => {})
        request.destroy()
      },
    }
  }

  watchLifecycle(listener: LifecycleListener): () => void {
    this.lifecycle.add(listener)
    return () => this.lifecycle.delete(listener)
  }

  language(): string {
    return 'en'
  }

  /** The network breaks: whatever is under way fails. What is begun after it works again. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate()
    for (const request of this.requests) request.destroy(new Error('cut'))
  }

  /** Ends everything. */
  close(): void {
    this.cut()
    for (const timer of this.clock.timers) this.clock.clearTimeout(timer)
    for (const agent of this.agents) agent.destroy()
  }
}

function bytesOf(buffer: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(buffer.byteLength)
  new Uint8Array(copy).set(buffer)
  return copy
}
