/** The kit at the limits of the server: it slows down, or comes back when it is told to, and loses nothing. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Bounds } from '../../../server/bounds'
import { createEngine, type Engine } from '../../../src/engine'
import { native } from '../../../src/protocols/native/native'
import { Vault } from '../../../src/storage/vault'
import { websocket } from '../../../src/transports/websocket'
import { NodePlatform } from '../../helpers/node-platform'
import { login, Stage, until } from '../../helpers/server'
import { overHttp } from '../transports/client'

let stage: Stage
let ends: (() => Promise<void>)[]
beforeEach(() => {
  stage = new Stage()
  ends = []
})
afterEach(async () => {
  for (const end of ends) await end()
  await stage.close()
})

const start = (bounds: Partial<Bounds>) => stage.server({ bounds })

function kit(port: number, token: string, transportName = 'websocket'): Engine {
  const platform = new NodePlatform()
  const make = overHttp.find(([each]) => each === transportName)?.[1]
  const base = `127.0.0.1:${port}/v1`
  const engine = createEngine({
    transports: [make ? make(`http://${base}`, platform) : websocket(`ws://${base}/ws`, platform)],
    protocol: native,
    platform,
    openVault: (userId, warn) => new Vault(platform.storage, userId, warn),
    getToken: () => token,
  })
  ends.push(async () => {
    engine.stop()
    await until(() => platform.requests.size === 0 && platform.clock.timers.size === 0)
    platform.close()
  })
  engine.start()
  return engine
}

const isOnline = (engine: Engine) => engine.connection.snapshot.state === 'online'
const texts = Array.from({ length: 300 }, (_, i) => `m${i}`)

const ways = ['websocket', 'sse', 'long-polling']
it.each(ways)('over %s, what is too fast is slowed down on the same link', async (way) => {
  const server = await start({ rate: 150 })
  const { token } = await login(server.port, 'Ann')
  const reader = await stage.join(server.port, 'Ben')
  const engine = kit(server.port, token, way)
  await until(() => isOnline(engine))
  for (const text of texts) engine.sync.write('general', { kind: 'text', text })
  const heard: unknown[] = []
  while (heard.length < texts.length) heard.push((await reader.message()).content.text)
  expect(heard).toEqual(texts)
  expect(engine.connection.counters.welcomes).toBe(1)
  expect(server.stats().accepted).toBe(2)
})

it('what is too many waits for as long as it is told, and gets in when there is room', async () => {
  const server = await start({ connectionsPerPerson: 1 })
  const { token } = await login(server.port, 'Ann')
  const other = await stage.enter(server.port, token)
  const engine = kit(server.port, token)
  engine.sync.write('general', { kind: 'text', text: 'patience' })
  await until(() => engine.connection.snapshot.state === 'waiting')
  const { detail, retryAt } = engine.connection.snapshot
  expect(detail).toBe('4029 too much at once: person-connections')
  expect(Number(retryAt) - Date.now()).toBeGreaterThan(5_000)
  expect(engine.connection.counters.attempts).toBe(1)
  await other.end()
  await until(() => server.stats().connections === 0)
  engine.connection.retry()
  const reader = await stage.join(server.port, 'Ben')
  await until(async () => (await reader.history({ limit: 1 })).head === 1)
  expect((await reader.look(1)).content.text).toBe('patience')
})
