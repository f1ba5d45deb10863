/**
 * The schemas of all frames, in both directions: what `wire.ts` says in types, checked at run time. The server reads
 * with those of the client's frames; tests hold the server, the client and `docs/protocol.md` to all of them.
 */
import * as v from 'valibot'
import type { ClientFrame, ServerFrame, WireContent, WireEvent, WireMessage } from '../src/protocols/native/wire'
import { limits } from './limits'
import { isId } from './names'

/** Whether it is a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// ---- client to server: fields that nobody knows are left out, as a newer client may send them

const id = v.custom<string>(isId, `must be 1 to ${limits.idLength} printable ASCII characters without spaces`)
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const limit = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.pageEvents))
const target = v.object({ from: id, id })
const role = v.picklist(['owner', 'admin', 'member'])
const writers = v.picklist(['all', 'admins'])
const isSet = v.exactOptional(v.boolean())
const ask = v.picklist(['stop', 'again'])
const cursors = v.pipe(v.array(v.object({ conversation: id, seq: count })), v.maxLength(limits.cursors))
// Only its being an object is checked here, and it is taken as it is: its rules, and their code, are in content.ts.
const anyContent = v.custom<WireContent>(isObject, 'must be an object')

/** A frame that a client sends. */
export const clientFrame = v.variant('type', [
  v.object({ type: v.literal('hello'), version: v.number(), token: v.string() }),
  // An id may be `*`, too.
  v.object({
    type: v.literal('send'),
    id,
    conversation: id,
    content: anyContent,
    mentions: v.exactOptional(v.array(id)),
    quote: v.exactOptional(target),
  }),
  v.object({ type: v.literal('edit'), id, conversation: id, target, content: anyContent }),
  v.object({ type: v.literal('recall'), id, conversation: id, target }),
  v.object({ type: v.literal('react'), id, conversation: id, target, emoji: v.string(), on: v.boolean() }),
  // What each change has to have is in content.ts.
  v.object({
    type: v.literal('change'),
    id,
    conversation: id,
    change: v.picklist(['added', 'removed', 'left', 'role', 'title', 'announcement', 'writers', 'pinned', 'unpinned']),
    people: v.exactOptional(v.array(id)),
    role: v.exactOptional(role),
    title: v.exactOptional(v.string()),
    target: v.exactOptional(target),
    text: v.exactOptional(v.string()),
    writers: v.exactOptional(writers),
  }),
  v.pipe(
    v.object({
      type: v.literal('history'),
      id,
      conversation: id,
      before: v.exactOptional(count),
      after: v.exactOptional(count),
      limit,
    }),
    v.check(frame => frame.before === undefined || frame.after === undefined, 'takes before or after, not both'),
  ),
  v.object({ type: v.literal('read'), conversation: id, seq: count }),
  v.object({ type: v.literal('delivered'), cursors }),
  v.object({ type: v.literal('open'), id, person: id }),
  v.object({ type: v.literal('create'), id, title: v.string(), people: v.array(id) }),
  v.object({ type: v.literal('members'), id, conversation: id, after: v.exactOptional(count), limit }),
  v.object({ type: v.literal('people'), id }),
  v.object({ type: v.literal('person'), id, person: id }),
  v.object({
    type: v.literal('set'), id, conversation: id, pinned: isSet, muted: isSet, hidden: isSet, marked: isSet,
    cleared: v.exactOptional(count),
  }),
  v.object({ type: v.literal('reads'), id, conversation: id }),
  v.object({ type: v.literal('typing'), conversation: id, on: v.boolean() }),
  v.object({
    type: v.literal('stream'), conversation: id, stream: id, offset: count,
    text: v.pipe(v.string(), v.maxLength(limits.textLength)),
  }),
  v.object({ type: v.literal('stream'), conversation: id, stream: id, person: id, ask }),
  v.object({ type: v.literal('watch'), people: v.pipe(v.array(id), v.maxLength(limits.watched)) }),
  v.object({ type: v.literal('token'), token: v.string() }),
  v.object({ type: v.literal('ping'), id }),
  v.object({
    type: v.literal('hide'),
    id,
    conversation: id,
    seqs: v.pipe(v.array(v.pipe(count, v.minValue(1))), v.minLength(1), v.maxLength(limits.hides)),
  }),
  v.object({ type: v.literal('pins'), id, conversation: id }),
  v.object({ type: v.literal('edits'), id, conversation: id, seq: count }),
  // The rules of `text` and `before`, and their code, are in search.ts.
  v.object({
    type: v.literal('search'),
    id,
    text: v.string(),
    conversation: v.exactOptional(id),
    before: v.exactOptional(v.string()),
    limit: v.pipe(count, v.minValue(1), v.maxValue(limits.searchHits)),
  }),
])

// ---- server to client: this version of the server sends these fields and no others

const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const text = v.string()
const person = v.strictObject({
  id: text, name: text, avatar: v.exactOptional(v.pipe(text, v.regex(/^https?:/), v.maxLength(limits.pictureLength))),
})
const content = v.custom<WireContent>(
  value => isObject(value) && typeof value.kind === 'string'
    && (value.kind !== 'text' || typeof value.text === 'string')
    && (value.kind !== 'recalled' || v.is(person, value.by)),
  'must be a content',
)

const emoji = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.emojiLength))
const reaction = v.strictObject({
  emoji,
  count: v.pipe(count, v.minValue(1)),
  people: v.pipe(v.array(person), v.maxLength(limits.reactionPeople)),
})
const quote = v.strictObject({ seq, id, from: person, content })
const message = v.strictObject({
  seq,
  type: v.literal('message'),
  id,
  from: person,
  at: count,
  content,
  mentions: v.exactOptional(v.pipe(v.array(id), v.minLength(1), v.maxLength(limits.mentions))),
  quote: v.exactOptional(quote),
  edited: v.exactOptional(count),
  reactions: v.exactOptional(v.pipe(v.array(reaction), v.minLength(1), v.maxLength(limits.emojis))),
  amended: v.exactOptional(seq),
})

const change = v.strictObject({
  seq,
  type: v.literal('change'),
  id,
  from: person,
  at: count,
  change: v.picklist([
    'created', 'added', 'joined', 'removed', 'left', 'role', 'title', 'announcement', 'writers', 'pinned', 'unpinned',
  ]),
  people: v.exactOptional(v.pipe(v.array(person), v.minLength(1), v.maxLength(limits.groupPeople))),
  role: v.exactOptional(role),
  title: v.exactOptional(text),
  target: v.exactOptional(seq),
  text: v.exactOptional(text),
  writers: v.exactOptional(writers),
  members: count,
})

/** One entry of a log. */
export const wireEvent = v.variant('type', [
  message,
  change,
  v.strictObject({ seq, type: v.literal('edit'), id, from: person, at: count, target: seq, content }),
  v.strictObject({ seq, type: v.literal('recall'), id, from: person, at: count, target: seq }),
  v.strictObject({
    seq, type: v.literal('react'), id, from: person, at: count, target: seq, emoji, on: v.boolean(), count,
  }),
])

const hidden = v.strictObject({ seq, type: v.literal('hidden') })
const version = v.strictObject({ at: count, content })
const hit = v.strictObject({ conversation: id, event: message })

const reached = v.strictObject({ delivered: count, read: count })

const conversation = v.strictObject({
  id,
  kind: v.picklist(['group', 'direct']),
  title: text,
  peer: v.exactOptional(person),
  reached: v.exactOptional(reached),
  role: v.exactOptional(role),
  members: v.exactOptional(count),
  announcement: v.exactOptional(v.pipe(text, v.minLength(1))),
  writers: v.exactOptional(v.literal('admins')),
  epoch: text,
  head: count,
  read: count,
  delivered: count,
  unread: count,
  mention: count,
  pinned: v.exactOptional(count),
  muted: v.exactOptional(v.literal(true)),
  hidden: v.exactOptional(v.literal(true)),
  marked: v.exactOptional(v.literal(true)),
  last: v.exactOptional(v.variant('type', [message, change])),
  at: v.exactOptional(count),
})

/** A frame that the server sends. */
export const serverFrame = v.variant('type', [
  v.strictObject({
    type: v.literal('welcome'),
    version: v.number(),
    self: person,
    conversations: v.array(conversation),
    limits: v.strictObject({ frameBytes: count, textLength: count }),
    heartbeat: count,
    tokenExpiresIn: v.exactOptional(count),
    time: count,
  }),
  v.strictObject({ type: v.literal('tokenWanted') }),
  v.strictObject({ type: v.literal('tokenTaken'), expiresIn: v.exactOptional(count) }),
  v.strictObject({ type: v.literal('ack'), id, conversation: id, seq, at: count }),
  v.strictObject({ type: v.literal('event'), conversation: id, event: wireEvent }),
  v.strictObject({
    type: v.literal('page'),
    id,
    conversation: id,
    epoch: text,
    head: count,
    events: v.array(v.variant('type', [wireEvent, hidden])),
  }),
  v.strictObject({
    type: v.literal('hidden'),
    id: v.exactOptional(id),
    conversation: id,
    seqs: v.pipe(v.array(seq), v.maxLength(limits.hides)),
    epoch: text,
  }),
  v.strictObject({
    type: v.literal('pins'), id, conversation: id, events: v.pipe(v.array(message), v.maxLength(limits.pins)),
  }),
  v.strictObject({
    type: v.literal('edits'),
    id,
    conversation: id,
    seq,
    versions: v.pipe(v.array(version), v.maxLength(limits.versions)),
  }),
  v.strictObject({
    type: v.literal('found'),
    id,
    hits: v.pipe(v.array(hit), v.maxLength(limits.searchHits)),
    more: v.exactOptional(text),
  }),
  v.strictObject({ type: v.literal('conversation'), id: v.exactOptional(id), conversation }),
  v.strictObject({ type: v.literal('left'), conversation: id }),
  v.strictObject({
    type: v.literal('members'),
    id,
    conversation: id,
    members: v.pipe(v.array(v.strictObject({ person, role, place: seq })), v.maxLength(limits.pageEvents)),
  }),
  v.strictObject({ type: v.literal('people'), id, people: v.array(person) }),
  v.strictObject({ type: v.literal('person'), id, person }),
  v.strictObject({
    type: v.literal('reads'),
    id,
    conversation: id,
    people: v.pipe(v.array(v.strictObject({ person, delivered: count, read: count })), v.maxLength(limits.smallGroup)),
  }),
  v.strictObject({ type: v.literal('seen'), conversation: id, person: id, seq }),
  v.strictObject({ type: v.literal('typing'), conversation: id, from: person, on: v.boolean() }),
  v.strictObject({
    type: v.literal('stream'), conversation: id, stream: id, from: person, offset: count, text: v.string(),
  }),
  v.strictObject({ type: v.literal('stream'), conversation: id, stream: id, from: person, ask }),
  v.strictObject({
    type: v.literal('presence'),
    people: v.pipe(
      v.array(v.strictObject({ id, online: v.boolean(), seen: v.exactOptional(count) })), v.maxLength(limits.watched)),
  }),
  v.strictObject({
    type: v.literal('read'), conversation: id, seq: count, head: count, unread: count, mention: count,
  }),
  v.strictObject({ type: v.literal('reached'), conversation: id, reached }),
  v.strictObject({ type: v.literal('pong'), id }),
  v.strictObject({
    type: v.literal('error'),
    id: v.exactOptional(text),
    code: v.pipe(count, v.minValue(4000), v.maxValue(4999)),
    message: text,
    retryAfter: v.exactOptional(count),
  }),
])

// Fails to compile when the schemas and the wire types drift apart, in either direction.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
const same: readonly [
  Same<v.InferOutput<typeof clientFrame>, ClientFrame>,
  Same<v.InferOutput<typeof serverFrame>, ServerFrame>,
  Same<v.InferOutput<typeof wireEvent>, WireEvent>,
  Same<v.InferOutput<typeof message>, WireMessage>,
] = [true, true, true, true]
void same
