import type { KindDefinition } from '../model/kinds'
import { optional } from '../model/read'
import { bytes, inBrackets, line, url } from './fields'

/** A file of any type. It is kept or given to another app, and never shown as a page. */
export interface FileContent {
  readonly url: string
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Its media type, as who sent it says. */
  readonly type?: string
}

declare module '../model/content' {
  interface ContentKinds { file: FileContent }
}

export const file: KindDefinition<'file'> = {
  kind: 'file',
  read: from => ({
    kind: 'file',
    url: url(from, 'url'),
    name: line(from, 'name'),
    size: bytes(from, 'size'),
    type: optional(from, 'type', line),
  }),
  summary: ({ name }, words) => inBrackets(words.file, name),
}
