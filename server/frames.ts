import * as v from 'valibot'
import type { ClientFrame, WireContent } from '../src/protocols/native/wire'
import { limits } from './limits'
import { isId } from './names'

const id = v.custom<string>(isId, `must be 1 to ${limits.idLength} printable ASCII characters without spaces`)
const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const limit = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.pageEvents))
// Only its being an object is checked here, and it is taken as it is: its rules, and their code, are in content.ts.
const content = v.custom<WireContent>(isObject, 'must be an object')

const clientFrame = v.variant('type', [
  v.object({ type: v.literal('hello'), version: v.number(), token: v.string() }),
  v.object({ type: v.literal('send'), id, conversation: id, content }),
  v.pipe(
    v.object({
      type: v.literal('history'),
      id,
      conversation: id,
      before: v.exactOptional(seq),
      after: v.exactOptional(seq),
      limit,
    }),
    v.check(frame => frame.before === undefined || frame.after === undefined, 'takes before or after, not both'),
  ),
  v.object({ type: v.literal('read'), conversation: id, seq }),
  v.object({ type: v.literal('open'), id, person: id }),
  v.object({ type: v.literal('people'), id }),
  v.object({ type: v.literal('token'), token: v.string() }),
  v.object({ type: v.literal('ping'), id }),
])

// Fails to compile when the schema and the wire types drift apart, in either direction.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
const schemaIsWire: Same<v.InferOutput<typeof clientFrame>, ClientFrame> = true
void schemaIsWire

/** What came of one text frame: the frame, or what is wrong with it (and its `id`, if it had one to answer to). */
export type ParsedFrame = { ok: true, frame: ClientFrame } | { ok: false, problem: string, id?: string }

/** Reads one text frame of a client. Never throws; fields it does not know are ignored. */
export function parseFrame(text: string): ParsedFrame {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, problem: 'the frame is not JSON' }
  }
  if (!isObject(value)) return { ok: false, problem: 'the frame is not an object' }
  const result = v.safeParse(clientFrame, value)
  if (result.success) return { ok: true, frame: result.output }
  const problem = describe(result.issues[0])
  // An id that is too long could not have been made by a client of this protocol; don't send it back.
  if (typeof value.id === 'string' && value.id.length <= limits.idLength) return { ok: false, problem, id: value.id }
  return { ok: false, problem }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Valibot's own messages quote what was received; that may be long or private, so only the place is told.
function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  if (path === null) return `bad frame: ${issue.kind === 'validation' ? issue.message : 'not of this protocol'}`
  if (path === 'type') return 'bad frame: unknown type'
  const expected = issue.expected ?? (issue.type === 'custom' ? issue.message : 'another value')
  return `bad frame: ${path} should be ${expected}`
}
