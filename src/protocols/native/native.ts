import type { Quote } from '../../model/entry'
import type { ChatCommand } from '../../model/events'
import { type Codec, type Protocol, startCodec } from '../protocol'
import { decodeFrame } from './decode'
import type { ClientFrame } from './wire'
import { WIRE_VERSION } from './wire'

/** The protocol of the reference server: see `docs/protocol.md`. */
export const native: Protocol & Codec = {
  name: 'native',
  heartbeat: 'ask',
  capabilities: {
    acks: 'ack', history: true, receipts: true, changes: true, groups: true, people: true, extras: true, kinds: null,
  },
  start(host) {
    return startCodec(this, host)
  },
  hello: token => frame({ type: 'hello', version: WIRE_VERSION, token }),
  ping: id => frame({ type: 'ping', id }),
  encode: command => frame(toWire(command)),
  decode: decodeFrame,
}

/** What commands call otherwise than frames do. */
interface Names {
  readonly type: ChatCommand['type']
  readonly conversationId?: string
  readonly personId?: string
  readonly quote?: Quote
  readonly cursors?: readonly { readonly conversationId: string, readonly seq: number }[]
}

function frame(value: ClientFrame): string {
  return JSON.stringify(value)
}

function toWire(command: ChatCommand): ClientFrame {
  // Commands are as frames are, but for some names. What is undefined is left out when it is written.
  const { conversationId: conversation, personId: person, quote, cursors, ...rest }: Names = command
  return {
    ...rest, conversation, person,
    quote: quote && { from: quote.author.id, id: quote.id },
    cursors: cursors?.map(({ conversationId, seq }) => ({ conversation: conversationId, seq })),
  } as ClientFrame
}
