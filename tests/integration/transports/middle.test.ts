/** What stands between a client and its server, and gets it wrong: each way a link ends, or bears it. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Clock, Timer } from '../../../src/platform/types'
import { NodePlatform } from '../../helpers/node-platform'
import { until } from '../../helpers/server'
import { LinkClient, overHttp } from './client'

/** A clock that runs a hundred times as fast: 10 s are 100 ms. */
class FastPlatform extends NodePlatform {
  override readonly clock = new FastClock()
}

class FastClock implements Clock {
  readonly timers = new Set<Timer>()
  now = (): number => Date.now() * 100

  setTimeout(callback: () => void, delay: number): Timer {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      callback()
    }, delay / 100)
    this.timers.add(timer)
    return timer
  }

  clearTimeout(timer: Timer): void {
    this.timers.delete(timer)
    clearTimeout(timer)
  }
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

type Answer = (path: string, response: http.ServerResponse) => void

/** Opens a link to something that answers as it likes. */
async function meet(transport: (typeof overHttp)[number][1], answer: Answer) {
  const asked: string[] = []
  const server = http.createServer((request, response) => {
    request.resume()
    asked.push(request.url ?? '')
    answer((request.url ?? '').replace(/\?.*/, ''), response)
  })
  await new Promise<void>(done => { server.listen(0, '127.0.0.1', done) })
  const platform = new FastPlatform()
  const client = new LinkClient(transport(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, platform))
  ends.push(() => {
    client.link.close()
    platform.close()
    server.closeAllConnections()
    server.close()
  })
  return { client, platform, asked }
}

const page = '<html>Please accept our terms</html>'
const opens: Answer = (_, response) => void response.end('{"link":"x"}')

describe.each(overHttp)('%s ends', (name, transport) => {
  it.each<[string, Answer]>([
    ['where a page answers instead of the server', (_, response) => void response.end(page)],
    ['where an answer is no link', (_, response) => void response.end('{"link":5}')],
    ['where an answer is null', (_, response) => void response.end('null')],
    ['where nothing is found', (_, response) => void response.writeHead(404).end(page)],
    ['where the proxy has no server', (_, response) => void response.writeHead(502).end('')],
    ['where nothing answers at all', () => undefined],
    ['where the connection is reset', (_, response) => void response.destroy()],
  ])('%s, without having opened', async (_, answer) => {
    const { client, platform } = await meet(transport, answer)
    const end = await client.ended
    expect(end.message.length).toBeLessThanOrEqual(100)
    expect(client.told).toEqual(['ended'])
    await until(() => platform.requests.size === 0 && platform.clock.timers.size === 0)
  })

  it('where a page comes down instead of frames', async () => {
    const { client } = await meet(transport, (path, response) => {
      if (path === '/v1/link') opens(path, response)
      else response.end(page)
    })
    await client.ended
    expect(client.told.filter(each => each === 'frame')).toEqual([])
  })

  it('when what comes down is refused', async () => {
    const { client } = await meet(transport, (path, response) => {
      if (path === '/v1/link') opens(path, response)
      else response.writeHead(504).end()
    })
    expect(await client.ended).toMatchObject({ code: 504 })
  })

  it('when nothing comes down, though it should', async () => {
    const { client, platform } = await meet(transport, (path, response) => {
      if (path === '/v1/link') opens(path, response)
      // A proxy that gathers a stream until it ends lets only the headers through, or nothing.
      else if (path === '/v1/link/events') response.writeHead(200).flushHeaders()
      else if (path === '/v1/link/close') response.end()
    })
    await client.ended
    expect(client.told).toEqual(name === 'sse' ? ['ended'] : ['opened', 'ended'])
    await until(() => platform.requests.size === 0 && platform.clock.timers.size === 0)
  })

  it('when what is sent is not taken', async () => {
    const { client } = await meet(transport, (path, response) => {
      if (path === '/v1/link') opens(path, response)
      else if (path === '/v1/link/events') response.write('event: open\ndata: open\n\n')
      else if (path === '/v1/link/send') response.writeHead(500).end()
    })
    await client.opened
    client.link.send('x')
    expect(await client.ended).toMatchObject({ code: 500 })
  })
})

it.each(overHttp.filter(([name]) => name !== 'sse'))('%s does not go round and round', async (_, transport) => {
  const { client, asked } = await meet(transport, (path, response) => {
    if (path === '/v1/link') opens(path, response)
    else response.end('[]')
  })
  await client.opened
  // 30 s by the client's clock.
  await new Promise(done => setTimeout(done, 300))
  expect(asked.length).toBeGreaterThan(2)
  expect(asked.length).toBeLessThan(15)
  expect(client.told).toEqual(['opened'])
})

it('sse takes no frame from a stream that is not open, and no second opening', async () => {
  const { client } = await meet(overHttp[0]![1], (path, response) => {
    if (path === '/v1/link') opens(path, response)
    else response.end('data: {}\n\n' + 'event: open\ndata: open\n\n'.repeat(2) + 'data: {}\n\nevent: close\ndata:\n\n')
  })
  await client.ended
  expect(client.told).toEqual(['opened', 'frame', 'ended'])
})
