// @vitest-environment node
/** This person changes messages: shown at once, confirmed by the server, or taken back. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../../../../src/model/write'
import { FakeServer } from '../../../helpers/fake-server'
import { text } from '../../../helpers/fixtures'
import { MemoryStorage } from '../../../helpers/memory-storage'
import { SyncRig } from '../../../helpers/sync-rig'

let server: FakeServer
let storage: MemoryStorage
let rig: SyncRig

beforeEach(async () => {
  server = new FakeServer()
  storage = new MemoryStorage()
  server.says('ann', 'mine', 'room', 'mine')
  server.says('bob', 'his', 'room', 'his')
  rig = new SyncRig(server, storage)
  rig.sync.enter('room')
  await rig.connect()
})

const mine = { from: 'ann', id: 'mine' }
const edit = (said: string): Change => ({ type: 'edit', target: mine, content: text(said) })
const react = (on: boolean): Change => ({ type: 'react', target: { from: 'bob', id: 'his' }, emoji: '+', on })

/** How a message stands: what it says, its reactions, and whether it is being changed. */
function stands(index: number, of = rig) {
  const { content, reactions = [], changing } = of.sync.timeline('room')?.messages[index] ?? {}
  const said = content?.kind === 'text' ? content.text : content?.kind
  return [said, reactions.map(({ emoji, count }) => `${count}${emoji}`).join(), changing ?? false]
}

/** Changes a message; tells how that ended. */
function change(what: Change) {
  const outcome = { is: 'open' }
  rig.sync.change('room', what).then(() => (outcome.is = 'kept'), ({ code }) => (outcome.is = String(code)))
  return outcome
}

describe.each([true, false])('a change, with the acknowledgement first: %s', (ackFirst) => {
  beforeEach(() => {
    server.ackFirst = ackFirst
  })

  it('is shown at once, and stays when it is stored', async () => {
    const outcome = change(edit('new'))
    expect(stands(0)).toEqual(['new', '', true])
    await rig.deliver(1, 0)
    expect([stands(0), outcome.is]).toEqual([['new', '', true], 'open'])
    await rig.deliver(0, 1)
    expect(stands(0)[0]).toBe('new')
    await rig.run()
    expect([stands(0), outcome.is]).toEqual([['new', '', false], 'kept'])
  })

  it('never flickers, also where two of one message are on their way', async () => {
    const outcomes = [change(edit('one')), change(edit('two')), change(react(true)), change(react(true))]
    expect([stands(0), stands(1)]).toEqual([['two', '', true], ['his', '1+', true]])
    for (let frames = 0; frames < 20; frames++) {
      await rig.deliver(frames % 2, 1 - frames % 2)
      expect([stands(0)[0], stands(1)[1]]).toEqual(['two', '1+'])
    }
    expect([stands(0), stands(1)]).toEqual([['two', '', false], ['his', '1+', false]])
    expect(outcomes.map(({ is }) => is)).toEqual(['kept', 'kept', 'kept', 'kept'])
  })

  it('whose acknowledgement or echo is lost with the link is confirmed by the next one', async () => {
    for (const down of [0, 1]) {
      const outcome = change(edit(`new ${down}`))
      await rig.deliver(1, down)
      rig.cut()
      expect(stands(0)[0]).toBe(`new ${down}`)
      await rig.connect()
      expect([stands(0), outcome.is]).toEqual([[`new ${down}`, '', false], 'kept'])
    }
    expect(server.log().events).toHaveLength(4)
  })
})

describe('a change', () => {
  it('that is refused leaves the message as it was, and what else is on its way', async () => {
    const outcomes = [change(react(true)), change({ type: 'recall', target: { from: 'bob', id: 'his' } })]
    expect(stands(1)).toEqual(['recalled', '', true])
    await rig.run()
    expect(stands(1)).toEqual(['his', '1+', false])
    expect(outcomes.map(({ is }) => is)).toEqual(['kept', '4003'])
    expect(storage.keys().filter(key => key.includes('/out/'))).toEqual([])
  })

  it('of what was recalled meanwhile is refused', async () => {
    server.store('room', 'bob', 'recall', { type: 'recall', target: 2 })
    const outcome = change(react(true))
    await rig.run()
    expect([stands(1), outcome.is]).toEqual([['recalled', '', false], '4022'])
  })

  it('survives a restart, and is shown and stored after it', async () => {
    rig.cut()
    change(edit('new'))
    change(react(true))
    rig.clock.advance(2_000)
    const next = new SyncRig(server, new MemoryStorage(storage.items), { firstId: 100 })
    next.sync.restore('ann')
    next.sync.enter('room')
    expect([stands(0, next), stands(1, next)]).toEqual([['new', '', true], ['his', '1+', true]])
    await next.connect()
    expect([stands(0, next), stands(1, next)]).toEqual([['new', '', false], ['his', '1+', false]])
    expect(server.log().events.map(({ type }) => type)).toEqual(['message', 'message', 'edit', 'react'])
  })

  it('follows the message that it changes, before either is stored', async () => {
    rig.cut()
    rig.sync.write('room', text('typo'))
    const id = rig.sync.timeline('room')?.messages[2]?.id ?? ''
    const outcome = change({ type: 'edit', target: { from: 'ann', id }, content: text('right') })
    expect(stands(2)).toEqual(['right', '', true])
    await rig.connect()
    expect([stands(2), outcome.is]).toEqual([['right', '', false], 'kept'])
  })

  it('ends with an error when this person signs out', async () => {
    rig.cut()
    const outcome = change(edit('new'))
    rig.sync.erase()
    await rig.run()
    expect(outcome.is).toBe('2001')
  })
})

describe('a message that was edited, reacted to and recalled while one was away', () => {
  async function comeBack(): Promise<void> {
    server.store('room', 'cem', 'c1', { type: 'react', target: 2, emoji: '+', on: true, count: 1 })
    await rig.run()
    rig.cut()
    server.store('room', 'bob', 'b1', { type: 'edit', target: 2, content: text('edited') })
    server.store('room', 'bob', 'b2', { type: 'edit', target: 2, content: text('edited again') })
    server.store('room', 'bob', 'b3', { type: 'recall', target: 2 })
    await rig.connect()
  }

  it('has nothing left of it, where pages tell the edits as they were', async () => {
    server.redacts = false
    await comeBack()
    expect(stands(1)).toEqual(['recalled', '', false])
  })

  // amend() takes the edit, which says `recalled` by now, for the whole recall: the reactions stay.
  it('has nothing left of it, where pages tell nothing of what the edits said', async () => {
    await comeBack()
    expect(stands(1)).toEqual(['recalled', '', false])
  })
})
