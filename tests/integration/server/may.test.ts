import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import type { WireTarget, WriteFrame } from '../../../src/protocols/native/wire'
import { Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'

/** Who may do what: each frame that speaks of a message, by its author, by another member, and by a stranger. */

let stage: Stage
let server: ChatServer
let people: Record<'author' | 'member' | 'stranger', WireClient>
let conversation: string
beforeEach(async () => {
  stage = new Stage()
  server = await stage.server()
  const author = await stage.join(server.port, 'Ann')
  const member = await stage.join(server.port, 'Ben')
  const stranger = await stage.join(server.port, 'Eve')
  people = { author, member, stranger }
  conversation = (await author.open(member.self.id)).id
  await author.say('psst', conversation, 'm1')
  // The stranger has one with the same id, elsewhere.
  await member.say('reply', conversation, 'm2')
  await stranger.say('hello', 'general', 'm1')
  await author.settle()
})
afterEach(() => stage.close())

const content = { kind: 'text', text: 'x' }
const frames = {
  send: () => ({ type: 'send', content }),
  edit: (target: WireTarget) => ({ type: 'edit', target, content }),
  recall: (target: WireTarget) => ({ type: 'recall', target }),
  react: (target: WireTarget) => ({ type: 'react', target, emoji: '👍', on: true }),
} as const

async function attempt(client: WireClient, frame: ReturnType<typeof frames[keyof typeof frames]>, where: string) {
  const id = client.newId()
  client.send({ ...frame, id, conversation: where } as WriteFrame)
  await client.settle()
  const answer = client.frames.find(each => (each.type === 'ack' || each.type === 'error') && each.id === id)
  return answer?.type === 'error' ? `${answer.code} ${answer.message}` : answer?.type
}

const nowhere = '4004 no such conversation'
const nothing = '4004 no such message'
const forbidden = '4003 only its author may do that'

it.each([
  ['send', 'author', 'ack'], ['send', 'member', 'ack'], ['send', 'stranger', nowhere],
  ['edit', 'author', 'ack'], ['edit', 'member', forbidden], ['edit', 'stranger', nowhere],
  ['recall', 'author', 'ack'], ['recall', 'member', forbidden], ['recall', 'stranger', nowhere],
  ['react', 'author', 'ack'], ['react', 'member', 'ack'], ['react', 'stranger', nowhere],
] as const)('%s by the %s: %s', async (type, who, answer) => {
  const { author, member } = people
  const before = await member.history({ limit: 10 }, conversation)
  expect(await attempt(people[who], frames[type](author.mine('m1')), conversation)).toBe(answer)
  // What was refused has left no trace.
  if (answer !== 'ack') expect({ ...await member.history({ limit: 10 }, conversation), id: before.id }).toEqual(before)
})

it.each(['edit', 'recall', 'react'] as const)('%s of what is no message of the conversation', async (type) => {
  const { author, member, stranger } = people
  const at = (target: WireTarget, where = conversation) => attempt(author, frames[type](target), where)
  expect(await at({ from: author.self.id, id: 'never' })).toBe(nothing)
  expect(await at({ from: 'nobody', id: 'm1' })).toBe(nothing)
  // It is there, but in another conversation.
  expect(await at(stranger.mine('m1'))).toBe(nothing)
  expect(await at(author.mine('m1'), 'general')).toBe(nothing)
  // An entry, but no message.
  await author.react(author.mine('m1'), '👍', true, conversation, 'x1')
  expect(await at(author.mine('x1'))).toBe(nothing)
  // A stranger learns nothing of what is there: it is all the same to them.
  const answers = [author.mine('m1'), author.mine('never'), stranger.mine('m1')].map(async target => [
    await attempt(stranger, frames[type](target), conversation), await attempt(stranger, frames[type](target), 'no'),
  ])
  expect(new Set((await Promise.all(answers)).flat())).toEqual(new Set([nowhere]))
  expect((await member.history({ limit: 10 }, conversation)).head).toBe(3)
})

it('read and delivered of a stranger do nothing, and have no answer', async () => {
  const { author, member, stranger } = people
  for (const client of [author, member, stranger]) {
    await client.settle()
    client.frames.length = 0
  }
  for (const where of [conversation, 'no']) {
    stranger.send({ type: 'read', conversation: where, seq: 1 })
    stranger.send({ type: 'delivered', cursors: [{ conversation: where, seq: 1 }] })
  }
  for (const client of [stranger, author, member]) {
    await client.settle()
    expect(client.frames).toEqual([])
  }
})
