// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { watch } from 'vue'
import { useConnectionStore } from '../../../store/connection'
import { useMessagesStore } from '../../../store/messages'
import { ann, text } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

let app: TestApp

beforeEach(() => {
  app = new TestApp({ rooms: ['room', 'other'] })
  app.create()
})

function stores() {
  const { pinia } = app
  return { connection: useConnectionStore(pinia), messages: useMessagesStore(pinia) }
}

describe('messages', () => {
  beforeEach(async () => {
    for (let count = 1; count <= 60; count++) app.server.says('bob', `b${count}`)
    stores().connection.open()
    await app.pass()
  })

  async function enter(id = 'room'): Promise<void> {
    stores().messages.enter(id)
    await app.pass()
  }

  function texts(id = 'room'): string[] {
    return stores().messages.view(id).messages.map(({ content }) => (content.kind === 'text' ? content.text : ''))
  }

  it('are loading, and then there', async () => {
    const { messages } = stores()
    expect(messages.view('room')).toMatchObject({ state: 'loading', messages: [] })
    messages.enter('room')
    expect(messages.view('room').state).toBe('loading')
    await app.pass()
    expect(messages.view('room')).toMatchObject({ state: 'ready', head: 60, hasEarlier: true, earlier: 'ready' })
    expect(texts()).toHaveLength(50)
  })

  it('have a limit that the server sets', () => {
    expect(stores().messages.maxLength).toBe(100)
  })

  it('are loaded page by page towards the beginning', async () => {
    const { messages } = stores()
    await enter()
    const loading = messages.loadEarlier('room')
    expect(messages.view('room').earlier).toBe('loading')
    void messages.loadEarlier('room')
    await app.pass()
    await loading
    expect(messages.view('room')).toMatchObject({ earlier: 'ready', hasEarlier: false })
    expect(texts()).toHaveLength(60)
  })

  it('that can\'t be loaded say so, and can be asked for again', async () => {
    const { messages } = stores()
    await enter()
    app.cut()
    await messages.loadEarlier('room')
    expect(messages.view('room').earlier).toBe('failed')
    app.reachable = true
    await app.pass(10_000)
    void messages.loadEarlier('room')
    await app.pass()
    expect(messages.view('room')).toMatchObject({ earlier: 'ready', hasEarlier: false })
  })

  it('are shown as soon as they are written', async () => {
    const { messages } = stores()
    await enter()
    messages.send('room', text('mine'))
    expect(messages.view('room').messages.slice(-1)).toMatchObject([{ status: 'sending', own: true, author: ann }])
    await app.pass()
    expect(messages.view('room').messages.slice(-1)).toMatchObject([{ status: 'sent', seq: 61 }])
  })

  it('that failed can be sent again or thrown away', async () => {
    const { messages } = stores()
    await enter()
    app.server.instead = frame => (frame.type === 'send'
      ? { type: 'error', id: frame.id, code: 4003, message: 'no' }
      : null)
    messages.send('room', text('one'))
    messages.send('room', text('two'))
    await app.pass()
    const [one, two] = messages.view('room').messages.slice(-2)
    if (!one || !two) throw new Error('they are gone')
    expect([one.status, two.status]).toEqual(['failed', 'failed'])
    app.server.instead = () => null
    messages.discard(one)
    messages.retry(two)
    await app.pass()
    expect(app.server.texts().slice(-1)).toEqual(['two'])
    expect(texts().slice(-2)).toEqual(['b60', 'two'])
  })

  it('of one conversation change no other\'s view, and not their own unchanged messages', async () => {
    const { messages } = stores()
    await enter('room')
    await enter('other')
    const other = messages.view('other')
    const room = messages.view('room')
    app.server.says('bob', 'new')
    await app.pass()
    expect(messages.view('other')).toBe(other)
    expect(messages.view('room')).not.toBe(room)
    expect(messages.view('room').messages.slice(0, 50).every((message, index) => message === room.messages[index]))
      .toBe(true)
  })

  it('of a burst change the view once, and wake nobody who looks elsewhere', async () => {
    const { messages } = stores()
    await enter('room')
    await enter('other')
    let changes = 0
    let elsewhere = 0
    watch(() => messages.view('room'), () => { changes += 1 }, { flush: 'sync' })
    watch(() => messages.view('other'), () => { elsewhere += 1 }, { flush: 'sync' })
    for (let count = 0; count < 100; count++) app.server.says('bob', `burst ${count}`)
    await app.pass()
    expect([changes, elsewhere]).toEqual([1, 0])
    expect(texts().slice(-1)).toEqual(['burst 99'])
  })

  it('of a conversation that nobody entered take no memory', async () => {
    app.server.says('bob', 'new', 'other')
    await app.pass()
    expect(app.engine.sync.timeline('other')).toBeUndefined()
  })
})
