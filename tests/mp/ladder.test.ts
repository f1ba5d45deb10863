/** The built mini-program on a network that blocks WebSocket: it chats over chunked requests. See `chat.test.ts`. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import { Stage } from '../helpers/server'
import { contentOf, type WireClient } from '../helpers/wire-client'

const stage = new Stage()
let app: MiniProgram
let grace: WireClient

beforeAll(async () => {
  const server = await stage.server()
  grace = await stage.join(server.port, 'Grace')
  app = startMiniProgram('dist/build/mp-weixin')
  // The build knows its server's address from build time. Nobody answers WebSockets here, as behind a proxy.
  for (const [name, port] of [['request', server.port], ['connectSocket', 1]] as const) {
    const real = app.wx[name] as (options: { url: string }) => unknown
    app.stub(name, (options: { url: string }) => real({ ...options, url: options.url.replace(/:8787\//, `:${port}/`) }))
  }
})

afterAll(async () => {
  app.stop()
  await stage.close()
})

it('connects, shows what another sends, and sends what the other receives', async () => {
  await app.open('pages/sign-in/sign-in')
  await app.current().input('wx-input', 'Ada')
  await app.current().tap('.sign-in__enter')
  const list = await app.waitForPage('pages/conversations/conversations')
  await list.waitForText('General', 15_000)
  await list.waitForText('客服')
  await list.tap(list.findAll('.chat-cell').find(cell => cell.textContent?.includes('General')) ?? '')
  const room = await app.waitForPage('pages/room/room')

  await grace.say('can you hear me?')
  await room.waitForText('can you hear me?')
  await room.input('wx-textarea', 'even here')
  await room.tap('.chat-composer__send')
  const { event } = await grace.take('event', ({ event: { from, type } }) => from.name === 'Ada' && type === 'message')
  expect(contentOf(event)).toEqual({ kind: 'text', text: 'even here' })
  expect(app.sockets.openNow).toBe(0)
  expect(app.errors).toEqual([])
})
