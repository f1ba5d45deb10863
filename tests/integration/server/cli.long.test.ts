import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import Database from 'libsql'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { login, Stage } from '../../helpers/server'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let stage: Stage
let store: string
beforeEach(() => {
  stage = new Stage()
  store = stage.file('chat.db')
})
afterEach(() => stage.close())

describe('options', () => {
  it.each([
    ['an option it does not know', ['--demo', '--fast'], {}, '--fast'],
    ['a port that is none', ['--demo', '--port', '99999'], {}, '--port'],
    ['a port of the environment that is none', ['--demo'], { PORT: 'x' }, 'PORT'],
    ['no secret outside the demo', [], {}, 'CHAT_SECRET'],
    ['a secret that is too short', [], { CHAT_SECRET: 'short' }, 'CHAT_SECRET'],
  ])('%s: one clear line and exit code 2', async (_, args, env, says) => {
    const server = await stage.process(args, env)
    expect(await server.exit).toBe(2)
    expect(server.output).toMatch(/^error: .*\n$/)
    expect(server.output).toContain(says)
  })

  it('--help shows them all', async () => {
    const server = await stage.process(['--help'])
    expect(await server.exit).toBe(0)
    for (const option of ['--port', '--host', '--store', '--demo', 'CHAT_SECRET']) {
      expect(server.output).toContain(option)
    }
  })

  it('come from the environment too', async () => {
    const server = await stage.process(['--demo'], { PORT: '0', CHAT_STORE: store })
    expect(server.port).toBeGreaterThan(0)
    expect(existsSync(store)).toBe(true)
  })
})

it('takes tokens of a backend that has the same secret, outside the demo', async () => {
  const secret = 'a secret of thirty-two bytes or more'
  const server = await stage.process(['--port', '0', '--store', store], { CHAT_SECRET: secret })
  const token = (sub: string, claims: Record<string, unknown> = {}, exp = '1h', key = secret) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setSubject(sub).setExpirationTime(exp)
      .sign(new TextEncoder().encode(key))
  const ann = await stage.enter(server.port, await token('u1', { name: 'Ann' }))
  expect(ann.self).toEqual({ id: 'u1', name: 'Ann' })
  expect(ann.welcome.conversations).toEqual([])
  const ben = await stage.enter(server.port, await token('u2'))
  expect((await ben.open('u1')).title).toBe('Ann')
  expect((await ann.take('conversation')).conversation.peer).toEqual({ id: 'u2', name: 'u2' })

  const withoutEnd = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject('u1')
    .sign(new TextEncoder().encode(secret))
  const bad = [
    await token('u1', {}, '-1h'), await token('u1', {}, '1h', 'another secret of thirty-two bytes'),
    await token('not an id'), withoutEnd,
  ]
  for (const each of bad) {
    const client = await stage.connect(server.port)
    client.send({ type: 'hello', version: 1, token: each })
    expect(await client.closed).toBe(4001)
  }
})

it('takes the next free port when its own is taken', async () => {
  const holder = createServer()
  await new Promise<void>(done => holder.listen(0, '127.0.0.1', done))
  const { port } = holder.address() as AddressInfo
  const server = await stage.process(['--demo', '--port', String(port), '--store', store])
  expect(server.port).toBeGreaterThan(port)
  expect(server.output).toContain(`port ${port} is taken`)
  await login(server.port, 'Ann')
  await new Promise(done => holder.close(done))
})

describe('a broken database', () => {
  /** A real one with some pages, and nothing beside it. */
  async function realDatabase(): Promise<void> {
    const real = stage.file('real.db')
    const server = await stage.server({ store: real })
    const ann = await stage.join(server.port, 'Ann')
    for (let i = 0; i < 20; i++) await ann.say('x'.repeat(4000))
    await server.close()
    copyFileSync(real, store)
  }

  it.each<[string, () => Promise<void> | void, string]>([
    ['garbage', () => writeFileSync(store, 'garbage'.repeat(1000)), 'not a SQLite database'],
    ['a few bytes', () => writeFileSync(store, 'x'), 'not a SQLite database'],
    ['a header and nothing', () => writeFileSync(store, 'SQLite format 3\0'), 'database'],
    ['a real one, cut in half', async () => {
      await realDatabase()
      truncateSync(store, Math.floor(readFileSync(store).length / 2))
    }, 'damaged'],
    ['a real one, overwritten in the middle', async () => {
      await realDatabase()
      const bytes = readFileSync(store)
      bytes.fill(0xa5, 8192, bytes.length - 4096)
      writeFileSync(store, bytes)
    }, 'damaged'],
    ['one of another program', () => {
      const other = new Database(store)
      other.exec('PRAGMA journal_mode = WAL; CREATE TABLE theirs (a)')
      other.close()
    }, 'another program'],
  ])('%s: one clear line, exit code 1, not a byte changed', async (_, make, says) => {
    await make()
    const before = readFileSync(store)
    const server = await stage.process(['--demo', '--port', '0', '--store', store])
    expect(await server.exit).toBe(1)
    expect(server.output).toMatch(/^error: .*\n$/)
    expect(server.output).toContain(store)
    expect(server.output).toContain(says)
    expect(server.output).toContain('kept untouched')
    expect(readFileSync(store).equals(before)).toBe(true)
    expect([existsSync(`${store}-wal`), existsSync(`${store}-shm`)]).toEqual([false, false])
  })

  it('an empty file and a missing folder are no problem', async () => {
    writeFileSync(store, '')
    expect((await stage.process(['--demo', '--port', '0', '--store', store])).port).toBeGreaterThan(0)
    const deep = stage.file('a/b/chat.db')
    expect((await stage.process(['--demo', '--port', '0', '--store', deep])).port).toBeGreaterThan(0)
  })
})
