import type { KindDefinition } from '../model/kinds'
import { optional } from '../model/read'
import { bytes, inBrackets, lines, pixels, time, url } from './fields'

/** A film. */
export interface VideoContent {
  readonly url: string
  /** In px. */
  readonly width: number
  readonly height: number
  /** In ms. */
  readonly duration: number
  /** In bytes. */
  readonly size?: number
  /** A picture to show before it plays. */
  readonly poster?: string
  readonly caption?: string
}

declare module '../model/content' {
  interface ContentKinds { video: VideoContent }
}

export const video: KindDefinition<'video'> = {
  kind: 'video',
  read: from => ({
    kind: 'video',
    url: url(from, 'url'),
    width: pixels(from, 'width'),
    height: pixels(from, 'height'),
    duration: time(from, 'duration'),
    size: optional(from, 'size', bytes),
    poster: optional(from, 'poster', url),
    caption: optional(from, 'caption', lines),
  }),
  summary: ({ caption }, words) => inBrackets(words.video, caption),
}
