import { expect } from 'vitest'
import type { WireEvent } from '../../../src/protocols/native/wire'
import { login, type Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

/**
 * Ann adds Ben to a group and removes him again and again, while Eve and Ann write; Ben has a connection to each server
 * that stays, and one that comes and goes. Nothing may reach Ben that was said while he was no member.
 * @param ports - the servers, which share a store
 */
export async function membershipStorm(stage: Stage, ports: readonly number[], rounds: number): Promise<void> {
  const port = (index: number) => ports[index % ports.length] ?? 0
  const [ann, eve] = [await stage.join(port(0), 'Ann'), await stage.join(port(1), 'Eve')]
  const { token, self } = await login(port(0), 'Ben')
  const bens = await Promise.all(ports.map(each => stage.enter(each, token)))
  ann.send({ type: 'create', id: 'g', title: 'Us', people: [eve.self.id] })
  const group = (await ann.take('conversation', ({ id }) => id === 'g')).conversation.id
  await eve.take('conversation', ({ conversation }) => conversation.id === group)

  for (let round = 0; round < rounds; round++) {
    const change = { type: 'change' as const, conversation: group, people: [self.id] }
    const said = ['a', 'b', 'c', 'd'].map(each => `${round}${each}`)
    const [one = '', two = '', three = '', four = ''] = said
    const done = [eve.say(one, group, one), eve.say(two, group, two)]
    done.push(ann.write({ ...change, id: `add-${round}`, change: 'added' }))
    const coming = stage.enter(port(round), token).then(client => bens.push(client))
    done.push(ann.say(three, group, `x${three}`), eve.say(three, group, three))
    done.push(ann.write({ ...change, id: `remove-${round}`, change: 'removed' }))
    done.push(ann.say(four, group, `x${four}`), eve.say(four, group, four))
    await Promise.all([...done, coming])
  }
  for (const client of [...bens, ann, eve]) await client.settle()

  const { events } = await ann.history({ after: 0, limit: 200 }, group)
  const wasIn = membershipOf(self.id, events)
  for (const ben of bens) {
    const heard = ben.frames.flatMap(frame => (frame.type === 'event' && frame.conversation === group
      ? [frame.event.seq] : []))
    expect(heard.filter(seq => !wasIn.has(seq))).toEqual([])
    expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b))
    expectLeft(ben, group)
  }
  // Ann and Eve have all of it, and whoever is let in again gets what comes.
  for (const member of [ann, eve]) {
    const heard = member.frames.flatMap(frame => (frame.type === 'event' ? [frame.event.seq] : []))
    expect(heard).toEqual(events.map(({ seq }) => seq).filter(seq => seq > 1))
  }
  await ann.write({ type: 'change', id: 'last', conversation: group, change: 'added', people: [self.id] })
  for (const ben of bens) {
    ben.frames.length = 0
    await ben.settle()
  }
  await ann.say('the last word', group, 'last-word')
  for (const ben of bens) await ben.take('event', ({ event }) => event.id === 'last-word')
}

/** The places of the log at which somebody was a member. */
function membershipOf(person: string, events: readonly WireEvent[]): ReadonlySet<number> {
  const places = new Set<number>()
  let isIn = false
  for (const event of events) {
    if (event.type === 'change' && event.people?.some(({ id }) => id === person)) isIn = event.change === 'added'
    if (isIn) places.add(event.seq)
  }
  return places
}

/** The last that it heard of the group is that it is over, if it heard of it at all. */
function expectLeft(client: WireClient, group: string): void {
  const about = client.frames.flatMap((frame) => {
    if (frame.type === 'conversation') return frame.conversation.id === group ? [frame.type] : []
    return 'conversation' in frame && frame.conversation === group ? [frame.type] : []
  })
  const isListed = client.welcome.conversations.some(({ id }) => id === group)
  if (about.length > 0 || isListed) expect(about.at(-1)).toBe('left')
}
