import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatServer } from '../../../server/server'
import { login, Stage, until } from '../../helpers/server'

let stage: Stage
let server: ChatServer
let lines: string[]
beforeEach(async () => {
  stage = new Stage()
  lines = []
  server = await stage.server({ log: line => lines.push(line) })
})
afterEach(() => stage.close())

describe('bad frames', () => {
  it.each([
    ['not JSON', 'hello?', undefined],
    ['nothing', '', undefined],
    ['a number', '5', undefined],
    ['null', 'null', undefined],
    ['a list', '[]', undefined],
    ['no type', '{"id":"x"}', 'x'],
    ['a type it does not know', '{"type":"fly","id":"x"}', 'x'],
    ['a type that is no string', '{"type":{},"id":"x"}', 'x'],
    ['an inherited type', '{"type":"__proto__","id":"x"}', 'x'],
    ['a missing field', '{"type":"send","id":"x"}', 'x'],
    ['a content that is no object', '{"type":"send","id":"x","conversation":"general","content":"hi"}', 'x'],
    ['a content that is a list', '{"type":"send","id":"x","conversation":"general","content":[]}', 'x'],
    ['an id that is no string', '{"type":"ping","id":7}', undefined],
    ['an id with a space', '{"type":"ping","id":"a b"}', 'a b'],
    ['an empty id', '{"type":"ping","id":""}', ''],
    ['an id that is too long', `{"type":"ping","id":"${'x'.repeat(65)}"}`, undefined],
    ['a limit of 0', '{"type":"history","id":"x","conversation":"general","limit":0}', 'x'],
    ['a limit of 201', '{"type":"history","id":"x","conversation":"general","limit":201}', 'x'],
    ['a limit with a fraction', '{"type":"history","id":"x","conversation":"general","limit":1.5}', 'x'],
    ['both ends', '{"type":"history","id":"x","conversation":"general","limit":1,"before":1,"after":1}', 'x'],
    ['a negative seq', '{"type":"read","conversation":"general","seq":-1}', undefined],
    ['a seq past all numbers', '{"type":"read","conversation":"general","seq":1e999}', undefined],
    ['mentions that are no list', '{"type":"send","id":"x","conversation":"general","content":{},"mentions":"*"}', 'x'],
    ['no target', '{"type":"recall","id":"x","conversation":"general"}', 'x'],
    ['half a target', '{"type":"recall","id":"x","conversation":"general","target":{"from":"a"}}', 'x'],
    ['a target that is a seq', '{"type":"edit","id":"x","conversation":"general","target":1,"content":{}}', 'x'],
    ['an edit without a content', '{"type":"edit","id":"x","conversation":"g","target":{"from":"a","id":"b"}}', 'x'],
    [
      'an emoji that is no string',
      '{"type":"react","id":"x","conversation":"g","target":{"from":"a","id":"b"},"emoji":1,"on":true}', 'x',
    ],
    [
      'a reaction neither on nor off',
      '{"type":"react","id":"x","conversation":"g","target":{"from":"a","id":"b"},"emoji":"+","on":1}', 'x',
    ],
    ['cursors that are no list', '{"type":"delivered","cursors":{}}', undefined],
    ['a negative cursor', '{"type":"delivered","cursors":[{"conversation":"general","seq":-1}]}', undefined],
    ['a deep nest', '['.repeat(60_000) + ']'.repeat(60_000), undefined],
    ['a binary frame', Buffer.from('{"type":"ping","id":"x"}'), undefined],
  ])('%s is answered, and the link stays', async (_, frame, id) => {
    const ann = await stage.join(server.port, 'Ann')
    ann.raw(frame)
    const error = await ann.take('error')
    expect(error.code).toBe(4000)
    expect(error.id).toBe(id)
    await ann.settle()
  })

  it('ignores fields it does not know', async () => {
    const ann = await stage.join(server.port, 'Ann')
    ann.raw('{"type":"ping","id":"x","later":{"a":1},"__proto__":{"type":"send"}}')
    expect(await ann.take('pong')).toEqual({ type: 'pong', id: 'x' })
  })

  it('refuses a deep nest inside a message', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const deep = '['.repeat(60_000) + ']'.repeat(60_000)
    ann.raw(`{"type":"send","id":"x","conversation":"general","content":{"kind":"card","deep":${deep}}}`)
    expect((await ann.take('error')).code).toBe(4022)
  })

  it('twenty of them end the link', async () => {
    const ann = await stage.join(server.port, 'Ann')
    for (let i = 0; i < 30; i++) ann.raw('?')
    expect(await ann.closed).toBe(4000)
    expect(ann.frames.filter(frame => frame.type === 'error')).toHaveLength(20)
  })

  it('before hello end it as well', async () => {
    const client = await stage.connect(server.port)
    for (let i = 0; i < 20; i++) client.raw('{"type":"ping","id":"x"}')
    expect(await client.closed).toBe(4000)
  })
})

describe('a neighbour', () => {
  it('does not notice a frame over the limit', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    ann.raw('x'.repeat(131_073))
    expect(await ann.closed).toBe(1009)
    await ben.say('still here')
  })

  it('does not notice noise on the port', async () => {
    const ben = await stage.join(server.port, 'Ben')
    const noises = [
      'nonsense\r\n\r\n',
      'GET //%%/../ HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    ]
    for (const noise of noises) {
      await new Promise<void>(done => {
        const socket = connect(server.port, '127.0.0.1', () => socket.end(Buffer.from(noise, 'latin1')))
        socket.on('error', () => undefined)
        socket.on('close', () => done())
        socket.resume()
      })
    }
    await ben.say('still here')
    await until(() => server.stats().connections === 1)
  })

  it('does not notice that someone leaves in the middle of a hello', async () => {
    const { token } = await login(server.port, 'Ann')
    const ben = await stage.join(server.port, 'Ben')
    for (let i = 0; i < 20; i++) {
      const client = await stage.connect(server.port)
      client.send({ type: 'hello', version: 1, token })
      client.socket.terminate()
    }
    await until(() => server.stats().connections === 1)
    await ben.say('still here')
  })

  it('does not wait for a slow reader, who is cut off and catches up later', async () => {
    const ann = await stage.join(server.port, 'Ann')
    const slow = await stage.join(server.port, 'Ben')
    slow.socket.pause()
    let sent = 0
    // Until it is cut off: how much the system's own buffers take in before is not ours to know.
    while (server.stats().connections === 2) {
      await ann.say({ kind: 'blob', data: 'x'.repeat(120_000) })
      sent += 1
      await ann.event()
    }
    slow.socket.resume()
    expect(await slow.closed).toBe(1006)
    expect(lines).toContain('cut a connection: it reads too slowly')
    const back = await stage.join(server.port, 'Ben')
    expect(back.welcome.conversations[0]?.head).toBe(sent)
  })

  it('cannot make a welcome too long to arrive', async () => {
    const ann = await stage.join(server.port, 'Ann')
    for (let i = 0; i < 20; i++) {
      const other = await stage.join(server.port, `Other ${i}`)
      const { id } = await other.open(ann.self.id)
      await other.say({ kind: 'blob', data: `${i} ${'x'.repeat(120_000)}` }, id)
      await other.end()
    }
    const again = await stage.join(server.port, 'Ann')
    expect(again.welcome.conversations).toHaveLength(21)
    expect(again.welcome.conversations.every(each => each.kind === 'group' || each.head === 1)).toBe(true)
    const complete = again.welcome.conversations.filter(each => each.last)
    expect(complete.length).toBeGreaterThan(0)
    expect(JSON.stringify(again.welcome).length).toBeLessThan(1_200_000)
  })
})

describe('silence', () => {
  it('ends a link; a sign of life of the WebSocket itself is enough to keep it', async () => {
    const brisk = await stage.server({ heartbeat: 40, store: stage.file('brisk.db'), log: line => lines.push(line) })
    const mute = await stage.connect(brisk.port, { autoPong: false })
    const alive = await stage.join(brisk.port, 'Ann')
    expect(alive.welcome.heartbeat).toBe(40)
    await mute.closed
    expect(lines).toContain('cut a connection: silent for too long')
    await alive.settle()
    expect(brisk.stats().connections).toBe(1)
  })
})
