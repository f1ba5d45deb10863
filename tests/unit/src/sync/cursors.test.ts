// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { ChatError } from '../../../../src/model/error'
import * as ErrorCode from '../../../../src/model/error-code'
import type { ChatCommand } from '../../../../src/model/events'
import { createCursors } from '../../../../src/sync/cursors'
import { FakeClock } from '../../../helpers/fake-clock'

let clock: FakeClock
let told: ChatCommand[]
let cursors: ReturnType<typeof createCursors>

beforeEach(() => {
  clock = new FakeClock()
  told = []
  cursors = createCursors(clock, command => told.push(command) > 0)
})

const read = (seq: number, conversationId = 'room') => ({ type: 'read', conversationId, seq })

it('what is read first is told at once, what follows together after half a second', () => {
  cursors.tellRead('room', 1)
  expect(told).toEqual([read(1)])
  cursors.tellRead('room', 2)
  cursors.tellRead('other', 7)
  cursors.tellRead('room', 3)
  clock.advance(499)
  expect(told).toHaveLength(1)
  clock.advance(1)
  expect(told.slice(1)).toEqual([read(3), read(7, 'other')])
  cursors.tellRead('room', 4)
  clock.advance(499)
  expect(told).toHaveLength(3)
  clock.advance(501)
  expect(told.slice(3)).toEqual([read(4)])
  expect(clock.timers).toBe(0)
})

it('what was delivered waits for more, and goes in one command, or a hundred at a time', () => {
  for (let index = 0; index < 150; index++) {
    cursors.tellDelivered(`room ${index}`, 1)
    cursors.tellDelivered(`room ${index}`, 2)
  }
  expect(told).toEqual([])
  clock.advance(500)
  expect(told.map(command => (command.type === 'delivered' ? command.cursors.length : 0))).toEqual([100, 50])
  expect(told[0]).toMatchObject({ cursors: expect.arrayContaining([{ conversationId: 'room 0', seq: 2 }]) as unknown })
})

it('what is read takes along what was delivered', () => {
  cursors.tellDelivered('room', 1)
  clock.advance(100)
  cursors.tellRead('room', 1)
  expect(told).toEqual([])
  clock.advance(400)
  expect(told.map(({ type }) => type)).toEqual(['read', 'delivered'])
})

it('a new link begins anew: nothing waits, and the first is told at once', () => {
  cursors.tellRead('room', 1)
  cursors.tellRead('room', 2)
  cursors.tellDelivered('room', 2)
  cursors.reset()
  expect(clock.timers).toBe(0)
  cursors.tellRead('room', 3)
  expect(told).toEqual([read(1), read(3)])
})

it('what the server would not take is given up, and takes nothing else with it', () => {
  const fussy = createCursors(clock, (command) => {
    if (command.type === 'read' && command.seq === 1) throw new ChatError(ErrorCode.tooLong, 'too long')
    return told.push(command) > 0
  })
  fussy.tellRead('room', 1)
  fussy.tellRead('other', 2)
  clock.advance(500)
  expect(told).toEqual([read(2, 'other')])
  const broken = createCursors(clock, () => { throw new TypeError('a bug') })
  expect(() => broken.tellRead('room', 1)).toThrow('a bug')
})
