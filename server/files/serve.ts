import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { anyOrigin } from '../answers'
import { limits } from '../limits'
import type { FileNote } from './folder'
import { isShown } from './kinds'
import { disposition } from './names'

interface Part {
  start: number
  end: number
}

/** Answers with the bytes of a file, or with the part of them that is asked for. */
export async function serveFile(
  request: IncomingMessage, response: ServerResponse, file: { id: string, note: FileNote, path: string },
): Promise<void> {
  const { id, note, path } = file
  const tag = `"${id}"`
  const headers = {
    ...anyOrigin,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private',
    'Content-Disposition': disposition(isShown(note.type) ? 'inline' : 'attachment', note.name),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Content-Type': note.type,
    'ETag': tag,
    'X-Content-Type-Options': 'nosniff',
  }
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers).end()
    return
  }
  const before = request.headers['if-range']
  const part = before === undefined || before === tag ? partOf(request.headers.range, note.size) : undefined
  if (part === 'none') {
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${note.size}`, 'Content-Length': 0 }).end()
    return
  }
  const { start, end } = part ?? { start: 0, end: note.size - 1 }
  response.writeHead(part ? 206 : 200, {
    ...headers,
    'Content-Length': end - start + 1,
    ...(part && { 'Content-Range': `bytes ${start}-${end}/${note.size}` }),
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // Who reads nothing for so long is not there any more, or will ask for the rest.
  response.setTimeout(limits.fileQuiet, () => response.destroy())
  await pipeline(createReadStream(path, { start, end }), response).catch(() => response.destroy())
}

/** The one part that is asked for; undefined for the whole, also when there are several or it can't be understood. */
function partOf(header: string | undefined, size: number): Part | 'none' | undefined {
  const [found, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (!found || from === '' && to === '') return undefined
  if (from === '') return Number(to) === 0 ? 'none' : { start: Math.max(0, size - Number(to)), end: size - 1 }
  if (to !== '' && Number(to) < Number(from)) return undefined
  if (Number(from) >= size) return 'none'
  return { start: Number(from), end: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}
