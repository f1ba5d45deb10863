/**
 * All members of one room, in a process of its own. A few of them, spread over the order of joining, read what comes
 * and note how long it took; two of those (or both, in a room of two) speak: each has a few messages on their way, and
 * says the next one when one of its own has come back. The others count. Prints one line of JSON.
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { percentile } from '../lib/figures'
import { login } from '../../tests/helpers/server'
import { dialects, type RoomDialect } from './dialects'
import { countFrames } from './member'

const [name = '', port = '', members = '', seconds = ''] = process.argv.slice(2)
const dialect = dialects[name] as RoomDialect
const url = `ws://127.0.0.1:${port}${dialect.path}`
const size = Number(members)
/** How many read what they get. */
const READERS = Math.min(size, 8)
const SPEAKERS = 2
/** Messages that one speaker has on their way: fewer where each means more to do, so that none waits for seconds. */
const AHEAD = size > 500 ? 4 : 16
/** Before it is measured, in ms. */
const WARM_UP = 2_000
/** How many come in at once. */
const JOINING = 20

let deliveries = 0
let measuring = false
const latencies: number[] = []

async function main(): Promise<void> {
  const readers: Reader[] = []
  const counters: { end(): void }[] = []
  const last = Math.max(1, READERS - 1)
  const places = Array.from({ length: READERS }, (_, index) => Math.floor(index * (size - 1) / last))
  for (let from = 0; from < size; from += JOINING) {
    const batch = Array.from({ length: Math.min(JOINING, size - from) }, (_, index) => from + index)
    await Promise.all(batch.map(async (index) => {
      const token = name === 'uni-chat-kit' ? (await login(Number(port), `member ${index}`)).token : ''
      if (places.includes(index)) readers.push(await Reader.join(index, token))
      else counters.push(await countFrames(Number(port), dialect.path, dialect.hello(token), count))
    }))
  }
  // Who only counts doesn't know its welcome from a message.
  await pause(500)
  readers.sort((one, other) => one.index - other.index)
  for (const speaker of [readers[0], readers.at(-1)].slice(0, SPEAKERS)) speaker?.speak()
  await pause(WARM_UP)
  measuring = true
  const began = performance.now()
  await pause(Number(seconds) * 1000)
  measuring = false
  const took = (performance.now() - began) / 1000
  console.log(JSON.stringify({ deliveriesPerSec: deliveries / took, p99Ms: percentile(latencies, 0.99) }))
  for (const member of [...counters, ...readers]) member.end()
}

function count(): void {
  if (measuring) deliveries += 1
}

function pause(ms: number): Promise<void> {
  return new Promise(done => setTimeout(done, ms))
}

class Reader {
  private said = 0
  private speaks = false

  private constructor(readonly index: number, private readonly socket: WebSocket) {
    socket.on('message', data => this.hear(String(data)))
  }

  static async join(index: number, token: string): Promise<Reader> {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const welcomed = new Promise<void>((done) => {
      socket.on('message', function listen(data) {
        if (!dialect.isWelcome(String(data))) return
        socket.off('message', listen)
        done()
      })
    })
    await once(socket, 'open')
    const hello = dialect.hello(token)
    if (hello !== '') socket.send(hello)
    await welcomed
    return new Reader(index, socket)
  }

  speak(): void {
    this.speaks = true
    for (let ahead = 0; ahead < AHEAD; ahead++) this.say()
  }

  end(): void {
    this.speaks = false
    this.socket.terminate()
  }

  private say(): void {
    this.said += 1
    const text = `${this.index} ${performance.now()} shall we meet at the station at six?`
    this.socket.send(dialect.say(`m${this.said}`, text))
  }

  private hear(frame: string): void {
    const text = dialect.heard(frame)
    if (text === undefined) return
    count()
    const [speaker, at] = text.split(' ').map(Number)
    if (measuring) latencies.push(performance.now() - (at ?? NaN))
    if (this.speaks && speaker === this.index) this.say()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
