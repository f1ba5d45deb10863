import { createAlarm } from '../platform/alarm'
import type { FileShelf } from '../platform/shelf'
import type { Stopper } from '../platform/stop'
import type { Clock, KeyValueStorage } from '../platform/types'
import { createRecords, type Sketch, type UploadPart, type UploadRecord } from './record'
import { sweep } from './sweep'
import { type Upload, UploadProblem, type UploadReason } from './upload'
import { uploadPart } from './upload-part'

export interface UploadQueueOptions {
  clock: Clock
  /** From 0 up to, not including, 1. */
  random: () => number
  storage: KeyValueStorage
  shelf: FileShelf
  upload: Upload
  /** Who one is, or null as long as that isn't known, and after a logout. */
  self: () => string | null
  createStopper: () => Stopper
  /** Hands a message over to the outbox, which has kept it when this returns. */
  send: (conversationId: string, content: Sketch, id: string) => void
  /** Whether the outbox or the log has this message. */
  isSent: (conversationId: string, id: string) => boolean
  /** What was at a path of this device can be fetched at an address now. */
  uploaded: (url: string, path: string) => void
  /** A message here is different, or is gone. */
  changed: (conversationId: string) => void
}

/** A message whose files are being uploaded. */
export interface QueuedUpload extends UploadRecord {
  /** `waiting` for its turn or the connection, `running`, `ready` once uploaded, or `failed`. */
  readonly state: 'waiting' | 'running' | 'ready' | 'failed'
  /** How much of it is uploaded: 0 to 1. */
  readonly progress: number
}

interface Item {
  record: UploadRecord
  state: QueuedUpload['state']
  progress: number
  /** What is shown of it; made again when it changed. */
  shown: QueuedUpload | null
  /** Whether it is in the storage. */
  kept: boolean
  /** Settled when its files are kept, or can't be. */
  keeping: Promise<unknown>
  stopper: Stopper | null
  /** How often it failed in a row. */
  tries: number
  /** Not before this time, in ms since 1970. */
  due: number
}

/** So many are uploaded at a time. */
const AT_ONCE = 3
/** After so many tries in a row the person is asked. */
const MOST_TRIES = 5
/** How long to wait after a try that failed, in ms; twice as long after each further one. */
const DELAY = 1_000
/** Progress is told in steps: no bar shows more. */
const STEP = 0.02

export type UploadQueue = ReturnType<typeof createUploadQueue>

/**
 * Uploads files and hands the messages that speak of them over to the outbox: each once, in the order they were chosen,
 * whenever the app ends meanwhile. What is to be done is written down before it is begun, and a message goes under the
 * same id each time, which the server stores once.
 */
export function createUploadQueue(options: UploadQueueOptions) {
  const { clock, shelf } = options
  const records = createRecords(options.storage)
  const alarm = createAlarm(clock)
  let items: Item[] = []
  let person: string | null = null
  let online = false
  let order = 0

  const fileKey = (userId: string, { id }: UploadRecord, field: string): string => `${records.key(userId, id)}/${field}`

  function find(id: string): Item | undefined {
    return items.find(({ record }) => record.id === id)
  }

  /** Whether it is still to be done: it may be gone, or its person, by the time that something is answered. */
  function isLive(item: Item): boolean {
    refresh()
    return items.includes(item)
  }

  function update(item: Item, now: Partial<Omit<Item, 'shown'>>): void {
    Object.assign(item, now)
    item.shown = null
    options.changed(item.record.conversationId)
  }

  /** Whether what was kept is kept no more: another tab of the same person has sent it, or given it up. */
  function isTaken({ kept, record }: Item): boolean {
    return kept && person !== null && !records.has(records.key(person, record.id))
  }

  function note(item: Item, now: Partial<UploadRecord> = {}): void {
    item.record = { ...item.record, ...now }
    if (person === null) return
    const key = records.key(person, item.record.id)
    // A storage may forget without a word.
    item.kept = records.write(key, item.record) && records.has(key)
  }

  function drop(item: Item): void {
    items = items.filter(one => one !== item)
    item.stopper?.abort()
    const { record } = item
    if (person !== null) {
      const keys = record.parts.map(({ field }) => fileKey(person ?? '', record, field))
      records.drop(records.key(person, record.id))
      void item.keeping.then(() => keys.forEach(discard))
    }
    options.changed(record.conversationId)
  }

  function discard(key: string): void {
    shelf.drop(key).catch(() => {})
  }

  function fail(item: Item, why: UploadReason): void {
    note(item, { failed: why })
    update(item, { state: 'failed', progress: 0 })
    flush(item.record.conversationId)
  }

  /** Keeps the files themselves. What can't be kept is uploaded all the same, if the app lives so long. */
  function keepFiles(item: Item): void {
    if (person === null) return
    const userId = person
    const { record } = item
    item.keeping = Promise.all(record.parts.map(async ({ field, path }) => {
      await shelf.keep(fileKey(userId, record, field), path)
    })).catch(() => {})
  }

  /** Hands over what is uploaded, but for what stands behind something that isn't. */
  function flush(conversationId: string): void {
    if (person === null) return
    for (const item of items.filter(({ record }) => record.conversationId === conversationId)) {
      if (item.state === 'failed') continue
      if (item.state !== 'ready') return
      const { id, content, urls, parts } = item.record
      const sent: Record<string, unknown> & Sketch = { ...content }
      for (const { field, path } of parts) {
        if (urls[field]) options.uploaded(urls[field], path)
        sent[field] = urls[field] || undefined
      }
      if (!options.isSent(conversationId, id)) options.send(conversationId, sent, id)
      drop(item)
    }
  }

  function pump(): void {
    if (!online || person === null) return
    let running = items.filter(({ state }) => state === 'running').length
    let soonest = Infinity
    for (const item of items) {
      if (item.state !== 'waiting' || running >= AT_ONCE) continue
      if (item.due > clock.now()) {
        soonest = Math.min(soonest, item.due)
        continue
      }
      running += 1
      void run(item)
    }
    if (soonest < Infinity) alarm.set(soonest - clock.now(), pump)
  }

  async function run(item: Item): Promise<void> {
    const { conversationId } = item.record
    if (isTaken(item)) return drop(item)
    const stopper = options.createStopper()
    update(item, { state: 'running', stopper, progress: 0 })
    try {
      const parts = item.record.parts.filter(({ field }) => item.record.urls[field] === undefined)
      const total = parts.reduce((sum, { size }) => sum + (size || 1), 0)
      let done = 0
      for (const part of parts) {
        const size = part.size || 1
        const progress = (share: number): void => {
          const now = (done + size * Math.max(0, Math.min(1, share))) / total
          if (isLive(item) && Math.abs(now - item.progress) >= STEP) update(item, { progress: now })
        }
        const { field, path, name, type } = part
        const file = { path, name, type, size: part.size, conversationId }
        const url = await uploadPart(item.record.content.kind, field, () =>
          options.upload(file, { progress, signal: stopper.signal }))
        if (!isLive(item)) return
        if (isTaken(item)) return drop(item)
        note(item, { urls: { ...item.record.urls, [field]: url } })
        done += size
      }
      update(item, { state: 'ready', stopper: null, progress: 1 })
      flush(conversationId)
    } catch (error) {
      if (isLive(item)) failed(item, error)
    }
    pump()
  }

  function failed(item: Item, error: unknown): void {
    item.stopper = null
    if (error instanceof UploadProblem) return fail(item, error.why)
    // Without a connection it is no wonder, and it goes on when there is one.
    const tries = online ? item.tries + 1 : 0
    if (tries >= MOST_TRIES) return fail(item, 'failed')
    const delay = online ? DELAY * 2 ** (tries - 1) * (0.75 + options.random() / 2) : 0
    update(item, { state: 'waiting', progress: 0, tries, due: clock.now() + delay })
  }

  function nextOrder(): number {
    order = Math.max(order + 1, clock.now())
    return order
  }

  function put(record: UploadRecord, state: Item['state'], kept: boolean): Item {
    const item: Item = {
      record, state, kept, progress: 0, shown: null, keeping: Promise.resolve(), stopper: null, tries: 0, due: 0,
    }
    items.push(item)
    return item
  }

  /** Takes up what was left to upload when the app ended. */
  function restore(userId: string): void {
    for (const record of records.all(userId)) {
      order = Math.max(order, record.order)
      if (find(record.id)) continue
      void check(put(record, 'running', true), userId)
      options.changed(record.conversationId)
    }
    items.sort((a, b) => a.record.order - b.record.order)
  }

  /** Looks where its files are now: those that are gone have to be chosen again. */
  async function check(item: Item, userId: string): Promise<void> {
    const found = await Promise.all(item.record.parts.map(async (part) => {
      const path = await shelf.find(fileKey(userId, item.record, part.field)).catch(() => null)
      return { ...part, path: path ?? '' }
    }))
    if (!isLive(item)) return
    const content: Record<string, unknown> & Sketch = { ...item.record.content }
    for (const { field, path } of found) content[field] = path
    item.record = { ...item.record, content, parts: found }
    const left = found.filter(({ field }) => item.record.urls[field] === undefined)
    if (left.some(({ path }) => path === '')) return fail(item, 'gone')
    if (item.record.failed) return update(item, { state: 'failed' })
    update(item, { state: left.length > 0 ? 'waiting' : 'ready' })
    flush(item.record.conversationId)
    pump()
  }

  function refresh(): void {
    const userId = options.self()
    if (userId === person) return
    if (person !== null) {
      const gone = items
      items = []
      alarm.stop()
      for (const { stopper, record } of gone) {
        stopper?.abort()
        options.changed(record.conversationId)
      }
    }
    person = userId
    if (userId !== null) {
      // They were chosen before anybody knew who chose them.
      for (const item of items) {
        note(item)
        keepFiles(item)
      }
      restore(userId)
    }
    const kept = userId === null ? [] : items.map(({ record }) => records.key(userId, record.id))
    void sweep(shelf, key => kept.includes(key) || records.has(key))
    pump()
  }

  return {
    /** Looks who one is now. */
    refresh,

    /** Whether there is a connection: without one, nothing is begun. */
    setOnline(now: boolean): void {
      online = now
      if (!now) return
      for (const item of items) Object.assign(item, { tries: 0, due: 0 })
      pump()
    },

    /** Uploads files, then sends the message. It is shown at once. */
    add(conversationId: string, content: Sketch, parts: readonly UploadPart[]): string {
      refresh()
      const id = clock.now().toString(36) + options.random().toString(36).slice(2, 12)
      const record = { id, conversationId, content, parts, at: clock.now(), order: nextOrder(), urls: {} }
      const item = put(record, 'waiting', false)
      note(item)
      keepFiles(item)
      options.changed(conversationId)
      pump()
      return id
    },

    /** Gives a message up, with its files. */
    cancel(id: string): void {
      const item = find(id)
      if (!item) return
      drop(item)
      flush(item.record.conversationId)
      pump()
    },

    /** Tries once more what failed. */
    retry(id: string): void {
      const item = find(id)
      if (item?.state !== 'failed' || item.record.failed === 'gone') return
      note(item, { failed: undefined })
      Object.assign(item, { tries: 0, due: 0 })
      update(item, { state: 'waiting' })
      pump()
    },

    find: (id: string): QueuedUpload | undefined => {
      const item = find(id)
      return item && show(item)
    },

    /** Those of a conversation, in the order they were chosen; what didn't change stays `===`. */
    of: (conversationId: string): QueuedUpload[] =>
      items.filter(({ record }) => record.conversationId === conversationId).map(show),
  }

  function show(item: Item): QueuedUpload {
    const { record, state, progress } = item
    return item.shown ??= { ...record, state, progress }
  }
}
