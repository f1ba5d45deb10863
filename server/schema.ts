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
const cursors = v.pipe(v.array(v.object({ conversation: id, seq: count })), v.maxLength(limits.cursors))
// Only its being an object is checked here, and it is taken as it is: its rules, and their code, are in content.ts.
const anyContent = v.custom<WireContent>(isObject, 'must be an object')

/** A frame that a client sends. */
export const clientFrame = v.variant('type', [
  v.object({ type: v.literal('hello'), version: v.number(), token: v.string() }),
  // An id may be `*`, too.
  v.object({
    type: v.literal('send'), id, conversation: id, content: anyContent, mentions: v.exactOptional(v.array(id)),
  }),
  v.object({ type: v.literal('edit'), id, conversation: id, target, content: anyContent }),
  v.object({ type: v.literal('recall'), id, conversation: id, target }),
  v.object({ type: v.literal('react'), id, conversation: id, target, emoji: v.string(), on: v.boolean() }),
  // What each change has to have is in content.ts.
  v.object({
    type: v.literal('change'),
    id,
    conversation: id,
    change: v.picklist(['added', 'removed', 'left', 'role', 'title']),
    people: v.exactOptional(v.array(id)),
    role: v.exactOptional(role),
    title: v.exactOptional(v.string()),
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
  v.object({ type: v.literal('token'), token: v.string() }),
  v.object({ type: v.literal('ping'), id }),
])

// ---- server to client: this version of the server sends these fields and no others

const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const text = v.string()
const person = v.strictObject({ id: text, name: text })
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
const message = v.strictObject({
  seq,
  type: v.literal('message'),
  id,
  from: person,
  at: count,
  content,
  mentions: v.exactOptional(v.pipe(v.array(id), v.minLength(1), v.maxLength(limits.mentions))),
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
  change: v.picklist(['created', 'added', 'removed', 'left', 'role', 'title']),
  people: v.exactOptional(v.pipe(v.array(person), v.minLength(1), v.maxLength(limits.groupPeople))),
  role: v.exactOptional(role),
  title: v.exactOptional(text),
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

const reached = v.strictObject({ delivered: count, read: count })

const conversation = v.strictObject({
  id,
  kind: v.picklist(['group', 'direct']),
  title: text,
  peer: v.exactOptional(person),
  reached: v.exactOptional(reached),
  role: v.exactOptional(role),
  members: v.exactOptional(count),
  epoch: text,
  head: count,
  read: count,
  delivered: count,
  unread: count,
  mention: count,
  last: v.exactOptional(v.variant('type', [message, change])),
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
    type: v.literal('page'), id, conversation: id, epoch: text, head: count, events: v.array(wireEvent),
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
