/** The kit's own `request`, as it is compiled for H5 (with Node's fetch) and for mini-programs (with `wx.request`). */
import { readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { transform } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { HttpListener, HttpRequest, Platform } from '../../../src/platform/types'
import { request as miniProgram } from '../../../src/platform/request'
import { longPolling } from '../../../src/transports/long-polling'
import { sse } from '../../../src/transports/sse'
import { utf8Decoder } from '../../../src/transports/utf8'
import { Requests } from '../../helpers/mini-program/request'
import { NodePlatform } from '../../helpers/node-platform'
import { login, Stage, until } from '../../helpers/server'
import { contentOf } from '../../helpers/wire-client'
import { LinkClient } from './client'

const stage = new Stage()
const requests = new Requests()
let echo: http.Server
let base: string
/** Requests that the server sees as open. */
const open = new Set<http.IncomingMessage>()
let h5: Platform['request']

/** This file is compiled for mini-programs, as all tests of this kind: the other way is made by hand. */
async function compiledForH5(): Promise<Platform['request']> {
  const uni = createRequire(resolve('package.json'))('@dcloudio/uni-cli-shared') as {
    initPreContext(platform: string): void
    preJs(code: string): string
  }
  uni.initPreContext('h5')
  const source = uni.preJs(readFileSync(resolve('src/platform/request.ts'), 'utf8'))
  uni.initPreContext('mp-weixin')
  expect(source).not.toContain('uni.request({')
  const file = stage.file('request.mjs')
  writeFileSync(file, (await transform(source, { loader: 'ts' })).code)
  return (await import(/* @vite-ignore */ file) as { request: Platform['request'] }).request
}

beforeAll(async () => {
  echo = http.createServer((incoming, response) => {
    open.add(incoming)
    response.on('close', () => open.delete(incoming))
    let body = ''
    incoming.on('data', (chunk: Buffer) => { body += chunk.toString() })
    incoming.on('end', async () => {
      if (incoming.url === '/never') return
      if (incoming.url === '/missing') return void response.writeHead(404).end('{"error":"x"}')
      if (incoming.url?.startsWith('/stream')) {
        // Cut within characters.
        for (const byte of Buffer.from('a好👍')) {
          response.write(Buffer.from([byte]))
          await new Promise(done => setTimeout(done, 5))
        }
        if (incoming.url === '/stream-breaks') return void response.destroy()
        return void response.end()
      }
      const { method, headers } = incoming
      response.end(JSON.stringify({ method, body, type: headers['content-type'], kind: headers['x-kind'] }))
    })
  })
  await new Promise<void>(done => { echo.listen(0, '127.0.0.1', done) })
  base = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`
  h5 = await compiledForH5()
})

afterAll(async () => {
  echo.closeAllConnections()
  echo.close()
  await stage.close()
})
afterEach(() => {
  vi.unstubAllGlobals()
  requests.reset()
})

describe.each<[string, () => Platform['request']]>([
  ['h5', () => h5],
  ['mp-weixin', () => {
    vi.stubGlobal('uni', { request: (options: never) => requests.request(options) })
    return miniProgram
  }],
])('request on %s', (name, pick) => {
  function ask(options: Partial<HttpRequest> & { url: string }) {
    const told: string[] = []
    const decode = utf8Decoder()
    let text = ''
    const listener: HttpListener = {
      chunk: (data) => {
        told.push('chunk')
        text += typeof data === 'string' ? data : decode(data)
      },
      done: (status, body) => told.push(`${status} ${body}`),
      failed: message => told.push(`failed ${message}`),
    }
    const task = pick()({ method: 'GET', headers: {}, timeout: 5_000, stream: false, ...options }, listener)
    expect(told).toEqual([])
    return { told, task, text: () => text, over: () => until(() => told.some(each => each !== 'chunk')) }
  }

  it('brings headers and body, and gives the answer as text', async () => {
    const headers = { 'content-type': 'application/json', 'x-kind': 'k' }
    const { told, over } = ask({ url: `${base}/echo`, method: 'POST', body: '["好"]', headers })
    await over()
    expect(told).toEqual([`200 {"method":"POST","body":"[\\"好\\"]","type":"application/json","kind":"k"}`])
  })

  it('takes any status for an answer', async () => {
    const { told, over } = ask({ url: `${base}/missing` })
    await over()
    expect(told).toEqual(['404 {"error":"x"}'])
  })

  it('gives a stream as it comes', async () => {
    const { told, text, over } = ask({ url: `${base}/stream`, stream: true })
    await until(() => text() === 'a')
    expect(told).toContain('chunk')
    await over()
    expect(text()).toBe('a好👍')
    expect(told.at(-1)).toMatch(/^200/)
  })

  it('says that a stream broke, or that nobody is there', async () => {
    const broken = ask({ url: `${base}/stream-breaks`, stream: true })
    await broken.over()
    expect(broken.told.at(-1)).toMatch(/^failed ./)
    for (const url of ['http://127.0.0.1:1/', 'nonsense://', '']) {
      const { told, over } = ask({ url })
      await over()
      expect(told).toHaveLength(1)
      expect(told[0]).toMatch(/^failed ./)
    }
  })

  it('is silent after abort, and gone', async () => {
    const never = ask({ url: `${base}/never` })
    const stream = ask({ url: `${base}/stream`, stream: true })
    await until(() => stream.text() === 'a' && open.size === 2)
    const heard = stream.told.length
    never.task.abort()
    stream.task.abort()
    never.task.abort()
    await until(() => open.size === 0)
    await new Promise(done => setTimeout(done, 30))
    expect(never.told).toEqual([])
    expect(stream.told).toHaveLength(heard)
  })

  it.each([['sse', sse], ['long-polling', longPolling]] as const)('carries %s', async (_, transport) => {
    const { port } = await stage.server({ store: stage.file(`${name}-${transport.name}.db`) })
    const platform = new NodePlatform()
    platform.request = pick()
    const { token } = await login(port, 'Ann')
    const client = new LinkClient(transport(`http://127.0.0.1:${port}/v1`, platform))
    await client.hello(token)
    client.say('好 👍', 'a1')
    await client.take('ack')
    expect(contentOf((await client.take('event')).event)).toEqual({ kind: 'text', text: '好 👍' })
    client.link.close()
    expect(platform.clock.timers.size).toBe(0)
  })
})

it('whatever an app makes of uni.request, it never throws', async () => {
  const told: string[] = []
  const listener: HttpListener = { chunk() {}, done() {}, failed: message => told.push(message) }
  const options: HttpRequest = { method: 'GET', url: 'x', headers: {}, timeout: 1, stream: true }
  vi.stubGlobal('uni', { request: () => { throw new Error('no') } })
  miniProgram(options, listener).abort()
  miniProgram(options, listener)
  await until(() => told.length > 0)
  expect(told).toEqual(['Error: no'])
  // With an interceptor, uni.request may give nothing.
  vi.stubGlobal('uni', { request: () => undefined })
  miniProgram(options, listener).abort()
})
