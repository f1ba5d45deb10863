// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReceivedContent } from '../../../../../src/model/content'
import type { Conversation } from '../../../../../src/model/conversation'
import type { ChatEvent } from '../../../../../src/model/events'
import type { LogEntry } from '../../../../../src/model/entry'
import type { Person } from '../../../../../src/model/person'
import { decodeFrame } from '../../../../../src/protocols/native/decode'
import { serverFrames } from '../../../../helpers/wire-frames'

// What the rest of the kit takes for granted of an event.

function checkCount(value: number): void {
  expect(Number.isSafeInteger(value) && value >= 0).toBe(true)
}

function checkText(...values: unknown[]): void {
  for (const value of values) expect(value).toBeTypeOf('string')
}

function checkPerson({ id, name }: Person): void {
  checkText(id, name)
}

function checkContent(content: ReceivedContent): void {
  if (content.kind === 'recalled') checkPerson(content.by)
  else if (content.kind === 'unsupported') checkText(content.name)
  else if ('text' in content) checkText(content.text)
  expect(['text', 'unsupported', 'recalled', 'system']).toContain(content.kind)
}

function checkEntry(entry: LogEntry): void {
  checkCount(entry.seq)
  expect(entry.seq).toBeGreaterThan(0)
  expect(['message', 'edit', 'recall', 'react', 'unknown']).toContain(entry.type)
  if (entry.type === 'unknown') return
  checkText(entry.id)
  checkPerson(entry.author)
  checkCount(entry.at)
  if (entry.type === 'message') {
    checkContent(entry.content)
    checkText(...entry.mentions ?? [])
    for (const value of [entry.edited, entry.amended]) if (value !== undefined) checkCount(value)
    for (const { emoji, count, people } of entry.reactions ?? []) {
      checkText(emoji)
      checkCount(count)
      people.forEach(checkPerson)
    }
    return
  }
  checkCount(entry.target)
  if (entry.type === 'edit') checkContent(entry.content)
  if (entry.type !== 'react') return
  checkText(entry.emoji)
  checkCount(entry.count)
  expect(entry.on).toBeTypeOf('boolean')
}

function checkConversation(conversation: Conversation): void {
  const { id, kind, title, epoch, head, read, delivered, unread, mention, last, peer, reached } = conversation
  checkText(id, title, epoch)
  expect(['group', 'direct']).toContain(kind)
  for (const value of [head, read, delivered, unread, mention]) checkCount(value)
  if (reached) [reached.delivered, reached.read].forEach(checkCount)
  if (last) checkEntry(last)
  if (peer) checkPerson(peer)
}

function check(event: ChatEvent): void {
  switch (event.type) {
    case 'ignored':
      return expect(event.why).toMatch(/\S/)
    case 'welcome':
      checkPerson(event.self)
      event.conversations.forEach(checkConversation)
      return [event.limits.frameBytes, event.limits.textLength, event.heartbeat].forEach(checkCount)
    case 'acked':
      checkText(event.id, event.conversationId)
      return [event.seq, event.at].forEach(checkCount)
    case 'logged':
      checkText(event.conversationId)
      return checkEntry(event.entry)
    case 'page':
      checkText(event.id, event.conversationId, event.epoch)
      checkCount(event.head)
      return event.entries.forEach(checkEntry)
    case 'conversation':
      return checkConversation(event.conversation)
    case 'answer':
      return checkText(event.id)
    case 'readMoved':
      checkText(event.conversationId)
      return [event.seq, event.unread].forEach(checkCount)
    case 'pong':
      return checkText(event.id)
    case 'failed':
      checkText(event.message)
      checkCount(event.code)
      if (event.retryAfter !== undefined) checkCount(event.retryAfter)
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What someone would put in a field who means no good. */
const hostile: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null, true, '', -1, -0, 0, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 1, [], {}, [[[]]], '__proto__', 'constructor',
    { toString: 1 }, { valueOf: null, toString: null }, { length: 1e9 }, '\u0000', '\ud800',
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
)

/** All ways from the root of a value to a field of it. */
function paths(value: Json, before: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [before]
  return [before, ...Object.entries(value).flatMap(([key, part]) => paths(part, [...before, key]))]
}

/** The same value, with another one at the end of a way, or with nothing there. */
function changed(value: Json, [key, ...rest]: readonly string[], now: Json | undefined): Json | undefined {
  if (key === undefined) return now
  const copy: { [key: string]: Json } = { ...value as { [key: string]: Json } }
  const part = changed(copy[key] ?? null, rest, now)
  if (part === undefined) delete copy[key]
  else copy[key] = part
  return Array.isArray(value) ? Object.values(copy) : copy
}

const mutated = fc.constantFrom(...serverFrames.map(([, frame]) => JSON.parse(JSON.stringify(frame)) as Json))
  .chain(frame => fc.tuple(
    fc.constant(frame),
    fc.constantFrom(...paths(frame)),
    fc.option(hostile, { nil: undefined, freq: 5 }),
  ))
  .map(([frame, path, now]) => JSON.stringify(changed(frame, path, now) ?? null))

describe('decodeFrame takes anything without throwing, and gives only what is whole', () => {
  it('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), frame => void check(decodeFrame(frame))))
  })

  it('any JSON', () => {
    fc.assert(fc.property(fc.json(), frame => void check(decodeFrame(frame))))
  })

  it('any JSON that calls itself a frame', () => {
    const types = fc.constantFrom(...serverFrames.map(([, { type }]) => type))
    const frame = fc.tuple(types, fc.dictionary(fc.string(), hostile)).map(([type, rest]) => ({ ...rest, type }))
    fc.assert(fc.property(frame, value => void check(decodeFrame(JSON.stringify(value)))))
  })

  it('good frames with one field changed or missing', () => {
    fc.assert(fc.property(mutated, frame => void check(decodeFrame(frame))), { numRuns: 1_000 })
  })

  it('good frames that were cut', () => {
    const frames = serverFrames.map(([, frame]) => JSON.stringify(frame))
    fc.assert(fc.property(fc.constantFrom(...frames), fc.nat(), (frame, at) => {
      expect(decodeFrame(frame.slice(0, at % frame.length))).toEqual({ type: 'ignored', why: 'not JSON' })
    }))
  })
})

it('the good frames themselves are whole', () => {
  for (const [, , event] of serverFrames) check(event)
})
