import type { ChatCommand } from '../../model/events'
import type { Protocol } from '../protocol'
import { decodeFrame } from './decode'
import type { ClientFrame } from './wire'
import { WIRE_VERSION } from './wire'

/** The protocol of the reference server: see `docs/protocol.md`. */
export const native: Protocol = {
  name: 'native',
  heartbeat: 'ask',
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
    case 'send': {
      const { type, id, conversationId: conversation, content } = command
      return { type, id, conversation, content }
    }
    case 'history': {
      const { type, id, conversationId: conversation, before, after, limit } = command
      return { type, id, conversation, before, after, limit }
    }
    case 'read':
      return { type: 'read', conversation: command.conversationId, seq: command.seq }
    case 'open':
      return { type: 'open', id: command.id, person: command.personId }
    case 'token':
      return command
    case 'people':
      return { type: 'people', id: command.id }
  }
}
