/**
 * Runs the whole demo: the reference server and the H5 page, both reloading on edit.
 * `node --import tsx scripts/demo.ts [--verbose] [--store FILE]`; Ctrl-C stops it.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'

const root = resolve(__dirname, '..')
const windows = process.platform === 'win32'
// A first start compiles much; a slow machine may need most of this, in ms.
const startTime = 120_000
// What does not stop by itself in this time, in ms, is killed.
const stopTime = 6000

const { values: options } = parseArgs({
  options: { verbose: { type: 'boolean' }, store: { type: 'string', default: '.data/demo.db' } },
})

/** One of the two processes, with what it said. */
interface Part {
  name: string
  child: ChildProcess
  /** Fulfilled when it is gone and all that it said has been read. */
  over: Promise<unknown>
  /** Lines that were not shown yet. */
  unseen: string[]
}

const parts: Part[] = []
let ready = false
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stop(0, () => '\nStopped.'))
}
// npm passes a SIGTERM on to its shell only, which dies without a word to us: then we belong to somebody else.
const parent = process.ppid
setInterval(() => process.ppid !== parent && stop(0, () => 'Stopped.'), 500).unref()
// Whoever read our output may go first; that must not keep us from stopping the rest.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))

async function main(): Promise<void> {
  const server = await startServer()
  const page = await startPage(server)
  if (stopping) return
  ready = true
  console.log(`
  uni-chat-kit demo

    ${page}

  Open it in two tabs, pick two names, talk.
  在两个标签页中打开，各取一个名字，开始聊天。

  Ctrl-C stops.
`)
}

/** @returns the server's origin */
async function startServer(): Promise<string> {
  const port = await freePort(8787, ['127.0.0.1'])
  const tsx = createRequire(__filename).resolve('tsx/cli')
  const args = [
    tsx, 'watch', '--clear-screen=false',
    'server/main.ts', '--demo', '--bot', '--port', String(port), '--store', options.store,
  ]
  return new Promise((done, giveUp) => {
    // `tsx watch` goes on when the server fails, to try again after the next edit. A first start has no such hope.
    start('The server', args, {}, line => {
      const origin = /^listening on (http:\S+)$/.exec(line)?.[1]
      if (origin) done(origin)
      else if (!ready && line.startsWith('error: ')) stop(1, () => line)
    })
    void delay(startTime, undefined, { ref: false }).then(() => giveUp(new Error('the server did not start')))
  })
}

/** @returns the page's address */
async function startPage(server: string): Promise<string> {
  // The dev server listens on `localhost`, which may be either of the two.
  const port = await freePort(5173, ['127.0.0.1', '::1'])
  const args = ['--import', 'tsx', 'scripts/uni.ts', 'dev', 'h5', '--port', String(port), '--strictPort']
  start('The page', args, { CHAT_SERVER: server })
  const page = `http://localhost:${port}/`
  for (const end = Date.now() + startTime; Date.now() < end; await delay(200)) {
    const answers = await fetch(page).then(response => response.ok, () => false)
    if (answers || stopping) return page
  }
  throw new Error('the page did not start')
}

function start(name: string, args: string[], env: NodeJS.ProcessEnv, onLine?: (line: string) => void): void {
  if (stopping) return
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that it can be stopped with all it starts. On Windows it would open a window.
    detached: !windows,
  })
  const part: Part = { name, child, over: new Promise(done => child.once('close', done)), unseen: [] }
  parts.push(part)
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      if (options.verbose) console.log(line)
      else if (ready && !stopping && stream === child.stderr) console.error(line)
      else part.unseen = [...part.unseen, line].slice(-20)
      onLine?.(line)
    })
  }
  child.on('error', error => fail(error.message))
  child.on('exit', () => fail(`${name} has stopped.`))
}

/** The first port from here on that is free on all of these addresses. */
async function freePort(from: number, hosts: string[]): Promise<number> {
  for (let port = from; port < from + 100; port++) {
    const free = await Promise.all(hosts.map(host => isFree(port, host)))
    if (free.every(Boolean)) return port
  }
  throw new Error(`all ports from ${from} to ${from + 99} are taken`)
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise(done => {
    const probe = createServer()
    // An address that this machine does not have (no IPv6) can't be taken.
    probe.once('error', error => done('code' in error && error.code !== 'EADDRINUSE' && error.code !== 'EACCES'))
    probe.listen(port, host, () => probe.close(() => done(true)))
  })
}

/** Ends the demo with what the processes said last, and why. */
function fail(problem: string): void {
  stop(1, () => [...parts.flatMap(part => part.unseen), `error: ${problem}`].join('\n'))
}

/** Stops both processes and all they started, and then this one. Only the first call counts. */
function stop(code: number, lastWords: () => string): void {
  if (stopping) return
  stopping = true
  void Promise.all(parts.map(stopPart)).then(() => {
    if (code === 0) console.log(lastWords())
    else console.error(lastWords())
    process.exit(code)
  })
}

async function stopPart({ child, over }: Part): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  if (windows) {
    const killer = spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    await new Promise(done => killer.once('close', done).once('error', done))
    return
  }
  signalGroup(pid, 'SIGTERM')
  for (const end = Date.now() + stopTime; Date.now() < end && signalGroup(pid, 0);) await delay(50)
  signalGroup(pid, 'SIGKILL')
  await Promise.race([over, delay(500)])
}

/** @returns whether anyone was there to get it; signal 0 only asks that */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}
