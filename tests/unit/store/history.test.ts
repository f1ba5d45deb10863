// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { ClientFrame } from '../../../src/protocols/native/wire'
import { useConnectionStore } from '../../../store/connection'
import { useHistoryStore } from '../../../store/history'
import { useMessagesStore } from '../../../store/messages'
import { text } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

let app: TestApp
let history: ReturnType<typeof useHistoryStore>
let messages: ReturnType<typeof useMessagesStore>

beforeEach(async () => {
  app = new TestApp()
  app.create()
  for (let count = 1; count <= 400; count++) app.server.says('bob', `said ${count}`)
  useConnectionStore(app.pinia).open()
  await app.pass()
  history = useHistoryStore(app.pinia)
  messages = useMessagesStore(app.pinia)
  messages.enter('room')
  await app.pass()
})

async function done<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  await app.pass(200)
  return promise
}

const part = () => history.part('room')
const seqs = (): (number | null)[] => (part()?.messages ?? messages.view('room').messages).map(({ seq }) => seq)
const saying = (seq: number) => part()?.messages.find(message => message.seq === seq)?.content

/** Answers a command instead of the server. */
function answer(type: ClientFrame['type'], value: object): void {
  app.server.instead = frame => (frame.type === type && 'id' in frame ? { ...value, id: frame.id } as never : null)
}

describe('a jump', () => {
  it('to what is shown shows nothing else', async () => {
    expect((await done(history.jump('room', 390)))?.seq).toBe(390)
    expect(part()).toBeUndefined()
  })

  it('to what isn\'t loaded shows the part around it, and both directions load on', async () => {
    expect((await done(history.jump('room', 150)))?.content).toEqual(text('said 150'))
    expect([seqs()[0], seqs().at(-1), seqs().length]).toEqual([100, 199, 100])
    expect(part()).toMatchObject({ hasEarlier: true, earlier: 'ready', later: 'ready' })
    await done(history.loadEarlier('room'))
    await done(history.loadLater('room'))
    expect([seqs()[0], seqs().at(-1), seqs().length]).toEqual([50, 249, 200])
    await done(history.loadEarlier('room'))
    expect(part()).toMatchObject({ hasEarlier: false })
  })

  it('back to the newest', async () => {
    await done(history.jump('room', 150))
    history.leave('room')
    expect(part()).toBeUndefined()
    expect(seqs().at(-1)).toBe(400)
  })

  it('near the newest becomes one with it, without a hole', async () => {
    await done(history.jump('room', 300))
    expect(seqs().at(-1)).toBe(349)
    await done(history.loadLater('room'))
    expect(part()).toBeUndefined()
    expect(seqs()).toEqual(Array.from({ length: 151 }, (_, index) => 250 + index))
    await done(messages.loadEarlier('room'))
    expect(seqs()[0]).toBe(200)
  })

  it('meets the newest at once where it lies close', async () => {
    await done(history.jump('room', 340))
    expect(part()).toBeUndefined()
    expect([seqs()[0], seqs().at(-1)]).toEqual([290, 400])
  })

  it('shows what is said of its messages meanwhile', async () => {
    await done(history.jump('room', 150))
    app.server.store('room', 'bob', 'e1', { type: 'edit', target: 150, content: { kind: 'text', text: 'edited' } })
    app.server.store('room', 'bob', 'e2', { type: 'recall', target: 151 })
    app.server.store('room', 'cem', 'e3', { type: 'react', target: 152, emoji: '+', on: true, count: 1 })
    await app.pass()
    expect(saying(150)).toEqual(text('edited'))
    expect(saying(151)).toMatchObject({ kind: 'recalled' })
    expect(part()?.messages.find(({ seq }) => seq === 152)?.reactions).toMatchObject([{ emoji: '+', count: 1 }])
    expect(saying(153)).toEqual(text('said 153'))
    // What is fetched later and met again changes nothing twice.
    for (let turn = 0; turn < 5; turn++) await done(history.loadLater('room'))
    expect(part()).toBeUndefined()
    expect(messages.view('room').messages.find(({ seq }) => seq === 152)?.reactions).toMatchObject([{ count: 1 }])
  })

  it('leaves the part when the log is reset, or somebody signs out', async () => {
    await done(history.jump('room', 150))
    app.server.resetLog('room', 'e2')
    app.cut()
    app.reachable = true
    await app.pass(20_000)
    expect(part()).toBeUndefined()
  })

  it('says when it can\'t load on, and can be asked again', async () => {
    await done(history.jump('room', 150))
    app.cut()
    await done(history.loadLater('room'))
    expect(part()).toMatchObject({ later: 'failed', messages: { length: 100 } })
    app.reachable = true
    await app.pass(20_000)
    await done(history.loadLater('room'))
    expect(part()).toMatchObject({ later: 'ready', messages: { length: 150 } })
  })

  it('fails without a connection', async () => {
    app.cut()
    await expect(done(history.jump('room', 10))).rejects.toMatchObject({ code: 2001 })
    expect(part()).toBeUndefined()
  })
})

describe('messages that are hidden', () => {
  it('go from what is shown, here and by another device', async () => {
    answer('hide', { type: 'hidden', conversation: 'room', seqs: [399], epoch: 'e1.0.1' })
    const [gone] = messages.view('room').messages.filter(({ seq }) => seq === 399)
    await done(history.hide('room', gone ? [gone] : []))
    expect(seqs().slice(-2)).toEqual([398, 400])
    app.server.tell({ type: 'hidden', conversation: 'room', seqs: [400, 398], epoch: 'e1.0.3' })
    await app.pass()
    expect(seqs().at(-1)).toBe(397)
  })

  it('go from a part', async () => {
    await done(history.jump('room', 150))
    app.server.tell({ type: 'hidden', conversation: 'room', seqs: [150], epoch: 'e1.0.1' })
    await app.pass()
    expect(saying(150)).toBeUndefined()
    expect(saying(151)).toEqual(text('said 151'))
  })

  it.each([{}, { conversation: 'room' }, { conversation: 7, seqs: [1] }, { conversation: 'room', seqs: 'all' }])(
    'are none where it can\'t be read: %j', async (value) => {
      app.server.tell({ type: 'hidden', ...value } as never)
      await app.pass()
      expect(seqs().length).toBe(50)
    })
})

describe('what is asked for', () => {
  const event = { seq: 3, type: 'message', id: 'm', from: { id: 'bob', name: 'Bob' }, at: 1, content: text('hi') }

  it('pins', async () => {
    answer('pins', { type: 'pins', conversation: 'room', events: [event, null] })
    expect(await done(history.pins('room'))).toMatchObject([{ seq: 3, author: { id: 'bob' } }])
  })

  it('versions', async () => {
    const versions = [{ at: 1, content: text('a') }, { at: 'x' }, { at: 2, content: text('b') }]
    answer('edits', { type: 'edits', conversation: 'room', seq: 3, versions })
    expect(await done(history.edits('room', 3))).toEqual([versions[0], versions[2]])
  })

  it('messages by their words', async () => {
    answer('search', { type: 'found', hits: [{ conversation: 'room', event }, { conversation: 'room' }], more: 'n' })
    expect(await done(history.search('hi'))).toMatchObject({
      hits: [{ conversationId: 'room', entry: { seq: 3 } }], more: 'n',
    })
  })

  it('that can\'t be read', async () => {
    answer('search', { type: 'found', hits: 'many' })
    await expect(done(history.search('hi'))).rejects.toMatchObject({ name: 'ChatError', code: 2004 })
  })
})
