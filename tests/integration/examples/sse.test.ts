import { afterEach, beforeEach, expect, it } from 'vitest'
import { start } from '../../../examples/servers/sse'
import { Inbox, post, Rig } from './rig'

let rig: Rig
beforeEach(() => { rig = new Rig() })
afterEach(() => rig.end())

const hello = { id: 'a1', name: 'Ann', text: 'hello' }
const at: unknown = expect.any(Number)

/** The blocks of a stream, each as its lines. */
async function listen(port: number, query = '', lastEventId?: string) {
  const leaving = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}/events${query}`, {
    headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
    signal: leaving.signal,
  })
  const blocks = new Inbox<string[]>()
  async function read(): Promise<void> {
    let text = ''
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
      const parts = (text + chunk.value).split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) blocks.push(part.split('\n'))
    }
  }
  const over = read().catch(() => undefined)
  const leave = () => {
    leaving.abort()
    return over
  }
  rig.atEnd(leave)
  return { response, over, leave, next: () => blocks.next() }
}

/** What is in a block that brings a message. */
function read([id, data]: string[]): unknown {
  const message = JSON.parse(String(data?.replace('data: ', ''))) as { seq: number }
  expect(id).toBe(`id: ${message.seq}`)
  return message
}

it('brings what is posted to all, once', async () => {
  const port = await rig.start(start())
  const streams = [await listen(port), await listen(port)]
  for (const { response, next } of streams) {
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await next()).toEqual(['retry: 2000'])
  }
  const lines = { id: 'b1', name: '小明', text: '你好\r\nid: 99\n\ndata: x\u2028' }
  expect((await post(port, hello)).body).toEqual({ seq: 1, at })
  expect((await post(port, hello)).body).toEqual({ seq: 1, at })
  expect((await post(port, lines)).body).toEqual({ seq: 2, at })
  for (const { next } of streams) {
    expect(read(await next())).toEqual({ ...hello, seq: 1, at })
    expect(read(await next())).toEqual({ ...lines, seq: 2, at })
  }
})

it('goes on where a client was', async () => {
  const port = await rig.start(start({ retry: 500 }))
  const first = await listen(port)
  expect(await first.next()).toEqual(['retry: 500'])
  await post(port, hello)
  expect(read(await first.next())).toMatchObject({ seq: 1 })
  await first.leave()
  await post(port, { ...hello, id: 'a2' })
  await post(port, { ...hello, id: 'a3' })

  const seqsOf = async (query: string, id: string | undefined, count: number) => {
    const stream = await listen(port, query, id)
    await stream.next()
    const seqs: unknown[] = []
    while (seqs.length < count) seqs.push((read(await stream.next()) as { seq: number }).seq)
    await post(port, { ...hello, id: `end ${query} ${id}` })
    // Nothing came in between.
    seqs.push((read(await stream.next()) as { id: string }).id.slice(0, 3))
    return seqs
  }
  expect(await seqsOf('', '1', 2)).toEqual([2, 3, 'end'])
  expect(await seqsOf('?after=2', undefined, 2)).toEqual([3, 4, 'end'])
  // The header is newer than the address.
  expect(await seqsOf('?after=0', '4', 1)).toEqual([5, 'end'])
  expect(await seqsOf('', undefined, 6)).toEqual([1, 2, 3, 4, 5, 6, 'end'])
  // From before a restart.
  expect(await seqsOf('', '500', 7)).toEqual([1, 2, 3, 4, 5, 6, 7, 'end'])
  // No id yet.
  expect(await seqsOf('', '', 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 'end'])
  expect((await fetch(`http://127.0.0.1:${port}/events`, { headers: { 'Last-Event-ID': 'x' } })).status).toBe(400)
})

it('begins with the last 100', async () => {
  const port = await rig.start(start())
  for (let i = 1; i <= 120; i++) await post(port, { ...hello, id: `a${i}` })
  const { next } = await listen(port)
  await next()
  expect(read(await next())).toMatchObject({ seq: 21 })
})

it('keeps the link alive by comments', async () => {
  const port = await rig.start(start({ keepAlive: 10 }))
  const { next } = await listen(port)
  await next()
  expect(await next()).toEqual([': keep-alive'])
  expect(await next()).toEqual([': keep-alive'])
})

it('close ends the streams', async () => {
  const server = await start()
  const { over } = await listen(server.port)
  await server.close()
  await over
})
