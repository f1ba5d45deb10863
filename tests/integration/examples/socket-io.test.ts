import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start } from '../../../examples/servers/socket-io/server'
import { Inbox, Rig } from './rig'
import type { WsClient } from './rig'

let rig: Rig
let port: number
beforeEach(async () => {
  rig = new Rig()
  port = await rig.start(start())
})
afterEach(() => rig.end())

const at: unknown = expect.any(Number)

/** A client and the events it got, as `[event, payload]`. */
interface Client {
  socket: Socket
  events: Inbox<[string, unknown]>
}

function client(auth: object, path = '/', transports = ['websocket']): Client {
  const socket = io(`http://127.0.0.1:${port}${path}`, {
    auth, transports, reconnection: false, forceNew: true, autoConnect: false,
  })
  const events = new Inbox<[string, unknown]>()
  socket.onAny((event: string, payload: unknown) => events.push([event, payload]))
  rig.atEnd(() => socket.disconnect())
  return { socket, events }
}

async function connected(token: string, path?: string, transports?: string[]): Promise<Client> {
  const made = client({ token }, path, transports)
  await Promise.all([new Promise<void>(done => made.socket.once('connect', done)), made.socket.connect()])
  return made
}

/** Connects and gives the error that it ends in. */
async function refused(made: Client): Promise<string> {
  const error = new Promise<Error>(done => made.socket.once('connect_error', done))
  made.socket.connect()
  return (await error).message
}

async function joined(token: string, room = 'lobby', path?: string): Promise<Client> {
  const made = await connected(token, path)
  expect(await made.socket.emitWithAck('join', room)).toMatchObject({ ok: true })
  return made
}

const say = ({ socket }: Client, id: string, text: string, room = 'lobby'): Promise<unknown> =>
  socket.emitWithAck('message', { room, id, text })

it.each([[['websocket']], [['polling']], [['polling', 'websocket']]])('rooms, by %s', async (transports) => {
  const ann = await connected('Ann', '/', transports)
  const ben = await connected('Ben', '/', transports)
  expect(await ann.socket.emitWithAck('join', 'lobby')).toEqual({ ok: true, members: ['Ann'], history: [] })
  expect(await say(ann, 'a1', 'hello')).toEqual({ ok: true, seq: 1, at })
  const hello = { room: 'lobby', id: 'a1', from: 'Ann', text: 'hello', seq: 1, at }
  expect(await ann.events.next()).toEqual(['message', hello])
  expect(await ben.socket.emitWithAck('join', 'lobby'))
    .toEqual({ ok: true, members: ['Ann', 'Ben'], history: [hello] })
  expect(await ann.events.next()).toEqual(['joined', { room: 'lobby', name: 'Ben', count: 2 }])

  expect(await say(ben, 'b1', '你好')).toEqual({ ok: true, seq: 2, at })
  const second = ['message', { room: 'lobby', id: 'b1', from: 'Ben', text: '你好', seq: 2, at }]
  expect(await ann.events.next()).toEqual(second)
  expect(await ben.events.next()).toEqual(second)

  expect(await ben.socket.emitWithAck('leave', 'lobby')).toEqual({ ok: true })
  expect(await ann.events.next()).toEqual(['left', { room: 'lobby', name: 'Ben', count: 1 }])
  expect(await say(ben, 'b2', 'too late')).toEqual({ ok: false, error: 'not joined' })
  await ben.socket.emitWithAck('join', 'lobby')
  await ann.events.next()
  ben.socket.disconnect()
  expect(await ann.events.next()).toEqual(['left', { room: 'lobby', name: 'Ben', count: 1 }])
})

it('typing: tells the others, if they can be told now', async () => {
  const ann = await joined('Ann')
  const ben = await joined('Ben')
  await ann.events.next()
  let told = false
  const typing = ann.events.next().finally(() => { told = true })
  // It is volatile: one may be lost.
  while (!told) expect(await ben.socket.emitWithAck('typing', 'lobby')).toEqual({ ok: true })
  expect(await typing).toEqual(['typing', { room: 'lobby', name: 'Ben' }])
})

it('a room hears nothing of another, a namespace nothing of the other', async () => {
  const lobby = await joined('Ann')
  const other = await joined('Ben', 'other')
  const support = await joined('Cem', 'lobby', '/support')
  expect(await say(lobby, 'a1', 'in the lobby')).toMatchObject({ seq: 1 })
  expect(await say(other, 'b1', 'elsewhere', 'other')).toMatchObject({ seq: 1 })
  expect(await say(support, 'c1', 'help')).toMatchObject({ seq: 1 })
  for (const [{ events }, id] of [[lobby, 'a1'], [other, 'b1'], [support, 'c1']] as const) {
    expect(await events.next()).toEqual(['message', expect.objectContaining({ id, seq: 1 })])
  }
  expect(await support.socket.emitWithAck('join', 'lobby')).toMatchObject({ members: ['Cem'], history: [{ id: 'c1' }] })
  expect(await refused(client({ token: 'Ann' }, '/nowhere'))).toBe('Invalid namespace')
})

it('nobody gets into the room that is another socket', async () => {
  const ann = await joined('Ann')
  const ben = await joined('Ben', String(ann.socket.id))
  await say(ben, 'b1', 'psst', String(ann.socket.id))
  await say(ann, 'a1', 'hello')
  expect(await ann.events.next()).toEqual(['message', expect.objectContaining({ id: 'a1' })])
})

it('stores a message once per person and id', async () => {
  const ann = await joined('Ann')
  const ben = await joined('Ben')
  await ann.events.next()
  const first = await say(ann, 'x', 'hello')
  expect(await say(ann, 'x', 'hello')).toEqual(first)
  expect(await say(ben, 'x', 'mine')).toEqual({ ok: true, seq: 2, at })
  for (const { events } of [ann, ben]) {
    expect(await events.next()).toMatchObject(['message', { from: 'Ann', seq: 1 }])
    expect(await events.next()).toMatchObject(['message', { from: 'Ben', seq: 2 }])
  }
})

it('history: what came after a number, in pages of 100', async () => {
  const ann = await joined('Ann')
  await Promise.all(Array.from({ length: 120 }, (_, i) => say(ann, `a${i + 1}`, 'x')))
  const history = async (after: number) => {
    const { messages } = await ann.socket.emitWithAck('history', { room: 'lobby', after }) as
      { messages: { seq: number }[] }
    return [messages.length, messages[0]?.seq]
  }
  expect(await history(0)).toEqual([100, 1])
  expect(await history(100)).toEqual([20, 101])
  expect(await history(120)).toEqual([0, undefined])
  expect(await ann.socket.emitWithAck('history', { room: 'other', after: 0 }))
    .toEqual({ ok: false, error: 'not joined' })
  const { history: joinedTo } = await ann.socket.emitWithAck('join', 'lobby') as { history: { seq: number }[] }
  expect([joinedTo.length, joinedTo[0]?.seq]).toEqual([100, 21])
})

it('a person with two sockets comes and leaves once', async () => {
  const ann = await joined('Ann')
  const first = await joined('Ben')
  const second = await joined('Ben')
  expect(await ann.events.next()).toEqual(['joined', { room: 'lobby', name: 'Ben', count: 2 }])
  first.socket.disconnect()
  await joined('Cem')
  expect(await ann.events.next()).toEqual(['joined', { room: 'lobby', name: 'Cem', count: 3 }])
  second.socket.disconnect()
  expect(await ann.events.next()).toEqual(['left', { room: 'lobby', name: 'Ben', count: 2 }])
})

it('file: brings bytes to all', async () => {
  const ann = await joined('Ann')
  const ben = await joined('Ben')
  await ann.events.next()
  const data = Buffer.from([0, 1, 2, 0xff])
  const file = { room: 'lobby', id: 'f1', name: 'a.png', type: 'image/png', data }
  expect(await ann.socket.emitWithAck('file', file)).toEqual({ ok: true, at })
  for (const { events } of [ann, ben]) expect(await events.next()).toEqual(['file', { ...file, from: 'Ann', at }])
  for (const bad of [{ ...file, data: 'text' }, { ...file, data: Buffer.alloc(1_000_001) }, { ...file, name: 1 }]) {
    expect(await ann.socket.emitWithAck('file', bad)).toEqual({ ok: false, error: 'invalid' })
  }
})

describe('tokens', () => {
  it.each([[{}], [{ token: '' }], [{ token: 1 }], [{ token: ['Ann'] }], [{ token: 'x'.repeat(41) }]])(
    '%j is unauthorized, in both namespaces', async (auth) => {
      expect(await refused(client(auth))).toBe('unauthorized')
      expect(await refused(client(auth, '/support'))).toBe('unauthorized')
    })
})

describe('recovery', () => {
  /** Breaks Ben's link and waits until Ann knows. */
  async function broken(): Promise<{ ann: Client, ben: Client }> {
    const ann = await joined('Ann')
    const ben = await joined('Ben')
    await ann.events.next()
    // The place to go on from comes with an event.
    await say(ann, 'a1', 'before')
    await Promise.all([ann.events.next(), ben.events.next()])
    const gone = new Promise(done => ben.socket.once('disconnect', done))
    ben.socket.io.engine.close()
    await gone
    expect(await ann.events.next()).toEqual(['left', { room: 'lobby', name: 'Ben', count: 1 }])
    return { ann, ben }
  }

  it('who comes back is where it was, with what it missed', async () => {
    const { ann, ben } = await broken()
    await say(ann, 'a2', 'meanwhile')
    await ann.events.next()
    const back = new Promise<void>(done => ben.socket.once('connect', done))
    ben.socket.connect()
    await back
    expect(ben.socket.recovered).toBe(true)
    expect(await ben.events.next()).toEqual(['message', expect.objectContaining({ id: 'a2', seq: 2 })])
    expect(await ann.events.next()).toEqual(['joined', { room: 'lobby', name: 'Ben', count: 2 }])
    expect(await say(ben, 'b1', 'back')).toEqual({ ok: true, seq: 3, at })
  })

  it('nobody else comes back in its place', async () => {
    const { ann, ben } = await broken()
    ben.socket.auth = { token: 'Eve' }
    expect(await refused(ben)).toBe('unauthorized')
    expect(await ann.socket.emitWithAck('join', 'lobby')).toMatchObject({ members: ['Ann'] })
  })
})

describe('what is malformed', () => {
  it('is refused', async () => {
    const ann = await joined('Ann')
    const message = { room: 'lobby', id: 'a1', text: 'x' }
    const bad: [string, ...unknown[]][] = [
      ['join'], ['join', ''], ['join', 1], ['join', null], ['join', 'x'.repeat(101)], ['join', ['lobby']],
      ['message'], ['message', null], ['message', 'x'], ['message', [message]], ['message', { ...message, id: '' }],
      ['message', { ...message, id: 'x'.repeat(65) }], ['message', { ...message, text: '' }],
      ['message', { ...message, text: 'x'.repeat(20_001) }], ['message', { ...message, text: Buffer.from('x') }],
      ['history'], ['history', { room: 'lobby' }], ['history', { room: 'lobby', after: -1 }],
      ['history', { room: 'lobby', after: '1' }], ['file'], ['file', { ...message, data: 1 }],
    ]
    for (const [event, ...args] of bad) {
      expect(await ann.socket.emitWithAck(event, ...args), event).toEqual({ ok: false, error: 'invalid' })
      ann.socket.emit(event, ...args)
    }
    for (const [event, payload] of [['message', { ...message, room: 'other' }], ['leave', 'other'], ['typing', 1]]) {
      expect(await ann.socket.emitWithAck(String(event), payload)).toEqual({ ok: false, error: 'not joined' })
    }
    ann.socket.emit('nothing', 1)
    expect(await say(ann, 'a1', '好'.repeat(20_000))).toMatchObject({ seq: 1 })
    expect(await ann.events.next()).toMatchObject(['message', { seq: 1 }])
  })

  it.each([
    '42{"bad', '42', '42[]', '42[1]', '42["error"]', '42["disconnecting"]', '42["message"', '42["__proto__"]',
    '42["constructor",{}]', '451-["file",{"_placeholder":true,"num":9}]', '45999-[]', '430[]', '44', '40/support,[]',
    '40/nowhere,', '49', 'x', '', '6', '0{}',
  ])('in the frames ends at most the connection: %s', async (frame) => {
    const ann = await joined('Ann')
    const raw = await rig.client(port, '/socket.io/?EIO=4&transport=websocket')
    await raw.next()
    raw.send('40{"token":"Eve"}')
    await raw.next()
    raw.send('420["join","lobby"]')
    await raw.next()
    raw.send(frame)
    raw.send(Buffer.from('binary'))
    await raw.closed
    await ann.events.next()
    expect(await ann.events.next()).toMatchObject(['left', { name: 'Eve' }])
  })

  it('more rooms than 100 are refused', async () => {
    const ann = await connected('Ann')
    for (let i = 0; i < 100; i++) expect(await ann.socket.emitWithAck('join', `r${i}`)).toMatchObject({ ok: true })
    expect(await ann.socket.emitWithAck('join', 'r100')).toEqual({ ok: false, error: 'too many rooms' })
    expect(await ann.socket.emitWithAck('join', 'r0')).toMatchObject({ ok: true })
  })
})

describe('Socket.IO 2', () => {
  const polling = (at: number) => fetch(`http://127.0.0.1:${at}/socket.io/?EIO=3&transport=polling`)

  it('is refused', async () => {
    expect((await polling(port)).status).toBe(400)
  })

  it('comes in with eio3, its token in the query', async () => {
    const old = await rig.start(start({ eio3: true }))
    expect((await polling(old)).status).toBe(200)
    const open = async (query: string): Promise<WsClient> => {
      const raw = await rig.client(old, `/socket.io/?EIO=3&transport=websocket${query}`)
      expect(await raw.next()).toMatch(/^0\{"sid"/)
      return raw
    }
    const nobody = await open('')
    expect(await nobody.next()).toBe('44"unauthorized"')
    const ann = await open('&token=Ann')
    expect(await ann.next()).toBe('40')
    ann.send('420["join","lobby"]')
    expect(await ann.next()).toBe('430[{"ok":true,"members":["Ann"],"history":[]}]')
    ann.send('40/support?token=Ann,')
    expect(await ann.next()).toMatch(/^40\/support/)
    // The new ones have no token in the query.
    port = old
    expect(await refused(client({}, '/?token=Ann'))).toBe('unauthorized')
  })
})

it('express answers beside it', async () => {
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('Socket.IO is at /socket.io/')
  const page = await fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`)
  expect(page.headers.get('access-control-allow-origin')).toBe('*')
})

it('close cuts all and frees the port', async () => {
  const server = await start()
  port = server.port
  const ann = await connected('Ann')
  const raw = await rig.client(port, '/socket.io/?EIO=4&transport=websocket')
  const gone = new Promise<string>(done => ann.socket.once('disconnect', done))
  await server.close()
  // A client takes it for a break, and comes back.
  expect(['transport close', 'transport error']).toContain(await gone)
  await raw.closed
  expect(await rig.start(start({ port }))).toBe(port)
  await expect(start({ port })).rejects.toThrow('EADDRINUSE')
})
