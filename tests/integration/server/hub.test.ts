import { expect, it } from 'vitest'
import { LocalHub } from '../../../server/hub'
import type { WireConversation } from '../../../src/protocols/native/wire'

class Ear {
  readonly heard: Buffer[] = []
  deliver(frame: Buffer): void {
    this.heard.push(frame)
  }

  lost(): void {}
}

const event = { seq: 1, type: 'recall', id: 'x', from: { id: 'ann', name: 'Ann' }, at: 1, target: 1 } as const
const looks = { id: 'later', title: 'Later' } as WireConversation

it('encodes a frame once, whatever the number of listeners', async () => {
  const hub = new LocalHub(async () => looks)
  const ears = Array.from({ length: 3 }, () => new Ear())
  for (const [i, ear] of ears.entries()) {
    await hub.add(ear, `person-${i}`)
    await hub.subscribe(ear, ['general'])
  }
  hub.wrote('general', event)
  expect(ears.map(ear => ear.heard.length)).toEqual([1, 1, 1])
  expect(new Set(ears.map(ear => ear.heard[0])).size).toBe(1)
})

it('says nothing to a listener that was removed', async () => {
  const hub = new LocalHub(async () => looks)
  const [gone, stays, other] = [new Ear(), new Ear(), new Ear()]
  for (const ear of [gone, stays]) {
    await hub.add(ear, 'ann')
    await hub.subscribe(ear, ['general'])
  }
  hub.remove(gone, 'ann')
  await hub.opened('later', ['ann'], other)
  await hub.subscribe(gone, ['later'])
  for (const conversation of ['general', 'later']) hub.wrote(conversation, event)
  hub.reached({ conversation: 'general', other: 'ann', reached: { delivered: 1, read: 1 } })
  expect([gone.heard.length, stays.heard.length]).toEqual([0, 4])
})
