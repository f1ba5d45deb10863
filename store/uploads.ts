import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Content } from '../src/model/content'
import { ChatError } from '../src/model/error'
import * as ErrorCode from '../src/model/error-code'
import { type Message, messageKey } from '../src/model/message'
import { type LocalFile, releaseFile } from '../src/platform/files'
import { uniShelf } from '../src/platform/shelf'
import { createStopper } from '../src/platform/stop'
import { uniPlatform } from '../src/platform/uni'
import { createUploadQueue, type QueuedUpload } from '../src/uploads/queue'
import type { Sketch } from '../src/uploads/record'
import { UploadProblem, type UploadReason } from '../src/uploads/upload'
import { useEngine } from './engine'
import { useMedia } from './media'
import { useMessagesStore } from './messages'

const none: readonly Message[] = []
/** So many files that were sent are shown from here, and not fetched: the last ones. */
const MOST_HELD = 30

/**
 * Files on their way into messages: shown at once, uploaded while there is a connection, then sent under the same id.
 * What isn't through when the app ends goes on at the next start, if its file is still there.
 */
export const useUploadsStore = defineStore('chat-uploads', () => {
  const engine = useEngine()
  const messages = useMessagesStore()
  const { upload, links } = useMedia()
  const { clock, random, storage } = uniPlatform
  const views = shallowReactive(new Map<string, readonly Message[]>())
  const made = new WeakMap<QueuedUpload, Message>()
  /** Where files are that were sent. */
  const held: string[] = []

  const queue = createUploadQueue({
    clock, random, storage,
    shelf: uniShelf,
    upload: upload ?? (() => Promise.reject(new UploadProblem('refused', 'no way to upload'))),
    createStopper,
    self: () => engine.sync.self?.id ?? null,
    // The path of the sketch has become an address.
    send: (conversationId, content, id) => void messages.send(conversationId, content as Content, { id }),
    isSent: (conversationId, id) => Boolean(engine.sync.timeline(conversationId)?.messages
      .some(message => message.own && message.id === id)),
    uploaded(url, path) {
      links.put(url, path)
      hold(path)
    },
    changed: update,
  })

  engine.listen({
    connectionChanged: ({ state }) => queue.setOnline(state === 'online'),
    dataChanged() {
      // Who signs in next shows nothing by the links of who was here.
      if (!engine.sync.self) {
        links.clear()
        held.splice(0).forEach(releaseFile)
      }
      queue.refresh()
    },
  })
  queue.refresh()
  queue.setOnline(engine.connection.snapshot.state === 'online')

  function hold(path: string): void {
    held.push(path)
    // What still shows it gets a link when it doesn't load.
    if (held.length > MOST_HELD) releaseFile(held.shift() ?? '')
  }

  function update(conversationId: string): void {
    const uploads = queue.of(conversationId)
    if (uploads.length > 0) views.set(conversationId, uploads.map(toMessage))
    else views.delete(conversationId)
  }

  function toMessage(queued: QueuedUpload): Message {
    const known = made.get(queued)
    if (known) return known
    const { id, conversationId, content, at, state, progress, failed } = queued
    const author = engine.sync.self ?? { id: '', name: '' }
    const message: Message = {
      key: messageKey(author.id, true, id),
      conversationId, seq: null, id, author, own: true, at,
      // It is drawn as what it will be, from the file that is here.
      content: content as Content,
      status: state === 'failed' ? 'failed' : state === 'waiting' ? 'queued' : 'sending',
      ...(state === 'running' && { progress }),
      ...(failed && { error: new ChatError(ErrorCode.notUploaded, failed) }),
    }
    made.set(queued, message)
    return message
  }

  return {
    /** Whether files can be sent at all. */
    available: upload !== null,
    /** Messages whose files are being uploaded, as they are to be shown behind the others; reactive. */
    pending: (conversationId: string): readonly Message[] => views.get(conversationId) ?? none,
    /**
     * Sends a file as a message. It is shown at once, and uploaded as soon as the connection allows.
     * @param content the message, with the file's path as its `url`
     * @param poster a picture for a video, whose path is the content's `poster`
     */
    add(conversationId: string, content: Content, file: LocalFile, poster?: LocalFile): void {
      const parts = [...poster ? [{ field: 'poster', ...pick(poster) }] : [], { field: 'url', ...pick(file) }]
      queue.add(conversationId, content as Sketch, parts)
    },
    /** Whether a message is one of these. */
    has: ({ id }: Message): boolean => queue.find(id) !== undefined,
    /** Why one of these failed. */
    problem: ({ id }: Message): UploadReason | undefined => queue.find(id)?.failed,
    /** Gives one of these up: its upload ends, and nothing of it stays. */
    cancel({ id }: Message): void {
      const { parts = [] } = queue.find(id) ?? {}
      queue.cancel(id)
      for (const { path } of parts) releaseFile(path)
    },
    /** Tries once more what failed, unless its file is gone. */
    retry: ({ id }: Message): void => queue.retry(id),
  }
})

/** Only what is to be kept. */
function pick({ path, name, size, type }: LocalFile): LocalFile {
  return { path, name, size, type }
}
