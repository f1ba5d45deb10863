// @vitest-environment node
import { resolve } from 'node:path'
import vm from 'node:vm'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import type { createEngine as createEngineType } from '../../../src/engine'
import type { Protocol } from '../../../src/protocols/protocol'
import type { Vault as VaultType } from '../../../src/storage/vault'
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
