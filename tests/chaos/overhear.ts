import type { ChatCommand } from '../../src/model/events'
import { native } from '../../src/protocols/native/native'
import type { Codec, Protocol } from '../../src/protocols/protocol'
import type { Ledger } from './ledger'

/**
 * The native protocol, which tells the ledger what a client is answered: a view that begins after a message never shows
 * it as sent, and nobody else hears of a change that was refused after the app was started again.
 */
export function overhear(ledger: Ledger, who: string): Protocol & Codec {
  const sent = new Map<string, ChatCommand>()
  return {
    ...native,
    encode: (command) => {
      if ('conversationId' in command && 'id' in command) {
        sent.set(command.id, command)
        ledger.see(command.id, `sent by ${who}`)
      }
      return native.encode(command)
    },
    decode: (frame) => {
      const event = native.decode(frame)
      const id = event.type === 'acked' || event.type === 'failed' ? event.id : undefined
      const command = id === undefined ? undefined : sent.get(id)
      if (id === undefined || !command) return event
      ledger.settled.add(id)
      ledger.see(id, `${event.type} to ${who}`)
      if (event.type === 'acked') {
        const name = ledger.nameOf(id)
        if (name !== undefined) ledger.acked.add(name)
      } else if (event.type === 'failed' && 'target' in command && command.type !== 'change') {
        const { type, target } = command
        ledger.refused.set(id, { who, code: event.code, type, target: target.id })
      }
      return event
    },
  }
}
