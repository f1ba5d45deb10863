import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream'
import type { Readable } from 'node:stream'
import busboy from 'busboy'
import type { LimitName } from '../metrics'

/** An upload is refused; the message is for its sender. */
export class UploadProblem extends Error {
  override name = 'UploadProblem'

  /** @param limit - the limit that stood against it, if one did */
  constructor(readonly status: number, message: string, readonly limit?: LimitName) {
    super(message)
  }
}

/** What came with the bytes of an upload. */
export interface Received {
  /** Its size in bytes. */
  size: number
  name: string
  conversation: string | undefined
}

/**
 * Writes an upload to a file as it comes: the body itself, or the one file of a form, as `uni.uploadFile` sends it.
 * The request itself is never destroyed, so that it can be answered.
 * @param most - the most bytes
 * @throws {@link UploadProblem}, and what the file or the request throws
 */
export async function receive(request: IncomingMessage, file: FileHandle, most: number): Promise<Received> {
  const { headers } = request
  const told = single(headers['x-conversation'])
  const named = fileNameOf(single(headers['x-file-name']))
  if (!isForm(request)) {
    // More is known before a byte of it has come.
    if (Number(headers['content-length']) > most) throw tooLarge(most)
    return { size: await write(request, file, most), name: named ?? 'file', conversation: told }
  }
  const form = await receiveForm(request, file, most)
  return { size: form.size, name: named ?? form.name, conversation: told ?? form.conversation }
}

async function receiveForm(request: IncomingMessage, file: FileHandle, most: number): Promise<Received> {
  const form = open(request)
  const received: Received = { size: 0, name: 'file', conversation: undefined }
  let written: Promise<void> | undefined
  form.on('field', (name, value) => {
    if (name === 'conversation') received.conversation = value
  })
  form.on('file', (_, source, { filename }) => {
    // It fails with the form, which tells it.
    source.on('error', () => undefined)
    // A part without a name has none, whatever the types say.
    received.name = (filename as string | undefined) ?? received.name
    written = write(source, file, most).then((size) => {
      received.size = size
    })
    written.catch((error: Error) => form.destroy(error))
  })
  for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
    form.on(event, () => form.destroy(new UploadProblem(400, 'send one file, and few fields')))
  }
  // Also if it is gone already.
  const unwatch = finished(request, { writable: false }, (error) => {
    if (error) form.destroy(error)
  })
  try {
    await new Promise<void>((resolve, reject) => {
      form.once('close', resolve)
      form.once('error', (error: Error) => {
        // All others are those of the form's reader.
        const isOurs = isGone(request) || error instanceof UploadProblem || 'syscall' in error
        reject(isOurs ? error : new UploadProblem(400, 'the form is broken'))
      })
      request.pipe(form)
    })
  } finally {
    request.unpipe(form)
    unwatch()
    // Nothing may be written once the file is closed.
    await written?.catch(() => undefined)
  }
  if (!written) throw new UploadProblem(400, 'the form has no file')
  await written
  return received
}

function open(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 20, parts: 21, fieldNameSize: 100, fieldSize: 1000, headerPairs: 50 },
    })
  } catch {
    throw new UploadProblem(400, 'the form is broken')
  }
}

async function write(source: Readable, file: FileHandle, most: number): Promise<number> {
  let size = 0
  for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) throw tooLarge(most)
    await file.writeFile(chunk)
  }
  if (size === 0) throw new UploadProblem(400, 'the file is empty')
  return size
}

function tooLarge(most: number): UploadProblem {
  return new UploadProblem(413, `the file is longer than ${most} bytes`, 'file-size')
}

function fileNameOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  try {
    return decodeURIComponent(header)
  } catch {
    throw new UploadProblem(400, 'X-File-Name should be percent-encoded UTF-8')
  }
}

/** Whether its client went away before all of it had come. */
export function isGone({ destroyed, complete }: IncomingMessage): boolean {
  return destroyed && !complete
}

/** Whether the file comes in a form. */
export function isForm({ headers }: IncomingMessage): boolean {
  return /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
}

/** A header that may come once. */
export function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined
}
