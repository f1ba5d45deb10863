import { expect, it } from 'vitest'
import { LocalHub } from '../../../server/hub'
import type { WireChange, WireConversation } from '../../../src/protocols/native/wire'

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

const person = { id: 'ann', name: 'Ann' }
const changed = (seq: number, change: 'added' | 'removed'): WireChange =>
  ({ seq, type: 'change', id: `c${seq}`, from: person, at: 1, change, people: [person], members: 1 })
const typesOf = (ear: Ear) => ear.heard.map(frame => (JSON.parse(String(frame)) as { type: string }).type)

it('lets go of who was removed before anything else is said, also where the look comes late', async () => {
  let seen: (conversation: WireConversation) => void = () => undefined
  const hub = new LocalHub(() => new Promise((done) => {
    seen = done
  }))
  const ear = new Ear()
  await hub.add(ear, 'ann')
  hub.wrote('later', changed(2, 'added'))
  hub.wrote('later', { ...event, seq: 3 })
  hub.wrote('later', changed(4, 'removed'))
  hub.wrote('later', { ...event, seq: 5 })
  // What was looked up before the end is not told after it.
  seen(looks)
  await new Promise(next => setImmediate(next))
  expect(typesOf(ear)).toEqual(['event', 'left'])
  // A connection that was made meanwhile may ask for what its person had when it began.
  await hub.subscribe(ear, ['later'])
  hub.wrote('later', { ...event, seq: 6 })
  expect(ear.heard).toHaveLength(2)
})

it('ends the links of who can\'t be told of a conversation', async () => {
  const hub = new LocalHub(() => Promise.reject(new Error('the disk is away')))
  let isLost = false
  const ear = { deliver: () => undefined, lost: () => {
    isLost = true
  } }
  await hub.add(ear, 'ann')
  hub.wrote('later', changed(2, 'added'))
  await new Promise(next => setImmediate(next))
  expect(isLost).toBe(true)
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
