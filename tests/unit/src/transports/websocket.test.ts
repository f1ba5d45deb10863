// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { LinkEnd } from '../../../../src/transports/transport'
import { websocket } from '../../../../src/transports/websocket'
import { settle } from '../../../helpers/fake-clock'
import { FakePlatform } from '../../../helpers/fake-platform'

let platform: FakePlatform
let heard: unknown[]
let ends: LinkEnd[]

beforeEach(() => {
  platform = new FakePlatform()
  heard = []
  ends = []
})

function open() {
  return websocket('wss://chat.test/v1/ws', platform, ['a', 'b']).open({
    opened: () => heard.push('opened'),
    frame: frame => heard.push(frame),
    ended: end => ends.push(end),
  })
}

describe('a link', () => {
  it('goes to the address, with the protocols', () => {
    open()
    expect(platform.socket).toMatchObject({ url: 'wss://chat.test/v1/ws', protocols: ['a', 'b'] })
  })

  it('opens, hears and sends', () => {
    const link = open()
    platform.socket.sayOpen()
    platform.socket.say('a text')
    const bytes = new ArrayBuffer(3)
    platform.socket.say(bytes)
    link.send('words')
    expect(heard).toEqual(['opened', 'a text', bytes])
    expect(platform.socket.sent).toEqual(['words'])
    expect(ends).toEqual([])
  })
})

describe('the end', () => {
  it.each([
    ['an error without a close', ['error'], { message: 'went wrong' }],
    ['a close without an error', ['close'], { code: 1006, message: 'socket closed' }],
    ['an error and then a close', ['error', 'close'], { message: 'went wrong' }],
    ['a close and then an error', ['close', 'error'], { code: 1006, message: 'socket closed' }],
    ['the same again and again', ['close', 'close', 'error', 'error'], { code: 1006, message: 'socket closed' }],
  ])('is told once, after %s', (_what, signs, end) => {
    open()
    platform.socket.sayOpen()
    for (const sign of signs) {
      if (sign === 'error') platform.socket.sayError()
      else platform.socket.sayClose()
    }
    expect(ends).toEqual([end])
  })

  it('has the code and the reason that the other side gave', () => {
    open()
    platform.socket.sayClose({ code: 4001, reason: 'token expired' })
    expect(ends).toEqual([{ code: 4001, message: 'token expired' }])
  })

  it('is told in words also where the platform gives none', () => {
    open()
    // As some platforms do, against their own types.
    platform.socket.sayError(undefined as unknown as { errMsg: string })
    open()
    platform.socket.sayClose(undefined as unknown as { code: number })
    for (const { message } of ends) expect(message).toMatch(/\S/)
    expect(ends).toHaveLength(2)
  })

  it('closes the socket, in case it only seemed to end', () => {
    open()
    platform.socket.sayError()
    expect(platform.socket.closes).toHaveLength(1)
  })

  it('is the last word', () => {
    open()
    platform.socket.sayClose()
    platform.socket.sayOpen()
    platform.socket.say('late')
    expect(heard).toEqual([])
  })

  it('comes when sending throws', () => {
    const link = open()
    platform.socket.sayOpen()
    platform.socket.sendFails = 'throws'
    link.send('words')
    expect(ends).toEqual([{ message: 'Error: send threw' }])
  })

  it('comes when the platform says that sending failed', () => {
    const link = open()
    platform.socket.sayOpen()
    platform.socket.sendFails = 'reports'
    link.send('words')
    link.send('more')
    expect(ends).toEqual([{ message: 'send reported' }])
  })

  it('does no harm where closing throws', () => {
    open()
    platform.socket.closeThrows = true
    platform.socket.sayError()
    expect(ends).toHaveLength(1)
  })
})

describe('closing', () => {
  it('closes the socket, and nothing is heard any more', () => {
    const link = open()
    platform.socket.sayOpen()
    link.close()
    expect(platform.socket.closes).toEqual([{ code: 1000, reason: '' }])
    platform.socket.say('late')
    platform.socket.sayClose()
    platform.socket.sayError()
    link.send('late')
    expect(heard).toEqual(['opened'])
    expect([ends, platform.socket.sent]).toEqual([[], []])
  })

  it('before it is open closes it again once it is: the first close may have been too early', () => {
    open().close()
    platform.socket.sayOpen()
    expect(platform.socket.closes).toHaveLength(2)
    expect(heard).toEqual([])
  })
})

describe('an address that the platform refuses', () => {
  it.each([
    ['throws', () => { throw new Error('bad address') }],
    ['gives no socket', () => undefined],
  ])('ends the link a moment later: the platform %s', async (_what, onSocket) => {
    platform.connectSocket = onSocket as unknown as FakePlatform['connectSocket']
    const link = open()
    expect(ends).toEqual([])
    link.send('words')
    await settle()
    expect(ends).toHaveLength(1)
    link.close()
  })

  it('ends nothing where it was closed meanwhile', async () => {
    platform.connectSocket = () => { throw new Error('bad address') }
    open().close()
    await settle()
    expect(ends).toEqual([])
  })
})
