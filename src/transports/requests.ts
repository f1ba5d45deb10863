import type { HttpTask, Platform } from '../platform/types'
import { sseParser } from './sse-parser'
import type { Link, LinkEnd, LinkListener, Transport } from './transport'
import { utf8Decoder } from './utf8'

/** One request. */
export interface Ask {
  readonly url: string
  /** @default POST if there is a body, else GET */
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** How a server is asked. */
export interface RequestsOptions {
  readonly platform: Platform
  /** One request after the other (0: at once, as the server waits), or one answer that never ends. */
  readonly way: 'ask' | 'stream'
  /** How long to wait after an answer with nothing new in it, in ms. */
  readonly pause: number
  /** How long the server may wait before it answers, in ms. The first request of a link must not wait. */
  readonly wait: number
  /** What asks for news. */
  readonly news: (wait: number) => Ask
  /**
   * Notes how far an answer, or an event of a stream, has come: whether there is more to ask for at once.
   * @throws what ends the link
   */
  readonly took: (body: string) => boolean
  /** What brings a frame to the server. */
  readonly post: (frame: string) => Ask
}

/** What a server answered. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** How long an answer may take, on top of what it's asked to wait, in ms. */
const PATIENCE = 10_000
/** Some platforms want a number for how long a stream may go on, in ms: longer than any phone stays awake. */
const STREAM_TIMEOUT = 86_400_000
/** After so long without a word, in ms, a stream is taken for open: some servers begin it with their first event. */
const QUIET = 3_000
/** A sign of life of a stream, that says nothing. */
const NOTHING = ''

/** Asks once. Rejects if there is no answer in time. */
export function askOnce(platform: Platform, ask: Ask, timeout = PATIENCE): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(platform, ask, timeout, resolve, message => reject(new Error(message)))
  })
}

/** What came back for a frame: the status, the frame, and the body. Such a frame begins with `>`. */
export function answerOf(frame: string): readonly [status: number, frame: string, body: string] | null {
  return frame.startsWith('>') ? JSON.parse(frame.slice(1)) as [number, string, string] : null
}

/**
 * A transport of requests and their answers, for servers that know nothing of links. What an answer brings is a frame;
 * what comes back for a frame that was sent is one too, see {@link answerOf}.
 */
export function requestsTransport(name: string, options: RequestsOptions): Transport {
  return { name, open: listener => openLink(options, listener) }
}

/** Begins to ask: `done` or `failed` is told once, unless what it returns is called before. */
export function request(
  platform: Platform, { url, method, headers = {}, body }: Ask, timeout: number,
  done: (answer: Answer) => void, failed: (message: string) => void, chunk?: (data: ArrayBuffer | string) => void,
): () => void {
  const { clock } = platform
  let over = false
  const finish = (tell: () => void): void => {
    if (over) return
    over = true
    clock.clearTimeout(timer)
    tell()
  }
  // Platforms need not keep to theirs.
  const timer = clock.setTimeout(() => finish(() => {
    task.abort()
    failed('no answer in time')
  }), timeout)
  const task: HttpTask = platform.request({
    method: method ?? (body === undefined ? 'GET' : 'POST'), url, body, timeout, stream: !!chunk,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
  }, {
    chunk(data) {
      if (!over) chunk?.(data)
    },
    done: (status, text) => finish(() => done({ status, body: text })),
    failed: message => finish(() => failed(message)),
  })
  return () => finish(() => task.abort())
}

function openLink({ platform, way, pause, wait, news, took, post }: RequestsOptions, listener: LinkListener): Link {
  const { clock } = platform
  let state: 'opening' | 'open' | 'over' = 'opening'
  let sending = false
  const queue: string[] = []
  const undos = new Set<() => void>()

  function stop(): void {
    state = 'over'
    for (const undo of undos) undo()
  }

  function end(reason: LinkEnd): void {
    if (state === 'over') return
    stop()
    listener.ended(reason)
  }

  function after(delay: number, callback: () => void): () => void {
    const undo = (): void => {
      undos.delete(undo)
      clock.clearTimeout(timer)
    }
    const timer = clock.setTimeout(() => {
      undos.delete(undo)
      callback()
    }, delay)
    undos.add(undo)
    return undo
  }

  function ask(
    what: Ask, timeout: number, done: (answer: Answer) => void, chunk?: (data: ArrayBuffer | string) => void,
  ): void {
    let ended = false
    const cancel = request(platform, what, timeout, (answer) => {
      ended = true
      undos.delete(cancel)
      if (state !== 'over') done(answer)
    }, message => end({ message }), chunk)
    if (!ended) undos.add(cancel)
  }

  function opened(): void {
    if (state !== 'opening') return
    state = 'open'
    listener.opened()
  }

  /** Hands on what came; whether there is more to ask for. */
  function take(body: string): boolean {
    opened()
    try {
      const more = took(body)
      if (state === 'open') listener.frame(body)
      return more
    } catch (error) {
      end({ message: error instanceof Error ? error.message : String(error) })
      return false
    }
  }

  function refused({ status, body }: Answer): boolean {
    const isRefused = status < 200 || status >= 300
    if (isRefused) end({ code: status, message: body.slice(0, 100) })
    return isRefused
  }

  function poll(mayWait: number): void {
    if (state === 'over') return
    const began = clock.now()
    ask(news(mayWait), mayWait + PATIENCE, (answer) => {
      if (refused(answer)) return
      const more = take(answer.body)
      // Should something on the way answer a long poll at once, it must not go round and round.
      const waited = wait > 0 && (mayWait === 0 || clock.now() - began > mayWait / 2)
      if (more || waited) poll(wait)
      else after(pause, () => poll(wait))
    })
  }

  function stream(): void {
    const decode = utf8Decoder()
    let events = 0
    const parse = sseParser((data, type) => {
      events += 1
      if (type === 'message') take(data)
    })
    after(QUIET, opened)
    ask(news(0), STREAM_TIMEOUT, (answer) => {
      if (!refused(answer)) end({ message: 'the stream ended' })
    }, (data) => {
      opened()
      const before = events
      parse(typeof data === 'string' ? data : decode(data))
      if (events === before && state === 'open') listener.frame(NOTHING)
    })
  }

  function send(): void {
    const [frame] = queue
    if (frame === undefined || sending || state === 'over') return
    sending = true
    // One at a time: two could overtake each other.
    ask(post(frame), PATIENCE, ({ status, body }) => {
      queue.shift()
      sending = false
      // The server has no time, or is broken: it goes again on the next link.
      if (status === 429 || status >= 500) return end({ code: status, message: body.slice(0, 100) })
      listener.frame(`>${JSON.stringify([status, frame, body])}`)
      send()
    })
  }

  if (way === 'stream') stream()
  else poll(0)

  return {
    send(frame) {
      if (typeof frame !== 'string') return end({ message: 'over HTTP there are only text frames' })
      queue.push(frame)
      send()
    },
    close() {
      if (state !== 'over') stop()
    },
  }
}
