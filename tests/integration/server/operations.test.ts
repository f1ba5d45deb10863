import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flags, UsageError } from '../../../server/flags'
import { help, readOptions } from '../../../server/options'
import { metricsText } from '../../helpers/metrics'
import { RedisServer } from '../../helpers/redis'
import { login, Stage, until } from '../../helpers/server'
import type { ServerProcess } from '../../helpers/server'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

describe('options', () => {
  it('and their variables are all in the help, with what holds otherwise', () => {
    for (const [name, flag] of Object.entries(flags)) {
      expect(help).toContain(`--${name} ${flag.value}`)
      expect(help).toContain(`or ${flag.env})`)
      expect(help).toContain(flag.default)
    }
    expect(new Set(Object.values(flags).map(flag => flag.env)).size).toBe(Object.keys(flags).length)
  })

  const bad: [keyof typeof flags, string[]][] = [
    ['port', ['-1', '65536', '80.5', '0x50', 'http', ' 80']],
    ['host', ['a b', 'http://x', '-', '1.2.3.4:80']],
    ['store', ['redis://:hush@', 'rediss://']],
    ['files', ['redis://:hush@host/0', 'https://example.com/files']],
    ['file-size', ['0', '20MB']],
    ['origins', ['example.com', 'https://a.example/', 'https://a.example;https://b.example', '*']],
    ['proxies', ['-1', '11', 'yes']],
    ['metrics', ['x', '70000', 'a b:80', ':']],
    ['log', ['loud', 'INFO']],
    ['drain', ['0', '99', '5s']],
    ['connections', ['0', '1e3', '99999999999999999999']],
    ['address-connections', ['0', 'x']],
    ['person-connections', ['0', 'x']],
    ['strangers', ['0', 'x']],
    ['rate', ['0', '1.5', '-5']],
    ['person-rate', ['0', 'x']],
    ['buffer', ['0', '1000', '99999999999']],
    ['hello-time', ['0', '2147483648']],
    ['request-time', ['0', 'x']],
    ['heartbeat', ['0', '5']],
  ]

  it('are all looked at', () => {
    expect(bad.map(([name]) => name)).toEqual(Object.keys(flags))
  })

  it.each(bad)('--%s is refused in one clear line if it is %j, there and in the environment', (name, all) => {
    for (const text of all) {
      const says = (args: string[], env: NodeJS.ProcessEnv) => {
        try {
          readOptions(['--demo', ...args], env)
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
          return (error as Error).message
        }
        throw new Error(`${text} was taken`)
      }
      for (const [from, message] of [
        [`--${name}`, says([`--${name}=${text}`], {})], [flags[name].env, says([], { [flags[name].env]: text })],
      ] as const) {
        expect(message.startsWith(`${from} should be `)).toBe(true)
        expect(message).not.toMatch(/\n|hush/)
      }
    }
  })

  it('are taken from the command line first', () => {
    const { server, level } = readOptions([
      '--demo', '--rate', '7', '--metrics', '[::1]:9', '--origins', 'https://A.example, http://b.example:81',
    ], { CHAT_RATE: '8', CHAT_PERSON_RATE: '9', CHAT_LOG: 'warn', CHAT_DRAIN: '' }) ?? {}
    expect(server).toMatchObject({
      bounds: { rate: 7, personRate: 9 }, metrics: { host: '::1', port: 9 }, drainTime: 5000,
      origins: ['https://a.example', 'http://b.example:81'],
    })
    expect(level).toBe('warn')
  })

  it('that are wrong end the process with 2', async () => {
    const server = await stage.process(['--demo', '--rate', 'fast'])
    expect(await server.exit).toBe(2)
    expect(server.output).toBe('error: --rate should be a number from 1 to 10000000, not "fast"\n')
  })
})

/** Starts a process that shows its numbers, and finds where. */
async function start(...args: string[]): Promise<{ server: ServerProcess, metrics: () => Promise<string> }> {
  const server = await stage.process(['--demo', '--port', '0', '--metrics', '0', ...args])
  const port = Number(/^metrics on http:\/\/127\.0\.0\.1:(\d+)\/metrics$/m.exec(server.output)?.[1])
  return { server, metrics: () => metricsText(port) }
}

const statusOf = async (port: number, path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status

it('shows numbers at an address of their own, and only there', async () => {
  const { server, metrics } = await start('--store', stage.file('chat.db'))
  const ann = await stage.join(server.port, 'Ann')
  const ben = await stage.join(server.port, 'Ben')
  for (let i = 0; i < 3; i++) await ann.say('hello')
  await ann.refused({ type: 'send', id: 'x', conversation: 'nowhere', content: { kind: 'text', text: 'hello' } })
  // The same one again is stored once.
  await ann.say('hello', 'general', 'id-1')
  await ben.settle()
  const text = await metrics()
  expect(text).toMatch(/^chat_connections 2$/m)
  expect(text).toMatch(/^chat_connections_accepted_total 2$/m)
  expect(text).toMatch(/^chat_events_stored_total 3$/m)
  expect(text).toMatch(/^chat_errors_total{code="4004"} 1$/m)
  expect(text).toMatch(/^chat_write_seconds_count 5$/m)
  // Two hellos, five writes and a ping; two welcomes, five answers, three events for each and a pong.
  expect(text).toMatch(/^chat_frames_in_total 8$/m)
  expect(text).toMatch(/^chat_frames_out_total 14$/m)
  expect(text).toMatch(/^chat_slow_readers_cut_total 0$/m)
  expect(text).toMatch(/^process_cpu_seconds_total /m)
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m)
  expect(text).not.toMatch(/Ann|hello"|general|p-[0-9a-f]{16}/)
  expect(await statusOf(server.port, '/metrics')).toBe(404)
})

it('is ready as long as its store answers, and alive all the time', async () => {
  const redis = await RedisServer.start()
  try {
    const { port } = await stage.process(['--demo', '--port', '0', '--store', redis.url])
    expect(await statusOf(port, '/readyz')).toBe(200)
    await redis.end()
    await until(async () => await statusOf(port, '/readyz') === 503)
    expect(await statusOf(port, '/healthz')).toBe(200)
    await redis.start()
    await until(async () => await statusOf(port, '/readyz') === 200)
    // One that hangs is no better than one that is gone.
    redis.pause(true)
    await until(async () => await statusOf(port, '/readyz') === 503)
    redis.pause(false)
    await until(async () => await statusOf(port, '/readyz') === 200)
  } finally {
    redis.pause(false)
    await stage.close()
    await redis.close()
  }
})

describe('the log', () => {
  it('has lines of JSON that tell neither names, contents nor tokens, whatever goes wrong', async () => {
    const { server, metrics } = await start(
      '--store', stage.file('chat.db'), '--log', 'debug', '--person-connections', '1', '--hello-time', '500')
    const { token } = await login(server.port, 'Annabella')
    const ann = await stage.enter(server.port, token)
    const secrets = [token, 'Annabella', ann.self.id, 'a confidence', 'general', 'nowhere', token.split('.')[2] ?? '']
    await ann.say('a confidence')
    const content = { kind: 'text', text: 'a confidence' }
    await ann.refused({ type: 'send', id: 'x', conversation: 'nowhere', content })
    // The token where it does not belong.
    ann.raw(`{"type":"send","id":"y","conversation":"${token}","content":"a confidence"}`)
    await ann.take('error')
    for (const path of [`/v1/ws?token=${token}`, `/${token}`, `/v1/link?${token}`]) {
      await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: token } })
    }
    await fetch(`http://127.0.0.1:${server.port}/v1/demo/login`, { method: 'POST', body: '{"name":"Annabella' })
    const second = await stage.connect(server.port)
    second.send({ type: 'hello', version: 1, token })
    expect(await second.closed).toBe(4029)
    const forged = await stage.connect(server.port)
    forged.send({ type: 'hello', version: 1, token: `${token}x` })
    expect(await forged.closed).toBe(4001)
    expect(await (await stage.connect(server.port)).closed).toBe(4008)
    for (let i = 0; i < 20; i++) ann.raw(`a confidence ${token}`)
    expect(await ann.closed).toBe(4000)
    const numbers = await metrics()
    server.kill('SIGTERM')
    expect(await server.exit).toBe(0)

    for (const secret of secrets) {
      expect(server.output).not.toContain(secret)
      expect(numbers).not.toContain(secret)
    }
    const lines = server.output.trim().split('\n')
    const plain = lines.filter(line => !line.startsWith('{'))
    expect(plain.map(line => line.split(' ')[0])).toEqual(['metrics', 'listening', 'SIGTERM:', 'stopped'])
    const logged = lines.filter(line => line.startsWith('{')).map(line => JSON.parse(line) as Record<string, unknown>)
    expect(logged.map(({ msg }) => msg)).toContain('sent a connection away')
    for (const line of logged) {
      expect(line).toMatchObject({ level: expect.any(String), time: expect.any(String), pid: expect.any(Number) })
    }
  })

  it('has only what is as grave as was asked for', async () => {
    const server = await stage.process(['--demo', '--port', '0', '--store', stage.file('chat.db'), '--log', 'silent'])
    server.kill('SIGTERM')
    expect(await server.exit).toBe(0)
    expect(server.output).not.toContain('{')
  })
})
