import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Batch } from '../../../server/redis/batch'
import { openRedis } from '../../../server/redis/open'
import { freePort, RedisServer } from '../../helpers/redis'
import { login, Stage, until } from '../../helpers/server'
import type { WireClient } from '../../helpers/wire-client'
import { ann, ben, fill, general, said } from '../server/store-contract'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let stage: Stage
let redis: RedisServer
beforeEach(async () => {
  stage = new Stage()
  redis = await RedisServer.start()
})
afterEach(async () => {
  await stage.close()
  await redis.close()
})

const sendAll = (client: WireClient, ids: readonly string[]) => {
  for (const id of ids) client.send(said(id))
}
const ids = Array.from({ length: 150 }, (_, i) => `m${i}`)

describe('a server starts with one clear line and exit code 1', () => {
  const start = async (store: string) => {
    const server = await stage.process(['--demo', '--port', '0', '--store', store])
    expect(await server.exit).toBe(1)
    expect(server.output).toMatch(/^error: .*\n$/)
    expect(server.output).not.toContain('hush')
    return server.output
  }

  it('when Redis can\'t be reached', async () => {
    const port = await freePort()
    expect(await start(`redis://user:hush@127.0.0.1:${port}/0`)).toContain(`cannot reach Redis at 127.0.0.1:${port}`)
    expect(await start('redis://no-such-host.invalid')).toContain('no-such-host.invalid')
  })

  it('when the password is wrong', async () => {
    await redis.inside.config('SET', 'requirepass', 'other')
    expect(await start(redis.url.replace('//', '//:hush@'))).toContain('WRONGPASS')
    expect(await start(redis.url)).toContain('NOAUTH')
  })

  it('when Redis would throw away what it keeps', async () => {
    await redis.inside.config('SET', 'maxmemory', '100mb')
    await redis.inside.config('SET', 'maxmemory-policy', 'allkeys-lru')
    expect(await start(redis.url)).toContain('maxmemory-policy')
  })

  it('when a newer server has filled it', async () => {
    await redis.inside.set('chat:version', '2')
    expect(await start(redis.url)).toContain('another version')
  })
})

describe('while Redis is away', () => {
  it('links end, nothing waits to be done later, and all is well when it is back', async () => {
    const { port } = await stage.server({ store: redis.url })
    const { token } = await login(port, 'Ann')
    const client = await stage.enter(port, token)
    await client.say('before')
    await redis.end()
    expect([4500, 4503]).toContain(await client.closed)
    // Who comes now is told at once, and not left waiting.
    const early = await stage.connect(port)
    early.send({ type: 'hello', version: 1, token })
    sendAll(early, ids)
    expect(await early.take('error')).toMatchObject({ code: 4500, retryAfter: expect.any(Number) })
    expect(await early.closed).toBe(4500)

    await redis.start()
    let back: WireClient | undefined
    await until(async () => {
      const attempt = await stage.connect(port)
      attempt.send({ type: 'hello', version: 1, token })
      await until(() => attempt.frames.length > 0)
      if (attempt.frames[0]?.type === 'welcome') back = attempt
      return back !== undefined
    })
    expect((await back?.history({ limit: 10 }))?.head).toBe(1)
    expect((await back?.say('after'))?.seq).toBe(2)
  })

  it('a Redis that says nothing is given up, and found again', async () => {
    const { port } = await stage.server({ store: redis.url })
    const client = await stage.join(port, 'Ann')
    redis.pause(true)
    sendAll(client, ids.slice(0, 3))
    expect([4500, 4503]).toContain(await client.closed)
    redis.pause(false)
    // It had got them, and did them when it woke; sent again they are there once.
    let again = client
    await until(async () => {
      again = await stage.join(port, 'Ann').catch(() => client)
      return again !== client
    })
    sendAll(again, ids.slice(0, 3))
    await again.take('ack', ({ id }) => id === 'm2')
    expect((await again.history({ limit: 10 })).events.map(({ id }) => id)).toEqual(ids.slice(0, 3))
  })
})

const troubles: Record<string, { begin(): Promise<unknown>, end(): Promise<unknown> }> = {
  'has no memory left': {
    begin: () => redis.inside.config('SET', 'maxmemory', '1'),
    end: () => redis.inside.config('SET', 'maxmemory', '0'),
  },
  'waits for replicas': {
    begin: () => redis.inside.config('SET', 'min-replicas-to-write', '1'),
    end: () => redis.inside.config('SET', 'min-replicas-to-write', '0'),
  },
}

describe('a Redis that takes no writes', () => {
  it.each(Object.entries(troubles))('as it %s ends the link, and all come again in order', async (_, trouble) => {
    const { port } = await stage.server({ store: redis.url })
    const { token } = await login(port, 'Ann')
    const client = await stage.enter(port, token)
    sendAll(client, ids.slice(0, 50))
    await client.take('ack', ({ id }) => id === 'm49')
    await trouble.begin()
    sendAll(client, ids)
    expect(await client.closed).toBe(4500)
    await trouble.end()
    const again = await stage.enter(port, token)
    expect((await again.history({ limit: 1 })).head).toBe(50)
    sendAll(again, ids)
    await again.take('ack', ({ id }) => id === 'm149')
    expect((await again.history({ limit: 200 })).events.map(({ id }) => id)).toEqual(ids)
  })
})

it('scripts that Redis has forgotten are given to it again, and order stays', async () => {
  const { port } = await stage.server({ store: redis.url })
  const client = await stage.join(port, 'Ann')
  for (let i = 0; i < 15; i++) {
    void redis.inside.script('FLUSH')
    sendAll(client, ids.slice(i * 10, i * 10 + 10))
    await new Promise(next => setTimeout(next, 2))
  }
  await client.take('ack', ({ id }) => id === 'm149')
  expect((await client.history({ limit: 200 })).events.map(({ id }) => id)).toEqual(ids)
})

describe('what is written together', () => {
  it('fails together behind one that failed, and only that of its author', async () => {
    let calls = 0
    const batch = new Batch({
      tell: async (_, __, args) => {
        calls += 1
        await new Promise(next => setTimeout(next, 5))
        if (args[2] === ann.id && args.includes('m0')) throw new Error('no memory')
        return Array.from({ length: (args.length - 5) / 7 }, (___, i) => ['stored', i + 1, '1', 0, 0])
      },
    })
    const results = await Promise.allSettled([
      ...ids.map(id => batch.write(ann, said(id))), ...ids.map(id => batch.write(ben, said(id))),
    ])
    expect(results.map(({ status }) => status)).toEqual([
      ...ids.map(() => 'rejected'), ...ids.map(() => 'fulfilled'),
    ])
    // One for what failed, and three for as many as ben has.
    expect(calls).toBe(4)
    await expect(batch.write(ann, said('later'))).resolves.toMatchObject({ outcome: 'stored' })
  })

  it('goes in its order, though it is for several conversations', async () => {
    const backend = await openRedis(redis.url, () => undefined)
    const { store } = backend
    await fill(store)
    const direct = (await store.openDirect(ann.id, ben.id))?.id ?? ''
    const written = await Promise.all(ids.map((id, i) =>
      store.write(ann, said(id, id, { conversation: i % 5 < 2 ? direct : general }))))
    expect(written.map(each => each.outcome)).toEqual(ids.map(() => 'stored'))
    const page = await store.history(direct, ben.id, { limit: 100 })
    expect(page?.events).toMatchObject(ids.filter((_, i) => i % 5 < 2).map(id => ({ id })))
    await backend.close()
  })
})
