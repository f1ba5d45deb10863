import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { WirePerson } from '../src/protocols/native/wire'
import { pathOf, readBody, reply, replyTooLong } from './answers'
import type { Files } from './files/files'
import type { Guard } from './guard'
import { limits } from './limits'
import type { Links } from './links'
import type { Log } from './log'
import type { Metrics } from './metrics'
import { cleanName } from './names'

/** What the HTTP side of the server needs from the rest. */
export interface HttpServices {
  /** Links over HTTP. */
  links: Links
  files: Files
  /** How long a request may take to arrive, in ms; an upload may take {@link limits.fileTime}. */
  requestTime: number
  guard: Guard
  /** Whether new clients should come here. */
  ready(): Promise<boolean>
  metrics: Metrics
  /** The numbers that `/healthz` shows. */
  stats(): { connections: number, accepted: number }
  /** Makes a person by name known and gives them a token; undefined outside the demo, see there. */
  login?: ((name: string, language?: string) => Promise<{ token: string, self: WirePerson }>) | undefined
  log: Log
}

/** Answers the requests that are not for a WebSocket. */
export function createHttpHandler(services: HttpServices): RequestListener {
  return (request, response) => {
    answer(services, request, response).catch((error: unknown) => {
      services.log(`a request failed: ${error instanceof Error ? error.name : 'unknown'}`, { level: 'warn' })
      if (!response.headersSent) reply(response, 500, { error: 'the server failed' })
    })
  }
}

async function answer(services: HttpServices, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const problem = services.guard(request)
  if (problem) {
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value)
    return reply(response, problem.status, { error: problem.error })
  }
  const takeTime = limitTime(request, response, services.requestTime)
  const path = pathOf(request)
  const looks = request.method === 'GET' || request.method === 'HEAD'
  if (request.method === 'OPTIONS') return reply(response, 204)
  if (path === '/v1/link' || path.startsWith('/v1/link/')) return services.links.answer(request, response)
  if (path === '/v1/files' || path.startsWith('/v1/files/')) {
    return services.files.answer(request, response, takeTime)
  }
  if (path === '/healthz' && looks) return reply(response, 200, { status: 'ok', ...services.stats() })
  if (path === '/readyz' && looks) {
    const ready = await services.ready()
    return reply(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' })
  }
  if (path === '/v1/demo/login' && request.method === 'POST' && services.login) {
    const body = await readBody(request, limits.bodyBytes)
    if (body === undefined) {
      services.metrics.refuse('body')
      return replyTooLong(response, limits.bodyBytes)
    }
    const { name, language } = loginIn(body)
    if (name === undefined) {
      return reply(response, 400, { error: `send {"name": "..."} with 1 to ${limits.nameLength} characters` })
    }
    return reply(response, 200, await services.login(name, language))
  }
  reply(response, 404, { error: 'not found' })
}

/**
 * Cuts a request whose body has not all come in time.
 * @returns lets it take longer
 */
function limitTime(request: IncomingMessage, response: ServerResponse, ms: number): () => void {
  const { headers } = request
  if (headers['transfer-encoding'] === undefined && !Number(headers['content-length'])) return () => undefined
  const timer = setTimeout(() => {
    if (request.complete) return
    if (response.headersSent) {
      request.destroy()
      return
    }
    response.setHeader('Connection', 'close')
    reply(response, 408, { error: 'the request took too long' })
  }, ms)
  response.once('close', () => clearTimeout(timer))
  return () => clearTimeout(timer)
}

function loginIn(body: string): { name?: string | undefined, language?: string | undefined } {
  try {
    const { name, language } = Object(JSON.parse(body)) as { name?: unknown, language?: unknown }
    return { name: cleanName(name), language: typeof language === 'string' ? language : undefined }
  } catch {
    return {}
  }
}
