import type { ChatCommand } from '../../model/events'
import { type Codec, type Protocol, startCodec } from '../protocol'
import { decodeFrame } from './decode'
import type { ClientFrame, WriteFrame } from './wire'
import { WIRE_VERSION } from './wire'

/** The protocol of the reference server: see `docs/protocol.md`. */
export const native: Protocol & Codec = {
  name: 'native',
  heartbeat: 'ask',
  capabilities: { acks: 'ack', history: true, receipts: true, changes: true, people: true, kinds: null },
  start(host) {
    return startCodec(this, host)
  },
  hello: token => frame({ type: 'hello', version: WIRE_VERSION, token }),
  ping: id => frame({ type: 'ping', id }),
  encode: command => frame(toWire(command)),
  decode: decodeFrame,
}

function frame(value: ClientFrame): string {
  return JSON.stringify(value)
}

function toWire(command: ChatCommand): ClientFrame {
  switch (command.type) {
    case 'send':
    case 'edit':
    case 'recall':
    case 'react': {
      const { conversationId: conversation, ...rest } = command
      return { ...rest, conversation } as WriteFrame
    }
    case 'history': {
      const { type, id, conversationId: conversation, before, after, limit } = command
      return { type, id, conversation, before, after, limit }
    }
    case 'read':
      return { type: 'read', conversation: command.conversationId, seq: command.seq }
    case 'delivered': {
      const { type, cursors } = command
      return { type, cursors: cursors.map(({ conversationId: conversation, seq }) => ({ conversation, seq })) }
    }
    case 'open':
      return { type: 'open', id: command.id, person: command.personId }
    case 'token':
      return command
    case 'people':
      return { type: 'people', id: command.id }
  }
}
