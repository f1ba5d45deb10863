import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { WirePerson } from '../src/protocols/native/wire'
import { limits } from './limits'
import { cleanName } from './names'

/** What the HTTP side of the server needs from the rest. */
export interface HttpServices {
  /** The numbers that `/healthz` shows. */
  stats(): { connections: number, accepted: number }
  /** Makes a person by name known and gives them a token; undefined outside the demo. */
  login?: ((name: string) => Promise<{ token: string, self: WirePerson }>) | undefined
  /** Takes one line about what went wrong; never contents or tokens. */
  log(line: string): void
}

/** Answers the requests that are not for a WebSocket. */
export function createHttpHandler(services: HttpServices): RequestListener {
  return (request, response) => {
    answer(services, request, response).catch((error: unknown) => {
      services.log(`a request failed: ${error instanceof Error ? error.name : 'unknown'}`)
      if (!response.headersSent) reply(response, 500, { error: 'the server failed' })
    })
  }
}

async function answer(services: HttpServices, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request)
  if (request.method === 'OPTIONS') return reply(response, 204)
  if (path === '/healthz' && (request.method === 'GET' || request.method === 'HEAD')) {
    return reply(response, 200, { status: 'ok', ...services.stats() })
  }
  if (path === '/v1/demo/login' && request.method === 'POST' && services.login) {
    const body = await readBody(request)
    if (body === undefined) {
      response.setHeader('Connection', 'close')
      return reply(response, 413, { error: `the body is longer than ${limits.bodyBytes} bytes` })
    }
    const name = nameIn(body)
    if (name === undefined) {
      return reply(response, 400, { error: `send {"name": "..."} with 1 to ${limits.nameLength} characters` })
    }
    return reply(response, 200, await services.login(name))
  }
  reply(response, 404, { error: 'not found' })
}

/** The path of a request, without what follows a question mark. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}

function reply(response: ServerResponse, status: number, body?: object): void {
  // The page may come from another origin, as in the demo. Nothing here depends on cookies, so that is safe.
  response.writeHead(status, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
    'Access-Control-Allow-Headers': 'Content-Type',
    'Cache-Control': 'no-store',
    ...(body && { 'Content-Type': 'application/json; charset=utf-8' }),
  })
  response.end(body && JSON.stringify(body))
}

/** The whole body; undefined if it is too long. Rejects if the client goes away. */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limits.bodyBytes) chunks.push(chunk)
      else resolve(undefined)
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', reject)
  })
}

function nameIn(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'name' in value ? cleanName(value.name) : undefined
  } catch {
    return undefined
  }
}
