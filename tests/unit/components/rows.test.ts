// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { toRows } from '../../../components/chat-message-list/rows'
import type { Message } from '../../../src/model/message'
import { ann, bob, makeMessage, noon } from '../../helpers/fixtures'

const MINUTE = 60_000

/** Which messages begin a day (D) or begin a speaker's turn (F), row by row. */
function shape(...messages: Partial<Message>[]): string[] {
  return toRows(messages.map(makeMessage)).map(({ newDay, first }) => `${newDay ? 'D' : ''}${first ? 'F' : ''}`)
}

describe('rows', () => {
  it('of nothing are none', () => {
    expect(toRows([])).toEqual([])
  })

  it('begin with a day and a speaker', () => {
    expect(shape({ at: noon })).toEqual(['DF'])
  })

  it('of one speaker stand together', () => {
    expect(shape({ at: noon }, { at: noon + MINUTE }, { at: noon + 2 * MINUTE })).toEqual(['DF', '', ''])
  })

  it('of another speaker begin anew', () => {
    expect(shape({ author: bob }, { author: ann }, { author: ann }, { author: bob })).toEqual(['DF', 'F', '', 'F'])
  })

  it('begin anew after more than five minutes, and not before', () => {
    expect(shape({ at: noon }, { at: noon + 5 * MINUTE }, { at: noon + 10 * MINUTE + 1 })).toEqual(['DF', '', 'F'])
  })

  it('begin anew with a new day, however little lies between', () => {
    const midnight = new Date(2024, 0, 16).getTime()
    expect(shape({ at: midnight - 1 }, { at: midnight })).toEqual(['DF', 'DF'])
  })

  it('of people with the same name are told apart', () => {
    expect(shape({ author: { id: 'a', name: 'Bob' } }, { author: { id: 'b', name: 'Bob' } })).toEqual(['DF', 'F'])
  })
})
