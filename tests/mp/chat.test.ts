/**
 * The built mini-program (`dist/build/mp-weixin`, as it is) chats with the real server, over real sockets.
 *
 * What this proves: the build starts without the globals that phones lack, its templates compile with WeChat's own
 * compiler, pages, components and stores work together on uni-app's mini-program runtime, and what one side sends, the
 * other receives. What it can't prove: anything about layout, keyboards, real inputs, timing between WeChat's two
 * threads, or what WeChat changed after 2020. The whole list is in `tests/helpers/mini-program/host.ts`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkMiniProgram } from '../helpers/mini-program/compile'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import { Stage, until } from '../helpers/server'
import { hardTexts } from '../helpers/texts'
import { contentOf, type WireClient } from '../helpers/wire-client'

const build = 'dist/build/mp-weixin'
const stage = new Stage()
let port: number
let app: MiniProgram
/** Somebody who uses another client. */
let grace: WireClient
/** The conversation of the two. */
let directId: string

beforeAll(async () => {
  const server = await stage.server()
  port = server.port
  grace = await stage.join(port, 'Grace')
  app = startMiniProgram(build)
  // The build knows its server's address from build time: this is the phone's name service.
  for (const name of ['connectSocket', 'request']) {
    const real = app.wx[name] as (options: { url: string }) => unknown
    app.stub(name, (options: { url: string }) => real({ ...options, url: options.url.replace(/:8787\//, `:${port}/`) }))
  }
})

afterAll(async () => {
  app.stop()
  await stage.close()
})

/** The texts of the messages on a page. */
function texts(page: MiniPage): string[] {
  return page.findAll('.chat-bubble__text').map(node =>
    [...node.childNodes].filter(child => child.nodeName !== 'WX-VIEW').map(child => child.textContent).join(''))
}

async function signIn(name: string): Promise<MiniPage> {
  const page = app.current()
  await page.input('wx-input', name)
  await page.tap('.sign-in__enter')
  return app.waitForPage('pages/conversations/conversations')
}

async function say(page: MiniPage, text: string): Promise<void> {
  await page.input('wx-textarea', text)
  await page.tap('.chat-composer__send')
}

describe('the built mini-program', () => {
  it('compiles with WeChat\'s compilers', () => {
    expect(checkMiniProgram(build).filter(problem => problem.level === 'error')).toEqual([])
  })

  it('asks who one is before it connects', async () => {
    await app.open('pages/conversations/conversations')
    const page = await app.waitForPage('pages/sign-in/sign-in')
    await page.waitForText('uni-chat-kit')
    expect(app.sockets.opened).toBe(0)
  })

  it('signs in, connects and lists the conversations', async () => {
    await grace.say('hello from elsewhere')
    const list = await signIn('Ada')
    await list.waitForText('加入了群聊')
    await list.waitForText('Ada，您好')
    expect(app.sockets.openNow).toBe(1)
  })

  it('shows what another client sends, and sends what the other receives', async () => {
    const general = app.current().findAll('.chat-cell').find(cell => cell.textContent?.includes('General'))
    await app.current().tap(general ?? '')
    const room = await app.waitForPage('pages/room/room')
    await room.waitFor(() => texts(room).includes('hello from elsewhere'), 'the history')

    await grace.say('can you hear me?')
    await room.waitFor(() => texts(room).at(-1) === 'can you hear me?', 'a new message')
    expect(room.findAll('.chat-message__name').at(-1)?.textContent).toBe('Grace')

    await say(room, 'loud and clear')
    const event = await grace.take('event', ({ event: { from, type } }) => from.name === 'Ada' && type === 'message')
    expect(contentOf(event.event)).toEqual({ kind: 'text', text: 'loud and clear' })
    await room.waitFor(() => room.findAll('.chat-message--own .chat-icon--check').length === 1, 'the acknowledgement')
    expect(texts(room)).toEqual(['hello from elsewhere', 'can you hear me?', 'loud and clear'])
  })

  it('shows and sends text as it is', async () => {
    const room = app.current()
    for (const text of Object.values(hardTexts)) {
      await grace.say(text)
      await room.waitFor(() => texts(room).at(-1) === text, `to show ${text.slice(0, 40)}`)
      await say(room, text)
      const sent = await grace.take('event', ({ event }) =>
        event.from.name === 'Ada' && contentOf(event)?.text === text)
      expect(contentOf(sent.event)).toEqual({ kind: 'text', text })
    }
  })

  it('keeps one socket over all pages, and reads what is on screen', async () => {
    app.stack.back(1)
    const list = await app.waitForPage('pages/conversations/conversations')
    await list.tap('.home__button')
    const people = await app.waitForPage('pages/people/people')
    await people.waitForText('Grace')
    await people.tap('.chat-people__row')
    const room = await app.waitForPage('pages/room/room')
    await say(room, 'just us')
    const direct = await grace.take('event', ({ event }) => contentOf(event)?.text === 'just us')
    expect(direct.conversation).not.toBe('general')
    expect(app.sockets.opened).toBe(1)

    await grace.say('a secret', direct.conversation)
    await room.waitFor(() => texts(room).at(-1) === 'a secret', 'the answer')
    // Another device of the same person knows that it was read here.
    await until(async () => {
      const { welcome } = await stage.join(port, 'Ada')
      return welcome.conversations.find(({ id }) => id === direct.conversation)?.unread === 0
    })
    directId = direct.conversation
  })

  it('comes back after WeChat cut its socket in the background, and catches up', async () => {
    const room = app.current()
    app.hide()
    app.sockets.cutAll(1000, 'interrupted')
    await until(() => app.sockets.openNow === 0)
    await grace.say('while you were away', directId)
    await say(room, 'written meanwhile')
    app.show()
    await grace.take('event', ({ event }) => contentOf(event)?.text === 'written meanwhile')
    await room.waitFor(() => room.findAll('.chat-icon--clock').length === 0, 'the acknowledgement')
    expect(texts(room)).toEqual(['just us', 'a secret', 'while you were away', 'written meanwhile'])
    expect(app.sockets.openNow).toBe(1)
  })

  it('logged no error', () => {
    expect(app.errors).toEqual([])
  })
})
