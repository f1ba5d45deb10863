import type { Platform } from '../platform/types'
import type { Link, LinkEnd, LinkListener, Transport } from './transport'

/** How long opening may take, and how long an answer on top of what it's asked to wait, in ms. */
const PATIENCE = 10_000
/** Some platforms want a number for how long a stream may go on. In ms: longer than any phone stays awake. */
const STREAM_TIMEOUT = 86_400_000
/** The most frames of one request; the server takes no more. */
const MOST_FRAMES = 64
/** The most characters of one request, if it has several frames. */
const MOST_LENGTH = 65_536

/** A link, for the part that fetches what comes down. After its end, all of this does nothing. */
export interface HttpLink {
  /** The link is open. */
  opened(): void
  frame(frame: string): void
  /** Ends the link. */
  end(reason: LinkEnd): void
  /** Ends the link as the server told it: `{ "close": 4503, "reason": "..." }`. */
  closed(told: unknown): void
  /**
   * GETs a path, that may take `wait` ms and some for the way; `done` takes the body. With `chunk` it is a stream, and
   * may take as long as it likes. If the request fails, the link ends.
   */
  get(path: string, wait: number, done: (body: string) => void, chunk?: (data: ArrayBuffer | string) => void): void
  /** Sends the frames that wait; without any it is only a sign of life. */
  flush(): void
  /** Calls back after `delay` ms; returns what prevents it. */
  after(delay: number, callback: () => void): () => void
}

/**
 * A transport over HTTP, for text frames only: see "Over HTTP" in `docs/protocol.md`.
 *
 * @param base the server's address with its version: `https://example.com/v1`
 * @param fetchDown begins to fetch what comes down; returns what is called whenever frames were sent
 */
export function httpTransport(
  name: string, base: string, platform: Platform, fetchDown: (link: HttpLink) => (() => void) | void,
): Transport {
  return { name, open: listener => openLink(base, platform, listener, fetchDown) }
}

function openLink(
  base: string, platform: Platform, listener: LinkListener, fetchDown: (link: HttpLink) => (() => void) | void,
): Link {
  const { clock } = platform
  let state: 'opening' | 'open' | 'over' = 'opening'
  let id = ''
  let sending = false
  let sent: (() => void) | void
  const queue: string[] = []
  /** What must not outlive the link: requests and timers. */
  const undos = new Set<() => void>()
  /** The server expects each request once; the first POST is the one that opens the link. */
  const turns = { GET: 0, POST: -1 }

  const stop = (): void => {
    state = 'over'
    for (const undo of undos) undo()
    if (id) platform.request(requestOf('POST', '/link/close'), { chunk() {}, done() {}, failed() {} })
  }
  const end = (reason: LinkEnd): void => {
    if (state === 'over') return
    stop()
    listener.ended(reason)
  }
  const after = (delay: number, callback: () => void): () => void => {
    const timer = clock.setTimeout(() => {
      undos.delete(undo)
      callback()
    }, delay)
    const undo = (): void => {
      undos.delete(undo)
      clock.clearTimeout(timer)
    }
    undos.add(undo)
    return undo
  }
  const requestOf = (method: 'GET' | 'POST', path: string, body?: string, timeout = PATIENCE, stream = false) => ({
    method,
    url: base + path,
    // The id is a secret: it has no place in an address.
    headers: {
      ...(id && { 'x-chat-link': id, 'x-chat-turn': String(turns[method]) }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body,
    timeout,
    stream,
  })
  const ask = (
    method: 'GET' | 'POST', path: string, wait: number, done: (body: string) => void, body?: string,
    chunk?: (data: ArrayBuffer | string) => void,
  ): void => {
    if (state === 'over') return
    turns[method] += 1
    const timeout = chunk ? STREAM_TIMEOUT : wait + PATIENCE
    const undoTimer = after(timeout, () => end({ message: 'no answer in time' }))
    const task = platform.request(requestOf(method, path, body, timeout, !!chunk), {
      chunk(data) {
        if (state !== 'over') chunk?.(data)
      },
      done(status, text) {
        if (state === 'over') return
        undos.delete(undo)
        undoTimer()
        if (status >= 200 && status < 300) done(text)
        else end({ code: status, message: text.slice(0, 100) })
      },
      failed: message => end({ message }),
    })
    const undo = (): void => task.abort()
    undos.add(undo)
  }
  const post = (): void => {
    let length = 0
    const next = queue.findIndex((frame, at) => {
      length += frame.length
      return at === MOST_FRAMES || at > 0 && length > MOST_LENGTH
    })
    const frames = queue.splice(0, next < 0 ? queue.length : next)
    // One request at a time: two could overtake each other.
    ask('POST', '/link/send', 0, () => {
      if (queue.length) post()
      else sending = false
      sent?.()
    }, JSON.stringify(frames))
  }
  const flush = (): void => {
    if (sending) return
    sending = true
    // What is sent in the same moment goes in one request.
    void Promise.resolve().then(post)
  }

  const undoOpening = after(PATIENCE, () => end({ message: 'not open in time' }))
  ask('POST', '/link', 0, (body) => {
    const answer = readJson(body) as { link?: unknown } | undefined
    if (typeof answer?.link !== 'string') return end({ message: 'no chat server' })
    id = answer.link
    sent = fetchDown({
      opened() {
        if (state !== 'opening') return
        undoOpening()
        state = 'open'
        listener.opened()
      },
      frame(frame) {
        if (state === 'open') listener.frame(frame)
      },
      end,
      closed(told) {
        id = ''
        const { close, reason } = Object(told) as { close?: unknown, reason?: unknown }
        end({ code: Number(close) || undefined, message: String(reason) })
      },
      get: (path, wait, done, chunk) => ask('GET', path, wait, done, undefined, chunk),
      flush,
      after,
    })
  })

  return {
    send(frame) {
      if (state !== 'open') return
      if (typeof frame !== 'string') return end({ message: 'over HTTP there are only text frames' })
      queue.push(frame)
      flush()
    },
    close() {
      if (state !== 'over') stop()
    },
  }
}

/** Reads JSON; undefined if it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
