import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ServerFrame } from '../../../src/protocols/native/wire'
import { builtInKinds } from '../../../src/kinds/index'
import type { Message } from '../../../src/model/message'
import { registerKind } from '../../../src/model/kinds'
import { useConnectionStore } from '../../../store/connection'
import { isAnswer, useStreamsStore } from '../../../store/streams'
import { bob, makeMessage } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

beforeAll(() => builtInKinds.forEach(registerKind))

let app: TestApp
let streams: ReturnType<typeof useStreamsStore>

beforeEach(async () => {
  app = new TestApp()
  app.create()
  useConnectionStore(app.pinia).open()
  await app.pass()
  streams = useStreamsStore(app.pinia)
})

function answer(fields: object = {}): Message & Parameters<typeof streams.text>[0] {
  const message = makeMessage({
    conversationId: 'room', author: bob, at: Date.now(),
    content: { kind: 'markdown', text: '', stream: 's', ...fields },
  })
  if (!isAnswer(message)) throw new Error('that is no answer')
  return message
}

async function piece(offset: number, text: unknown, fields: object = {}): Promise<void> {
  const frame = { type: 'stream', conversation: 'room', stream: 's', from: bob, offset, text, ...fields }
  app.server.tell(frame as unknown as ServerFrame)
  await app.pass(200)
  // Frames of the screen pass by a clock of their own.
  if (typeof requestAnimationFrame === 'function') await new Promise(resolve => requestAnimationFrame(resolve))
}

describe('an answer', () => {
  it('grows with its pieces, and is what the message says at the end', async () => {
    expect(streams.state(answer())).toBe('waiting')
    await piece(0, 'The ')
    await piece(4, 'list')
    expect(streams.text(answer())).toBe('The list')
    expect(streams.state(answer())).toBe('writing')
    const whole = answer({ text: 'Another end', ended: 'stopped' })
    expect([streams.text(whole), streams.state(whole)]).toEqual(['Another end', 'stopped'])
  })

  it('takes no piece behind a hole, none twice, and goes on with the whole', async () => {
    await piece(0, 'One ')
    await piece(8, 'three')
    expect(streams.text(answer())).toBe('One ')
    await piece(0, 'One two three')
    await piece(4, 'two ')
    expect(streams.text(answer())).toBe('One two three')
    await piece(13, '!')
    expect(streams.text(answer())).toBe('One two three!')
  })

  it('is its author\'s, in its conversation', async () => {
    await piece(0, 'no', { from: { id: 'eve', name: 'Eve' } })
    await piece(0, 'no', { conversation: 'other' })
    await piece(0, 'no', { stream: 't' })
    for (const bad of [null, 1, {}, []]) await piece(0, bad)
    await piece(-1, 'no')
    await piece(0, 'no', { from: 'bob' })
    expect(streams.text(answer())).toBe('')
  })

  it('of which nothing is heard for long has broken off, until there is more', async () => {
    await piece(0, 'a')
    await app.pass(29_000)
    expect(streams.state(answer())).toBe('writing')
    await piece(0, 'a')
    await app.pass(29_000)
    expect(streams.state(answer())).toBe('writing')
    await app.pass(1_500)
    expect(streams.state(answer())).toBe('lost')
    await piece(1, 'b')
    expect([streams.state(answer()), streams.text(answer())]).toEqual(['writing', 'ab'])
    // One of long ago.
    expect(streams.state(answer({ stream: 'old' }))).toBe('waiting')
    const old = { ...answer({ stream: 'older' }), at: Date.now() - 100_000 }
    expect(streams.state(old)).toBe('lost')
  })

  it('fills no memory', async () => {
    for (let index = 0; index < 100; index++) await piece(0, 'x', { stream: `s${index}` })
    expect(streams.text(answer({ stream: 's1' }))).toBe('')
    expect(streams.text(answer({ stream: 's99' }))).toBe('x')
    await piece(0, 'x'.repeat(100_001))
    expect(streams.text(answer())).toBe('')
  })
})

it('asks who writes it', async () => {
  const said: unknown[] = []
  app.server.instead = (frame) => {
    said.push(frame)
    return null
  }
  expect(streams.stop(answer())).toBe(true)
  expect(streams.again(answer())).toBe(true)
  expect(streams.again(makeMessage())).toBe(false)
  await app.pass()
  const asked = { type: 'stream', conversation: 'room', stream: 's', person: bob.id }
  expect(said).toEqual([{ ...asked, ask: 'stop' }, { ...asked, ask: 'again' }])
})
