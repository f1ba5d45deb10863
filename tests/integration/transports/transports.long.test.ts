import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import type { ServerOptions } from '../../../server/server'
import { NodePlatform } from '../../helpers/node-platform'
import { login, Stage, until } from '../../helpers/server'
import { contentOf } from '../../helpers/wire-client'
import { hardTexts } from '../../helpers/texts'
import { LinkClient, overHttp } from './client'

let stage: Stage
let server: ChatServer
let lines: string[]
let platforms: NodePlatform[]
let clients: LinkClient[]
beforeEach(() => {
  stage = new Stage()
  lines = []
  platforms = []
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.link.close()
  for (const platform of platforms) {
    await nothingLeft(platform)
    platform.close()
  }
  await stage.close()
})

const nothingLeft = (platform: NodePlatform): Promise<void> =>
  until(() => platform.requests.size === 0 && platform.clock.timers.size === 0)

describe.each(overHttp)('%s', (name, transport) => {
  const start = async (options: Partial<ServerOptions> = {}): Promise<void> => {
    server = await stage.server({ log: line => lines.push(line), ...options })
  }
  const baseOf = (port: number): string => `http://127.0.0.1:${port}/v1`

  function open(port = server.port): { client: LinkClient, platform: NodePlatform } {
    const platform = new NodePlatform()
    platforms.push(platform)
    const client = new LinkClient(transport(baseOf(port), platform))
    clients.push(client)
    return { client, platform }
  }

  async function join(who: string) {
    const { token } = await login(server.port, who)
    const { client, platform } = open()
    await client.hello(token)
    return { client, platform, token }
  }

  it('has the same protocol as a WebSocket in the same room', async () => {
    await start()
    const { client: ann } = await join('Ann')
    const ben = await stage.join(server.port, 'Ben')
    expect(server.stats()).toEqual({ connections: 2, accepted: 2 })

    ann.say('hi', 'a1')
    expect(await ann.take('ack')).toMatchObject({ id: 'a1', seq: 1 })
    expect((await ann.take('event')).event).toMatchObject({ seq: 1, content: { text: 'hi' } })
    expect((await ben.message()).content).toEqual({ kind: 'text', text: 'hi' })

    await ben.say('hi yourself')
    expect((await ann.take('event')).event).toMatchObject({ seq: 2, content: { text: 'hi yourself' } })
    expect(ann.told[0]).toBe('opened')
  })

  it('keeps text as it is', async () => {
    await start()
    const { client: ann } = await join('Ann')
    const ben = await stage.join(server.port, 'Ben')
    for (const text of Object.values(hardTexts)) {
      ann.say(text, `a${ann.told.length}`)
      expect((await ben.message()).content).toEqual({ kind: 'text', text })
      expect(contentOf((await ann.take('event')).event)).toEqual({ kind: 'text', text })
    }
  })

  it('carries 1,000 messages each way, in order', async () => {
    await start()
    const { client: ann, platform } = await join('Ann')
    const ben = await stage.join(server.port, 'Ben')
    const texts = Array.from({ length: 1000 }, (_, i) => `m${i}`)
    for (const text of texts) ann.say(text, text)
    for (const [i] of texts.entries()) expect((await ann.take('ack')).seq).toBe(i + 1)
    const seen: unknown[] = []
    while (seen.length < 1000) seen.push((await ben.message()).content.text)
    expect(seen).toEqual(texts)
    // Together, not one by one.
    expect(platform.asked.filter(each => each.includes('/send')).length).toBeLessThan(30)

    for (const text of texts) {
      ben.send({ type: 'send', id: text, conversation: 'general', content: { kind: 'text', text } })
    }
    for (let i = 0; i < 2000; i++) expect((await ann.take('event')).event.seq).toBe(i + 1)
  })

  it('carries long messages, and one of a megabyte down', async () => {
    await start()
    const { client: ann } = await join('Ann')
    const text = '好"'.repeat(10_000)
    for (const id of ['1', '2', '3']) ann.say(text, id)
    for (const id of ['1', '2', '3']) expect((await ann.take('event')).event).toMatchObject({ id, content: { text } })
    const data = 'é'.repeat(60_000)
    const ben = await stage.join(server.port, 'Ben')
    for (let i = 0; i < 10; i++) await ben.say({ kind: 'blob', data })
    ann.send({ type: 'history', id: 'h', conversation: 'general', limit: 13 })
    expect(JSON.stringify(await ann.take('page')).length).toBeGreaterThan(400_000)
  })

  it('stays when it is quiet', async () => {
    // For longer than each of them would last without a sign of life.
    const options = {
      'sse': { linkIdle: 300, heartbeat: 200 },
      'long-polling': { linkIdle: 300 },
      'polling': { linkIdle: 4_000, heartbeat: 800 },
    }[name]
    await start(options)
    const { client: ann } = await join('Ann')
    await new Promise(done => setTimeout(done, name === 'polling' ? 5_000 : 2_000))
    expect(ann.told).not.toContain('ended')
    ann.say('still here', 'a1')
    await ann.take('ack')
    expect(server.stats()).toEqual({ connections: 1, accepted: 1 })
  })

  it('ends when nobody asks for what comes down', async () => {
    await start({ linkIdle: 200 })
    const response = await fetch(`${baseOf(server.port)}/link`, { method: 'POST' })
    const { link } = await response.json() as { link: string }
    expect(server.stats().connections).toBe(1)
    await until(() => server.stats().connections === 0)
    const late = await fetch(`${baseOf(server.port)}/link/poll`, { headers: { 'x-chat-link': link } })
    expect(late.status).toBe(404)
  })

  it('a frame over the limit ends this link with 1009, and no other', async () => {
    await start()
    const { client: ann } = await join('Ann')
    const { client: phone } = await join('Ann')
    const ben = await stage.join(server.port, 'Ben')
    ann.link.send('x'.repeat(131_073))
    expect(await ann.ended).toMatchObject({ code: 1009 })
    phone.say('still here', 'p1')
    await phone.take('ack')
    await ben.event()
  })

  it('bad frames are answered, and twenty of them end it', async () => {
    await start()
    const { client: ann } = await join('Ann')
    ann.link.send('?')
    expect(await ann.take('error')).toMatchObject({ code: 4000 })
    for (let i = 0; i < 30; i++) ann.link.send('?')
    expect(await ann.ended).toMatchObject({ code: 4000 })
    expect(ann.frames.filter(frame => frame.type === 'error')).toHaveLength(19)
  })

  it('hello must come first, in time, and with a good token', async () => {
    await start({ helloTimeout: 500 })
    const { client: unknown } = open()
    await unknown.opened
    unknown.send({ type: 'people', id: 'p' })
    expect(await unknown.take('error')).toMatchObject({ id: 'p', code: 4000 })
    expect(await unknown.ended).toMatchObject({ code: 4008 })

    const { client: forger } = open()
    await forger.opened
    forger.send({ type: 'hello', version: 1, token: 'a.b.c' })
    expect(await forger.take('error')).toMatchObject({ code: 4001 })
    expect(await forger.ended).toMatchObject({ code: 4001 })
    expect(forger.told.filter(each => each === 'ended')).toHaveLength(1)
    await until(() => server.stats().connections === 0)
  })

  it('is told why the server goes, and when to come back', async () => {
    await start()
    const { client: ann, platform } = await join('Ann')
    const closing = server.close()
    // A server that goes away doesn't wait for who asks only now and then.
    if (name === 'polling') {
      await ann.ended
    } else {
      expect(await ann.take('error')).toMatchObject({ code: 4503, retryAfter: expect.any(Number) })
      expect(await ann.ended).toMatchObject({ code: 4503 })
    }
    await closing
    await nothingLeft(platform)
  })

  it('notices that the server was killed', async () => {
    const killed = await stage.process(['--demo', '--port', '0', '--store', stage.file('killed.db')])
    const { token } = await login(killed.port, 'Ann')
    const { client: ann, platform } = open(killed.port)
    await ann.hello(token)
    killed.kill('SIGKILL')
    await killed.exit
    if (name === 'polling') ann.send({ type: 'ping', id: 'x' })
    await ann.ended
    expect(ann.told.at(-1)).toBe('ended')
    await nothingLeft(platform)
    // And that there is none: told later, and once.
    const { client: late } = open(killed.port)
    expect(late.told).toEqual([])
    await late.ended
    expect(late.told).toEqual(['ended'])
  })

  it('close() leaves nothing behind, here and there', async () => {
    await start()
    const { client: ann, platform } = await join('Ann')
    const ben = await stage.join(server.port, 'Ben')
    const told = ann.told.length
    ann.say('lost perhaps', 'a1')
    ann.link.close()
    ann.link.close()
    expect(platform.clock.timers.size).toBe(0)
    ann.say('never sent', 'a2')
    await nothingLeft(platform)
    await until(() => server.stats().connections === 1)
    await ben.say('anyone?')
    expect(ann.told).toHaveLength(told)
  })

  it('close() while it opens leaves nothing behind', async () => {
    await start({ helloTimeout: 300 })
    const { client, platform } = open()
    client.link.close()
    await nothingLeft(platform)
    await new Promise(done => setTimeout(done, 100))
    expect(client.told).toEqual([])
    await until(() => server.stats().connections === 0)
  })

  it('two links of one person live side by side', async () => {
    await start()
    const { client: phone } = await join('Ann')
    const { client: desk } = await join('Ann')
    phone.say('from the phone', 'a1')
    expect(contentOf((await desk.take('event')).event)).toEqual({ kind: 'text', text: 'from the phone' })
    phone.link.close()
    await until(() => server.stats().connections === 1)
    desk.say('alone now', 'a2')
    await desk.take('ack')
  })

  it('says neither its id nor its token in an address or a log', async () => {
    await start()
    const made: string[] = []
    const platform = new NodePlatform()
    platforms.push(platform)
    const request = platform.request.bind(platform)
    platform.request = (options, listener) => {
      const id = options.headers['x-chat-link']
      if (id) made.push(id)
      return request(options, listener)
    }
    const { token } = await login(server.port, 'Ann')
    const client = new LinkClient(transport(baseOf(server.port), platform))
    await client.hello(token)
    client.link.send('?')
    await client.take('error')
    client.link.send('x'.repeat(131_073))
    await client.ended
    const [id] = made
    expect(id).toMatch(/^[\w-]{22}$/)
    expect(new Set(made).size).toBe(1)
    for (const line of [...platform.asked, ...lines]) {
      expect(line).not.toContain(id)
      expect(line).not.toContain(token)
    }
  })

  it('refuses binary frames by ending', async () => {
    await start()
    const { client: ann } = await join('Ann')
    ann.link.send(new ArrayBuffer(3))
    expect((await ann.ended).message).toContain('text')
  })

  it('is cut off when it reads too slowly, and comes back', async () => {
    await start()
    const { client: ann, token } = await join('Ann')
    const ben = await stage.join(server.port, 'Ben')
    ann.link.close()
    await until(() => server.stats().connections === 1)
    // A link that was opened, said hello, and asks for nothing.
    const answer = await (await fetch(`${baseOf(server.port)}/link`, { method: 'POST' })).json() as { link: string }
    const said = await fetch(`${baseOf(server.port)}/link/send`, {
      method: 'POST',
      headers: { 'x-chat-link': answer.link, 'x-chat-turn': '1' },
      body: JSON.stringify([JSON.stringify({ type: 'hello', version: 1, token })]),
    })
    expect(said.status).toBe(204)
    let sent = 0
    while (server.stats().connections === 2) {
      await ben.say({ kind: 'blob', data: 'x'.repeat(120_000) })
      sent += 1
    }
    expect(lines).toContain('cut a connection: it reads too slowly')
    expect(sent * 120_000).toBeGreaterThan(7_000_000)
    const { client: back } = open()
    expect((await back.hello(token)).conversations[0]?.head).toBe(sent)
  })
})
