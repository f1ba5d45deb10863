import { expect, it } from 'vitest'
import { checkProtocol, type ProtocolSamples } from '../../../../src/protocols/check'
import type { News, ProtocolDefinition } from '../../../../src/protocols/define'
import { eventRooms } from '../../../../src/protocols/event-rooms'
import { httpMessages } from '../../../../src/protocols/http-messages'
import { jsonRooms } from '../../../../src/protocols/json-rooms'
import { native } from '../../../../src/protocols/native/native'
import { textRooms } from '../../../../src/protocols/text-rooms'

const me = { id: 'Ann', name: 'Ann' }
const good: ProtocolDefinition = {
  me,
  acks: 'echo',
  decode: frame => ({ type: 'said', content: String(frame) }),
  encode: ({ text }) => text,
}
const news = (one: object): Partial<ProtocolDefinition> => ({ decode: () => one as News })

it('finds nothing wrong with the kit\'s own', () => {
  const echo: ProtocolSamples['answer'] = frames => frames
  expect(checkProtocol(native)).toEqual([])
  expect(checkProtocol(textRooms({ me }), { frames: ['hello'], answer: echo })).toEqual([])
  expect(checkProtocol(jsonRooms({ me, fields: { name: 'n', text: 't', id: 'i' } }), {
    frames: ['{"n":"Ben","t":"hello"}'], answer: echo,
  })).toEqual([])
  expect(checkProtocol(eventRooms({ name: 'Ann' }), {
    frames: ['{"type":"message","name":"Ben","msg":"x","time":"2026-01-02T03:04:05.678Z","count":2}'],
    answer: ([text]) => [JSON.stringify({ type: 'message', name: 'Ann', msg: text, count: 2 })],
  })).toEqual([])
  expect(checkProtocol(httpMessages({ me }), {
    frames: ['{"messages":[{"id":"a","name":"Ben","text":"x","seq":1,"at":1767323045678}],"last":1}'],
    answer: frames => [`>${JSON.stringify([200, frames[0], '{"seq":2,"at":1767323045678}'])}`],
  })).toEqual([])
  expect(checkProtocol(good, { frames: ['x'], answer: echo })).toEqual([])
})

it.each<[string, Partial<ProtocolDefinition>, ProtocolSamples]>([
  ['decode-throws', { decode() { throw new Error('no') } }, { frames: ['x'] }],
  ['nothing-said', { decode: () => null }, { frames: ['x'] }],
  ['time-in-seconds', news({ type: 'said', content: 'x', at: 1_767_323_045 }), { frames: ['x'] }],
  ['time', news({ type: 'said', content: 'x', at: NaN }), { frames: ['x'] }],
  ['content', news({ type: 'said' }), { frames: ['x'] }],
  ['seq', news({ type: 'said', content: 'x', seq: 1 }), { frames: ['x'] }],
  ['no-seq', { counts: true }, { frames: ['x'] }],
  ['no-ids', { history: () => [] }, { frames: ['x'] }],
  ['id-type', news({ type: 'said', content: 'x', id: 1 }), { frames: ['x'] }],
  ['acks', news({ type: 'stored', clientId: 'x' }), { frames: ['x'] }],
  ['ping', news({ type: 'ping', answer: 'x' }), { frames: ['x'] }],
  ['pong', news({ type: 'pong' }), { frames: ['x'] }],
  ['news', news({ type: 'hello' }), { frames: ['x'] }],
  ['junk', news({ a: 1 }), {}],
  ['never-acked', { acks: 'ack' }, { answer: frames => frames }],
  ['never-echoed', {}, { answer: () => ['other'] }],
  ['acks-unused', { acks: 'none' }, { answer: frames => frames }],
  ['counts-acks', { counts: true, acks: 'none' }, {}],
  ['no-encode', { encode: undefined }, {}],
  ['kinds', { kinds: [] }, {}],
  ['encode', { encode: () => undefined as unknown as string }, {}],
  ['open', { open: () => ({}) as string }, {}],
  ['heartbeat', { heartbeat: { kind: 'ask', frame: () => undefined as unknown as string } }, {}],
  ['ping-said', { heartbeat: { kind: 'ask', frame: () => 'ping' } }, {}],
  ['interval', { heartbeat: { kind: 'listen', interval: 25 } }, {}],
])('finds %s', (rule, part, samples) => {
  expect(checkProtocol({ ...good, ...part }, samples).map(finding => finding.rule)).toContain(rule)
})
