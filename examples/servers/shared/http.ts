import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { isObject, isText, parseJson } from './check'
import type { MessageLog, Place } from './log'
import { maxJson, maxText } from './running'

/** One request, and the way to answer it. */
export interface Call {
  request: IncomingMessage
  response: ServerResponse
  query: URLSearchParams
}

/** Gives the body of the answer; or nothing, when it answers by itself. */
export type Route = (call: Call) => Promise<object> | object | void

/** What ends a request: a status, and a word for the body, `{ "error": word }`. */
export class Refusal extends Error {
  constructor(readonly status: number, word: string) {
    super(word)
  }
}

/** What a client posts. */
export interface Posted {
  id: string
  name: string
  text: string
}

/** How many messages one answer holds at most. */
export const page = 100

/** A server that answers with JSON. Its routes are named by method and path, as `GET /messages`. */
export function createApi(routes: Record<string, Route>): Server {
  return createServer((request, response) => {
    // Pages of any origin may ask. Name yours here, if people are known by a cookie.
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Cache-Control', 'no-store')
    answer(routes, request, response).catch((error: unknown) => {
      // Too late to say so, or nobody left to hear it.
      if (response.headersSent || response.destroyed) response.destroy()
      else if (error instanceof Refusal) sendJson(response, error.status, { error: error.message })
      else sendJson(response, 500, { error: 'internal' })
    })
  })
}

async function answer(routes: Record<string, Route>, request: IncomingMessage, response: ServerResponse) {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  if (request.method === 'OPTIONS') {
    response.writeHead(204, {
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'content-type, last-event-id',
      'Access-Control-Max-Age': '86400',
    }).end()
    return
  }
  const route = Object.entries(routes).find(([name]) => name === `${request.method} ${path}`)?.[1]
  if (!route) throw new Refusal(404, 'not found')
  const body = await route({ request, response, query: new URLSearchParams(query) })
  if (body) sendJson(response, 200, body)
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

/**
 * `POST /messages`: puts what was posted into the log, once.
 * @throws {@link Refusal}
 */
export async function takeMessage(log: MessageLog<Posted>, request: IncomingMessage): Promise<Place> {
  const body = await readJson(request)
  if (!isObject(body)) throw new Refusal(400, 'invalid')
  const { id, name, text } = body
  if (typeof text === 'string' && text.length > maxText) throw new Refusal(413, 'too long')
  if (!isText(id, 64) || !isText(name, 40) || !isText(text, maxText)) throw new Refusal(400, 'invalid')
  const { seq, at } = log.add(id, { id, name, text }).message
  return { seq, at }
}

/** The number in `after`; undefined if there is none. */
export function readAfter(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, 'invalid')
  return Number(text)
}

/** `GET /messages`: those after a number, or the last ones. */
export function listMessages(log: MessageLog<Posted>, after: number | undefined) {
  return { messages: after === undefined ? log.latest(page) : log.after(after, page), last: log.last }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // What is too long is read to its end, and not kept: leaving the loop would cut the connection, answer and all.
    if (size <= maxJson) chunks.push(chunk)
  }
  if (size > maxJson) throw new Refusal(413, 'too long')
  return parseJson(Buffer.concat(chunks).toString())
}
