/** A project as HBuilderX makes it, in JavaScript and without package.json, with the plugin in `uni_modules`. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkMiniProgram } from '../helpers/mini-program/compile'
import { startMiniProgram } from '../helpers/mini-program/host'
import { Consumer, warnings } from '../helpers/consumer'
import { chatInBrowser, chatInMiniProgram, closeBrowser, serveBuild } from '../helpers/consumer-chat'
import { login, Stage } from '../helpers/server'
import type { WireClient } from '../helpers/wire-client'

const stage = new Stage()
const shop = new Consumer('hbuilderx', '.', '.').plug()
let port: number
let chatUrl: string
let grace: WireClient

beforeAll(async () => {
  port = (await stage.server()).port
  chatUrl = `ws://127.0.0.1:${port}/v1/ws`
  grace = await stage.join(port, 'Grace')
})

afterAll(async () => {
  await closeBrowser()
  await stage.close()
  shop.remove()
})

it('builds for H5 without a warning, and chats in Chromium', async () => {
  expect(warnings(await shop.build('h5', chatUrl))).toEqual([])
  const errors: string[] = []
  const server = await serveBuild(shop.out('h5'))
  await chatInBrowser(server.address, port, grace, errors)
  server.close()
  expect(errors).toEqual([])
})

it('builds for WeChat without a warning, and chats in the harness', async () => {
  expect(warnings(await shop.build('mp-weixin', chatUrl))).toEqual([])
  expect(checkMiniProgram(shop.out('mp-weixin')).filter(({ level }) => level === 'error')).toEqual([])
  // Before the phone's functions take the place of Node's.
  const { token } = await login(port, 'Bob')
  const app = startMiniProgram(shop.out('mp-weixin'))
  await chatInMiniProgram(app, token, grace)
  expect(app.sockets.openNow).toBe(1)
  expect(app.errors).toEqual([])
  app.stop()
})
