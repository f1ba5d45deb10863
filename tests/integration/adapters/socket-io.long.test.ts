/** The engine with the Socket.IO adapter, against real Socket.IO servers, while links break. */
import { createServer } from 'node:http'
import { Server, type ServerOptions } from 'socket.io'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen, type Running } from '../../../examples/servers/shared/running'
import { start } from '../../../examples/servers/socket-io/server'
import * as Reason from '../../../src/connection/reason'
import type { SocketIoOptions } from '../../../src/protocols/socket-io'
import { socketIoRooms } from '../../adapter-app/protocols'
import { until } from '../../helpers/server'
import { type Guest, Party } from '../../helpers/party'

let party: Party
beforeEach(() => { party = new Party() })
afterEach(() => party.end())

const guest = (name: string, options: Partial<SocketIoOptions> = {}, enter = true): Promise<Guest> =>
  party.guest(() => socketIoRooms(name, options), 'main', enter, () => name)

/** A server of this test's own. */
async function serve(options: Partial<ServerOptions>, prepare: (io: Server) => void): Promise<Server> {
  const http = createServer()
  const io = new Server(http, options)
  prepare(io)
  const running = await listen(http, {})
  const close = async (): Promise<void> => {
    await io.close()
    await running.close()
  }
  await party.server(Promise.resolve<Running>({ port: running.port, close }))
  return io
}

/** How the links of a person went: `websocket` for each socket, `polling` for each request. */
const used = ({ platform }: Guest) => ({ sockets: platform.sockets.size, requests: platform.asked.length })

describe.each([
  ['a WebSocket', { ways: ['websocket'] }, {}],
  ['long polling', { ways: ['polling'] }, {}],
  ['an upgrade', { ways: ['upgrade'] }, {}],
  ['a WebSocket, version 3', { ways: ['websocket'], version: 3 }, { eio3: true }],
  ['long polling, version 3', { ways: ['polling'], version: 3 }, { eio3: true }],
  ['an upgrade, version 3', { ways: ['upgrade'], version: 3 }, { eio3: true }],
] satisfies [string, Partial<SocketIoOptions>, object][])('by %s', (_, ways, server) => {
  const isOld = 'version' in ways
  const join = (name: string, enter = true): Promise<Guest> =>
    guest(name, { ...ways, ...isOld && { query: () => ({ token: name }) } }, enter)

  it('sends, receives, in the order of the server, with names and members', async () => {
    await party.server(start(server))
    const ann = await join('Ann')
    const ben = await join('Ben')
    ann.say('one', 'two')
    await ben.shows('Ann: one', 'Ann: two')
    ben.say('你好 👋\nline', 'one')
    await ann.shows('me: one', 'me: two', 'Ben: 你好 👋\nline', 'Ben: one')
    await ann.allSent()
    expect(ann.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(ann.conversation).toMatchObject({ unread: 2, members: 2 })
    ann.engine.sync.markRead('main', 4)
    expect(ann.conversation?.unread).toBe(0)
    ben.engine.stop()
    await until(() => ann.conversation?.members === 1)
    expect([...ann.engine.dropped]).toEqual([])
    const { sockets, requests } = used(ann)
    expect(sockets).toBe(ways.ways[0] === 'polling' ? 0 : 1)
    expect(requests > 0).toBe(ways.ways[0] !== 'websocket')
  })

  it('goes on after breaks without loss or repeats', async () => {
    await party.server(start(server))
    const ann = await join('Ann')
    const ben = await join('Ben')
    for (let round = 0; round < 3; round++) {
      ann.say(...[1, 2, 3, 4, 5].map(i => `a${round}-${i}`))
      ben.say(...[1, 2, 3, 4, 5].map(i => `b${round}-${i}`))
      await (round % 2 ? ann : ben).breakLink(() => ann.say(`a${round}-between`))
    }
    await until(() => [ann, ben].every(({ messages }) => messages.filter(({ seq }) => seq !== null).length === 33))
    await ann.allSent()
    const texts = ({ messages }: Guest) => messages.map(({ content }) => content.kind === 'text' ? content.text : '')
    expect(texts(ann)).toEqual(texts(ben))
    expect(new Set(texts(ann)).size).toBe(33)
    expect(ann.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1))
    expect([...ann.engine.dropped.keys(), ...ben.engine.dropped.keys()]).toEqual([])
  })

  it('counts what came while one was away, and pages back', async () => {
    await party.server(start(server))
    const ben = await join('Ben')
    ben.say(...Array.from({ length: 120 }, (_, i) => `${i + 1}`))
    await ben.allSent()
    const ann = await join('Ann', false)
    expect(ann.conversation).toMatchObject({ head: 120, unread: 0 })
    await ann.breakLink(async () => {
      ben.say(...Array.from({ length: 130 }, (_, i) => `${i + 121}`))
      await ben.allSent()
    })
    await until(() => ann.conversation?.head === 250)
    expect(ann.conversation?.unread).toBe(130)
    await ann.enter()
    const { sync } = ann.engine
    while (!sync.timeline('main')?.atStart) await sync.loadEarlier('main')
    expect(ann.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
  })
})

describe('the ways', () => {
  it('where WebSocket is refused, long polling carries it', async () => {
    await party.server(start())
    const ann = await party.visitor(() => socketIoRooms('Ann'), 'main', () => 'Ann')
    await ann.online()
    expect(ann.engine.connection.snapshot.transport).toBe('websocket')
    ann.engine.connection.stop()
    ann.proxy.set({ upgrade: 403 })
    ann.start()
    await ann.online()
    expect(ann.engine.connection.snapshot.transport).toBe('polling')
  })

  it.each([403, 'swallow', 'mute'] as const)('an upgrade that is refused (%s) changes nothing', async (upgrade) => {
    await party.server(start())
    const ben = await guest('Ben')
    const ann = await party.visitor(() => socketIoRooms('Ann', { ways: ['upgrade'] }), 'main', () => 'Ann')
    ann.proxy.set({ upgrade })
    await ann.online()
    await ann.enter()
    await until(() => ann.proxy.counts.opened > 1)
    ann.say('hello')
    await ben.shows('Ann: hello')
    ben.say('hi')
    await ann.shows('me: hello', 'Ben: hi')
    // What was said and how one entered went by requests.
    expect(ann.platform.asked.filter(request => request.startsWith('POST')).length).toBeGreaterThan(1)
    expect(ann.engine.connection.counters.welcomes).toBe(1)
  })
})

describe('heartbeat', () => {
  it.each([
    ['websocket', 4], ['polling', 4], ['websocket', 3],
  ] as const)('lives on by %s, version %i, and finds a dead link', async (way, version) => {
    const io = await serve({ pingInterval: 300, pingTimeout: 700, allowEIO3: true }, () => {})
    const pings: unknown[] = []
    io.engine.on('connection', (socket: { on(name: string, listener: (packet: { type: string }) => void): void }) =>
      socket.on('packet', ({ type }) => pings.push(type)))
    const ann = await guest('Ann', { ways: [way], version, enter: undefined, history: undefined }, false)
    const sign = version === 4 ? 'pong' : 'ping'
    await until(() => pings.filter(type => type === sign).length > 5)
    expect(ann.state).toBe('online')
    expect(ann.engine.connection.counters.welcomes).toBe(1)
    ann.proxy.set({ hole: 'both' })
    await until(() => ann.state !== 'online')
    expect([Reason.silence, Reason.linkEnded]).toContain(ann.engine.connection.snapshot.reason)
    await ann.proxy.clear()
    await ann.online()
  })

  it('a probe finds a dead link at once when the app comes to the front', async () => {
    await party.server(start())
    const ann = await guest('Ann', { ways: ['websocket'], probe: () => ['typing', 'main'] })
    for (const { wake } of ann.platform.lifecycle) wake()
    await until(() => ann.engine.connection.counters.framesIn > 4)
    expect(ann.state).toBe('online')
    ann.proxy.set({ hole: 'both' })
    for (const { wake } of ann.platform.lifecycle) wake()
    await until(() => ann.state !== 'online')
    expect(ann.log.some(line => line.includes(`(${Reason.silence})`))).toBe(true)
    await ann.proxy.clear()
    await ann.online()
  })
})

describe('connection state recovery', () => {
  const bare = { enter: undefined, history: undefined, entered: undefined, counts: false }

  it('brings what was missed, once, without asking for the past', async () => {
    const joins: string[] = []
    let recovered = 0
    const io = await serve({ connectionStateRecovery: {} }, io => io.on('connection', (socket) => {
      if (socket.recovered) recovered += 1
      else joins.push(socket.handshake.auth.token as string)
      void socket.join('main')
      socket.on('message', (message: object, done: (answer: object) => void) => {
        socket.to('main').emit('message', { ...message, from: socket.handshake.auth.token })
        done({ ok: true })
      })
    }))
    const ann = await guest('Ann', bare)
    const ben = await guest('Ben', bare)
    ann.say('before')
    await ben.shows('Ann: before')
    await ben.breakLink(async () => {
      await until(() => io.sockets.sockets.size === 1)
      ann.say('one', 'two')
      await ann.allSent()
    })
    await ben.shows('Ann: before', 'Ann: one', 'Ann: two')
    expect([joins, recovered]).toEqual([['Ann', 'Ben'], 1])
    ben.say('back')
    await ann.shows('me: before', 'me: one', 'me: two', 'Ben: back')
    expect(ben.conversation?.unread).toBe(3)
  })

  it('another person begins anew', async () => {
    const pids: unknown[] = []
    await serve({ connectionStateRecovery: {} }, io => io.on('connection', (socket) => {
      pids.push(socket.handshake.auth.pid)
      void socket.join('main')
      io.emit('message', { id: `${pids.length}`, text: 'hello', from: 'server', room: 'main' })
    }))
    let me = { id: 'ann', name: 'Ann' }
    const ann = await guest('Ann', { ...bare, me: () => me })
    await ann.shows('server: hello')
    me = { id: 'ben', name: 'Ben' }
    await ann.breakLink()
    expect(pids).toEqual([undefined, undefined])
  })
})

describe('namespaces', () => {
  it('are apart', async () => {
    await party.server(start())
    const ann = await guest('Ann', { namespace: '/support' })
    const ben = await guest('Ben')
    const cem = await guest('Cem', { namespace: '/support' })
    ann.say('help')
    await cem.shows('Ann: help')
    expect(ben.lines).toEqual([])
    expect([ann.conversation?.members, ben.conversation?.members]).toEqual([2, 1])
  })

  it('version 3 says who one is in its namespace, not in the address', async () => {
    await party.server(start({ eio3: true }))
    const old = { version: 3, namespace: '/support', ways: ['polling'] } as const
    const ann = await guest('Ann', old)
    const ben = await guest('Ben', { namespace: '/support' })
    ann.say('help')
    await ben.shows('Ann: help')
    expect(ann.platform.asked.join()).not.toContain('Ann')
  })
})

describe('refused', () => {
  it('a token is renewed once, and then it is refused, with the server\'s reason', async () => {
    await party.server(start())
    const asked: boolean[] = []
    const ann = await party.visitor(() => socketIoRooms('Ann'), 'main', ({ refresh }) => {
      asked.push(refresh)
      return 'x'.repeat(41)
    })
    await until(() => ann.state === 'refused')
    expect(asked).toEqual([false, true])
    expect(ann.engine.connection.snapshot).toMatchObject({ reason: Reason.serverRefused, detail: '4503 unauthorized' })
  })

  it('a renewed token is let in', async () => {
    await party.server(start())
    const getToken = ({ refresh }: { refresh: boolean }) => refresh ? 'Ann' : 'x'.repeat(41)
    const ann = await party.guest(() => socketIoRooms('Ann'), 'main', true, getToken)
    ann.say('here')
    await ann.shows('me: here')
  })

  it('what may pass is tried again', async () => {
    let tries = 0
    await serve({}, io => io.use((_, next) => {
      tries += 1
      next(tries < 2 ? Object.assign(new Error('busy'), { data: { retry: true } }) : undefined)
    }))
    const heard: unknown[] = []
    const ann = await party.visitor(() => socketIoRooms('Ann', {
      enter: undefined, history: undefined,
      refuses(error) {
        heard.push(error)
        return false
      },
    }), 'main', () => 'Ann')
    await until(() => ann.state === 'waiting')
    ann.engine.connection.retry()
    await ann.online()
    expect(heard).toEqual([{ message: 'busy', data: { retry: true } }])
    expect(ann.log.some(line => line.includes('busy'))).toBe(true)
  })

  it('a message that the server refuses has failed', async () => {
    await party.server(start())
    const ann = await guest('Ann', { say: ({ id, text }) => ['message', { room: 'elsewhere', id, text }] })
    ann.say('hello')
    await until(() => ann.messages[0]?.status === 'failed')
    expect(ann.messages[0]?.error?.message).toBe('not joined')
  })
})

describe('binary', () => {
  const files: Partial<SocketIoOptions> = {
    say: ({ id, room, text }) => ['file', {
      room, id, name: 'a.bin', type: 'x/y', data: Uint8Array.from(text, char => char.charCodeAt(0)),
    }],
    counts: false, history: undefined,
    on: {
      file: ({ id, from, name, data }) => ({
        type: 'said', id: String(id), clientId: String(id), from: String(from),
        content: `${String(name)} ${[...new Uint8Array(data as ArrayBuffer)].join()}`,
      }),
    },
  }

  it.each([
    ['websocket', 4], ['polling', 4], ['upgrade', 4], ['websocket', 3], ['polling', 3],
  ] as const)('goes both ways by %s, version %i', async (way, version) => {
    await party.server(start({ eio3: true }))
    const ways = (name: string) => ({ ways: [way], version, ...version === 3 && { query: () => ({ token: name }) } })
    const ann = await guest('Ann', { ...files, ...ways('Ann') })
    const ben = await guest('Ben', { ...files, ...ways('Ben') })
    ann.say('\u0000\u0001\u00ff', 'abcd')
    await ben.shows('Ann: a.bin 0,1,255', 'Ann: a.bin 97,98,99,100')
    await ann.allSent()
    expect([...ben.engine.dropped]).toEqual([])
  })
})

it('acknowledges what the server wants acknowledged', async () => {
  let isAnswered = false
  await serve({}, io => io.on('connection', (socket) => {
    void socket.emitWithAck('news', 1).then(() => { isAnswered = true })
  }))
  await guest('Ann', { enter: undefined, history: undefined }, false)
  await until(() => isAnswered)
})
