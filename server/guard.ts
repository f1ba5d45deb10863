import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { pathOf } from './answers'
import { Bucket } from './bucket'
import { limits } from './limits'
import type { LimitName, Metrics } from './metrics'

/** Why a request is refused before anybody looks at what it wants. */
export interface Problem {
  status: number
  error: string
  headers: Readonly<Record<string, string>>
}

/** What a guard must know. */
export interface GuardOptions {
  /** The origins whose pages may come; undefined for all. */
  origins: readonly string[] | undefined
  /** Requests a second over one TCP connection. */
  rate: number
  metrics: Metrics
}

/** Looks at a request first, be it for a WebSocket or not: says what is wrong with it, if anything is. */
export type Guard = (request: IncomingMessage) => Problem | undefined

/** Makes the guard of a server. */
export function createGuard({ origins, rate, metrics }: GuardOptions): Guard {
  const buckets = new WeakMap<Duplex, Bucket>()

  function tooFast({ socket }: IncomingMessage): boolean {
    const now = performance.now()
    const bucket = buckets.get(socket) ?? new Bucket(rate, now)
    buckets.set(socket, bucket)
    return bucket.take(1, now) > 0
  }

  function problem(
    limit: LimitName, status: number, error: string, headers: Problem['headers'] = {},
  ): Problem {
    metrics.refuse(limit)
    return { status, error, headers: { Connection: 'close', ...headers } }
  }

  return (request) => {
    const { url = '', rawHeaders, headers } = request
    if (url.length > limits.urlLength) return problem('url', 414, 'the address is too long')
    if (rawHeaders.length > 2 * limits.headers) return problem('headers', 431, 'too many headers')
    if (tooFast(request)) return problem('requests', 429, 'too many requests', { 'Retry-After': '5' })
    const encoding = headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') {
      return problem('encoding', 415, 'compressed bodies are not taken')
    }
    // Whoever is no browser names none, as do mini-programs: the check is there for pages of others.
    if (headers.origin !== undefined && origins && pathOf(request).startsWith('/v1/') &&
      !origins.includes(headers.origin.toLowerCase())) {
      return problem('origin', 403, 'pages of this origin may not come here')
    }
    return undefined
  }
}
