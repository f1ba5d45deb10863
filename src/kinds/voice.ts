import type { KindDefinition } from '../model/kinds'
import { type Fields, list, optional } from '../model/read'
import { bytes, inBrackets, time, url } from './fields'

/** Something that was said. */
export interface VoiceContent {
  readonly url: string
  /** In ms. */
  readonly duration: number
  /** How loud it is, from the beginning to the end, each from 0 to 100; up to 60 of them. */
  readonly levels?: readonly number[]
  /** In bytes. */
  readonly size?: number
}

declare module '../model/content' {
  interface ContentKinds { voice: VoiceContent }
}

const MOST_LEVELS = 60

function levels(from: Fields, name: string): number[] {
  return list(from, name).slice(0, MOST_LEVELS)
    .map(level => (typeof level === 'number' && level > 0 ? Math.min(100, Math.round(level)) : 0))
}

export const voice: KindDefinition<'voice'> = {
  kind: 'voice',
  read: from => ({
    kind: 'voice',
    url: url(from, 'url'),
    duration: time(from, 'duration'),
    levels: optional(from, 'levels', levels),
    size: optional(from, 'size', bytes),
  }),
  summary: ({ duration }, words) => inBrackets(words.voice, words.seconds(Math.ceil(duration / 1_000))),
}
