import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, expect } from 'vitest'
import type { ChatServer, ServerOptions } from '../../../server/server'
import { login, Stage } from '../../helpers/server'
import type { Login } from '../../helpers/server'

/** What an upload is answered with. */
export interface Answer {
  id: string
  name: string
  type: string
  size: number
}

/** What its tokens and links are signed with. */
export const secret = 'a secret of thirty-two bytes or more'
/** What the test at hand has. */
export let stage: Stage
export let server: ChatServer
export let ann: Login
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

/** Starts the server, with Ann logged in. */
export async function start(options: Partial<ServerOptions> = {}): Promise<void> {
  server = await stage.server({ secret, metrics: { host: '127.0.0.1', port: 0 }, ...options })
  ann = await login(server.port, 'Ann')
}

/** An address at the server. */
export const at = (path: string) => `http://127.0.0.1:${server.port}${path}`
/** The header that says who asks. */
export const by = ({ token }: Login) => ({ Authorization: `Bearer ${token}` })

/** Uploads for `general`, unless a form or the headers say otherwise. */
export function send(
  body: string | Buffer | FormData, headers: Record<string, string> = {}, who = ann,
): Promise<Response> {
  return fetch(at('/v1/files'), {
    method: 'POST', body: typeof body === 'string' ? body : body as FormData,
    headers: { ...by(who), ...(!(body instanceof FormData) && { 'X-Conversation': 'general' }), ...headers },
  })
}

/** Uploads what is taken. */
export async function stored(body: string | Buffer | FormData, headers: Record<string, string> = {}, who = ann) {
  const response = await send(body, headers, who)
  expect(response.status).toBe(200)
  return await response.json() as Answer
}

/** Asks for a file. */
export const get = (id: string, headers: Record<string, string> = by(ann), method = 'GET') =>
  fetch(at(`/v1/files/${id}`), { method, headers })
/** Asks for a link to a file. */
export const link = (id: string, headers: Record<string, string> = by(ann)) =>
  fetch(at(`/v1/files/${id}/link`), { method: 'POST', headers })
/** Everything that is in the folder of files. */
export const kept = () => existsSync(stage.file('files')) ? readdirSync(stage.file('files')) : []

/** A form, byte by byte, as `uni.uploadFile` sends it. */
function form(parts: readonly (readonly [head: string, body: string | Buffer])[], end = '--\r\n') {
  const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW'
  const body = Buffer.concat([
    ...parts.flatMap(([head, part]) => [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), Buffer.from(part),
      Buffer.from('\r\n'),
    ]), Buffer.from(`--${boundary}${end}`),
  ])
  return { body, headers: { ...by(ann), 'Content-Type': `multipart/form-data; boundary=${boundary}` } }
}

/** Uploads a form. */
export const sendForm = (...given: Parameters<typeof form>) =>
  fetch(at('/v1/files'), { method: 'POST', ...form(...given) })
