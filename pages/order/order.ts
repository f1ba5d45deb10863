import type { KindDefinition } from '../../index'

/** An order of a shop. */
export interface OrderContent {
  readonly number: string
  readonly title: string
  /** In cents. */
  readonly price: number
  readonly state: 'paid' | 'sent' | 'arrived'
}

declare module '../../index' {
  interface ContentKinds { order: OrderContent }
}

const states = ['paid', 'sent', 'arrived'] as const

/** A kind of message that the kit doesn't know: see docs/kinds.md. */
export const order: KindDefinition<'order'> = {
  kind: 'order',
  read({ number, title, price, state }) {
    const known = states.find(one => one === state)
    if (typeof number !== 'string' || typeof title !== 'string' || !Number.isSafeInteger(price) || !known) {
      throw new Error('not an order')
    }
    return {
      kind: 'order', number: number.slice(0, 40), title: title.slice(0, 100), price: Number(price), state: known,
    }
  },
  summary: ({ title }) => `🛍️ ${title}`,
}

/** One to send in the demo, but for its title. */
export const sample = { number: 'A-1017', price: 12_800, state: 'sent' } as const
