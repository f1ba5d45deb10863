import { request as httpsRequest } from 'node:https'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { websocket } from '../../src/transports/websocket'
import type { Transport } from '../../src/transports/transport'
import { metricsText } from '../helpers/metrics'
import { Nginx } from '../helpers/nginx'
import { NodePlatform } from '../helpers/node-platform'
import { freePort, RedisServer } from '../helpers/redis'
import { login, Stage, until } from '../helpers/server'
import type { ServerProcess } from '../helpers/server'
import { LinkClient, overHttp } from './transports/client'

interface Node {
  server: ServerProcess
  metricsPort: number
}

let redis: RedisServer
let stage: Stage
let nodes: readonly [Node, Node]
let nginx: Nginx
const ends: (() => void)[] = []

beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis.close())

beforeEach(async () => {
  stage = new Stage()
  nodes = [await start(), await start()]
  nginx = await Nginx.start([nodes[0].server.port, nodes[1].server.port])
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) end()
  await nginx?.close()
  await stage.close()
})

async function start(): Promise<Node> {
  const metricsPort = await freePort()
  const server = await stage.process([
    '--demo', '--port', '0', '--store', redis.url, '--files', stage.file('files'), '--proxies', '1',
    '--metrics', String(metricsPort), '--address-connections', '3',
  ])
  return { server, metricsPort }
}

const transports: [string, (base: string, platform: NodePlatform) => Transport][] = [
  ['websocket', (base, platform) => websocket(`${base.replace('https:', 'wss:')}/ws`, platform)], ...overHttp,
]

/** Says hello through nginx. */
async function join(
  name: string, transport: (base: string, platform: NodePlatform) => Transport, knownBy = nodes[0],
) {
  const platform = new NodePlatform(Math.random, nginx.certificate)
  const client = new LinkClient(transport(`https://127.0.0.1:${nginx.port}/v1`, platform))
  ends.push(() => {
    client.link.close()
    platform.close()
  })
  await client.hello((await login(knownBy.server.port, name)).token)
  return client
}

/** How many connections a node has. */
async function connectionsOf({ metricsPort }: Node): Promise<number> {
  return Number(/^chat_connections (\d+)$/m.exec(await metricsText(metricsPort))?.[1])
}

interface Answer {
  status: number | undefined
  text: string
}

/** A request through nginx. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = httpsRequest(`https://127.0.0.1:${nginx.port}${path}`, {
      method, headers, ca: nginx.certificate, agent: false,
    }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => { text += part })
      response.on('end', () => done({ status: response.statusCode, text }))
      response.on('error', fail)
    })
    request.on('error', fail)
    request.end(body)
  })
}

describe.each(transports)('%s through nginx', (way, transport) => {
  it('carries messages both ways, each as soon as it is there', async () => {
    const one = await join(`Ann by ${way}`, transport)
    // People of their own, as ids are used once in all that Redis keeps.
    const ben = await stage.join(nodes[1].server.port, `Ben by ${way}`)
    // One after another: were anything gathered on the way, the next would never be written.
    for (let i = 0; i < 2; i++) {
      const id = `${one.told.length}-${i}`
      one.say('up', id)
      await one.take('ack')
      await one.take('event')
      await ben.say('down')
      expect((await one.take('event')).event).toMatchObject({ content: { text: 'down' } })
    }
    // A long one, of many packets.
    one.say('好'.repeat(20_000), 'long')
    expect((await one.take('event')).event).toMatchObject({ content: { text: '好'.repeat(20_000) } })
  })

  it('goes to the other server when its own is stopped', async () => {
    const one = await join('Ann', transport)
    const counts = await Promise.all(nodes.map(connectionsOf))
    const [mine, other] = counts[0] === 1 ? nodes : [nodes[1], nodes[0]]
    expect([...counts].sort()).toEqual([0, 1])
    mine.server.kill('SIGTERM')
    await one.ended
    // Who polls now and then is not there in time to be told.
    const told = one.frames.find(frame => frame.type === 'error')
    if (way !== 'polling') expect(told).toMatchObject({ code: 4503, retryAfter: expect.any(Number) })
    // While it is going away, perhaps, and when it is gone.
    const again = await join('Ben', transport, other)
    again.say('here', `again-${way}`)
    await again.take('ack')
    expect(await mine.server.exit).toBe(0)
    const later = await join('Eve', transport, other)
    later.say('here too', `later-${way}`)
    await later.take('ack')
    expect(await connectionsOf(other)).toBe(2)
  })
})

it('a stream is not gathered', async () => {
  const platform = new NodePlatform(Math.random, nginx.certificate)
  ends.push(() => platform.close())
  const { text } = await ask('POST', '/v1/link')
  const { link } = JSON.parse(text) as { link: string }
  // Without a hello nothing comes but this, of a few bytes.
  await new Promise<void>((done, fail) => {
    platform.request({
      method: 'GET', url: `https://127.0.0.1:${nginx.port}/v1/link/events`, timeout: 50_000, stream: true,
      headers: { 'x-chat-link': link, 'x-chat-turn': '1' },
    }, {
      chunk: data => String(Buffer.from(data as ArrayBuffer)).includes('event: open') && done(),
      done: () => fail(new Error('the stream ended')),
      failed: message => fail(new Error(message)),
    })
  })
})

it('connections are counted by the address of the client, which it can\'t choose', async () => {
  const links = await Promise.all(['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4'].map(address =>
    ask('POST', '/v1/link', { 'X-Forwarded-For': address })))
  expect(links.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const told = await Promise.all(nodes.map(({ metricsPort }) => metricsText(metricsPort)))
  // All are of one address, and of those there may be three.
  expect(told.join('\n')).toContain('chat_connections 3')
})

it('files go up to any server, and come down from any', async () => {
  const { token } = await login(nodes[0].server.port, 'Ann')
  const headers = { 'Authorization': `Bearer ${token}`, 'X-Conversation': 'general' }
  // Much more than nginx takes by default, and than it would keep in memory.
  const body = '0123456789'.repeat(500_000)
  const files: { id: string }[] = []
  for (let i = 0; i < 4; i++) {
    const up = await ask('POST', '/v1/files', headers, body)
    expect(up.status).toBe(200)
    files.push(JSON.parse(up.text) as { id: string })
  }
  for (const { id } of files) {
    for (const { server } of nodes) {
      const response = await fetch(`http://127.0.0.1:${server.port}/v1/files/${id}`, { headers })
      expect((await response.text()).length).toBe(body.length)
    }
    const link = await ask('POST', `/v1/files/${id}/link`, headers)
    const { url } = JSON.parse(link.text) as { url: string }
    expect(await ask('GET', url, { Range: 'bytes=10-14' })).toEqual({ status: 206, text: '01234' })
  }
  expect((await ask('POST', '/v1/files', { 'X-Conversation': 'general' }, 'x')).status).toBe(401)
  expect((await ask('POST', '/v1/files', headers, 'x'.repeat(20 * 1024 * 1024 + 1))).status).toBe(413)
  await until(() => nginx.log.includes('" 206 '))
  expect(nginx.log).not.toContain('signature')
  expect(nginx.log).not.toContain(token)
})

it('what is for those inside stays inside', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/']) expect((await ask('GET', path)).status).toBe(404)
})
