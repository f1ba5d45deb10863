import type { KindDefinition } from '../../index'

/** What a shop shows somebody. */
export interface ProductContent {
  readonly title: string
  readonly note: string
  /** In cents. */
  readonly price: number
  /** Its picture. */
  readonly emoji: string
}

/** A question how somebody liked it, or, with stars, the answer. */
export interface RatingContent {
  readonly text: string
  /** 1 to {@link STARS}. */
  readonly stars?: number
  /** Of an answer, the `id` of the question's message. */
  readonly to?: string
}

declare module '../../index' {
  interface ContentKinds { product: ProductContent, rating: RatingContent }
}

/** The most that can be given. */
export const STARS = 5

export const product: KindDefinition<'product'> = {
  kind: 'product',
  read({ title, note, price, emoji }) {
    if (typeof title !== 'string' || !Number.isSafeInteger(price)) throw new Error('not a product')
    const short = (value: unknown, length: number): string => (typeof value === 'string' ? value.slice(0, length) : '')
    return {
      kind: 'product', title: title.slice(0, 100), price: Number(price), note: short(note, 100),
      emoji: short(emoji, 16),
    }
  },
  summary: ({ title, emoji }) => `${emoji} ${title}`,
}

export const rating: KindDefinition<'rating'> = {
  kind: 'rating',
  read({ text, stars, to }) {
    if (typeof text !== 'string') throw new Error('not a rating')
    const question = { kind: 'rating', text: text.slice(0, 200) } as const
    if (stars === undefined) return question
    const fits = typeof stars === 'number' && Number.isInteger(stars) && stars >= 1 && stars <= STARS
    if (!fits || typeof to !== 'string') throw new Error('not an answer')
    return { ...question, stars, to }
  },
  summary: ({ text, stars }) => (stars === undefined ? `⭐ ${text}` : '⭐'.repeat(stars)),
}
