import { describe, expect, it } from 'vitest'
import { decodePacket } from 'engine.io-parser'
import { Decoder, Encoder } from 'socket.io-parser'
import { checkProtocol } from '../../../../src/protocols/check'
import type { LinkContext } from '../../../../src/protocols/definition'
import { socketIo } from '../../../../src/protocols/socket-io'
import { framesOf, packetReader } from '../../../../src/protocols/socket-io-packet'
import type { Frame } from '../../../../src/platform/types'

const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer
const ann = { id: 'ann', name: 'Ann' }

const samples = [
  { type: 0, namespace: '/' },
  { type: 0, namespace: '/support', data: { token: 'a,b' } },
  { type: 1, namespace: '/support' },
  { type: 2, namespace: '/', data: ['message', { text: '/x,12["y"]', list: [1, null, true] }] },
  { type: 2, namespace: '/a', id: 12, data: ['ask', '1'] },
  { type: 3, namespace: '/', id: 0, data: [] },
  { type: 4, namespace: '/', data: { message: 'unauthorized' } },
  { type: 2, namespace: '/', data: ['file', { data: bytes(1, 2), more: [bytes(), 'x', bytes(3)] }] },
  { type: 3, namespace: '/a', id: 7, data: [bytes(9)] },
]

describe('packets', () => {
  it.each(samples)('%j is written as Socket.IO writes it, and read as it was', (packet) => {
    const wanted = new Encoder().encode({
      type: packet.type, nsp: packet.namespace, id: packet.id, data: packet.data,
    } as never).map((part: unknown) => typeof part === 'string' ? `4${part}` : part)
    const frames = framesOf(packet)
    expect(frames).toEqual(wanted)
    const read = packetReader()
    const got = frames.map(frame => read(frame))
    expect(got.slice(0, -1).every(one => one === null)).toBe(true)
    expect(got[got.length - 1]).toEqual({ id: undefined, data: undefined, ...packet })
  })

  it('Socket.IO reads what is written', () => {
    const decoder = new Decoder()
    const come: unknown[] = []
    decoder.on('decoded', packet => come.push(packet))
    for (const frame of framesOf({ type: 2, namespace: '/', data: ['file', Uint8Array.from([1, 2, 3]).subarray(1)] })) {
      decoder.add(typeof frame === 'string' ? decodePacket(frame).data : Buffer.from(frame))
    }
    expect(come).toMatchObject([{ type: 2, data: ['file', Buffer.from([2, 3])] }])
  })

  it.each(['4', '47', '4x', '45["a"]', '45101-["a"]', '42{"bad', '421-["a"]'])('refuses %s', (frame) => {
    expect(() => packetReader()(frame)).toThrow()
  })

  it('refuses bytes without a packet, and a packet without its bytes, and goes on', () => {
    const read = packetReader()
    expect(() => read(bytes(1))).toThrow('bytes without a packet')
    expect(read('451-["a",{"_placeholder":true,"num":0}]')).toBeNull()
    expect(() => read('42["b"]')).toThrow('a packet without its bytes')
    expect(read('42["c"]')).toMatchObject({ data: ['c'] })
    expect(read('451-["a",{"_placeholder":true,"num":5}]')).toBeNull()
    expect(() => read(bytes(1))).toThrow('a packet without its bytes')
    expect(read('42["d"]')).toMatchObject({ data: ['d'] })
  })
})

describe('the adapter', () => {
  const handshake = '0{"sid":"s","upgrades":[],"pingInterval":10000,"pingTimeout":5000}'

  function link(options: Partial<Parameters<typeof socketIo>[0]> = {}, me = ann) {
    const protocol = socketIo({ me, ...options })
    const { definition } = protocol
    const sent: Frame[] = []
    const context = (token = ''): LinkContext => ({
      me, token, platform: {} as LinkContext['platform'], send: frame => sent.push(frame) > 0,
    })
    const say = (...frames: Frame[]) => frames.flatMap(frame => definition.decode(frame, context('t1')) ?? [])
    return { protocol, definition, sent, context, say }
  }

  it('passes its own check', () => {
    expect(checkProtocol(socketIo({ me: ann, counts: true }), {
      frames: [handshake, '40{"sid":"x"}', '2',
        '42["message",{"id":"a","from":"Ben","text":"hi","seq":1,"at":1767323045678}]'],
      answer: (frames) => {
        const [, id] = /^42(\d+)/.exec(String(frames[0])) ?? []
        return [`43${id}[{"ok":true,"seq":2,"at":1767323045678}]`]
      },
    })).toEqual([])
  })

  it('says the token in the packet that connects, and nothing without one', () => {
    const { sent, say, definition, context } = link()
    expect(say(handshake)).toEqual([])
    definition.decode(handshake, context())
    expect(sent).toEqual(['40{"token":"t1"}', '40'])
  })

  it('is let in by the namespace\'s answer, and takes the server\'s word for how long silence may be', () => {
    const { say } = link({ namespace: '/support' })
    say(handshake)
    expect(say('40{"sid":"x"}')).toEqual([])
    expect(say('40/support,{"sid":"x"}')).toEqual([{ type: 'welcome', heartbeat: 15_000 }])
    expect(say('2')).toEqual([{ type: 'ping', answer: '3' }])
  })

  it('goes on where it was, with the last offset', () => {
    const { sent, say, definition, context } = link({ enter: room => ['join', room] })
    const events = ['o1', 'o2'].map(offset => `42["message",{"text":"hi"},"${offset}"]`)
    say(handshake, '40{"sid":"x","pid":"p1"}', '431[]', ...events)
    definition.open?.(context())
    sent.length = 0
    expect(say(handshake, '40{"sid":"y","pid":"p1"}').map(({ type }) => type)).toEqual(['welcome'])
    expect(sent).toEqual(['40{"pid":"p1","offset":"o2","token":"t1"}'])
    // What the server no longer has begins anew.
    definition.open?.(context())
    expect(say(handshake, '40{"sid":"z","pid":"p2"}')).toEqual([])
    expect(sent.pop()).toBe('422["join","main"]')
  })

  it('is refused for good, unless the developer says otherwise', () => {
    expect(link().say('44{"message":"unauthorized"}')).toEqual([{ type: 'closing', why: 'unauthorized', final: true }])
    expect(link().say('44"unauthorized"')).toEqual([{ type: 'closing', why: 'unauthorized', final: true }])
    expect(link({ refuses: ({ data }) => data !== 1 }).say('44{"message":"busy","data":1}')).toEqual([
      { type: 'closing', why: 'busy', final: false },
    ])
  })

  it('acknowledgements say what became of a message', () => {
    const { say, definition, context } = link()
    const encode = (id: string) =>
      definition.encode?.({ id, room: 'main', content: { kind: 'text', text: 'hi' }, text: 'hi' }, context())
    expect(encode('a')).toEqual(['421["message",{"id":"a","room":"main","text":"hi"}]'])
    encode('b')
    encode('c')
    const answers = ['432[{"ok":false,"error":"no"}]', '431[{"id":"s1","at":1767323045}]', '433[]', '433[]', '4399[]']
    expect(say(...answers)).toEqual([
      { type: 'refused', clientId: 'b', why: 'no' },
      { type: 'stored', clientId: 'a', id: 's1', at: 1_767_323_045_000, seq: undefined },
      { type: 'stored', clientId: 'c' },
    ])
  })

  it('is let in when all rooms have answered, also where one of them refused', () => {
    const { sent, say } = link({
      rooms: [{ id: 'a' }, { id: 'b' }],
      enter: room => ['join', room],
      entered: ({ members }, room) => ({ type: 'members', room, count: (members as string[]).length }),
    })
    expect(say(handshake, '40{"sid":"x"}')).toEqual([])
    expect(sent.slice(1)).toEqual(['421["join","a"]', '422["join","b"]'])
    expect(say('431[{"ok":true,"members":["Ann","Ben"]}]')).toEqual([{ type: 'members', room: 'a', count: 2 }])
    expect(say('432[{"ok":false,"error":"full"}]')).toEqual([{ type: 'welcome', heartbeat: 15_000 }])
  })

  it('the answer to entering is the newest page, once', async () => {
    const { sent, say, definition, context } = link({ enter: room => ['join', room], history: () => ['history'] })
    say(handshake, '40{"sid":"x"}', '431[{"history":[{"id":"1","from":"Ben","text":"hi"}]}]')
    const newest = { room: 'main', limit: 50 }
    expect(await definition.history?.(newest, context())).toMatchObject([{ id: '1', from: 'Ben', content: 'hi' }])
    const again = definition.history?.(newest, context())
    expect(sent.pop()).toBe('422["history"]')
    say('432[[]]')
    expect(await again).toEqual([])
  })

  it('a history that the link\'s end cut off has failed', async () => {
    const { definition, context } = link({ history: () => ['history'] })
    const page = definition.history?.({ room: 'main', limit: 50 }, context())
    definition.open?.(context())
    await expect(page).rejects.toThrow('no link any more')
  })

  it('events nobody asked for are left alone, whatever they are called', () => {
    expect(link().say('42["toString",1]', '42["__proto__"]', '42["other"]')).toEqual([])
  })
})
