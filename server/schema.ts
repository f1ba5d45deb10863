/**
 * The schemas of all frames, in both directions: what `wire.ts` says in types, checked at run time. The server reads
 * with those of the client's frames; tests hold the server, the client and `docs/protocol.md` to all of them.
 */
import * as v from 'valibot'
import type { ClientFrame, ServerFrame, WireContent, WireEvent } from '../src/protocols/native/wire'
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
// Only its being an object is checked here, and it is taken as it is: its rules, and their code, are in content.ts.
const anyContent = v.custom<WireContent>(isObject, 'must be an object')

/** A frame that a client sends. */
export const clientFrame = v.variant('type', [
  v.object({ type: v.literal('hello'), version: v.number(), token: v.string() }),
  v.object({ type: v.literal('send'), id, conversation: id, content: anyContent }),
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
  v.object({ type: v.literal('open'), id, person: id }),
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
    && (value.kind !== 'text' || typeof value.text === 'string'),
  'must be a content',
)

/** One entry of a log. */
export const wireEvent = v.strictObject({ seq, type: v.literal('message'), id, from: person, at: count, content })

const conversation = v.strictObject({
  id,
  kind: v.picklist(['group', 'direct']),
  title: text,
  peer: v.exactOptional(person),
  epoch: text,
  head: count,
  read: count,
  unread: count,
  last: v.exactOptional(wireEvent),
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
  v.strictObject({ type: v.literal('people'), id, people: v.array(person) }),
  v.strictObject({ type: v.literal('read'), conversation: id, seq: count, unread: count }),
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
] = [true, true, true]
void same
