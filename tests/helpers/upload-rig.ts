import type { FileShelf } from '../../src/platform/shelf'
import { createStopper } from '../../src/platform/stop'
import { createUploadQueue, type UploadQueue } from '../../src/uploads/queue'
import type { Sketch, UploadPart } from '../../src/uploads/record'
import type { Upload, Uploaded, UploadFile, UploadTell } from '../../src/uploads/upload'
import { FakeClock, settle } from './fake-clock'
import { MemoryStorage } from './memory-storage'

/** An upload whose other end is the test. */
export interface FakeUpload {
  readonly file: UploadFile
  readonly tell: UploadTell
  resolve(uploaded: Uploaded): void
  reject(error: unknown): void
}

/** What outlives a process: the phone's storage and files, the outbox, and the server. */
export class UploadWorld {
  readonly items = new Map<string, string>()
  readonly files = new Map<string, string>()
  /** What the outbox has kept and the server has not got, by id. */
  readonly outbox = new Map<string, Sketch>()
  /** What the server has stored, by id: the first that came under it. */
  readonly log = new Map<string, Sketch>()
  readonly order: string[] = []
  uploads = 0
  randoms = 0

  /** The server gets what the outbox has. */
  deliver(): void {
    for (const [id, content] of this.outbox) {
      if (!this.log.has(id)) this.order.push(id)
      this.log.set(id, this.log.get(id) ?? content)
    }
    this.outbox.clear()
  }
}

/** One life of an app that uploads. */
export class UploadRig {
  readonly clock = new FakeClock()
  readonly storage: MemoryStorage
  readonly uploads: FakeUpload[] = []
  readonly shelf: FileShelf
  readonly queue: UploadQueue
  readonly changes: string[] = []

  /** @param self who is signed in; null as long as that isn't known */
  constructor(readonly world = new UploadWorld(), public self: string | null = 'ann') {
    const { items, files, outbox } = world
    const storage = this.storage = new MemoryStorage(items)
    this.shelf = {
      async keep(key, path) {
        if (storage.live()) files.set(key, path)
      },
      find: async key => (files.has(key) ? `kept:${key}` : null),
      async drop(key) {
        if (storage.live()) files.delete(key)
      },
      keys: async () => [...files.keys()],
    }
    const upload: Upload = (file, tell) => new Promise((resolve, reject) => {
      this.uploads.push({ file, tell, resolve, reject })
    })
    this.queue = createUploadQueue({
      clock: this.clock, storage, shelf: this.shelf, upload, createStopper,
      random: () => 0.5 + (world.randoms += 1) / 1e6,
      self: () => this.self,
      send(_conversationId, content, id) {
        if (storage.live()) outbox.set(id, content)
      },
      isSent: (_conversationId, id) => outbox.has(id),
      uploaded() {},
      changed: conversationId => this.changes.push(conversationId),
    })
    this.queue.refresh()
  }

  /** Adds a picture; returns its id. */
  add(path: string, conversationId = 'room', more: readonly UploadPart[] = []): string {
    const part = { field: 'url', path, name: path, size: 100, type: 'image/png' }
    const posters = Object.fromEntries(more.map(({ field, path }) => [field, path]))
    return this.queue.add(conversationId, { kind: 'image', url: path, ...posters }, [...more, part])
  }

  /** What is shown, each with its state. */
  states(conversationId = 'room'): string[] {
    return this.queue.of(conversationId).map(({ state, failed }) => (failed ? `${state}: ${failed}` : state))
  }

  /** Takes the upload that was begun first and not answered; it is stored under an address of its own. */
  async complete(type?: string): Promise<void> {
    this.world.uploads += 1
    this.next().resolve({ url: `https://files.test/${this.world.uploads}`, type })
    await settle()
  }

  async fail(error: unknown = new Error('network')): Promise<void> {
    this.next().reject(error)
    await settle()
  }

  private next(): FakeUpload {
    const upload = this.uploads.shift()
    if (!upload) throw new Error('nothing is being uploaded')
    return upload
  }
}
