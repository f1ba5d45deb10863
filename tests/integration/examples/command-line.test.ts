import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Rig } from './rig'

// Each test starts processes.
vi.setConfig({ testTimeout: 60_000 })

let rig: Rig
beforeEach(() => { rig = new Rig() })
afterEach(() => rig.end())

const servers = [
  ['text-rooms', 'ws'], ['json-rooms', 'ws'], ['event-rooms', 'ws'], ['socket-io', 'http'], ['polling', 'http'],
  ['long-polling', 'http'], ['sse', 'http'],
] as const

/** The port it said it listens on, in one line. */
function portOf(output: string, scheme: string): number {
  const found = new RegExp(`^listening on ${scheme}://127\\.0\\.0\\.1:(\\d+)\\n$`).exec(output)
  expect(found, output).not.toBeNull()
  return Number(found?.[1])
}

it.each(servers)('%s starts, and a signal ends it with all its connections', async (name, scheme) => {
  const server = await rig.example(name, '--port', '0')
  const port = portOf(server.output, scheme)
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  // A stream that stays open, an answer that is held, or an upgrade.
  const path = { sse: '/events', 'long-polling': '/messages?wait=60000' }[name as string] ?? '/'
  const upgrade = scheme === 'ws'
    ? 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
      + 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    : ''
  const closed = new Promise(done => socket.on('close', done))
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`)
  if (name !== 'long-polling') await once(socket, 'data')
  socket.resume()
  server.child.kill(name === 'polling' ? 'SIGINT' : 'SIGTERM')
  expect(await server.exit).toBe(0)
  await closed
})

it('passes the switches on', async () => {
  const server = await rig.example('text-rooms', '--port', '0', '--prefix', '--binary', '--no-echo')
  const port = portOf(server.output, 'ws')
  const [ann, ben] = await rig.clients(port, 2)
  ann?.send('not to me')
  expect(await ben?.next()).toEqual(Buffer.from('1说: not to me'))
  ben?.send('hello')
  expect(await ann?.next()).toEqual(Buffer.from('2说: hello'))

  const old = await rig.example('socket-io', '--port', '0', '--eio3')
  const asked = await fetch(`http://127.0.0.1:${portOf(old.output, 'http')}/socket.io/?EIO=3&transport=polling`)
  expect(asked.status).toBe(200)
})

describe('help', () => {
  it('--help lists all names and options', async () => {
    const example = await rig.example('--help')
    expect(await example.exit).toBe(0)
    for (const [name] of servers) expect(example.output).toContain(`\n  ${name} `)
    for (const option of ['--port', '--host', '--prefix', '--binary', '--no-echo', '--eio3']) {
      expect(example.output).toContain(option)
    }
  })

  it.each([[['nothing'], 'there is no example "nothing"'], [[], 'which example?'], [['toString'], 'no example']])(
    '%j: the same, and exit code 1', async (args, says) => {
      const example = await rig.example(...args)
      expect(await example.exit).toBe(1)
      expect(example.output).toContain(says)
      for (const [name] of servers) expect(example.output).toContain(`\n  ${name} `)
    })
})

it.each([
  ['a port that is none', ['polling', '--port', 'x'], '--port'],
  ['a port that is too high', ['polling', '--port', '65536'], '--port'],
  ['an option it does not know', ['polling', '--prefix'], '--prefix'],
  ['an address that is not here', ['text-rooms', '--port', '0', '--host', '192.0.2.1'], '192.0.2.1'],
])('%s: one clear line and exit code 1', async (_, args, says) => {
  const example = await rig.example(...args)
  expect(await example.exit).toBe(1)
  expect(example.output).toMatch(/^error: .*\n$/)
  expect(example.output).toContain(says)
})

it('a port that is taken: one clear line and exit code 1', async () => {
  const first = await rig.example('json-rooms', '--port', '0')
  const second = await rig.example('event-rooms', '--port', String(portOf(first.output, 'ws')))
  expect(await second.exit).toBe(1)
  expect(second.output).toMatch(/^error: .*EADDRINUSE.*\n$/)
})
