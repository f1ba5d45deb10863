import { expect, it } from 'vitest'
import { Hub } from '../../../server/hub'

class Ear {
  readonly heard: Buffer[] = []
  deliver(frame: Buffer): void {
    this.heard.push(frame)
  }
}

it('encodes a frame once, whatever the number of listeners', () => {
  const hub = new Hub()
  const ears = Array.from({ length: 3 }, () => new Ear())
  for (const [i, ear] of ears.entries()) {
    hub.add(ear, `person-${i}`)
    hub.subscribe(ear, 'general')
  }
  hub.toConversation('general', { type: 'pong', id: 'x' })
  expect(ears.map(ear => ear.heard.length)).toEqual([1, 1, 1])
  expect(new Set(ears.map(ear => ear.heard[0])).size).toBe(1)
})

it('says nothing to a listener that was removed', () => {
  const hub = new Hub()
  const [gone, stays] = [new Ear(), new Ear()]
  for (const ear of [gone, stays]) {
    hub.add(ear, 'ann')
    hub.subscribe(ear, 'general')
  }
  hub.remove(gone, 'ann')
  hub.subscribePerson('ann', 'later')
  hub.subscribe(gone, 'later')
  for (const conversation of ['general', 'later']) hub.toConversation(conversation, { type: 'pong', id: 'x' })
  hub.toPerson('ann', { type: 'pong', id: 'x' })
  expect([gone.heard.length, stays.heard.length]).toEqual([0, 3])
})
