import fc from 'fast-check'
import type {
  ServerFrame, WireChange, WireContent, WireConversation, WireEvent, WireHidden, WireMessage, WirePerson, WireQuote,
  WireReached, WireReaction,
} from '../../src/protocols/native/wire'

/** Any frame that a server may send, made by chance: see `server/schema.ts`, which must take all of them. */

const id = fc.stringMatching(/^[\x21-\x7e]{1,64}$/)
const name = fc.string({ unit: 'binary', maxLength: 40 })
const count = fc.oneof(fc.nat(1_000), fc.maxSafeNat())
const seq = count.map(value => Math.max(1, value))
const time = fc.integer({ min: 0, max: 4_102_444_800_000 })
const avatar = fc.webUrl({ size: 'small' }).filter(({ length }) => length <= 500)
const person: fc.Arbitrary<WirePerson> = fc.record({ id, name, avatar }, { requiredKeys: ['id', 'name'] })

const content: fc.Arbitrary<WireContent> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'binary', maxLength: 200 }) }),
  fc.record({ kind: fc.constant('recalled'), by: person }),
  fc.tuple(
    fc.string({ minLength: 1, maxLength: 32 }).filter(kind => kind !== 'text' && kind !== 'recalled'),
    fc.jsonValue({ maxDepth: 3 }),
  ).map(([kind, data]) => ({ kind, data })),
)

const emoji = fc.oneof(fc.constantFrom('👍', '❤️', '👩‍👩‍👧‍👦', '+1'), fc.stringMatching(/^[\x21-\x7e]{1,32}$/))
const reaction: fc.Arbitrary<WireReaction> = fc.record({
  emoji, count: seq, people: fc.array(person, { maxLength: 10 }),
})
const entry = { seq, id, from: person, at: time }

const quote: fc.Arbitrary<WireQuote> = fc.record({ seq, id, from: person, content })
const message: fc.Arbitrary<WireMessage> = fc.record({
  ...entry, type: fc.constant('message' as const), content,
  mentions: fc.array(id, { minLength: 1, maxLength: 50 }), quote, edited: time,
  reactions: fc.array(reaction, { minLength: 1, maxLength: 20 }), amended: seq,
}, { requiredKeys: ['seq', 'id', 'from', 'at', 'type', 'content'] })

const role = fc.constantFrom('owner' as const, 'admin' as const, 'member' as const)
const change: fc.Arbitrary<WireChange> = fc.record({
  ...entry, type: fc.constant('change' as const),
  change: fc.constantFrom(
    'created' as const, 'added' as const, 'removed' as const, 'left' as const, 'role' as const, 'title' as const,
    'announcement' as const, 'writers' as const, 'pinned' as const, 'unpinned' as const,
  ),
  people: fc.array(person, { minLength: 1, maxLength: 100 }), role, title: name, text: name,
  writers: fc.constantFrom('all' as const, 'admins' as const), target: seq, members: count,
}, { requiredKeys: ['seq', 'id', 'from', 'at', 'type', 'change', 'members'] })

/** An entry of a log. */
export const arbitraryEvent: fc.Arbitrary<WireEvent> = fc.oneof(
  message,
  fc.record({ ...entry, type: fc.constant('edit' as const), target: seq, content }),
  fc.record({ ...entry, type: fc.constant('recall' as const), target: seq }),
  fc.record({ ...entry, type: fc.constant('react' as const), target: seq, emoji, on: fc.boolean(), count }),
  change,
)

const hidden: fc.Arbitrary<WireHidden> = fc.record({ seq, type: fc.constant('hidden' as const) })

const reached: fc.Arbitrary<WireReached> = fc.record({ delivered: count, read: count })

const conversation: fc.Arbitrary<WireConversation> = fc.record({
  id, kind: fc.constantFrom('group' as const, 'direct' as const), title: name, peer: person, reached, epoch: id,
  role, members: count, head: count, read: count, delivered: count, unread: count, mention: count,
  announcement: fc.string({ minLength: 1 }), writers: fc.constant('admins' as const), pinned: time,
  muted: fc.constant(true as const), hidden: fc.constant(true as const), marked: fc.constant(true as const),
  last: fc.oneof(message, change),
}, { requiredKeys: ['id', 'kind', 'title', 'epoch', 'head', 'read', 'delivered', 'unread', 'mention'] })

const type = <Type extends ServerFrame['type']>(type: Type) => fc.constant(type)

/** A frame of each type, by its type. */
export const arbitraryFrames: {
  readonly [Type in ServerFrame['type']]: fc.Arbitrary<Extract<ServerFrame, { type: Type }>>
} = {
  welcome: fc.record({
    type: type('welcome'), version: fc.constant(1), self: person, conversations: fc.array(conversation),
    limits: fc.record({ frameBytes: count, textLength: count }), heartbeat: count, tokenExpiresIn: count, time,
  }, { requiredKeys: ['type', 'version', 'self', 'conversations', 'limits', 'heartbeat', 'time'] }),
  tokenWanted: fc.record({ type: type('tokenWanted') }),
  tokenTaken: fc.record({ type: type('tokenTaken'), expiresIn: count }, { requiredKeys: ['type'] }),
  ack: fc.record({ type: type('ack'), id, conversation: id, seq, at: time }),
  event: fc.record({ type: type('event'), conversation: id, event: arbitraryEvent }),
  page: fc.record({
    type: type('page'), id, conversation: id, epoch: id, head: count,
    events: fc.array(fc.oneof(arbitraryEvent, hidden)),
  }),
  hidden: fc.record({
    type: type('hidden'), id, conversation: id, seqs: fc.array(seq, { maxLength: 100 }), epoch: id,
  }, { requiredKeys: ['type', 'conversation', 'seqs', 'epoch'] }),
  pins: fc.record({ type: type('pins'), id, conversation: id, events: fc.array(message, { maxLength: 50 }) }),
  edits: fc.record({
    type: type('edits'), id, conversation: id, seq,
    versions: fc.array(fc.record({ at: time, content }), { maxLength: 50 }),
  }),
  found: fc.record({
    type: type('found'), id, hits: fc.array(fc.record({ conversation: id, event: message }), { maxLength: 50 }),
    more: fc.string(),
  }, { requiredKeys: ['type', 'id', 'hits'] }),
  conversation: fc.record({ type: type('conversation'), id, conversation }, { requiredKeys: ['type', 'conversation'] }),
  left: fc.record({ type: type('left'), conversation: id }),
  members: fc.record({
    type: type('members'), id, conversation: id,
    members: fc.array(fc.record({ person, role, place: seq }), { maxLength: 200 }),
  }),
  people: fc.record({ type: type('people'), id, people: fc.array(person) }),
  person: fc.record({ type: type('person'), id, person }),
  reads: fc.record({
    type: type('reads'), id, conversation: id,
    people: fc.array(fc.record({ person, delivered: count, read: count }), { maxLength: 200 }),
  }),
  seen: fc.record({ type: type('seen'), conversation: id, person: id, seq }),
  typing: fc.record({ type: type('typing'), conversation: id, from: person, on: fc.boolean() }),
  stream: fc.oneof(
    fc.record({ type: type('stream'), conversation: id, stream: id, from: person, offset: count, text: fc.string() }),
    fc.record({
      type: type('stream'), conversation: id, stream: id, from: person,
      ask: fc.constantFrom('stop' as const, 'again' as const),
    }),
  ),
  presence: fc.record({
    type: type('presence'),
    people: fc.array(
      fc.record({ id, online: fc.boolean(), seen: time }, { requiredKeys: ['id', 'online'] }), { maxLength: 200 }),
  }),
  read: fc.record({
    type: type('read'), conversation: id, seq: count, head: count, unread: count, mention: count,
  }),
  reached: fc.record({ type: type('reached'), conversation: id, reached }),
  pong: fc.record({ type: type('pong'), id }),
  error: fc.record({
    type: type('error'), id, code: fc.integer({ min: 4000, max: 4999 }), message: fc.string(), retryAfter: count,
  }, { requiredKeys: ['type', 'code', 'message'] }),
}

/** A frame of any type. */
export const arbitraryFrame: fc.Arbitrary<ServerFrame> = fc.oneof(...Object.values(arbitraryFrames))
