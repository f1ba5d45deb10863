import * as v from 'valibot'
import type { ClientFrame } from '../src/protocols/native/wire'
import { limits } from './limits'
import { clientFrame, isObject } from './schema'

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

// Valibot's own messages quote what was received; that may be long or private, so only the place is told.
function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  if (path === null) return `bad frame: ${issue.kind === 'validation' ? issue.message : 'not of this protocol'}`
  if (path === 'type') return 'bad frame: unknown type'
  const expected = issue.expected ?? (issue.type === 'custom' ? issue.message : 'another value')
  return `bad frame: ${path} should be ${expected}`
}
