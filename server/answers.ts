import type { IncomingMessage, ServerResponse } from 'node:http'

/** The page may come from another origin, as in the demo. Nothing here depends on cookies, so that is safe. */
export const anyOrigin = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, Range, X-Chat-Link, X-Chat-Turn, X-Conversation, X-File-Name',
  'Access-Control-Expose-Headers': 'Content-Disposition, Content-Range',
  // Two hours, the longest that browsers remember: or else each request of a link would need two.
  'Access-Control-Max-Age': '7200',
}

/** The path of a request, without what follows a question mark. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}

/**
 * Answers with JSON, given as a value or already written, or with nothing; never to be kept by anybody.
 * @param over - all is said at once, but the answer ends, and with it maybe the connection, not before this
 */
export function reply(
  response: ServerResponse, status: number, body?: object | string, over?: Promise<unknown>,
): void {
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  response.writeHead(status, {
    ...anyOrigin,
    'Cache-Control': 'no-store',
    ...(body && { 'Content-Type': 'application/json; charset=utf-8' }),
    ...(over && { 'Content-Length': Buffer.byteLength(text ?? '') }),
  })
  if (!over) {
    response.end(text)
    return
  }
  response.write(text ?? '')
  void over.then(() => response.end())
}

/** Begins an answer that goes on as long as the link does: `text/event-stream`, past proxies that would gather it. */
export function replyStream(response: ServerResponse): void {
  response.writeHead(200, {
    ...anyOrigin,
    'Cache-Control': 'no-store, no-transform',
    'Content-Type': 'text/event-stream; charset=utf-8',
    'X-Accel-Buffering': 'no',
  })
}

/** The whole body; undefined if it is longer than `limit` bytes. Rejects if the client goes away. */
export function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limit) chunks.push(chunk)
      else resolve(undefined)
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', reject)
  })
}

/** Says that a body was too long, and reads no more of it. */
export function replyTooLong(response: ServerResponse, limit: number): void {
  response.setHeader('Connection', 'close')
  reply(response, 413, { error: `the body is longer than ${limit} bytes` })
}
