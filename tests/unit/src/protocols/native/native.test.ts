// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ChatCommand } from '../../../../../src/model/events'
import { native } from '../../../../../src/protocols/native/native'
import type { ClientFrame } from '../../../../../src/protocols/native/wire'
import { text } from '../../../../helpers/fixtures'
import { hardTexts } from '../../../../helpers/texts'

function read(frame: unknown): unknown {
  expect(frame).toBeTypeOf('string')
  return JSON.parse(String(frame))
}

describe('what goes to the server', () => {
  it('begins with the version and the token', () => {
    expect(read(native.hello('a "token"'))).toEqual({ type: 'hello', version: 1, token: 'a "token"' })
  })

  it('can be a ping', () => {
    expect(read(native.ping('7'))).toEqual({ type: 'ping', id: '7' })
  })

  const commands: readonly (readonly [string, ChatCommand, ClientFrame])[] = [
    [
      'send',
      { type: 'send', id: 'c-1', conversationId: 'room', content: text('hello') },
      { type: 'send', id: 'c-1', conversation: 'room', content: { kind: 'text', text: 'hello' } },
    ],
    [
      'history of the newest',
      { type: 'history', id: 'c-2', conversationId: 'room', limit: 50 },
      { type: 'history', id: 'c-2', conversation: 'room', limit: 50 },
    ],
    [
      'history before',
      { type: 'history', id: 'c-3', conversationId: 'room', before: 8, limit: 50 },
      { type: 'history', id: 'c-3', conversation: 'room', before: 8, limit: 50 },
    ],
    [
      'history after nothing',
      { type: 'history', id: 'c-4', conversationId: 'room', after: 0, limit: 50 },
      { type: 'history', id: 'c-4', conversation: 'room', after: 0, limit: 50 },
    ],
    ['read', { type: 'read', conversationId: 'room', seq: 7 }, { type: 'read', conversation: 'room', seq: 7 }],
    ['open', { type: 'open', id: 'c-5', personId: 'bob' }, { type: 'open', id: 'c-5', person: 'bob' }],
    ['people', { type: 'people', id: 'c-6' }, { type: 'people', id: 'c-6' }],
  ]

  it.each(commands)('can be a command: %s', (_name, command, frame) => {
    expect(read(native.encode(command))).toEqual(frame)
  })

  it.each(Object.entries(hardTexts))('keeps a text as it is: %s', (_name, hard) => {
    const frame = native.encode({ type: 'send', id: 'c', conversationId: 'room', content: text(hard) })
    expect(read(frame)).toMatchObject({ content: { text: hard } })
  })
})
