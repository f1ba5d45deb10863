// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { TokenRequest } from '../../../src/connection/token'
import type { Engine } from '../../../src/engine'
import { pass as passOf, settle } from '../../helpers/fake-clock'
import { FakePlatform } from '../../helpers/fake-platform'
import { FakeServer } from '../../helpers/fake-server'
import { makeEngine } from '../../helpers/make-engine'
import { cutAll, serve } from '../../helpers/serve'

let platform: FakePlatform
let server: FakeServer
let engine: Engine
let token: string | null
let asked: TokenRequest[]
/** What getToken fails with. */
let failure: Error | null
let logged: (line: string) => void

beforeEach(() => {
  platform = new FakePlatform()
  server = new FakeServer()
  token = 'ann'
  asked = []
  failure = null
  logged = () => {}
  const getToken = (request: TokenRequest): string | null => {
    asked.push(request)
    if (failure) throw failure
    return token
  }
  engine = makeEngine(platform, getToken, { onLog: (_level, line) => logged(line) })
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

describe('the token', () => {
  /** What the server was sent of this type. */
  const sent = (type: string): unknown[] =>
    platform.socket.frames.filter(frame => (frame as { type: string }).type === type)

  it('is renewed over the open link with 80 % of its life over', async () => {
    server.tokenExpiresIn = 60_000
    await start()
    token = 'ann again'
    await pass(47_999)
    expect(asked).toEqual([{ refresh: false }])
    await pass(1)
    expect(asked).toEqual([{ refresh: false }, { refresh: true }])
    expect(sent('token')).toEqual([{ type: 'token', token: 'ann again' }])
    expect(platform.sockets).toHaveLength(1)
    expect(state()).toBe('online')

    platform.socket.sayJson({ type: 'tokenTaken', expiresIn: 10_000 })
    await pass(8_000)
    expect(sent('token')).toHaveLength(2)
  })

  it('is renewed when the server wants it, once, however often it says so', async () => {
    await start()
    for (let index = 0; index < 1_000; index++) platform.socket.sayJson({ type: 'tokenWanted' })
    await settle()
    expect(asked).toEqual([{ refresh: false }, { refresh: true }])
  })

  it('isn\'t renewed for a link that is gone', async () => {
    server.tokenExpiresIn = 60_000
    await start()
    engine.stop()
    await pass(600_000)
    expect(asked).toEqual([{ refresh: false }])
    expect(platform.clock.timers).toBe(0)
  })

  it('may hold longer than a timer can count', async () => {
    server.tokenExpiresIn = 400 * 86_400_000
    await start()
    await pass(1_000)
    expect(asked).toEqual([{ refresh: false }])
  })

  it('that can\'t be renewed leaves the link as it is', async () => {
    const lines: string[] = []
    logged = line => lines.push(line)
    server.tokenExpiresIn = 60_000
    await start()
    failure = new Error('no network')
    await pass(48_000)
    expect(state()).toBe('online')
    expect(lines).toContain('getToken failed: no network')
  })
})

describe('the log', () => {
  it('tells of each change, and never of a token or of what is said', async () => {
    const lines: string[] = []
    logged = line => lines.push(line)
    token = 'ann'
    await start()
    engine.sync.write('room', { kind: 'text', text: 'a secret' })
    await pass(100)
    platform.socket.say('not JSON but a secret')
    cutAll(platform, { code: 1006, reason: 'cut' })
    expect(lines).toEqual([
      'idle -> connecting (1) by websocket',
      'connecting -> authenticating (2) by websocket',
      'authenticating -> online (3) by websocket',
      'dropped: not JSON',
      'online -> waiting (10) by websocket: 1006 cut',
    ])
  })
})
