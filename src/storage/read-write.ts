import type { Content } from '../model/content'
import { kindOf } from '../model/kinds'
import { fields, optional, readContent, readQuote, text } from '../model/read'
import type { Target, Write } from '../model/write'

/** Reads what was stored to be sent; null if it can't be read. */
export function readWrite(value: unknown): Write | null {
  try {
    const write = fields(value, 'write')
    const { type, mentions } = write
    switch (type) {
      case 'send': {
        const ids = Array.isArray(mentions) ? mentions.filter((id): id is string => typeof id === 'string') : undefined
        const quote = optional(write, 'quote', readQuote)
        return { type, content: content(write.content), mentions: ids, quote }
      }
      case 'edit':
        return { type, target: target(write.target), content: content(write.content) }
      case 'recall':
        return { type, target: target(write.target) }
      case 'react':
        return { type, target: target(write.target), emoji: text(write, 'emoji'), on: write.on === true }
      default:
        return null
    }
  } catch {
    return null
  }
}

function target(value: unknown): Target {
  const from = fields(value, 'target')
  return { from: text(from, 'from'), id: text(from, 'id') }
}

/** @throws when it is nothing that can be sent */
function content(value: unknown): Content {
  const read = readContent(value)
  if (read.kind === 'system' || read.kind === 'recalled') throw new TypeError(read.kind)
  if (read.kind !== 'unsupported') return read
  if (kindOf(read.name)) throw new TypeError(read.name)
  // Whoever wrote it knew the kind: it goes as it is.
  return { ...read.data, kind: read.name } as unknown as Content
}
