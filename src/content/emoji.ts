import { emojiData } from './emoji-data'

/** An emoji of the panel. */
export interface Emoji {
  readonly emoji: string
  /** Its name in English, and other words for it, each after `;`. */
  readonly name: string
  /** The same in Chinese. */
  readonly chinese: string
  /** Whether it has skin tones. */
  readonly toned: boolean
}

/** Skin tones, from light to dark, by their number from 1; 0 is none. */
export const TONES = ['', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'] as const

let known: readonly (readonly Emoji[])[] | undefined

/** All emoji of the panel, by group. */
export function emojiGroups(): readonly (readonly Emoji[])[] {
  known ??= emojiData.map(group => group.split(',').map((entry) => {
    const [, emoji = '', star, name = '', chinese = ''] = /^([^a-z0-9*]+)(\*?)([^/]*)\/(.*)$/.exec(entry) ?? []
    return { emoji, name, chinese, toned: star === '*' }
  }))
  return known
}

/** The emoji with such a name: each word that is looked for begins a word of it, or stands in its Chinese one. */
export function findEmoji(query: string): Emoji[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return emojiGroups().flat().filter(({ name, chinese }) =>
    words.every(word => ` ${name.replace(/;/g, ' ')}`.includes(` ${word}`) || chinese.toLowerCase().includes(word)))
}

/** An emoji in a skin tone. */
export function toned(emoji: string, tone: number): string {
  return tone ? emoji.replace('\uFE0F', '') + (TONES[tone] ?? '') : emoji
}

/** An emoji without its skin tone, and without saying that it is an emoji: as what it is known. */
export function plain(emoji: string): string {
  return emoji.replace(/\uFE0F|\uD83C[\uDFFB-\uDFFF]/g, '')
}
