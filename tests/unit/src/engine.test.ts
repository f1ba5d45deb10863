// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import * as Reason from '../../../src/connection/reason'
import type { TokenRequest } from '../../../src/connection/token'
import type { Engine } from '../../../src/engine'
import * as ErrorCode from '../../../src/model/error-code'
import { pass as passOf, settle } from '../../helpers/fake-clock'
import { FakePlatform, type FakeSocket } from '../../helpers/fake-platform'
import { FakeServer } from '../../helpers/fake-server'
import { text } from '../../helpers/fixtures'
import { makeEngine } from '../../helpers/make-engine'
import { cutAll, serve } from '../../helpers/serve'

let platform: FakePlatform
let server: FakeServer
let engine: Engine
let token: string | null
let tokens: number
let asked: TokenRequest[]

beforeEach(() => {
  platform = new FakePlatform()
  server = new FakeServer()
  token = 'ann'
  tokens = 0
  asked = []
  engine = makeEngine(platform, (request) => {
    asked.push(request)
    tokens += 1
    return token
  })
})

function state(): string {
  return engine.connection.snapshot.state
}

async function start(): Promise<void> {
  serve(platform, server)
  engine.start()
  await settle()
  expect(state()).toBe('online')
}

function pass(duration: number): Promise<void> {
  return passOf(platform.clock, duration)
}

describe('the way in', () => {
  it('is hello with the token and the version, first', async () => {
    engine.start()
    await settle()
    platform.socket.sayOpen()
    expect(platform.socket.frames).toEqual([{ type: 'hello', version: 1, token: 'ann' }])
    expect(platform.socket.url).not.toContain('ann')
  })

  it('ends online, with who one is and what there is', async () => {
    server.says('bob', 'hi')
    await start()
    expect(engine.sync.self).toEqual({ id: 'ann', name: 'Ann' })
    expect(engine.sync.conversations.get('room')).toMatchObject({ head: 1, unread: 1 })
  })

  it('asks for the token before each link', async () => {
    await start()
    cutAll(platform)
    await pass(5_000)
    expect([state(), tokens]).toEqual(['online', 2])
  })

  it('is not taken while nobody is signed in', async () => {
    token = null
    serve(platform, server)
    engine.start()
    await pass(60_000)
    expect([state(), platform.sockets.length, tokens]).toEqual(['idle', 0, 1])
    token = 'ann'
    engine.start()
    await settle()
    expect(state()).toBe('online')
  })
})

describe('a link that ends', () => {
  const endings: readonly (readonly [string, (socket: FakeSocket) => void])[] = [
    ['an error without a close', socket => socket.sayError()],
    ['a close without an error', socket => socket.sayClose()],
    ['an error, then a close', (socket) => {
      socket.sayError()
      socket.sayClose()
    }],
    ['a close, then an error', (socket) => {
      socket.sayClose()
      socket.sayError()
    }],
    ['a close with code 1000, as WeChat gives it', socket => socket.sayClose({ code: 1000, reason: '' })],
    ['a close with a code of the server\'s', socket => socket.sayClose({ code: 4503, reason: 'going away' })],
    ['a close without a code', socket => socket.sayClose({})],
  ]

  it.each(endings)('by %s is followed by one new one', async (_what, end) => {
    await start()
    end(platform.socket)
    expect(engine.connection.snapshot).toMatchObject({ state: 'waiting', reason: Reason.linkEnded })
    expect(platform.openSockets).toHaveLength(0)
    await pass(5_000)
    expect(state()).toBe('online')
    expect(platform.sockets).toHaveLength(2)
    expect(platform.openSockets).toHaveLength(1)
  })

  it.each(endings)('by %s before it is open is followed by one new one', async (_what, end) => {
    engine.start()
    await settle()
    end(platform.socket)
    serve(platform, server)
    await pass(5_000)
    expect(state()).toBe('online')
    expect(platform.sockets).toHaveLength(2)
  })

  it('without a word is found out by a ping that nobody answers', async () => {
    await start()
    platform.socket.onSend = () => {}
    await pass(6_000)
    expect(platform.socket.frames.slice(-1)).toEqual([{ type: 'ping', id: '1' }])
    await pass(2_000)
    expect(engine.connection.snapshot).toMatchObject({ state: 'waiting', reason: Reason.silence })
    await pass(5_000)
    expect(state()).toBe('online')
    expect(platform.openSockets).toHaveLength(1)
  })
})

describe('a quiet link', () => {
  it('is kept for an hour by pings', async () => {
    await start()
    await pass(3_600_000)
    expect(state()).toBe('online')
    expect(platform.sockets).toHaveLength(1)
  })
})

describe('stopping', () => {
  it.each([
    ['while connecting', async () => {
      engine.start()
      await settle()
    }],
    ['while online', start],
    ['while waiting', async () => {
      await start()
      cutAll(platform)
    }],
    ['while there are commands without an answer', async () => {
      await start()
      platform.socket.onSend = () => {}
      engine.sync.enter('room')
      engine.sync.ask('answer', { type: 'people' }).catch(() => {})
      engine.sync.write('room', text('one'))
    }],
  ])('%s leaves no socket, no timer and no listener', async (_when, prepare) => {
    await prepare()
    engine.stop()
    await pass(100)
    expect(state()).toBe('closed')
    expect([platform.openSockets.length, platform.clock.timers, platform.lifecycle.size]).toEqual([0, 0, 0])
    await pass(3_600_000)
    expect(state()).toBe('closed')
    expect(platform.openSockets).toHaveLength(0)
  })

  it('forgets the person, and starting again begins anew', async () => {
    server.says('bob', 'hi')
    await start()
    engine.sync.enter('room')
    await settle()
    engine.stop()
    expect(engine.sync.self).toBeNull()
    expect(engine.sync.conversations.all).toEqual([])
    token = 'bob'
    engine.start()
    await settle()
    expect(engine.sync.self?.id).toBe('bob')
  })
})

describe('the app around it', () => {
  it('is listened to once, however often it is started', async () => {
    await start()
    engine.start()
    engine.start()
    expect(platform.lifecycle.size).toBe(1)
    expect(platform.sockets).toHaveLength(1)
  })

  it('in the background loses its link, and has it again in front', async () => {
    await start()
    for (const listener of platform.lifecycle) listener.sleep()
    cutAll(platform, { code: 1000 })
    expect(state()).toBe('suspended')
    server.says('bob', 'while away')
    await pass(3_600_000)
    expect(platform.sockets).toHaveLength(1)
    for (const listener of platform.lifecycle) listener.wake()
    await settle()
    expect(state()).toBe('online')
    expect(engine.sync.conversations.get('room')?.head).toBe(1)
  })

  it('without a network makes sure of the link at once', async () => {
    await start()
    for (const listener of platform.lifecycle) listener.offline()
    expect(platform.socket.frames.slice(-1)).toEqual([{ type: 'ping', id: '1' }])
    await settle()
    expect(state()).toBe('online')
  })
})

describe('what the server says of the connection', () => {
  it('is final where the token is wrong: one new token is tried, and nothing after it', async () => {
    token = 'nobody we know'
    serve(platform, server)
    engine.start()
    await settle()
    expect(engine.connection.snapshot).toMatchObject({ state: 'refused', reason: Reason.serverRefused })
    expect(asked).toEqual([{ refresh: false }, { refresh: true }])
    cutAll(platform, { code: 4001 })
    await pass(600_000)
    expect(platform.sockets).toHaveLength(2)
    token = 'ann'
    engine.start()
    await settle()
    expect(state()).toBe('online')
  })

  it('sets the time of the next try, also if the close comes with it', async () => {
    await start()
    platform.socket.sayJson({ type: 'error', code: 4503, message: 'going away', retryAfter: 30_000 })
    platform.socket.sayClose({ code: 4503 })
    expect(engine.connection.snapshot).toMatchObject({ state: 'waiting', reason: Reason.serverBusy })
    await pass(29_999)
    expect(platform.sockets).toHaveLength(1)
    await pass(1)
    expect(state()).toBe('online')
  })
})

describe('frames that nobody understands', () => {
  it('are counted by the reason and do nothing else', async () => {
    await start()
    const before = engine.connection.snapshot
    for (const frame of ['', '{', 'null', '{"type":"waving"}', '{"type":"waving","id":"1"}', '{"type":"pong"}']) {
      platform.socket.say(frame)
    }
    platform.socket.say(new ArrayBuffer(4))
    expect(Object.fromEntries(engine.dropped)).toEqual({
      'not JSON': 2, 'frame is not an object': 1, 'unknown frame type': 2, 'id is not a string': 1, 'binary frame': 1,
    })
    expect(engine.connection.snapshot).toBe(before)
  })

  it('before the welcome don\'t let anyone in', async () => {
    engine.start()
    await settle()
    platform.socket.sayOpen()
    const event = server.says('bob', 'hi')
    platform.socket.sayJson({ type: 'event', conversation: 'room', event })
    expect(state()).toBe('authenticating')
    expect(engine.sync.conversations.all).toEqual([])
  })
})

describe('listeners', () => {
  it('are told of the connection and of data, until they end it', async () => {
    const told: string[] = []
    const stop = engine.listen({
      connectionChanged: ({ state }) => told.push(state),
      dataChanged: ({ list }) => told.push(`list ${list}`),
    })
    await start()
    await pass(100)
    expect(told).toEqual(['connecting', 'authenticating', 'online', 'list true'])
    stop()
    engine.stop()
    await pass(100)
    expect(told).toHaveLength(4)
  })
})

it('two people talk, and both see the same', async () => {
  const other = new FakePlatform()
  const bobs = makeEngine(other, () => 'bob')
  serve(other, server)
  await start()
  bobs.start()
  engine.sync.enter('room')
  bobs.sync.enter('room')
  await settle()
  for (let turn = 0; turn < 5; turn++) {
    engine.sync.write('room', text(`ann ${turn}`))
    bobs.sync.write('room', text(`bob ${turn}`))
    if (turn === 2) cutAll(platform)
    await pass(5_000)
  }
  const seen = [engine, bobs].map(({ sync }) => sync.timeline('room')?.messages.map(({ content, author, status }) =>
    [author.id, status, content.kind === 'text' && content.text]))
  expect(seen[0]).toHaveLength(10)
  expect(seen[0]).toEqual(seen[1])
})

describe('a frame that is longer than the server takes', () => {
  it('is refused here: the message fails, and the link stays', async () => {
    server.limits = { frameBytes: 200, textLength: 10_000 }
    await start()
    engine.sync.enter('room')
    engine.sync.write('room', { kind: 'text', text: 'x'.repeat(200) })
    engine.sync.write('room', { kind: 'text', text: 'short' })
    await pass(100)
    const messages = engine.sync.timeline('room')?.messages ?? []
    expect(messages.map(({ status, error }) => [status, error?.code])).toEqual([
      ['sent', undefined], ['failed', ErrorCode.tooLong],
    ])
    expect(platform.sockets).toHaveLength(1)
    expect(state()).toBe('online')
  })
})
