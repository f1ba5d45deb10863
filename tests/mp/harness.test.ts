import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { canCompile, checkMiniProgram } from '../helpers/mini-program/compile'
import { startMiniProgram } from '../helpers/mini-program/host'
import type { MiniProgram } from '../helpers/mini-program/host'
import { DeviceRealm } from '../helpers/mini-program/realm'
import { Requests } from '../helpers/mini-program/request'
import { Sockets } from '../helpers/mini-program/socket'
import { HostStorage } from '../helpers/mini-program/storage'
import { waitFor } from '../helpers/mini-program/wait'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mini-program-'))
let server: http.Server
let echo: WebSocketServer
let port = 0

function write(files: Record<string, string>, below = ''): string {
  const root = path.join(folder, below)
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    fs.writeFileSync(path.join(root, name), text)
  }
  return root
}

beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (request.url === '/never') return
    let body = ''
    request.on('data', (chunk: Buffer) => { body += chunk.toString() })
    request.on('end', () => {
      const { method, url, headers } = request
      response.writeHead(url === '/missing' ? 404 : 200, { 'X-Kind': 'test' })
      response.end(url === '/text' ? 'plain' : JSON.stringify({ method, url, body, type: headers['content-type'] }))
    })
  })
  echo = new WebSocketServer({ server })
  echo.on('connection', (socket) => {
    socket.on('message', (data, binary) => {
      if (data.toString() === 'bye') socket.close(4002, 'thrown out')
      else socket.send(data, { binary })
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  for (const client of echo.clients) client.terminate()
  echo.close()
  server.closeAllConnections()
  server.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

describe('sockets', () => {
  const sockets = new Sockets()
  afterEach(() => sockets.reset())

  function open(url = `ws://127.0.0.1:${port}`): { task: ReturnType<Sockets['connect']>, log: unknown[] } {
    const log: unknown[] = []
    const task = sockets.connect({ url, complete: (result: { errMsg: string }) => { log.push(result.errMsg) } })
    task.onOpen(() => { log.push('open') })
    task.onMessage((payload) => { log.push((payload as { data: unknown }).data) })
    task.onError(() => { log.push('error') })
    task.onClose((payload) => { log.push(payload) })
    return { task, log }
  }

  test('carry text as strings and bytes as ArrayBuffers', async () => {
    const { task, log } = open()
    expect('readyState' in task).toBe(false)
    await waitFor(() => log.includes('open'), 'open')
    expect([sockets.opened, sockets.openNow]).toEqual([1, 1])
    task.send({ data: 'hällo' })
    task.send({ data: new Uint8Array([1, 2, 3]).buffer })
    await waitFor(() => log.length === 4, 'two echoes')
    expect(log.slice(0, 3)).toEqual(['connectSocket:ok', 'open', 'hällo'])
    expect(new Uint8Array(log[3] as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 3]))
  })

  test('close with a code and reason from either side', async () => {
    const mine = open()
    const theirs = open()
    await waitFor(() => sockets.openNow === 2, 'open')
    mine.task.close({ code: 4001, reason: 'enough' })
    theirs.task.send({ data: 'bye' })
    await waitFor(() => sockets.openNow === 0, 'closed')
    expect(mine.log.at(-1)).toEqual({ code: 4001, reason: 'enough' })
    expect(theirs.log.at(-1)).toEqual({ code: 4002, reason: 'thrown out' })
  })

  test('refuse a bad url, a sixth socket, and sending before they are open', async () => {
    const bad = open('http://127.0.0.1')
    const five = Array.from({ length: 5 }, () => open())
    const sixth = open()
    const answers: string[] = []
    five[0]?.task.send({ data: 'early', fail: (result: { errMsg: string }) => { answers.push(result.errMsg) } })
    await waitFor(() => sockets.openNow === 5 && answers.length === 1, 'five open')
    expect(bad.log).toEqual([expect.stringMatching(/^connectSocket:fail invalid url/)])
    expect(sixth.log).toEqual([expect.stringMatching(/^connectSocket:fail exceed/)])
    expect(answers).toEqual([expect.stringContaining('readyState is not OPEN')])
  })

  test('tell of an error and then of the close when nobody answers', async () => {
    const { log } = open('ws://127.0.0.1:1')
    await waitFor(() => log.length === 3, 'error and close')
    expect(log).toEqual(['connectSocket:ok', 'error', { code: 1006, reason: '' }])
  })

  test('close before they have connected', async () => {
    const { task, log } = open()
    task.close({ code: 4003, reason: 'never mind' })
    await waitFor(() => log.length === 2, 'close')
    expect(log[1]).toEqual({ code: 4003, reason: 'never mind' })
    expect(sockets.opened).toBe(0)
  })

  test('are cut as in the background, once', async () => {
    const { log } = open()
    await waitFor(() => sockets.openNow === 1, 'open')
    sockets.cutAll()
    expect(log.at(-1)).toEqual({ code: 1006, reason: 'interrupted' })
    await waitFor(() => echo.clients.size === 0, 'the server lost it')
    expect(log.filter((entry) => typeof entry === 'object')).toHaveLength(1)
  })

  test('say that sending succeeded with the network gone', async () => {
    const { task, log } = open()
    await waitFor(() => sockets.openNow === 1, 'open')
    sockets.silent = true
    const answer = await new Promise((resolve) => { task.send({ data: 'lost', success: resolve, fail: resolve }) })
    expect(answer).toEqual({ errMsg: 'sendSocketMessage:ok' })
    task.close()
    expect(log).toEqual(['connectSocket:ok', 'open'])
  })
})

describe('requests', () => {
  const requests = new Requests()
  afterEach(() => requests.reset())

  function call(options: Partial<Parameters<Requests['request']>[0]>, path = '/x'): Promise<Record<string, unknown>> {
    const url = `http://127.0.0.1:${port}${path}`
    return new Promise((resolve) => { requests.request({ url, ...options, complete: resolve }) })
  }

  test('put data into the query or the body', async () => {
    const got = await call({ data: { q: 'a b', n: 1 } })
    expect(got).toMatchObject({ errMsg: 'request:ok', statusCode: 200, data: { method: 'GET', url: '/x?q=a+b&n=1' } })
    expect((got.header as Record<string, string>)['X-Kind']).toBe('test')
    const posted = await call({ method: 'POST', data: { text: 'ü' } })
    expect(posted.data).toMatchObject({ body: '{"text":"ü"}', type: 'application/json' })
  })

  test('succeed with any status and any text', async () => {
    expect(await call({}, '/missing')).toMatchObject({ errMsg: 'request:ok', statusCode: 404 })
    expect(await call({}, '/text')).toMatchObject({ errMsg: 'request:ok', data: 'plain' })
  })

  test('fail when they time out, are aborted, or go nowhere', async () => {
    expect(await call({ timeout: 20 }, '/never')).toMatchObject({ errMsg: 'request:fail timeout' })
    const aborted = call({}, '/never')
    expect(requests.pending).toBe(1)
    requests.reset()
    expect(await aborted).toMatchObject({ errMsg: 'request:fail abort' })
    const refused = await call({ url: 'http://127.0.0.1:1/' })
    expect(refused.errMsg).toMatch(/^request:fail /)
    const unknown = await call({ method: 'PATCH' })
    expect(unknown.errMsg).toContain('invalid method')
  })
})

test('storage keeps copies and has an end', () => {
  const storage = new HostStorage()
  const value = { list: [1] }
  expect(storage.set('a', value)).toBeUndefined()
  value.list.push(2)
  expect(storage.get('a')).toEqual({ list: [1] })
  expect(storage.get('b')).toBe('')
  storage.limits.all = 20
  expect(storage.set('b', 'x'.repeat(20))).toContain('exceed')
  expect(storage.keys()).toEqual(['a'])
})

test('waiting ends with the message and the last error', async () => {
  await expect(waitFor(() => { throw new Error('inner') }, 'outer', 20)).rejects.toThrow(/20 ms: outer.*inner/)
})

describe('the device realm', () => {
  test('hides what devices lack, and keeps the language and the timers', () => {
    const root = write({
      'a.js': `const names = ['fetch', 'URL', 'TextDecoder', 'window', 'document', 'crypto', 'process', 'Buffer']
        exports.bare = [typeof fetch, typeof URL, typeof TextDecoder, typeof window, typeof document, typeof crypto,
          typeof process, typeof Buffer]
        exports.onGlobal = names.map(name => typeof globalThis[name] + (name in global))
        exports.kept = [typeof setTimeout, typeof Promise, typeof Uint8Array, typeof globalThis.setTimeout]
        exports.same = require('./lib/b') === require('/lib/b.js')`,
      'lib/b.js': 'const URL = class {}; module.exports = new URL()'
    }, 'realm')
    const seen = new DeviceRealm(root).run(path.join(root, 'a.js')) as Record<string, unknown>
    expect(seen.bare).toEqual(Array(8).fill('undefined'))
    expect(seen.onGlobal).toEqual(Array(8).fill('undefinedfalse'))
    expect(seen.kept).toEqual(Array(4).fill('function'))
    expect(seen.same).toBe(true)
  })

  test('has no modules but the build\'s own', () => {
    const root = write({ 'c.js': 'require(\'node:fs\')', 'd.js': 'require(\'../realm/a\')' }, 'alone')
    expect(() => new DeviceRealm(root).run(path.join(root, 'c'))).toThrow('is not defined')
    expect(() => new DeviceRealm(root).run(path.join(root, 'd'))).toThrow('is not defined')
  })
})

describe.skipIf(!canCompile())('a small mini-program', () => {
  const log: string[] = []
  let app: MiniProgram

  const page = (name: string, rest = ''): string => `wx.note('file ${name}')
    Component({ properties: { who: String }, data: { n: 0 }, methods: {
      onLoad(query) { wx.note('${name} load ' + JSON.stringify(query)) },
      onShow() { wx.note('${name} show') }, onHide() { wx.note('${name} hide') },
      onUnload() { wx.note('${name} unload') }, ${rest}
    } })`

  beforeAll(() => {
    const uses = '{"usingComponents":{"my-row":"/row"}}'
    const root = write({
      'app.json': '{"pages":["a","b"]}',
      'app.js': `App({ onLaunch() { wx.note('launch') }, onShow() { wx.note('app show') },
        onHide() { wx.note('app hide') } })`,
      'a.js': page('a', `more() { this.setData({ n: this.data.n + 1 }) }, go() { wx.navigateTo({ url: 'b?who=you%20',
        events: { hi: text => this.setData({ n: text }) }, complete: r => wx.note(r.errMsg) }) }`),
      'a.json': uses,
      'a.wxml': '<view>n={{n}}<button bindtap="more">More</button><my-row wx:if="{{n}}" label="r{{n}}"/>' +
        '<button class="go" bindtap="go">Go on</button><input value="{{n}}"/></view>',
      'b.js': page('b', `back() { this.getOpenerEventChannel().emit('hi', 7); wx.navigateBack({}) }`),
      'b.json': uses,
      'b.wxml': '<view>for {{who}}<my-row label="x"/><button bindtap="back">Back</button></view>',
      'row.json': '{"component":true}',
      'row.js': `wx.note('file row')
        Component({ properties: { label: String }, lifetimes: { ready() { wx.note('row ready') } } })`,
      'row.wxml': '<view class="row">{{label}}</view>'
    }, 'small')
    app = startMiniProgram(root, { wx: { note: (text: string) => { log.push(text) } } })
  })
  afterAll(() => app.stop())

  test('starts, renders and counts setData', async () => {
    expect(log.splice(0)).toEqual(['launch', 'app show'])
    const a = await app.open('a', { who: 'me' })
    expect(log.splice(0)).toEqual(['file row', 'file a', 'a load {"who":"me"}', 'a show'])
    app.setData.reset()
    await a.tap('More')
    expect(a.text()).toContain('n=1')
    expect(a.find('.row')?.textContent).toBe('r1')
    expect(a.attr('wx-input', 'value')).toBe(1)
    expect(log.splice(0)).toEqual(['row ready'])
    expect(app.setData.byOwner()).toEqual({ a: { calls: 1, bytes: '{"n":1}'.length } })
    expect(app.setData.largest).toBe(7)
    await expect(a.tap('Nothing of the kind')).rejects.toThrow('n=1')
  })

  test('goes over pages and back, as WeChat orders it', async () => {
    const a = await app.open('a')
    log.length = 0
    await a.tap('.go')
    const b = await app.waitForPage('b')
    expect(b.text()).toContain('for you%20')
    // The component's file has run for the other page already.
    const order = ['a hide', 'file b', 'b load {"who":"you%20"}', 'b show', 'row ready', 'navigateTo:ok']
    expect(log.splice(0)).toEqual(order)
    await b.tap('Back')
    expect(await app.waitForPage('a')).toBe(a)
    expect(a.text()).toContain('n=7')
    // The page below has rendered its new row while it was hidden.
    expect(log.splice(0)).toEqual(['row ready', 'b unload', 'a show'])
    app.hide()
    app.show()
    expect(log).toEqual(['a hide', 'app hide', 'app show', 'a show'])
    expect(app.errors).toEqual([])
  })

  test('is checked by the official compilers', () => {
    const root = write({ 'bad.wxml': '<view><text></view>', 'good.wxml': '<view/>', 'good.wxss': '.a { color: red }',
      'part.wxss': '* { color: red }', 'part.json': '{"component":true}' }, 'broken')
    const problems = checkMiniProgram(root)
    expect(problems.filter((problem) => problem.level === 'error').map((problem) => problem.file)).toContain('bad.wxml')
    expect(problems.some((problem) => problem.file.startsWith('good'))).toBe(false)
  })
})
