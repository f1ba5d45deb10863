// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { decodeFrame } from '../../../../../src/protocols/native/decode'
import { hardTexts } from '../../../../helpers/texts'
import { serverFrames } from '../../../../helpers/wire-frames'

function decode(frame: unknown) {
  return decodeFrame(JSON.stringify(frame))
}

const event = {
  seq: 1, type: 'message', id: 'id-1', from: { id: 'bob', name: 'Bob' }, at: 5, content: { kind: 'text', text: 'hi' },
}

function logged(fields: object) {
  return decode({ type: 'event', conversation: 'room', event: { ...event, ...fields } })
}

describe('a frame from the server', () => {
  it.each(serverFrames)('is understood: %s', (_name, frame, meant) => {
    expect(decode(frame)).toEqual(meant)
  })

  const read = serverFrames.filter(([, , { type }]) => type !== 'answer')
  it.each(read)('may have fields that nobody knows yet, which are left behind: %s', (_name, frame, meant) => {
    expect(decode({ ...frame, later: { more: [1] } })).toEqual(meant)
  })

  it.each(Object.entries(hardTexts))('keeps a text as it is: %s', (_name, text) => {
    expect(logged({ content: { kind: 'text', text } })).toMatchObject({ entry: { content: { text } } })
  })

  it.each([[4001, 'token'], [4026, 'version']])('is final with code %i', (code, refusal) => {
    expect(decode({ type: 'error', code, message: 'never' })).toMatchObject({ type: 'failed', refusal })
  })

  it.each([4008, 4029, 4500, 4503])('is not final with code %i', (code) => {
    expect(decode({ type: 'error', code, message: 'not now' })).toEqual({ type: 'failed', code, message: 'not now' })
  })

  it('is nothing to act on where a frame without an id was not understood: the link stays', () => {
    const error = { type: 'error', code: 4000, message: 'what?' }
    expect(decode(error)).toEqual({ type: 'ignored', why: 'the server: what?' })
    expect(decode({ ...error, id: 'c-1' })).toMatchObject({ type: 'failed' })
  })
})

describe('what is newer than this version', () => {
  it('is shown as unsupported, if it is a kind of content', () => {
    expect(logged({ content: { kind: 'sticker', url: 'x' } })).toMatchObject({
      type: 'logged',
      entry: { seq: 1, type: 'message', content: { kind: 'unsupported', name: 'sticker' } },
    })
  })

  it.each(['toString', 'constructor', '__proto__', ''])('is unsupported also where the kind is called %j', (kind) => {
    expect(logged({ content: { kind } })).toMatchObject({ entry: { content: { kind: 'unsupported', name: kind } } })
  })

  it('keeps its place in the log, if it is a type of entry', () => {
    expect(decode({ type: 'event', conversation: 'room', event: { seq: 4, type: 'pin', what: 3 } })).toMatchObject({
      type: 'logged',
      entry: { seq: 4, type: 'unknown' },
    })
  })

  it('keeps its place in the log whatever its fields are: nobody knows them yet', () => {
    const pin = { seq: 4, type: 'pin', id: 12, from: null, at: 'noon', content: [] }
    expect(decode({ type: 'event', conversation: 'room', event: pin })).toMatchObject({
      type: 'logged', entry: { seq: 4, type: 'unknown' },
    })
  })

  it('keeps its place within a page', () => {
    const events = [event, { seq: 2, type: 'pin' }, { ...event, seq: 3 }]
    const page = decode({ type: 'page', id: 'c', conversation: 'room', epoch: 'e', head: 3, events })
    expect(page).toMatchObject({ type: 'page', entries: [{ seq: 1 }, { seq: 2, type: 'unknown' }, { seq: 3 }] })
  })

  it('doesn\'t take others with it where it can\'t be read', () => {
    const events = [event, { ...event, seq: 2, from: 'Ann' }, { ...event, seq: 3 }]
    expect(decode({ type: 'page', id: 'c', conversation: 'room', epoch: 'e', head: 3, events }))
      .toMatchObject({ type: 'page', entries: [{ seq: 1 }, { seq: 2, type: 'unknown' }, { seq: 3 }] })
  })

  it('is ignored, if it is a type of frame', () => {
    expect(decode({ type: 'waving', conversation: 'room' })).toEqual({ type: 'ignored', why: 'unknown frame type' })
  })

  it('takes a kind of conversation that it doesn\'t know for a group', () => {
    const conversation = { id: 'x', kind: 'channel', title: 'X', epoch: 'e', head: 0, read: 0, unread: 0 }
    expect(decode({ type: 'conversation', conversation })).toMatchObject({ conversation: { kind: 'group' } })
  })
})

describe('a malformed frame is ignored, and says why', () => {
  const frames: readonly (readonly [string, string])[] = [
    ['', 'not JSON'],
    ['hello', 'not JSON'],
    ['{"type":"pong","id":"1"', 'not JSON'],
    ['{"type":"event","conversation":"room","event":{"seq":NaN}}', 'not JSON'],
    ['\ufeff{"type":"pong","id":"1"}', 'not JSON'],
    ['null', 'frame is not an object'],
    ['[]', 'frame is not an object'],
    ['7', 'frame is not an object'],
    ['"pong"', 'frame is not an object'],
    ['{}', 'unknown frame type'],
    ['{"type":["pong"]}', 'unknown frame type'],
    ['{"type":"pong"}', 'id is not a string'],
    ['{"type":"pong","id":1}', 'id is not a string'],
    ['{"type":"pong","id":null}', 'id is not a string'],
    ['{"type":"ack","id":"1","conversation":"room","seq":"7","at":1}', 'seq is not a whole number'],
    ['{"type":"ack","id":"1","conversation":"room","seq":1.5,"at":1}', 'seq is not a whole number'],
    ['{"type":"ack","id":"1","conversation":"room","seq":1e400,"at":1}', 'seq is not a whole number'],
    ['{"type":"ack","id":"1","conversation":"room","seq":9007199254740992,"at":1}', 'seq is not a whole number'],
    ['{"type":"ack","id":"1","conversation":"room","seq":-1,"at":1}', 'seq is not a whole number'],
    ['{"type":"event","conversation":"room","event":[]}', 'event is not an object'],
    ['{"type":"event","conversation":"room","event":{"seq":0,"type":"message"}}', 'seq is not positive'],
    ['{"type":"error","code":4503,"message":"x","retryAfter":-5}', 'retryAfter is not a whole number'],
    ['{"type":"error","code":"4503","message":"x"}', 'code is not a whole number'],
  ]

  it.each(frames)('%s', (frame, why) => {
    expect(decodeFrame(frame)).toEqual({ type: 'ignored', why })
  })

  it('bytes', () => {
    expect(decodeFrame(new ArrayBuffer(8))).toEqual({ type: 'ignored', why: 'binary frame' })
  })

  it('an acknowledgement of a place that no log has', () => {
    const ack = { type: 'ack', id: '1', conversation: 'room', seq: 0, at: 1 }
    expect(decode(ack)).toEqual({ type: 'ignored', why: 'seq is not positive' })
  })

  it('one that is nested deeper than any stack', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const frames = [deep, `{"type":"event","conversation":"room","event":{"seq":1,"type":${deep}}}`]
    for (const frame of frames) expect(() => decodeFrame(frame)).not.toThrow()
  })
})

describe('keys of objects themselves', () => {
  it('change nothing: __proto__ in a frame is a field like any other', () => {
    const frame = '{"type":"event","conversation":"room","__proto__":{"polluted":1},'
      + '"event":{"seq":1,"type":"message","id":"1","at":1,"from":{"id":"bob","name":"Bob","__proto__":{"polluted":1}},'
      + '"content":{"kind":"text","text":"hi","__proto__":{"polluted":1}}}}'
    const read = decodeFrame(frame)
    expect(read).toMatchObject({ type: 'logged', entry: { content: { text: 'hi' } } })
    expect(JSON.stringify(read)).not.toContain('polluted')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('give no fields: what only __proto__ has is missing', () => {
    const frame = '{"type":"pong","__proto__":{"id":"1"}}'
    expect(decodeFrame(frame)).toEqual({ type: 'ignored', why: 'id is not a string' })
  })

  it('can\'t make it throw', () => {
    const frames = [
      '{"type":{"toString":1}}',
      '{"type":"event","conversation":"room","event":{"seq":1,"type":{"toString":1}}}',
      '{"type":"event","conversation":"room","event":{"seq":1,"type":{"toString":null,"valueOf":{}}}}',
      '{"type":"event","conversation":"room","event":{"seq":1,"type":{"__proto__":null}}}',
    ]
    for (const frame of frames) expect(() => decodeFrame(frame)).not.toThrow()
  })
})
