// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { Frame } from '../../../../src/platform/types'
import { base64Of, bytesOf } from '../../../../src/transports/engine-io/base64'
import { engineIo, type EngineIoWay } from '../../../../src/transports/engine-io/engine-io'
import { packetsOf, payloadOf } from '../../../../src/transports/engine-io/payload'
import type { Link, LinkEnd } from '../../../../src/transports/transport'
import { pass, settle } from '../../../helpers/fake-clock'
import { FakePlatform, type FakeRequest } from '../../../helpers/fake-platform'
import { mulberry } from '../../../helpers/random'

const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer
const handshake = '0{"sid":"s1","upgrades":["websocket"],"pingInterval":1000,"pingTimeout":500,"maxPayload":100}'

let platform: FakePlatform
let heard: unknown[]
let ends: LinkEnd[]

beforeEach(() => {
  platform = new FakePlatform()
  heard = []
  ends = []
})

function open(way: EngineIoWay, version: 3 | 4 = 4): Link {
  return engineIo(way, { address: 'https://chat.test/socket.io/', version, platform, query: () => ({ a: 'b c' }) }).open({
    opened: () => heard.push('opened'),
    frame: frame => heard.push(frame),
    ended: end => ends.push(end),
  })
}

const last = (): FakeRequest => platform.requests[platform.requests.length - 1] as FakeRequest
const posts = (): (string | undefined)[] =>
  platform.requests.filter(({ options: { method } }) => method === 'POST').map(({ options: { body } }) => body)

async function answer(body: string, status = 200, request = last()): Promise<void> {
  request.listener.done(status, body)
  await settle()
}

describe('base64', () => {
  it('is what others make of it', () => {
    const random = mulberry(7)
    for (let length = 0; length < 300; length++) {
      const data = Uint8Array.from({ length }, () => Math.floor(random() * 256))
      const text = Buffer.from(data).toString('base64')
      expect(base64Of(data.buffer)).toBe(text)
      expect([...new Uint8Array(bytesOf(text))]).toEqual([...data])
      expect([...new Uint8Array(bytesOf(text.replace(/=/g, '')))]).toEqual([...data])
    }
    expect(() => bytesOf('a*b')).toThrow('no base64')
  })
})

describe('payloads', () => {
  const packets: Frame[] = ['4hello', '2', bytes(0, 255), '4你好👋']

  it('version 4 has a separator, version 3 the lengths in UTF-16 units', () => {
    expect(payloadOf(packets, 4)).toBe('4hello\u001e2\u001ebAP8=\u001e4你好👋')
    expect(payloadOf(packets, 3)).toBe('6:4hello1:26:b4AP8=5:4你好👋')
  })

  it.each([3, 4] as const)('version %i comes back as it went', (version) => {
    expect(packetsOf(payloadOf(packets, version), version)).toEqual(packets)
  })

  it.each(['<html></html>', '5:4', ':', '-1:x', 'x:4', '6:4hello9'])('version 3 is not %j', (body) => {
    expect(() => packetsOf(body, 3)).toThrow('no answer of Engine.IO')
  })
})

describe('a WebSocket', () => {
  it('is open when the handshake has come', () => {
    const link = open('websocket')
    expect(platform.socket.url).toBe('wss://chat.test/socket.io/?EIO=4&transport=websocket&a=b%20c')
    platform.socket.sayOpen()
    platform.socket.say('<html>')
    expect(heard).toEqual([])
    platform.socket.say(handshake)
    platform.socket.say(bytes(1))
    link.send(bytes(2))
    expect(heard).toEqual(['opened', handshake, bytes(1)])
    expect(platform.socket.sent).toEqual([bytes(2)])
    platform.socket.sayClose()
    expect(ends).toHaveLength(1)
  })

  it('version 3 pings by itself, however much it hears, and has the type before bytes', async () => {
    const link = open('websocket', 3)
    platform.socket.sayOpen()
    platform.socket.say(handshake)
    for (let i = 0; i < 4; i++) {
      await pass(platform.clock, 700)
      platform.socket.say('42["message"]')
    }
    expect(platform.socket.sent).toEqual(['2', '2'])
    platform.socket.say(bytes(4, 9))
    link.send(bytes(7))
    expect(heard[heard.length - 1]).toEqual(bytes(9))
    expect(platform.socket.sent[2]).toEqual(bytes(4, 7))
    link.close()
    expect(platform.clock.timers).toBe(0)
  })
})

describe('long polling', () => {
  it('asks again and again, and says what comes', async () => {
    open('polling')
    expect(last().options).toMatchObject({
      method: 'GET', url: 'https://chat.test/socket.io/?EIO=4&transport=polling&a=b%20c',
    })
    await answer(handshake)
    expect(last().options.url).toBe('https://chat.test/socket.io/?EIO=4&transport=polling&sid=s1&a=b%20c')
    await answer('2\u001ebAQI=\u001e6')
    expect(heard).toEqual(['opened', handshake, '2', bytes(1, 2)])
    expect(platform.requests).toHaveLength(3)
  })

  it('sends what is said together in one request, and one request at a time, none larger than wanted', async () => {
    const link = open('polling')
    await answer(handshake)
    link.send('4a')
    link.send(bytes(1))
    await settle()
    const first = last()
    link.send('4' + 'b'.repeat(20))
    link.send('4' + 'c'.repeat(20))
    await settle()
    expect(posts()).toEqual(['4a\u001ebAQ=='])
    expect(first.options.headers).toMatchObject({ 'content-type': 'text/plain;charset=UTF-8' })
    await answer('ok', 200, first)
    await answer('ok')
    expect(posts().slice(1)).toEqual(['4' + 'b'.repeat(20), '4' + 'c'.repeat(20)])
  })

  it.each([
    ['what is no handshake', '<html></html>', 200, { message: 'no Engine.IO server' }],
    ['another status', '{"code":1,"message":"Session ID unknown"}', 400, {
      code: 400, message: '{"code":1,"message":"Session ID unknown"}',
    }],
  ])('ends with %s', async (_, body, status, end) => {
    open('polling')
    await answer(body, status)
    expect(ends).toEqual([end])
    expect(platform.clock.timers).toBe(0)
  })

  it('ends when the server closes, and when no answer comes', async () => {
    open('polling')
    await answer(handshake)
    await answer('1')
    expect(ends).toEqual([{ message: 'the server closed the link' }])
    open('polling')
    await answer(handshake)
    await pass(platform.clock, 11_500)
    expect(ends[1]).toEqual({ message: 'no answer in time' })
    expect(platform.clock.timers).toBe(0)
  })

  it('tells the server when it is closed, and leaves nothing behind', async () => {
    const link = open('polling')
    await answer(handshake)
    const poll = last()
    link.close()
    expect([poll.aborted, last().options.body]).toEqual([true, '1'])
    await answer('ok')
    expect([platform.clock.timers, ends.length, platform.requests.length]).toEqual([0, 0, 3])
  })
})

describe('an upgrade', () => {
  it('goes over when what is under way has come to its end', async () => {
    const link = open('upgrade')
    await answer(handshake)
    const poll = last()
    expect(platform.socket.url).toContain('sid=s1')
    platform.socket.sayOpen()
    link.send('4first')
    await settle()
    const post = last()
    platform.socket.say('3probe')
    link.send('4second')
    await settle()
    await answer('4late\u001e6', 200, poll)
    expect(platform.socket.sent).toEqual(['2probe'])
    await answer('ok', 200, post)
    expect(platform.socket.sent).toEqual(['2probe', '5', '4second'])
    platform.socket.say('4by socket')
    link.send('4third')
    expect(platform.socket.sent[3]).toBe('4third')
    expect(heard).toEqual(['opened', handshake, '4late', '4by socket'])
    expect([platform.requests.length, platform.clock.timers]).toEqual([3, 0])
    platform.socket.sayClose()
    expect(ends).toHaveLength(1)
  })

  it.each(['before it answers', 'after it has answered'])('a socket that ends %s changes nothing', async (when) => {
    const link = open('upgrade')
    await answer(handshake)
    platform.socket.sayOpen()
    if (when.startsWith('after')) platform.socket.say('3probe')
    platform.socket.sayClose()
    await answer('4one')
    link.send('4two')
    await settle()
    expect(posts()).toEqual(['4two'])
    expect([heard[2], ends.length]).toEqual(['4one', 0])
  })

  it('a socket that says nothing is given up', async () => {
    open('upgrade')
    await answer(handshake)
    platform.socket.sayOpen()
    await pass(platform.clock, 10_000)
    expect([platform.openSockets.length, ends.length]).toEqual([0, 0])
  })

  it('isn\'t tried where the server has no WebSocket', async () => {
    open('upgrade')
    await answer(handshake.replace('"websocket"', ''))
    expect(platform.sockets).toEqual([])
  })
})
