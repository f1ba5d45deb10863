import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import { login, Stage } from '../../helpers/server'

let stage: Stage
let server: ChatServer
beforeEach(async () => {
  stage = new Stage()
  server = await stage.server()
})
afterEach(() => stage.close())

describe('http', () => {
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init)

  it('counts open and accepted connections', async () => {
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok', connections: 0, accepted: 0 })
    const first = await stage.connect(server.port)
    await stage.connect(server.port)
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok', connections: 2, accepted: 2 })
    await first.end()
    await stage.join(server.port, 'Ann')
    expect(server.stats()).toEqual({ connections: 2, accepted: 3 })
  })

  it('gives the same person for the same name, also with space around it', async () => {
    const first = await login(server.port, 'Ann')
    const again = await login(server.port, '  Ann ')
    const other = await login(server.port, 'Ben')
    expect(first.self.name).toBe('Ann')
    expect(again.self).toEqual(first.self)
    expect(other.self.id).not.toBe(first.self.id)
  })

  it.each([
    ['no name', '{}'], ['empty', '{"name":"  "}'], ['too long', JSON.stringify({ name: '好'.repeat(41) })],
    ['no string', '{"name":{}}'], ['control character', '{"name":"a\\u0000b"}'], ['half a pair', '{"name":"\\ud800"}'],
    ['not JSON', '{'], ['null', 'null'],
  ])('refuses a login with a bad name: %s', async (_, body) => {
    expect((await ask('/v1/demo/login', { method: 'POST', body })).status).toBe(400)
  })

  it('takes 40 characters, whatever they are made of', async () => {
    expect((await login(server.port, '👩'.repeat(40))).self.name).toBe('👩'.repeat(40))
  })

  it('bounds the body', async () => {
    expect((await ask('/v1/demo/login', { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(413)
  })

  it('answers other origins', async () => {
    const response = await ask('/v1/demo/login', { method: 'OPTIONS' })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect((await ask('/healthz')).headers.get('access-control-allow-origin')).toBe('*')
  })

  it('has nothing else', async () => {
    const response = await ask('/v1/demo/login')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ error: 'not found' })
  })

  it('has no login outside the demo', async () => {
    const real = await stage.server({ demo: false, secret: 's'.repeat(32), store: stage.file('real.db') })
    await expect(login(real.port, 'Ann')).rejects.toThrow('404')
  })
})

describe('hello', () => {
  it('is answered with all one needs to start', async () => {
    const { token, self } = await login(server.port, 'Ann')
    const client = await stage.connect(server.port)
    expect(await client.hello(token)).toEqual({
      type: 'welcome',
      version: 1,
      self,
      conversations: [
        {
          id: 'general', kind: 'group', title: 'General', epoch: expect.any(String),
          head: 0, read: 0, delivered: 0, unread: 0, mention: 0, role: 'member', members: 1,
        },
      ],
      limits: { frameBytes: 131_072, textLength: 20_000 },
      heartbeat: 15_000,
      tokenExpiresIn: expect.any(Number),
      time: expect.any(Number),
    })
  })

  it.each([
    ['a version it does not speak', { version: 2 }, 4026],
    ['a forged token', { token: 'a.b.c' }, 4001],
    ['no token', { token: '' }, 4001],
  ])('with %s ends the connection', async (_, change, code) => {
    const { token } = await login(server.port, 'Ann')
    const client = await stage.connect(server.port)
    client.send({ type: 'hello', version: 1, token, ...change })
    expect(await client.take('error')).toEqual({ type: 'error', code, message: expect.any(String) })
    expect(await client.closed).toBe(code)
  })

  it('refuses a token of another server', async () => {
    const other = await stage.server({ store: stage.file('other.db') })
    const { token } = await login(other.port, 'Ann')
    const client = await stage.connect(server.port)
    client.send({ type: 'hello', version: 1, token })
    expect(await client.closed).toBe(4001)
  })

  it('must come first', async () => {
    const { token } = await login(server.port, 'Ann')
    const client = await stage.connect(server.port)
    expect((await client.refused({ type: 'people', id: 'a' })).code).toBe(4000)
    expect((await client.refused({ type: 'ping', id: 'b' })).code).toBe(4000)
    await client.hello(token)
  })

  it('is said once', async () => {
    const client = await stage.join(server.port, 'Ann')
    client.send({ type: 'hello', version: 1, token: 'x' })
    expect((await client.take('error')).code).toBe(4000)
    await client.settle()
  })

  it('must come in time', async () => {
    const strict = await stage.server({ helloTimeout: 30, store: stage.file('strict.db') })
    const client = await stage.connect(strict.port)
    expect((await client.take('error')).code).toBe(4008)
    expect(await client.closed).toBe(4008)
  })
})

describe('commands', () => {
  it('ping: pong with the same id', async () => {
    const client = await stage.join(server.port, 'Ann')
    client.send({ type: 'ping', id: 'p1' })
    expect(await client.take('pong')).toEqual({ type: 'pong', id: 'p1' })
  })

  it('people: the others, by name', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const zoe = await login(server.port, 'Zoe')
    const ben = await login(server.port, 'Ben')
    ann.send({ type: 'people', id: 'a' })
    expect(await ann.take('people')).toEqual({ type: 'people', id: 'a', people: [ben.self, zoe.self] })
  })

  it('send: an ack, then the event', async () => {
    const ann = await stage.join(server.port, 'Ann')
    ann.send({ type: 'send', id: 'm1', conversation: 'general', content: { kind: 'text', text: 'hi' } })
    await ann.settle()
    const at = expect.any(Number) as number
    expect(ann.frames).toEqual([
      { type: 'ack', id: 'm1', conversation: 'general', seq: 1, at },
      {
        type: 'event',
        conversation: 'general',
        event: { seq: 1, type: 'message', id: 'm1', from: ann.self, at, content: { kind: 'text', text: 'hi' } },
      },
    ])
  })

  it('send: what is refused at sight is not answered before what came before it', async () => {
    const ann = await stage.join(server.port, 'Ann')
    for (const [i, text] of ['a', 'b', ' '].entries()) {
      ann.send({ type: 'send', id: `m${i}`, conversation: 'general', content: { kind: 'text', text } })
    }
    await ann.settle()
    const answers = ann.frames.flatMap(frame => (frame.type === 'ack' || frame.type === 'error' ? [frame.id] : []))
    expect(answers).toEqual(['m0', 'm1', 'm2'])
  })

  it('open: the conversation, for both, and the same one ever after', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    ann.send({ type: 'open', id: 'o1', person: ben.self.id })
    const { conversation } = await ann.take('conversation', frame => frame.id === 'o1')
    expect(conversation).toEqual({
      id: expect.any(String), kind: 'direct', title: 'Ben', peer: ben.self,
      epoch: expect.any(String), head: 0, read: 0, delivered: 0, unread: 0, mention: 0,
      reached: { delivered: 0, read: 0 },
    })
    const pushed = await ben.take('conversation')
    expect(pushed).toEqual({
      type: 'conversation', conversation: { ...conversation, title: 'Ann', peer: ann.self },
    })
    expect((await ben.open(ann.self.id)).id).toBe(conversation.id)
    await ann.settle()
    await ben.settle()
    expect([...ann.frames, ...ben.frames]).toEqual([])
  })

  it('open: not with oneself, and not with nobody', async () => {
    const ann = await stage.join(server.port, 'Ann')
    expect((await ann.refused({ type: 'open', id: 'a', person: ann.self.id })).code).toBe(4022)
    expect((await ann.refused({ type: 'open', id: 'b', person: 'p-nobody' })).code).toBe(4004)
  })

  it('shows who is no member exactly what a missing conversation shows', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    const eve = await stage.join(server.port, 'Eve')
    const { id: secret } = await ann.open(ben.self.id)
    await ann.say('psst', secret)
    for (const conversation of [secret, 'missing']) {
      const content = { kind: 'text', text: 'x' }
      expect(await eve.refused({ type: 'send', id: 's', conversation, content }))
        .toEqual({ type: 'error', id: 's', code: 4004, message: 'no such conversation' })
      expect(await eve.refused({ type: 'history', id: 'h', conversation, limit: 10 }))
        .toEqual({ type: 'error', id: 'h', code: 4004, message: 'no such conversation' })
      eve.send({ type: 'read', conversation, seq: 1 })
    }
    await eve.settle()
    expect(eve.frames).toEqual([])
    expect((await ann.history({ limit: 10 }, secret)).head).toBe(1)
  })
})

describe('contents', () => {
  const text = (value: unknown) => ({ kind: 'text', text: value })
  let deep: unknown = 1
  for (let level = 0; level < 40; level++) deep = [deep]

  it.each<[string, { kind: string }]>([
    ['empty text', text('')],
    ['white space only', text(' \n\t\u3000 ')],
    ['text that is too long', text('x'.repeat(20_001))],
    ['text that is no string', text(5)],
    ['no text', { kind: 'text' }],
    ['no kind', {} as { kind: string }],
    ['empty kind', { kind: '' }],
    ['kind that is too long', { kind: 'k'.repeat(33) }],
    ['too deep', { kind: 'card', deep } as { kind: string }],
  ])('refuses %s', async (_, content) => {
    const ann = await stage.join(server.port, 'Ann')
    expect((await ann.refused({ type: 'send', id: 'a', conversation: 'general', content })).code).toBe(4022)
    expect((await ann.history({ limit: 1 })).head).toBe(0)
  })

  it('refuses what is small on the wire and large when written again', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const numbers = `[1e20${',1e20'.repeat(9999)}]`
    ann.raw(`{"type":"send","id":"a","conversation":"general","content":{"kind":"n","n":${numbers}}}`)
    expect((await ann.take('error')).code).toBe(4022)
  })

  it('takes the longest text there may be', async () => {
    const ann = await stage.join(server.port, 'Ann')
    expect((await ann.say('好'.repeat(20_000))).seq).toBe(1)
  })

  it('keeps kinds and fields it does not know as they are', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const content = { kind: 'card', title: 'x', rows: [{ a: 1.5, b: null }], constructor: 'odd' }
    await ann.say(content)
    expect((await ann.message()).content).toEqual(content)
    expect((await ann.look(1)).content).toEqual(content)
  })
})
