/**
 * What a client that floods the server does to another one: how long a message takes from sending until a third person
 * has it, while all is quiet and while somebody sends as much as the server takes. Real sockets, the server in a
 * process of its own with the limits that it has by default, and the flood in another one, as it would be.
 */
import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { login, Stage } from '../tests/helpers/server'
import type { WireClient } from '../tests/helpers/wire-client'
import { percentile, round } from './lib/figures'
import { kit } from './lib/kit'
import { type Figures, readOptions, report } from './lib/report'

const options = readOptions()
/** Messages that are timed, quiet and under the flood, in rounds that take turns. */
const MESSAGES = options.count ?? 4_000
const ROUNDS = 2
/** Between two of them, in ms: people write no faster. */
const PAUSE = 5

/** Sends messages one after another, and notes how long each took to come to the reader, in ms. */
async function time(writer: WireClient, reader: WireClient, conversation: string, count: number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index++) {
    const id = `timed-${writer.newId()}`
    const began = performance.now()
    const arrived = sees(reader, id)
    writer.send({ type: 'send', id, conversation, content: { kind: 'text', text: 'are you there?' } })
    await arrived
    times.push(performance.now() - began)
    // What the flood says is not kept: looking through it would take time, too.
    writer.frames.length = reader.frames.length = 0
    await new Promise(next => setTimeout(next, PAUSE))
  }
  return times
}

function sees({ socket }: WireClient, id: string): Promise<void> {
  return new Promise((done) => {
    function look(data: Buffer): void {
      if (!data.includes(id)) return
      socket.off('message', look)
      done()
    }
    socket.on('message', look)
  })
}

/** A process that floods the server until it is ended; fulfilled when it has begun. */
async function flood(port: number, token: string): Promise<{ end(): Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/lib/flooder.ts', String(port), token], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  const ended = new Promise<void>(done => child.once('close', () => done()))
  await new Promise<void>(done => child.stdout.once('data', () => done()))
  return {
    end() {
      child.kill('SIGKILL')
      return ended
    },
  }
}

async function measure(): Promise<Figures> {
  const stage = new Stage()
  try {
    const { port } = await stage.process(['--demo', '--port', '0', '--store', stage.file('chat.db')])
    const [ann, ben] = [await stage.join(port, 'Ann'), await stage.join(port, 'Ben')]
    const { token } = await login(port, 'Flooder')
    const { id } = await ann.open(ben.self.id)
    // The first ones warm everything up.
    await time(ann, ben, id, 100)
    const quiet: number[] = []
    const loud: number[] = []
    let flooded = 0
    for (let index = 0; index < ROUNDS; index++) {
      quiet.push(...await time(ann, ben, id, MESSAGES / ROUNDS))
      const before = await headOf(ann)
      const running = await flood(port, token)
      loud.push(...await time(ann, ben, id, MESSAGES / ROUNDS))
      await running.end()
      flooded += await headOf(ann) - before
    }
    const [quietP99, floodP99] = [percentile(quiet, 0.99), percentile(loud, 0.99)]
    return {
      quietP99Ms: round(quietP99),
      floodP99Ms: round(floodP99),
      ratio: round(floodP99 / quietP99),
      quietP50Ms: round(percentile(quiet, 0.5)),
      floodP50Ms: round(percentile(loud, 0.5)),
      floodStored: flooded,
      messages: loud.length,
      version: kit.version,
    }
  } finally {
    await stage.close()
  }
}

/** How many messages there are in the conversation that is flooded. */
async function headOf(client: WireClient): Promise<number> {
  return (await client.history({ limit: 1 })).head
}

void report(options, { [kit.name]: measure })
