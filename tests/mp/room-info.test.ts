/** The built mini-program: a group, all about it, a profile, who types and who has read, against the real server. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'
import type { MiniPage } from '../helpers/mini-program/page'
import { Stage } from '../helpers/server'
import { contentOf, type WireClient } from '../helpers/wire-client'

const stage = new Stage()
let app: MiniProgram
/** Somebody who uses another client. */
let grace: WireClient
let groupId: string

beforeAll(async () => {
  const { port } = await stage.server()
  grace = await stage.join(port, 'Grace')
  app = startMiniProgram('dist/build/mp-weixin')
  // The build knows its server's address from build time: this is the phone's name service.
  for (const name of ['connectSocket', 'request']) {
    const real = app.wx[name] as (options: { url: string }) => unknown
    app.stub(name, (options: { url: string }) => real({ ...options, url: options.url.replace(/:8787\//, `:${port}/`) }))
  }
  await app.open('pages/sign-in/sign-in')
  const page = await app.waitForPage('pages/sign-in/sign-in')
  await page.input('wx-input', 'Ada')
  await page.tap('.sign-in__enter')
})

afterAll(async () => {
  app.stop()
  await stage.close()
})

const option = (page: MiniPage, label: string) =>
  page.findAll('.chat-option').find(one => one.textContent?.includes(label)) ?? label

it('makes a group of who is picked', async () => {
  const list = await app.waitForPage('pages/conversations/conversations')
  await list.tap('.home__button')
  const people = await app.waitForPage('pages/people/people')
  await people.tap('.chat-option')
  const page = await app.waitForPage('pages/new-group/new-group')
  await page.waitForText('Grace')
  await page.tap('.chat-people__row')
  await page.tap('.new-group__make')
  const { conversation } = await grace.take('conversation', ({ conversation: { title } }) => title === 'Ada, Grace')
  groupId = conversation.id
  const room = await app.waitForPage('pages/room/room')
  await room.waitForText('Ada, Grace')
})

it('shows who types in the head, and tells that one types', async () => {
  const room = app.current()
  grace.send({ type: 'typing', conversation: groupId, on: true })
  await room.waitForText('Grace正在输入…')
  grace.send({ type: 'typing', conversation: groupId, on: false })
  await room.waitForText('2 位成员')
  await room.input('wx-textarea', 'hello')
  expect(await grace.take('typing')).toMatchObject({ conversation: groupId, on: true, from: { name: 'Ada' } })
})

it('counts who has read, and lists them', async () => {
  const room = app.current()
  await room.tap('.chat-composer__send')
  const { event } = await grace.take('event', told => contentOf(told.event)?.text === 'hello')
  await grace.read(event.seq, groupId)
  await room.waitForText('全部已读')
  await room.tap('.chat-bubble__readers')
  await room.waitForText('已读（1）')
  await room.tap('.chat-layer__back')
})

it('changes the group, and shows a member', async () => {
  await app.current().tap('.chat-head__main')
  const info = await app.waitForPage('pages/room-info/room-info')
  await info.waitFor(() => info.findAll('.chat-info__person').length === 3, 'two members and a button')
  await info.tap(option(info, '群聊名称'))
  await info.input('wx-input', 'Picnic')
  await info.tap('.chat-edit__save')
  await grace.take('event', ({ event }) => event.type === 'change' && event.title === 'Picnic')
  await info.waitFor(() => info.find('.chat-info__title')?.textContent === 'Picnic', 'the title')

  await info.tap(option(info, '消息免打扰'))
  await info.waitFor(() => info.findAll('.chat-option__switch--on').length === 1, 'the switch')

  await info.tap(option(info, '查看全部成员'))
  await info.waitFor(() => info.findAll('.chat-people__row').length === 2, 'both')
  expect(info.findAll('.chat-people__row')[0]?.textContent).toContain('群主')
  await info.tap('.chat-people__row')
  const profile = await app.waitForPage('pages/person/person')
  await profile.waitForText('Ada')
})

it('logged no error', () => {
  expect(app.errors).toEqual([])
})
