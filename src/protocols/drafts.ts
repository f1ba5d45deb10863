import type { Person } from '../model/person'
import type { Said } from './news'
import type { Capabilities } from './protocol'
import type { Draft } from './room-log'

export interface DraftsOptions {
  readonly me: () => Person
  readonly acks: Capabilities['acks']
  readonly counts: boolean
  readonly now: () => number
}

/** Where the server doesn't tell who speaks. */
const anybody: Person = { id: 'anybody', name: '?' }

/** Reads what was said: who it was, and whether it may be one's own. */
export function createDrafts({ me, acks, counts, now }: DraftsOptions) {
  function isMine({ mine, from }: Said): boolean {
    if (mine !== undefined) return mine === true
    const { id, name } = me()
    if (typeof from === 'object') return from.id === id
    return from !== undefined && from !== '' && (from === id || from === name)
  }

  function mayBeMine(said: Said): boolean {
    return isMine(said) || said.mine === 'perhaps' || said.mine === undefined && !said.from && acks !== 'none'
  }

  function draftOf(said: Said): Draft {
    const { id, clientId, from, content, at, seq } = said
    if (counts && seq === undefined) throw new Error('a message without a seq, where the server counts')
    const maybeMine = mayBeMine(said)
    const dated = typeof at === 'number' && at >= 0
    return {
      // What isn't one's own is known again by whatever it has.
      id: id ?? (maybeMine ? undefined : clientId),
      clientId: maybeMine ? clientId : undefined,
      author: isMine(said) ? me() : typeof from === 'object' ? from : from ? { id: from, name: from } : anybody,
      content: typeof content === 'string' ? { kind: 'text', text: content } : content,
      at: dated ? Math.round(at) : now(),
      dated,
      seq: counts ? seq : undefined,
      maybeMine,
    }
  }

  return {
    isMine,
    mayBeMine,
    draftOf,

    /** The same as a list, empty if it can't be read: one of a page must not take the others with it. */
    readable(said: Said): Draft[] {
      try {
        return [draftOf(said)]
      } catch {
        return []
      }
    },
  }
}
