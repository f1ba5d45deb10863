import { fields, list, optional, text } from '../model/read'
import type { KeyValueStorage } from '../platform/types'
import { keyOf } from '../storage/vault'
import type { UploadReason } from './upload'

/** What a message will hold, with paths on this device where addresses will be. */
export type Sketch = { readonly kind: string } & Readonly<Record<string, unknown>>

/** A file of a message. */
export interface UploadPart {
  /** The field of the content that its address goes to: `url`, or `poster`. */
  readonly field: string
  readonly path: string
  readonly name: string
  /** In bytes; 0 if that isn't known. */
  readonly size: number
  readonly type: string
}

/** A message whose files are to be uploaded, as it is kept. */
export interface UploadRecord {
  readonly id: string
  readonly conversationId: string
  readonly content: Sketch
  readonly parts: readonly UploadPart[]
  /** When it was written, in ms since 1970 by the phone's clock. */
  readonly at: number
  /** Its place among the others: they are sent in rising order. */
  readonly order: number
  /** The addresses of what is uploaded, by the field; empty for what is done without. */
  readonly urls: Readonly<Record<string, string>>
  readonly failed?: UploadReason
}

/** The version of what is stored. A newer one is left alone. */
const VERSION = 1

const reasons: readonly unknown[] =
  ['tooLarge', 'wrongType', 'gone', 'refused', 'full', 'failed'] satisfies UploadReason[]

/** Keeps records over restarts, each under a key of its own. Nothing here throws: a storage that fails keeps none. */
export function createRecords(storage: KeyValueStorage) {
  const start = (userId: string): string => `chat/${keyOf(userId)}/up/`

  function attempt<Value>(work: () => Value, otherwise: Value): Value {
    try {
      return work()
    } catch {
      return otherwise
    }
  }

  return {
    /** The key of a record: no other person has it. */
    key: (userId: string, id: string): string => start(userId) + id,

    /** Keeps a record; false if that can't be. */
    write: (key: string, record: UploadRecord): boolean => attempt(() => {
      storage.set(key, JSON.stringify([VERSION, record]))
      return true
    }, false),

    drop: (key: string): void => attempt(() => storage.remove(key), undefined),

    /** Whether there is such a record; true as well where the storage doesn't say. */
    has: (key: string): boolean => attempt(() => storage.get(key) !== null, true),

    /** All records of a person, in their order. */
    all(userId: string): UploadRecord[] {
      const own = start(userId)
      const keys = attempt(() => storage.keys().filter(key => key.startsWith(own)), [])
      const records = keys.flatMap((key) => {
        const record = attempt(() => read(JSON.parse(storage.get(key) ?? '')), null)
        return record ? [record] : []
      })
      return records.sort((a, b) => a.order - b.order)
    },
  }
}

/** @throws when it is nothing that this version has written */
function read(value: unknown): UploadRecord {
  const [version, stored] = value as unknown[]
  if (version !== VERSION) throw new TypeError(`version ${version}`)
  const record = fields(stored, 'record')
  const content = fields(record.content, 'content')
  const { at, order } = record
  if (typeof at !== 'number' || typeof order !== 'number') throw new TypeError('it has no time')
  const urls = Object.entries(fields(record.urls, 'urls')).filter(([, url]) => typeof url === 'string')
  const failed = optional(record, 'failed', text)
  return {
    id: text(record, 'id'),
    conversationId: text(record, 'conversationId'),
    content: { ...content, kind: text(content, 'kind') },
    parts: list(record, 'parts').map(readPart),
    at,
    order,
    urls: Object.fromEntries(urls) as Record<string, string>,
    ...(reasons.includes(failed) && { failed: failed as UploadReason }),
  }
}

function readPart(value: unknown): UploadPart {
  const part = fields(value, 'part')
  const { size } = part
  return {
    field: text(part, 'field'), path: text(part, 'path'), name: text(part, 'name'), type: text(part, 'type'),
    size: typeof size === 'number' ? size : 0,
  }
}
