/** What the server and the client really say is held to the schemas, and what they may say is understood. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReceivedContent } from '../../../src/model/content'
import type { ChatCommand, ChatEvent } from '../../../src/model/events'
import type { LogEntry } from '../../../src/model/entry'
import { decodeFrame } from '../../../src/protocols/native/decode'
import { native } from '../../../src/protocols/native/native'
import type {
  ClientFrame, ServerFrame, WireContent, WireEvent, WireHidden, WirePerson,
} from '../../../src/protocols/native/wire'
import { login, Stage } from '../../helpers/server'
import { arbitraryFrames } from '../../helpers/wire-arbitrary'
import type { WireClient } from '../../helpers/wire-client'
import { clientFrameProblem, frameTypes, serverFrameProblem } from '../../helpers/wire-schema'

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

/** Collects all that the server says on a link. */
function listen({ socket }: WireClient, said: unknown[]): void {
  socket.on('message', data => said.push(JSON.parse(String(data))))
}

it('the server says nothing but what the schemas have', async () => {
  const server = await stage.server()
  const said: unknown[] = []
  const early = await stage.connect(server.port)
  listen(early, said)
  early.send({ type: 'ping', id: 'too-early' })
  early.raw('no JSON')
  await early.take('error', ({ id }) => id === undefined)
  early.send({ type: 'hello', version: 99, token: '' })
  await early.closed
  const stranger = await stage.connect(server.port)
  listen(stranger, said)
  stranger.send({ type: 'hello', version: 1, token: 'forged' })
  await stranger.closed

  const { token, self: annSelf } = await login(server.port, 'Ann')
  const ann = await stage.connect(server.port)
  listen(ann, said)
  await ann.hello(token)
  const ben = await stage.join(server.port, 'Ben')
  listen(ben, said)
  await ann.say('hello')
  await ann.say({ kind: 'card', title: 'A', rows: [1, [2]] })
  await ann.say('again', 'general', 'twice')
  await ann.say('again', 'general', 'twice')
  const target = ann.mine('twice')
  await ann.write({
    type: 'send', id: 'call', conversation: 'general', content: { kind: 'text', text: 'you' }, mentions: ['*'],
  })
  await ann.edit(target, 'changed')
  await ben.react(target, '👍')
  await ben.react(target, '👍', false)
  await ben.react(ann.mine('call'), '👍')
  const pins = { type: 'change', conversation: 'general', target } as const
  await ann.write({ ...pins, id: 'pin', change: 'pinned' })
  await ben.write({
    type: 'send', id: 'quotes', conversation: 'general', content: { kind: 'text', text: 'yes' }, quote: target,
  })
  ben.send({ type: 'pins', id: 'pins', conversation: 'general' })
  ben.send({ type: 'edits', id: 'edits', conversation: 'general', seq: 3 })
  ben.send({ type: 'search', id: 'search', text: 'you', limit: 1 })
  ben.send({ type: 'hide', id: 'hide', conversation: 'general', seqs: [1] })
  await ann.write({ ...pins, id: 'unpin', change: 'unpinned' })
  await ann.recall(target)
  await ben.refused({ type: 'recall', id: 'theirs', conversation: 'general', target })
  await ann.refused({ type: 'send', id: 'empty', conversation: 'general', content: { kind: 'text', text: ' ' } })
  await ann.refused({ type: 'send', id: 'nowhere', conversation: 'nowhere', content: { kind: 'text', text: 'x' } })
  await ben.history({ limit: 2 })
  await ben.history({ after: 0, limit: 200 })
  await ben.refused({ type: 'history', id: 'h', conversation: 'nowhere', limit: 1 })
  const direct = await ben.open(annSelf.id)
  await ben.say('psst', direct.id)
  await ann.take('conversation')
  ann.send({ type: 'delivered', cursors: [{ conversation: direct.id, seq: 1 }] })
  await ben.take('reached')
  ann.send({ type: 'read', conversation: 'general', seq: 1 })
  await ann.take('read')
  ann.send({ type: 'create', id: 'g', title: 'Us', people: [ben.self.id] })
  const { conversation: { id: group } } = await ann.take('conversation', ({ id }) => id === 'g')
  ann.send({ type: 'members', id: 'm', conversation: group, limit: 10 })
  await ann.take('members')
  const change = { type: 'change', conversation: group } as const
  await ann.write({ ...change, id: 'g1', change: 'title', title: 'Them' })
  await ann.write({ ...change, id: 'g2', change: 'role', people: [ben.self.id], role: 'admin' })
  await ann.write({ ...change, id: 'g6', change: 'announcement', text: 'Hear,\nhear' })
  await ann.write({ ...change, id: 'g7', change: 'writers', writers: 'admins' })
  const { seq: lines } = await ann.say('who reads this?', group)
  await ben.read(lines, group)
  await ann.take('seen')
  ann.send({ type: 'typing', conversation: group, on: true })
  await ben.take('typing')
  ann.send({ type: 'stream', conversation: group, stream: 's', offset: 0, text: 'It' })
  await ben.take('stream')
  ben.send({ type: 'stream', conversation: group, stream: 's', person: ann.self.id, ask: 'stop' })
  await ann.take('stream')
  ann.send({ type: 'watch', people: [ben.self.id, 'nobody'] })
  await ann.take('presence')
  ann.send({ type: 'person', id: 'p1', person: ben.self.id })
  await ann.take('person')
  ann.send({ type: 'reads', id: 'r1', conversation: group })
  await ann.take('reads')
  ann.send({ type: 'set', id: 's1', conversation: group, pinned: true, muted: true, hidden: true, marked: true })
  ann.send({ type: 'set', id: 's2', conversation: group, cleared: 1 })
  await ann.take('conversation', ({ id }) => id === 's1')
  await ann.refused({ ...change, id: 'g3', change: 'added', people: ['nobody'] })
  await ann.write({ ...change, id: 'g4', change: 'removed', people: [ben.self.id] })
  await ben.take('left')
  await ann.write({ ...change, id: 'g5', change: 'added', people: [ben.self.id] })
  await ann.history({ after: 0, limit: 200 }, group)
  ann.send({ type: 'people', id: 'p' })
  await ann.take('people')
  ann.send({ type: 'token', token })
  await ann.take('tokenTaken')
  await ann.settle()
  await ben.settle()
  // With a conversation that has a last entry, and a peer.
  const again = await stage.connect(server.port)
  listen(again, said)
  await again.hello(token)
  await server.close()
  await Promise.all([ann.closed, ben.closed])

  expect(said.map(frame => [serverFrameProblem(frame), frame]).filter(([problem]) => problem !== null)).toEqual([])
  const types = new Set(said.map(frame => (frame as ServerFrame).type))
  // The reference server has no reason to ask for a token.
  expect([...types].sort()).toEqual(frameTypes.server.filter(type => type !== 'tokenWanted').sort())
})

const word = fc.stringMatching(/^[\x21-\x7e]{1,64}$/)
const content = fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'binary' }) })
const write = { id: word, conversationId: word }
const target = fc.record({ from: word, id: word })
const seq = fc.maxSafeNat()
const type = <Type extends ChatCommand['type']>(name: Type) => fc.constant(name)
const commands: { readonly [Type in ChatCommand['type']]: fc.Arbitrary<ChatCommand & { type: Type }> } = {
  send: fc.record({
    type: type('send'), ...write, content, mentions: fc.array(word, { maxLength: 50 }),
    quote: fc.record({ seq, id: word, author: fc.record({ id: word, name: fc.string() }), content }),
  }, { requiredKeys: ['type', 'id', 'conversationId', 'content'] }),
  edit: fc.record({ type: type('edit'), ...write, target, content }),
  recall: fc.record({ type: type('recall'), ...write, target }),
  react: fc.record({ type: type('react'), ...write, target, emoji: fc.constantFrom('👍', '+1'), on: fc.boolean() }),
  history: fc.tuple(word, word, fc.integer({ min: 1, max: 200 }), fc.constantFrom({}, { before: 9 }, { after: 0 }))
    .map(([id, conversationId, limit, range]) => ({ type: 'history', id, conversationId, limit, ...range })),
  read: fc.record({ type: type('read'), conversationId: word, seq }),
  delivered: fc.record({
    type: type('delivered'), cursors: fc.array(fc.record({ conversationId: word, seq }), { maxLength: 100 }),
  }),
  open: fc.record({ type: type('open'), id: word, personId: word }),
  create: fc.record({ type: type('create'), id: word, title: fc.string(), people: fc.array(word) }),
  change: fc.record({
    type: type('change'), ...write,
    change: fc.constantFrom(
      'added' as const, 'removed' as const, 'left' as const, 'role' as const, 'title' as const,
      'announcement' as const, 'writers' as const, 'pinned' as const, 'unpinned' as const,
    ),
    people: fc.array(word), role: fc.constantFrom('owner' as const, 'admin' as const, 'member' as const),
    title: fc.string(), text: fc.string(), writers: fc.constantFrom('all' as const, 'admins' as const), target,
  }, { requiredKeys: ['type', 'id', 'conversationId', 'change'] }),
  hide: fc.record({
    type: type('hide'), ...write, seqs: fc.array(seq.map(each => Math.max(1, each)), { minLength: 1, maxLength: 100 }),
  }),
  pins: fc.record({ type: type('pins'), ...write }),
  edits: fc.record({ type: type('edits'), ...write, seq }),
  search: fc.record({
    type: type('search'), ...write, text: fc.string(), before: fc.string(), limit: fc.integer({ min: 1, max: 50 }),
  }, { requiredKeys: ['type', 'id', 'text', 'limit'] }),
  set: fc.record({
    type: type('set'), ...write, pinned: fc.boolean(), muted: fc.boolean(), hidden: fc.boolean(), marked: fc.boolean(),
    cleared: seq,
  }, { requiredKeys: ['type', 'id', 'conversationId'] }),
  reads: fc.record({ type: type('reads'), ...write }),
  person: fc.record({ type: type('person'), id: word, personId: word }),
  typing: fc.record({ type: type('typing'), conversationId: word, on: fc.boolean() }),
  stream: fc.oneof(
    fc.record({ type: type('stream'), conversationId: word, stream: word, offset: seq, text: fc.string() }),
    fc.record({
      type: type('stream'), conversationId: word, stream: word, personId: word,
      ask: fc.constantFrom('stop' as const, 'again' as const),
    }),
  ),
  watch: fc.record({ type: type('watch'), people: fc.array(word, { maxLength: 200 }) }),
  members: fc.record({ type: type('members'), ...write, after: seq, limit: fc.integer({ min: 1, max: 200 }) }, {
    requiredKeys: ['type', 'id', 'conversationId', 'limit'],
  }),
  people: fc.record({ type: type('people'), id: word }),
  token: fc.record({ type: type('token'), token: fc.string() }),
}

describe('the client says nothing but what the schemas have', () => {
  it.each(Object.keys(commands) as (keyof typeof commands)[])('%s', (type) => {
    fc.assert(fc.property(commands[type] as fc.Arbitrary<ChatCommand>, (command) => {
      const frame = JSON.parse(String(native.encode(command))) as ClientFrame
      expect(clientFrameProblem(frame)).toBeNull()
      expect(frame.type).toBe(type)
    }))
  })

  it('hello and ping', () => {
    for (const frame of [native.hello('token'), native.ping('1')]) {
      expect(clientFrameProblem(JSON.parse(String(frame)))).toBeNull()
    }
  })
})

/** What a content means to the client. */
function contentOf(content: WireContent): ReceivedContent {
  if (content.kind === 'text' && typeof content.text === 'string') return { kind: 'text', text: content.text }
  if (content.kind === 'recalled') return { kind: 'recalled', by: content.by as WirePerson }
  return { kind: 'unsupported', name: content.kind, data: content }
}

/** What an event of a log means to the client. */
function entryOf(told: WireEvent | WireHidden): LogEntry {
  if (told.type === 'hidden') return { seq: told.seq, type: 'unknown' }
  const { from: author, ...event } = told
  if (event.type === 'change') {
    const { seq, id, at, change, people, role, title, text = '', writers, members } = event
    const content = { kind: 'system', text, change, people, role, title, writers, members } as const
    return { seq, type: 'message', id, author, at, content }
  }
  const entry = { ...event, author, ...('content' in event && { content: contentOf(event.content) }) }
  if (event.type !== 'message' || !event.quote) return entry as LogEntry
  const { seq, id, from, content } = event.quote
  return { ...entry, quote: { seq, id, author: from, content: contentOf(content) } } as LogEntry
}

/** What a frame means to the client, but for conversations. */
function meaningOf(frame: ServerFrame): Partial<ChatEvent> {
  switch (frame.type) {
    case 'event':
      return { type: 'logged', conversationId: frame.conversation, entry: entryOf(frame.event) }
    case 'page': {
      const { id, conversation: conversationId, epoch, head, events } = frame
      return { type: 'page', id, conversationId, epoch, head, entries: events.map(entryOf) }
    }
    case 'ack': {
      const { id, conversation: conversationId, seq, at } = frame
      return { type: 'acked', id, conversationId, seq, at }
    }
    case 'read': {
      const { conversation: conversationId, seq, head, unread, mention } = frame
      return { type: 'readMoved', conversationId, seq, head, unread, mention }
    }
    case 'reached': {
      const { type, conversation: conversationId, reached } = frame
      return { type, conversationId, reached }
    }
    case 'left':
      return { type: 'left', conversationId: frame.conversation }
    case 'typing':
    case 'presence':
    case 'seen':
    case 'stream':
      return { type: 'signal', name: frame.type, value: { ...frame } }
    case 'hidden':
      return frame.id === undefined ? { type: 'signal', name: frame.type, value: { ...frame } }
        : { type: 'answer', id: frame.id, value: { ...frame } }
    case 'pins':
    case 'edits':
    case 'found':
    case 'members':
    case 'people':
    case 'person':
    case 'reads':
      return { type: 'answer', id: frame.id, value: { ...frame } }
    case 'error': {
      const { id, code, message, retryAfter } = frame
      return { type: 'failed', id, code, message, retryAfter }
    }
    case 'welcome': {
      const { type, self, limits, heartbeat, tokenExpiresIn } = frame
      return { type, self, limits, heartbeat, tokenExpiresIn }
    }
    case 'conversation':
      return { type: 'conversation', id: frame.id }
    default:
      return frame
  }
}

describe('the client understands whatever the schemas have', () => {
  it.each(frameTypes.server)('%s', (type) => {
    fc.assert(fc.property(arbitraryFrames[type] as fc.Arbitrary<ServerFrame>, (made) => {
      // As it comes over the wire: without what is undefined.
      const frame = JSON.parse(JSON.stringify(made)) as ServerFrame
      expect(serverFrameProblem(frame)).toBeNull()
      const event = decodeFrame(JSON.stringify(frame))
      // The one error that is nothing to act on: see the document.
      if (frame.type === 'error' && frame.code === 4000 && frame.id === undefined) return
      expect(event).toMatchObject(JSON.parse(JSON.stringify(meaningOf(frame))) as object)
      const conversations = frame.type === 'welcome' ? frame.conversations
        : frame.type === 'conversation' ? [frame.conversation] : []
      const read = event.type === 'welcome' ? event.conversations
        : event.type === 'conversation' ? [event.conversation] : []
      expect(read).toEqual(conversations.map(({ last, ...others }) => ({ ...others, last: last && entryOf(last) })))
    }), { numRuns: 300 })
  })
})
