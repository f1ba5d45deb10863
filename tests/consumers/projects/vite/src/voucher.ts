import type { KindDefinition } from 'uni-chat-kit'

/** A message of the shop's own. */
export interface VoucherContent {
  readonly code: string
  readonly cents: number
}

declare module 'uni-chat-kit' {
  interface ContentKinds { voucher: VoucherContent }
}

export const voucher: KindDefinition<'voucher'> = {
  kind: 'voucher',
  read({ code, cents }) {
    if (typeof code !== 'string' || typeof cents !== 'number') throw new Error('no voucher')
    return { kind: 'voucher', code, cents }
  },
  summary: ({ code }) => code,
}
