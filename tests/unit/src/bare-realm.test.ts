// @vitest-environment node
import { resolve } from 'node:path'
import vm from 'node:vm'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import type { createEngine as createEngineType } from '../../../src/engine'
import type { Protocol } from '../../../src/protocols/protocol'
import type { socketIo as socketIoType } from '../../../src/protocols/socket-io'
import type { Vault as VaultType } from '../../../src/storage/vault'
import type { engineIo as engineIoType } from '../../../src/transports/engine-io/engine-io'
import type { websocket as websocketType } from '../../../src/transports/websocket'
import { pass, settle } from '../../helpers/fake-clock'
import { FakePlatform } from '../../helpers/fake-platform'
import { FakeServer } from '../../helpers/fake-server'
import { cutAll, serve } from '../../helpers/serve'

// What a mini-program's logic layer has, at the least: the language and timers. No window, no URL, no TextEncoder.

interface Kit {
  createEngine: typeof createEngineType
  Vault: typeof VaultType
  native: Protocol
  websocket: typeof websocketType
  systemClock: { now(): number }
}

let script: vm.Script
let source: string

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { createEngine } from './src/engine'
        export { native } from './src/protocols/native/native'
        export { Vault } from './src/storage/vault'
        export { websocket } from './src/transports/websocket'
        export { systemClock } from './src/platform/clock'
      `,
      resolveDir: resolve('.'),
      loader: 'ts',
    },
    bundle: true, write: false, format: 'iife', globalName: 'kit', platform: 'neutral', target: 'es2017',
  })
  source = outputFiles[0]?.text ?? ''
  script = new vm.Script(`${source}; kit`)
})

function load(globals: object = {}): Kit {
  return script.runInContext(vm.createContext({ ...globals })) as Kit
}

describe('the engine where there is only the language', () => {
  it('can be loaded with nothing at all around it, not even timers', () => {
    expect(Object.keys(load()).sort()).toEqual(['Vault', 'createEngine', 'native', 'systemClock', 'websocket'])
  })

  it('is all its own: the bundle takes nothing from a package', () => {
    expect(source).not.toMatch(/node_modules|require\(|\bimport\b/)
  })

  it('connects, is welcomed, hears, sends, loses its link and goes on', async () => {
    const platform = new FakePlatform()
    const server = new FakeServer()
    serve(platform, server)
    server.says('bob', 'hello')
    const timers: Record<'setTimeout' | 'clearTimeout', unknown> = {
      setTimeout: (callback: () => void, delay: number) => platform.clock.setTimeout(callback, delay),
      clearTimeout: (timer: ReturnType<typeof setTimeout>) => platform.clock.clearTimeout(timer),
    }
    const { createEngine, native, Vault, websocket, systemClock } = load(timers)
    const bare = Object.assign(Object.create(platform) as FakePlatform, {
      clock: { ...systemClock, now: () => platform.clock.now() },
    })
    const engine = createEngine({
      transports: [websocket('wss://chat.test/v1/ws', bare)], protocol: native, platform: bare, getToken: () => 'ann',
      openVault: (userId, warn) => new Vault(bare.storage, userId, warn),
    })

    engine.start()
    await settle()
    expect(engine.connection.snapshot.state).toBe('online')
    engine.sync.enter('room')
    engine.sync.write('room', { kind: 'text', text: '你好 👋' })
    await pass(platform.clock, 1_000)
    cutAll(platform)
    engine.sync.write('room', { kind: 'text', text: 'later' })
    await pass(platform.clock, 20_000)

    expect(engine.connection.snapshot.state).toBe('online')
    expect(server.texts()).toEqual(['hello', '你好 👋', 'later'])
    expect(engine.sync.timeline('room')?.messages.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent'])
    engine.stop()
    await pass(platform.clock, 1_000)
    expect([platform.openSockets.length, platform.clock.timers]).toEqual([0, 0])
  })

  it('bears what no server should send', async () => {
    const platform = new FakePlatform()
    const { createEngine, native, Vault, websocket } = load()
    const engine = createEngine({
      transports: [websocket('wss://chat.test/v1/ws', platform)], protocol: native, platform, getToken: () => 'ann',
      openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
    })
    engine.start()
    await settle()
    platform.socket.sayOpen()
    for (const frame of ['', '[]', '{"type":"welcome"}', new ArrayBuffer(2)]) platform.socket.say(frame)
    expect([...engine.dropped.values()].reduce((sum, count) => sum + count, 0)).toBe(4)
    engine.stop()
  })
})

describe('the Socket.IO adapter where there is only the language', () => {
  it('frames, with bytes, by WebSocket and by long polling', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `
          export { socketIo } from './src/protocols/socket-io'
          export { engineIo } from './src/transports/engine-io/engine-io'
        `,
        resolveDir: resolve('.'),
        loader: 'ts',
      },
      bundle: true, write: false, format: 'iife', globalName: 'kit', platform: 'neutral', target: 'es2017',
    })
    const bundle = outputFiles[0]?.text ?? ''
    expect(bundle).not.toMatch(/node_modules|require\(/)
    const { socketIo, engineIo } = vm.runInContext(`${bundle}; kit`, vm.createContext({})) as {
      socketIo: typeof socketIoType
      engineIo: typeof engineIoType
    }
    const bytes = Uint8Array.from([1, 2, 255]).buffer
    const platform = new FakePlatform()
    const { definition } = socketIo({
      me: { id: 'ann', name: 'Ann' },
      say: () => ['file', { bytes, name: '好' }],
      on: { file: ({ bytes }) => ({ type: 'said', content: [...new Uint8Array(bytes as ArrayBuffer)].join() }) },
    })
    const context = { me: { id: 'ann', name: 'Ann' }, token: '', platform, send: () => true }
    const content = { kind: 'text', text: '' } as const
    const frames = [definition.encode?.({ id: 'a', room: 'main', content, text: '' }, context) ?? []].flat()
    expect(frames).toEqual(['451-1["file",{"bytes":{"_placeholder":true,"num":0},"name":"好"}]', bytes])
    const heard: unknown[] = []
    const link = engineIo('polling', {
      address: 'https://chat.test/socket.io/', version: 4, platform, query: () => ({}),
    }).open({
      opened() {},
      frame: frame => heard.push(definition.decode(frame, context)),
      ended() {},
    })
    platform.requests[0]?.listener.done(200, '0{"sid":"s"}')
    for (const frame of frames) link.send(frame)
    await settle()
    const { body = '' } = platform.requests.find(({ options }) => options.method === 'POST')?.options ?? {}
    platform.requests[1]?.listener.done(200, body.replace('451-1', '451-'))
    expect(heard.slice(1)).toEqual([null, { type: 'said', content: '1,2,255' }])
  })
})
