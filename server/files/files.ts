import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { WirePerson } from '../../src/protocols/native/wire'
import { pathOf, reply } from '../answers'
import type { Auth } from '../auth'
import { limits } from '../limits'
import type { Metrics } from '../metrics'
import { isId } from '../names'
import type { Store } from '../store'
import { Folder } from './folder'
import type { FileNote } from './folder'
import { headBytes, typeOf } from './kinds'
import { createFileLinks } from './links'
import type { FileLinks } from './links'
import { cleanFileName } from './names'
import { pictureBytes, pictureSize } from './picture'
import { isForm, isGone, receive, single, UploadProblem } from './receive'
import { Senders } from './senders'
import { serveFile } from './serve'

/** What the files need from the rest. */
export interface FilesOptions {
  /** Where they are kept. */
  folder: string
  /** The longest file, in bytes. */
  fileBytes: number
  /** What links are signed with. */
  secret: string
  auth: Auth
  store: Pick<Store, 'conversation'>
  metrics: Metrics
}

/** Files of conversations, for their members: see `docs/protocol.md`, "Files". */
export class Files {
  private readonly folder: Folder
  private readonly links: FileLinks
  private readonly senders = new Senders()
  private readonly uploads = new Set<Promise<unknown>>()

  constructor(private readonly options: FilesOptions) {
    this.folder = new Folder(options.folder)
    this.links = createFileLinks(options.secret)
  }

  /** Removes what was left unfinished. */
  start(): Promise<void> {
    return this.folder.clean()
  }

  /** Forgets people who have sent nothing for a while: to be called now and then. */
  sweep(): void {
    this.senders.sweep()
  }

  /** Waits until nothing is left of the uploads whose connections were cut. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.uploads)
  }

  /**
   * Answers a request to `/v1/files` or below it.
   * @param takeTime - lets the request take longer than others
   */
  async answer(request: IncomingMessage, response: ServerResponse, takeTime: () => void): Promise<void> {
    const [, , , id = '', what, more] = pathOf(request).split('/')
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (id !== '' && what === undefined && isRead) return this.show(id, request, response)
    const isUpload = id === '' && what === undefined && request.method === 'POST'
    const isLink = what === 'link' && more === undefined && request.method === 'POST'
    if (!isUpload && !isLink) return reply(response, 404, { error: 'not found' })
    const person = await this.personOf(request)
    if (!person) return refuseStranger(request, response)
    if (isUpload) return this.upload(person, request, response, takeTime)
    if (!await this.find(id, person)) return reply(response, 404, { error: 'no such file' })
    const query = this.links.sign(id, Date.now() + limits.fileLinkTime)
    reply(response, 200, { url: `/v1/files/${id}?${query}`, expiresIn: limits.fileLinkTime })
  }

  private async show(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = (request.url ?? '').split('?')[1] ?? ''
    let note: FileNote | undefined
    if (query !== '') {
      if (!this.links.check(id, query)) return reply(response, 403, { error: 'the link is not good, or no more' })
      note = await this.folder.find(id)
    } else {
      const person = await this.personOf(request)
      if (!person) return refuseStranger(request, response)
      note = await this.find(id, person)
    }
    if (!note) return reply(response, 404, { error: 'no such file' })
    return serveFile(request, response, { id, note, path: this.folder.contentOf(id) })
  }

  private async upload(
    person: WirePerson, request: IncomingMessage, response: ServerResponse, takeTime: () => void,
  ): Promise<void> {
    const { metrics } = this.options
    const limit = this.senders.enter(person.id)
    if (limit) {
      metrics.refuse(limit)
      response.setHeader('Retry-After', '1')
      return refuse(request, response, 429, 'too many uploads')
    }
    takeTime()
    const upload = this.take(person, request)
    this.uploads.add(upload)
    try {
      const { id, note } = await upload
      metrics.filesStored.inc()
      reply(response, 200, { id, ...note, conversation: undefined })
    } catch (error) {
      // Its sender is gone.
      if (isGone(request)) return
      if (error instanceof UploadProblem) {
        if (error.limit) metrics.refuse(error.limit)
        return refuse(request, response, error.status, error.message)
      }
      if (!isFull(error)) throw error
      metrics.refuse('disk')
      return refuse(request, response, 507, 'there is no room for it')
    } finally {
      this.uploads.delete(upload)
      this.senders.leave(person.id)
    }
  }

  private async take(person: WirePerson, request: IncomingMessage): Promise<{ id: string, note: FileNote }> {
    const named = single(request.headers['x-conversation'])
    if (named !== undefined || !isForm(request)) await this.mustBeMember(person, named)
    return this.folder.add(async (file) => {
      const { size, name, conversation } = await receive(request, file, this.options.fileBytes)
      // Perhaps no more, and a form may tell it last.
      const note = { name: cleanFileName(name), ...await look(file), size, conversation: conversation ?? '' }
      await this.mustBeMember(person, conversation)
      return note
    })
  }

  private async mustBeMember(person: WirePerson, conversation: string | undefined): Promise<void> {
    if (conversation === undefined) throw new UploadProblem(400, 'name the conversation that the file is for')
    if (!isId(conversation) || !await this.options.store.conversation(conversation, person.id)) {
      throw new UploadProblem(403, 'no such conversation, or not yours')
    }
  }

  /** What is known of a file that this person may see. */
  private async find(id: string, person: WirePerson): Promise<FileNote | undefined> {
    const note = await this.folder.find(id)
    return note && await this.options.store.conversation(note.conversation, person.id) ? note : undefined
  }

  private async personOf(request: IncomingMessage): Promise<WirePerson | undefined> {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    return token === undefined ? undefined : (await this.options.auth.verify(token))?.person
  }
}

/** What the bytes themselves say. */
async function look(file: FileHandle): Promise<Pick<FileNote, 'type' | 'width' | 'height'>> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(pictureBytes), 0, pictureBytes, 0)
  const head = buffer.subarray(0, bytesRead)
  const type = typeOf(head.subarray(0, headBytes))
  return { type, ...pictureSize(type, head) }
}

function refuseStranger(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('WWW-Authenticate', 'Bearer')
  refuse(request, response, 401, 'send a good token: Authorization: Bearer TOKEN')
}

/**
 * Refuses what may still be on its way. It is told at once, but the connection is left open for a moment: a client that
 * still sends would see it break instead of reading why.
 */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, error: string): void {
  if (request.complete) return reply(response, status, { error })
  response.setHeader('Connection', 'close')
  reply(response, status, { error }, new Promise((over) => {
    const timer = setTimeout(over, limits.partingTime)
    request.once('close', () => clearTimeout(timer))
    for (const event of ['end', 'error', 'close']) request.once(event, over)
    request.resume()
  }))
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))
}
