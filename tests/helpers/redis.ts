import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { findProgram } from '../../scripts/programs'

/** How a Redis is to run. */
export interface RedisOptions {
  /**
   * When what is written reaches the disk.
   * @default 'always'
   */
  appendfsync?: 'always' | 'everysec' | 'no'
  /** More of its command line, as `['--maxmemory', '1mb']`. */
  args?: string[]
}

/** A real Redis server in a process and a folder of its own: it can be killed, and started again on what it kept. */
export class RedisServer {
  /** A folder that is removed at the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'chat-redis-'))
  private child: ChildProcess | undefined
  private exit: Promise<unknown> = Promise.resolve()
  private client: Redis | undefined

  private constructor(readonly port: number, private readonly options: RedisOptions) {}

  /** Starts one on a free port. */
  static async start(options: RedisOptions = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options)
    await server.start()
    return server
  }

  /** What a server is given as `--store`. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`
  }

  /** Of the process; it changes when it is started again. */
  get pid(): number {
    return this.child?.pid ?? NaN
  }

  /** What it holds, in bytes. */
  async memory(): Promise<number> {
    return Number(/^used_memory:(\d+)/m.exec(await this.inside.info('memory'))?.[1])
  }

  /** A client for looking into it, and for breaking it. */
  get inside(): Redis {
    // It connects again by itself, however often the server is killed.
    this.client ??= new Redis(this.url).on('error', () => undefined)
    return this.client
  }

  /** Starts it, unless it runs; fulfilled when it has read what it kept and answers. */
  async start(): Promise<void> {
    if (this.child) return
    const path = findProgram('redis')
    if (!path) throw new Error('there is no redis-server: run `tsx scripts/ensure.ts redis`')
    const child = this.child = spawn(path, [
      '--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--save', '',
      '--appendonly', 'yes', '--appendfsync', this.options.appendfsync ?? 'always', ...this.options.args ?? [],
    ], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4000)
      })
    }
    const exit = this.exit = new Promise(done => child.once('close', done))
    let ended = false
    void exit.then(() => {
      ended = true
    })
    while (!await answers(this.port)) {
      if (ended) throw new Error(`redis-server ended: ${output}`)
      await new Promise(next => setTimeout(next, 20))
    }
  }

  /** Ends it by a signal, and waits until it is gone. What it kept stays. */
  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.child?.kill(signal)
    await this.exit
    this.child = undefined
  }

  /** Stops it from answering, with its connections open, until it is told to go on. */
  pause(isPaused: boolean): void {
    this.child?.kill(isPaused ? 'SIGSTOP' : 'SIGCONT')
  }

  /** Ends it, and removes what it kept. */
  async close(): Promise<void> {
    this.client?.disconnect()
    await this.end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A port of this machine that nobody listens to now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise(done => server.close(done))
  return port
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.on('data', (data) => {
      socket.destroy()
      // Not while it still reads its file (-LOADING).
      resolve(String(data).startsWith('+PONG'))
    })
    socket.on('error', () => resolve(false))
  })
}
