import type { KindDefinition } from '../model/kinds'
import { optional } from '../model/read'
import { bytes, inBrackets, lines, pixels, url } from './fields'

/** A picture. */
export interface ImageContent {
  readonly url: string
  /** In px: its room is kept before it has loaded. */
  readonly width: number
  readonly height: number
  /** In bytes. */
  readonly size?: number
  /** A smaller one, to show among the messages. */
  readonly thumb?: string
  readonly caption?: string
}

declare module '../model/content' {
  interface ContentKinds { image: ImageContent }
}

export const image: KindDefinition<'image'> = {
  kind: 'image',
  read: from => ({
    kind: 'image',
    url: url(from, 'url'),
    width: pixels(from, 'width'),
    height: pixels(from, 'height'),
    size: optional(from, 'size', bytes),
    thumb: optional(from, 'thumb', url),
    caption: optional(from, 'caption', lines),
  }),
  summary: ({ caption }, words) => inBrackets(words.image, caption),
}
