// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { type Changes, type ChangeSet, createChanges } from '../../../../src/sync/changes'
import { FakeClock } from '../../../helpers/fake-clock'

let clock: FakeClock
let told: ChangeSet[]
let changes: Changes

beforeEach(() => {
  clock = new FakeClock()
  told = []
  changes = createChanges(clock, set => told.push(set))
})

describe('changes', () => {
  it('of a burst are told once, within a frame of the screen', () => {
    for (let index = 0; index < 1_000; index++) {
      changes.list()
      changes.timeline(`room-${index % 3}`)
    }
    expect(told).toEqual([])
    clock.advance(17)
    expect(told).toEqual([{ list: true, timelines: new Set(['room-0', 'room-1', 'room-2']) }])
    clock.advance(1_000)
    expect(told).toHaveLength(1)
  })

  it('are told for what they are', () => {
    changes.timeline('room')
    clock.advance(17)
    changes.list()
    clock.advance(17)
    expect(told).toEqual([
      { list: false, timelines: new Set(['room']) },
      { list: true, timelines: new Set() },
    ])
  })

  it('that come while they are told are told the next time', () => {
    changes = createChanges(clock, (set) => {
      told.push(set)
      if (told.length === 1) changes.timeline('room')
    })
    changes.list()
    clock.advance(17)
    clock.advance(17)
    expect(told.map(({ timelines }) => [...timelines])).toEqual([[], ['room']])
  })

  it('that are none set no timer', () => {
    expect(clock.timers).toBe(0)
  })
})
