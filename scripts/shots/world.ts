import type { Demo } from '../../tests/helpers/demo'
import type { WireClient } from '../../tests/helpers/wire-client'
import type { WireContent } from '../../src/protocols/native/wire'
import type { Cast } from './cast'

/** A server on which people have talked, and those who did, without browsers. */
export interface World {
  me: WireClient
  others: WireClient[]
  /** The group's id. */
  group: string
  /** The direct conversation with the first of the others. */
  direct: string
  /** That with the one whose name is long. */
  long: string
}

export async function makeWorld(demo: Demo, cast: Cast): Promise<World> {
  const me = await demo.client(cast.me)
  const others: WireClient[] = []
  for (const name of cast.others) others.push(await demo.client(name))
  const group = await createGroup(me, cast.group, others)
  const speaker = (index: number): WireClient => (index === 0 ? me : others[index - 1] ?? me)
  const said: { from: string, id: string }[] = []
  for (const [index, text] of cast.talk) {
    const { id } = await speaker(index).say(text, group)
    said.push({ from: speaker(index).self.id, id })
  }
  const [first, second, third] = others
  if (!first || !second || !third || !said[0] || !said[2]) throw new Error('nobody is there')
  await second.react(said[0], '👍', true, group)
  await third.react(said[0], '👍', true, group)
  await me.react(said[2], '❤️', true, group)
  await first.react(said[2], '🎉', true, group)
  await me.write({ type: 'change', id: me.newId(), conversation: group, change: 'pinned', target: said[2] })
  await me.write({
    type: 'change', id: me.newId(), conversation: group, change: 'announcement', text: cast.announcement,
  })
  const asked = await first.say(cast.question, group)
  const answer: WireContent = { kind: 'text', text: cast.answer }
  await me.write({ type: 'send', id: me.newId(), conversation: group, content: answer, quote: first.mine(asked.id) })
  const typo = await second.say(cast.typo, group)
  await second.edit(second.mine(typo.id), cast.edited, group)
  const slip = await third.say('…', group)
  await third.recall(third.mine(slip.id), group)

  const direct = (await me.open(first.self.id)).id
  await first.say(cast.talk[0]?.[1] ?? '', direct)
  await me.say(cast.answer, direct)
  const fourth = others[3] ?? first
  const long = (await fourth.open(me.self.id)).id
  await fourth.say(cast.question, long)
  return { me, others, group, direct, long }
}

async function createGroup(owner: WireClient, title: string, people: readonly WireClient[]): Promise<string> {
  const id = owner.newId()
  owner.send({ type: 'create', id, title, people: people.map(({ self }) => self.id) })
  return (await owner.take('conversation', frame => frame.id === id)).conversation.id
}
