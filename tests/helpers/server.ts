import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from '../../server/server'
import type { ChatServer, ServerOptions } from '../../server/server'
import type { WirePerson } from '../../src/protocols/native/wire'
import { WireClient } from './wire-client'

const root = resolve(__dirname, '../..')

/** What a login gives. */
export interface Login {
  token: string
  self: WirePerson
}

/** A server that runs as a process of its own, as `server/main.ts`. */
export interface ServerProcess {
  /** 0 until it listens. */
  readonly port: number
  readonly pid: number
  /** Everything it wrote so far, to stdout and stderr. */
  readonly output: string
  /** Fulfilled with the exit code, or the name of the signal that ended it. */
  readonly exit: Promise<number | string>
  kill(signal: NodeJS.Signals): void
}

/**
 * Starts servers and clients for one test, and closes them all. Knows no test framework:
 * make one before each test and `await stage.close()` after it.
 */
export class Stage {
  /** What a server of a stage has as its store, if nothing else is said. */
  static store = (stage: Stage): string => stage.file('chat.db')

  /** A folder that is removed at the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'chat-server-'))
  private readonly ends: (() => Promise<unknown> | void)[] = []

  /** Starts a demo server inside this process. */
  async server(options: Partial<ServerOptions> = {}): Promise<ChatServer> {
    const server = await startServer({ port: 0, demo: true, store: Stage.store(this), ...options })
    this.ends.push(() => server.close())
    return server
  }

  /** Starts `server/main.ts` with these arguments; fulfilled when it listens or has ended. */
  async process(args: string[], env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], {
      cwd: root,
      env: { ...process.env, CHAT_SECRET: '', CHAT_STORE: '', PORT: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const running = new Running(child)
    this.ends.push(() => {
      running.kill('SIGKILL')
      return running.exit
    })
    await running.ready
    return running
  }

  /** A connection that has not said hello. */
  async connect(port: number, options?: { autoPong?: boolean }): Promise<WireClient> {
    const client = await WireClient.open(port, options)
    this.ends.push(() => client.end())
    return client
  }

  /** Logs in by name and says hello on a new connection. */
  async join(port: number, name: string): Promise<WireClient> {
    return this.enter(port, (await login(port, name)).token)
  }

  /** Says hello on a new connection. */
  async enter(port: number, token: string): Promise<WireClient> {
    const client = await this.connect(port)
    await client.hello(token)
    return client
  }

  /** The path of a file in the folder. */
  file(name: string): string {
    return join(this.folder, name)
  }

  /** Closes everything, the newest first. */
  async close(): Promise<void> {
    for (const end of this.ends.reverse()) await end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Logs in at a demo server; with a language, as a page does. */
export async function login(port: number, name: string, language?: string): Promise<Login> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/demo/login`, {
    method: 'POST',
    body: JSON.stringify({ name, language }),
  })
  if (!response.ok) throw new Error(`login gave ${response.status}`)
  return await response.json() as Login
}

/** Waits for something that can only be asked for. The test's own timeout is the bound. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!await condition()) await new Promise(next => setTimeout(next, 10))
}

class Running implements ServerProcess {
  port = 0
  output = ''
  readonly ready: Promise<unknown>
  readonly exit: Promise<number | string>

  constructor(private readonly child: ChildProcess) {
    // 'close' comes after 'exit', when all output has been read.
    this.exit = new Promise(done => child.once('close', (code, signal) => done(code ?? signal ?? 'unknown')))
    const listening = new Promise<void>(done => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          this.output += text
          const found = /^listening on http:\/\/\S+:(\d+)$/m.exec(this.output)
          if (!found) return
          this.port = Number(found[1])
          done()
        })
      }
    })
    this.ready = Promise.race([listening, this.exit])
  }

  get pid(): number {
    return this.child.pid ?? NaN
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }
}
