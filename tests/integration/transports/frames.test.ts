/** What a WebSocket can carry, through the transport: a server of any kind on the other side. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Frame } from '../../../src/platform/types'
import { native } from '../../../src/protocols/native/native'
import type { Link, LinkEnd } from '../../../src/transports/transport'
import { utf8Decoder } from '../../../src/transports/utf8'
import { websocket } from '../../../src/transports/websocket'
import { NodePlatform } from '../../helpers/node-platform'
import { until } from '../../helpers/server'

let server: WebSocketServer
let platform: NodePlatform
let link: Link
let peer: WebSocket
let frames: Frame[]
let end: LinkEnd | null

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  platform = new NodePlatform()
  frames = []
  end = null
  const connected = once(server, 'connection') as Promise<[WebSocket]>
  const transport = websocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, platform)
  let opened = false
  link = transport.open({
    opened: () => { opened = true },
    frame: frame => frames.push(frame),
    ended: (reason) => { end = reason },
  });
  [peer] = await connected
  await until(() => opened)
})

afterEach(async () => {
  link.close()
  platform.close()
  for (const client of server.clients) client.terminate()
  await new Promise(done => server.close(done))
})

async function received(count: number): Promise<Frame[]> {
  await until(() => frames.length >= count)
  return frames
}

describe('a WebSocket', () => {
  it('carries a megabyte, both ways', async () => {
    const large = '汉🎉x'.repeat(128 * 1024)
    peer.send(large)
    expect((await received(1))[0]).toBe(large)
    const back = once(peer, 'message') as Promise<[Buffer]>
    link.send(large)
    expect(String((await back)[0])).toBe(large)
  })

  it('carries nothing, which the protocol drops with a reason', async () => {
    peer.send('')
    expect(await received(1)).toEqual([''])
    expect(native.decode('')).toEqual({ type: 'ignored', why: 'not JSON' })
  })

  it('carries bytes, which hold the text that a relaying server turned into bytes', async () => {
    peer.send(Buffer.from('{"type":"pong","id":"汉🎉"}'))
    const [frame] = await received(1)
    expect(frame).toBeInstanceOf(ArrayBuffer)
    expect(utf8Decoder()(frame as ArrayBuffer, true)).toBe('{"type":"pong","id":"汉🎉"}')
    expect(native.decode(frame as Frame)).toEqual({ type: 'ignored', why: 'binary frame' })
  })

  it('carries a text in fragments that split its characters', async () => {
    const bytes = Buffer.from('a汉🎉é')
    for (let index = 0; index < bytes.length; index++) {
      peer.send(bytes.subarray(index, index + 1), { binary: false, fin: index === bytes.length - 1 })
    }
    expect(await received(1)).toEqual(['a汉🎉é'])
  })

  it('ends once, with the code that the server gave, 1000 too', async () => {
    peer.close(1000, 'done')
    await until(() => end !== null)
    expect(end).toEqual({ code: 1000, message: 'done' })
  })
})
