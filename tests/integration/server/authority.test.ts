import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import type { ClientFrame } from '../../../src/protocols/native/wire'
import { login, Stage } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'
import { frameTypes } from '../../helpers/wire-schema'

/** Who may do what: each frame that a client can send, by each kind of person, in a group and in what isn't there. */

const kinds = ['nobody', 'stranger', 'removed', 'member', 'author', 'admin', 'owner'] as const
type Kind = typeof kinds[number]

let stage: Stage
let server: ChatServer
let people: Record<Kind, WireClient>
/** Whom others act on: a member. */
let target: WireClient
let group: string
/** How many groups there were: ids of what is written are used once. */
let groups: number

/** Olga, Ada, Max, Art, Tom, Rob, Sue, and somebody who has not said hello. */
beforeEach(async () => {
  stage = new Stage()
  groups = 0
  server = await stage.server()
  const join = (name: string) => stage.join(server.port, name)
  people = {
    nobody: await stage.connect(server.port), stranger: await join('Sue'), removed: await join('Rob'),
    member: await join('Max'), author: await join('Art'), admin: await join('Ada'), owner: await join('Olga'),
  }
  target = await join('Tom')
})
afterEach(() => stage.close())

/**
 * Olga owns it, Ada is an admin, Max, Art and Tom are members, Rob was one. Art has written in it, and so has Rob,
 * whose message is pinned.
 */
async function makeGroup(): Promise<void> {
  groups += 1
  const { owner, admin, member, author, removed, nobody } = people
  const others = [admin, member, author, removed, target].map(idOf)
  const id = `group-${groups}`
  owner.send({ type: 'create', id, title: 'Us', people: others })
  group = (await owner.take('conversation', frame => frame.id === id)).conversation.id
  const change = { type: 'change', conversation: group } as const
  await owner.write({ ...change, id: `a-${groups}`, change: 'role', people: [idOf(admin)], role: 'admin' })
  await author.say('psst', group, `m-${groups}`)
  await removed.say('bye', group, `r-${groups}`)
  await owner.write({ ...change, id: `p-${groups}`, change: 'pinned', target: pinned() })
  await owner.write({ ...change, id: `b-${groups}`, change: 'removed', people: [idOf(removed)] })
  for (const client of [...Object.values(people), target]) {
    if (client !== nobody) await client.settle()
    client.frames.length = 0
  }
}

type Sent = (where: string, who: Kind) => Record<string, unknown>
const content = { kind: 'text', text: 'x' }
const idOf = (client: WireClient) => client.self.id
const said = () => people.author.mine(`m-${groups}`)
const pinned = () => people.removed.mine(`r-${groups}`)

/** One of each frame; those that can mean several things have several. Where they have no id, nothing answers them. */
const frames: Record<string, Sent> = {
  'send': conversation => ({ type: 'send', conversation, content }),
  'send quoting': conversation => ({ type: 'send', conversation, content, quote: said() }),
  'send *': conversation => ({ type: 'send', conversation, content, mentions: ['*'] }),
  'edit': conversation => ({ type: 'edit', conversation, content, target: said() }),
  'recall': conversation => ({ type: 'recall', conversation, target: said() }),
  'react': conversation => ({ type: 'react', conversation, target: said(), emoji: '+', on: true }),
  'change added': conversation => ({ type: 'change', conversation, change: 'added', people: [idOf(people.stranger)] }),
  'change removed': conversation => ({ type: 'change', conversation, change: 'removed', people: [idOf(target)] }),
  'change removed, an admin': conversation => (
    { type: 'change', conversation, change: 'removed', people: [idOf(people.admin)] }),
  'change removed, the owner': conversation => (
    { type: 'change', conversation, change: 'removed', people: [idOf(people.owner)] }),
  'change left': conversation => ({ type: 'change', conversation, change: 'left' }),
  'change role': conversation => (
    { type: 'change', conversation, change: 'role', people: [idOf(target)], role: 'admin' }),
  'change role, of the admin': conversation => (
    { type: 'change', conversation, change: 'role', people: [idOf(people.admin)], role: 'member' }),
  'change role, to owner': conversation => (
    { type: 'change', conversation, change: 'role', people: [idOf(target)], role: 'owner' }),
  'change title': conversation => ({ type: 'change', conversation, change: 'title', title: 'Them' }),
  'change announcement': conversation => ({ type: 'change', conversation, change: 'announcement', text: 'Hear' }),
  'change writers': conversation => ({ type: 'change', conversation, change: 'writers', writers: 'admins' }),
  'change pinned': conversation => ({ type: 'change', conversation, change: 'pinned', target: said() }),
  'change unpinned': conversation => ({ type: 'change', conversation, change: 'unpinned', target: pinned() }),
  'hide': conversation => ({ type: 'hide', conversation, seqs: [3] }),
  'pins': conversation => ({ type: 'pins', conversation }),
  'edits': conversation => ({ type: 'edits', conversation, seq: 3 }),
  'search there': conversation => ({ type: 'search', conversation, text: 'psst', limit: 5 }),
  'history': conversation => ({ type: 'history', conversation, limit: 10 }),
  'members': conversation => ({ type: 'members', conversation, limit: 10 }),
  'reads': conversation => ({ type: 'reads', conversation }),
  'set': conversation => ({ type: 'set', conversation, muted: true }),
  'set cleared': conversation => ({ type: 'set', conversation, cleared: 1 }),
  'typing': conversation => ({ type: 'typing', conversation, on: true }),
  'stream': conversation => ({ type: 'stream', conversation, stream: 's', offset: 0, text: 'It' }),
  'read': conversation => ({ type: 'read', conversation, seq: 2 }),
  'delivered': conversation => ({ type: 'delivered', cursors: [{ conversation, seq: 2 }] }),
  // These are about no conversation that there is.
  'open': () => ({ type: 'open', person: idOf(target) }),
  'create': () => ({ type: 'create', title: 'Mine', people: [idOf(target)] }),
  'people': () => ({ type: 'people' }),
  'person': () => ({ type: 'person', person: idOf(target) }),
  'watch': () => ({ type: 'watch', people: [idOf(target), 'nobody'] }),
  'search': () => ({ type: 'search', text: 'psst', limit: 5 }),
  'ping': () => ({ type: 'ping' }),
  'token': (_, who) => ({ type: 'token', token: tokens.get(who) }),
  'hello': (_, who) => ({ type: 'hello', version: 1, token: tokens.get(who) }),
}
const tokens = new Map<Kind, string>()

const none = 4004
const no = 4003
/** What each frame is answered with, by kind: another frame, an error's code, or nothing. */
const table: Record<keyof typeof frames, readonly (string | number)[]> = {
  //                          nobody stranger removed member author admin owner
  'send':                      [4000, none, none, 'ack', 'ack', 'ack', 'ack'],
  'send quoting':              [4000, none, none, 'ack', 'ack', 'ack', 'ack'],
  'send *':                    [4000, none, none, no, no, 'ack', 'ack'],
  'edit':                      [4000, none, none, no, 'ack', no, no],
  'recall':                    [4000, none, none, no, 'ack', 'ack', 'ack'],
  'react':                     [4000, none, none, 'ack', 'ack', 'ack', 'ack'],
  'change added':              [4000, none, none, 'ack', 'ack', 'ack', 'ack'],
  'change removed':            [4000, none, none, no, no, 'ack', 'ack'],
  'change removed, an admin':  [4000, none, none, no, no, no, 'ack'],
  'change removed, the owner': [4000, none, none, no, no, no, no],
  'change left':               [4000, none, none, 'ack', 'ack', 'ack', 'ack'],
  'change role':               [4000, none, none, no, no, no, 'ack'],
  'change role, of the admin': [4000, none, none, no, no, no, 'ack'],
  'change role, to owner':     [4000, none, none, no, no, no, 'ack'],
  'change title':              [4000, none, none, no, no, 'ack', 'ack'],
  'change announcement':       [4000, none, none, no, no, 'ack', 'ack'],
  'change writers':            [4000, none, none, no, no, 'ack', 'ack'],
  'change pinned':             [4000, none, none, no, no, 'ack', 'ack'],
  'change unpinned':           [4000, none, none, no, no, 'ack', 'ack'],
  'hide':                      [4000, none, none, 'hidden', 'hidden', 'hidden', 'hidden'],
  'pins':                      [4000, none, none, 'pins', 'pins', 'pins', 'pins'],
  'edits':                     [4000, none, none, 'edits', 'edits', 'edits', 'edits'],
  'search there':              [4000, none, none, 'found', 'found', 'found', 'found'],
  'history':                   [4000, none, none, 'page', 'page', 'page', 'page'],
  'members':                   [4000, none, none, 'members', 'members', 'members', 'members'],
  'reads':                     [4000, none, none, 'reads', 'reads', 'reads', 'reads'],
  'set':                       [4000, none, none, 'conversation', 'conversation', 'conversation', 'conversation'],
  'set cleared':               [4000, none, none, 'conversation', 'conversation', 'conversation', 'conversation'],
  'typing':                    [4000, '', '', '', '', '', ''],
  'stream':                    [4000, '', '', '', '', '', ''],
  'read':                      [4000, '', '', 'read', 'read', 'read', 'read'],
  'delivered':                 [4000, '', '', '', '', '', ''],
  'open':                      [4000, ...Array<string>(6).fill('conversation')],
  'create':                    [4000, ...Array<string>(6).fill('conversation')],
  'people':                    [4000, ...Array<string>(6).fill('people')],
  'person':                    [4000, ...Array<string>(6).fill('person')],
  'watch':                     [4000, ...Array<string>(6).fill('presence')],
  'search':                    [4000, ...Array<string>(6).fill('found')],
  'ping':                      [4000, ...Array<string>(6).fill('pong')],
  'token':                     [4000, ...Array<string>(6).fill('tokenTaken')],
  'hello':                     ['welcome', ...Array<number>(6).fill(4000)],
}

const withoutId = ['read', 'delivered', 'typing', 'stream', 'watch', 'token', 'hello']

/** Sends it, and gives all that came of it on this link, with the id taken off. */
async function answers(who: Kind, frame: Record<string, unknown>) {
  const client = people[who]
  client.frames.length = 0
  const id = client.newId()
  client.send((withoutId.includes(String(frame.type)) ? frame : { ...frame, id }) as unknown as ClientFrame)
  if (who !== 'nobody') await client.settle()
  else if (frame.type === 'hello') client.frames.push(await client.take('welcome'))
  else client.frames.push(await client.take('error'))
  return client.frames.map(answer => ({ ...answer, ...('id' in answer && { id: answer.id === id ? 'asked' : '?' }) }))
}

async function answer(who: Kind, frame: Record<string, unknown>): Promise<string | number> {
  const all = await answers(who, frame)
  const own = all.filter(({ type, ...rest }) => (
    type !== 'event' && type !== 'left' && ((type !== 'hidden' && type !== 'conversation') || 'id' in rest)))
  expect(own.length).toBeLessThan(2)
  const [first] = own
  // What is answered by its id is answered by that id.
  if (first && 'id' in first) expect(first.id).toBe('asked')
  return first?.type === 'error' ? first.code : first?.type ?? ''
}

async function fetchToken(who: Kind): Promise<void> {
  const name = who === 'nobody' ? 'New' : people[who].self.name
  tokens.set(who, (await login(server.port, name)).token)
}

it('has a row for each frame that a client can send', () => {
  const types = new Set(Object.keys(frames).map(name => name.split(/[ ,]/)[0]))
  expect([...types].sort()).toEqual([...frameTypes.client].sort())
  expect(Object.keys(table).sort()).toEqual(Object.keys(frames).sort())
  for (const row of Object.values(table)) expect(row).toHaveLength(kinds.length)
})

it.each(Object.keys(frames))('%s', async (name) => {
  const make = frames[name] as Sent
  const found: (string | number)[] = []
  for (const who of kinds) {
    await fetchToken(who)
    await makeGroup()
    const log = async () => (await target.history({ limit: 50 }, group)).events
    const before = await log()
    const given = await answer(who, make(group, who))
    found.push(given)
    // What was refused has left no trace, and nobody else was told anything.
    if (typeof given !== 'number' && given !== '') continue
    await target.settle()
    // But that a member is writing, and what.
    const isMember = who !== 'nobody' && who !== 'stranger' && who !== 'removed'
    const typed = isMember && (name === 'typing' || name === 'stream') ? [expect.objectContaining({ type: name })] : []
    expect(target.frames).toEqual(typed)
    expect(await log()).toEqual(before)
  }
  expect(found).toEqual(table[name])
})

it.each<[string, readonly (string | number)[]]>([
  ['send', [4000, none, none, no, no, 'ack', 'ack']],
  ['edit', [4000, none, none, no, no, no, no]],
  ['react', table.react ?? []],
  ['recall', table.recall ?? []],
])('%s, where only admins may write', async (name, row) => {
  const found: (string | number)[] = []
  for (const who of kinds) {
    await makeGroup()
    const closed = { type: 'change', id: `w-${groups}`, conversation: group, change: 'writers' } as const
    await people.owner.write({ ...closed, writers: 'admins' })
    if (who !== 'nobody') await people[who].settle()
    found.push(await answer(who, frames[name]?.(group, who) ?? {}))
  }
  expect(found).toEqual(row)
})

describe.each(['stranger', 'removed'] as const)('to one who is %s', (who) => {
  it('no frame tells anything of what there is', async () => {
    await fetchToken(who)
    await makeGroup()
    for (const make of Object.values(frames)) {
      const frame = make(group, who)
      if (!('conversation' in frame) && !('cursors' in frame)) continue
      const there = await answers(who, frame)
      const nowhere = await answers(who, make('nowhere', who))
      expect(JSON.stringify(there).replaceAll(group, 'nowhere')).toBe(JSON.stringify(nowhere))
      expect(there.length).toBe(withoutId.includes(String(frame.type)) ? 0 : 1)
    }
  })

  it('a list of what there is has nothing of it', async () => {
    await makeGroup()
    const again = await stage.join(server.port, people[who].self.name)
    expect(again.welcome.conversations.map(({ id }) => id)).toEqual(['general'])
    again.send({ type: 'search', id: 's', text: 'psst', limit: 5 })
    expect(await again.take('found')).toEqual({ type: 'found', id: 's', hits: [] })
  })
})
