/** A command-line project in TypeScript, installed by npm. */
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkMiniProgram } from '../helpers/mini-program/compile'
import { startMiniProgram } from '../helpers/mini-program/host'
import { Consumer, warnings } from '../helpers/consumer'
import { chatInBrowser, chatInMiniProgram, closeBrowser, serveBuild } from '../helpers/consumer-chat'
import { login, Stage } from '../helpers/server'
import type { WireClient } from '../helpers/wire-client'

const stage = new Stage()
let shop: Consumer
let port: number
let chatUrl: string
let grace: WireClient

beforeAll(async () => {
  port = (await stage.server()).port
  chatUrl = `ws://127.0.0.1:${port}/v1/ws`
  grace = await stage.join(port, 'Grace')
  shop = await new Consumer('vite').depend().install('npm')
})

afterAll(async () => {
  await closeBrowser()
  await stage.close()
  shop.remove()
})

it('its types hold, also those of a kind of its own', async () => {
  expect(await shop.checkTypes()).toEqual({ code: 0, output: '' })
})

it('a wrong property, event, content or option is told', async () => {
  shop.edit('src/wrong.ts', () => `import { createChatKit, useMessagesStore } from 'uni-chat-kit'
createChatKit({ url: 'wss://example.com', getToken: 5 })
useMessagesStore().send('general', { kind: 'voucher', code: 1, cents: 2 })
`)
  shop.edit('src/pages/chat/chat.vue', text => text
    .replace('conversation-id="general"', ':conversation-id="5"')
    .replace('open(message: Message)', 'open(message: Date)')
    .replace('message.key', 'String(message)'))
  const { code, output } = await shop.checkTypes()
  expect(code).not.toBe(0)
  const told = [...output.matchAll(/^(src\S+)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`)
  expect(told.filter(place => place.startsWith('src/wrong.ts'))).toEqual(['src/wrong.ts:2', 'src/wrong.ts:3'])
  expect(told.filter(place => place.startsWith('src/pages/chat/chat.vue'))).toHaveLength(2)
  expect(told).toHaveLength(4)
  shop.edit('src/wrong.ts', () => '')
  shop.edit('src/pages/chat/chat.vue', text => text
    .replace(':conversation-id="5"', 'conversation-id="general"')
    .replace('open(message: Date)', 'open(message: Message)'))
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
  expect(shop.built('mp-weixin')).toContain('node-modules/uni-chat-kit/components/chat-room/chat-room.wxml')
  expect(checkMiniProgram(shop.out('mp-weixin')).filter(({ level }) => level === 'error')).toEqual([])
  // Before the phone's functions take the place of Node's.
  const { token } = await login(port, 'Bob')
  const app = startMiniProgram(shop.out('mp-weixin'))
  await chatInMiniProgram(app, token, grace)
  expect(app.sockets.openNow).toBe(1)
  expect(app.errors).toEqual([])
  app.stop()
})

it('chats from the dev server for H5 too, where every store is there once', async () => {
  const dev = spawn(process.execPath, [shop.cli, '-p', 'h5', '--host', '127.0.0.1', '--port', '0'], {
    cwd: shop.root, env: { ...shop.env, VITE_CHAT_URL: chatUrl },
  })
  let output = ''
  const address = await new Promise<string>((done, fail) => {
    for (const stream of [dev.stdout, dev.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(stripVTControlCharacters(output))
        if (found) done(found[0])
      })
    }
    dev.once('exit', () => fail(new Error(output)))
  })
  const errors: string[] = []
  await chatInBrowser(address, port, grace, errors)
  dev.removeAllListeners('exit').kill()
  expect(errors.filter(text => !text.includes('[vite]'))).toEqual([])
})
