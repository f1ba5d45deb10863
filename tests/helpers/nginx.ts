import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findProgram } from '../../scripts/programs'
import { freePort } from './redis'

const example = resolve(__dirname, '../../examples/nginx/nginx.conf')

/** A real nginx with the example's configuration, in which only ports and paths are others. */
export class Nginx {
  /** A folder that is removed at the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'chat-nginx-'))
  private output = ''
  private child: ChildProcess | undefined
  private exit: Promise<unknown> = Promise.resolve()

  private constructor(readonly port: number) {}

  /** Starts one on a free port, in front of these two. */
  static async start(servers: readonly [number, number]): Promise<Nginx> {
    const nginx = new Nginx(await freePort())
    try {
      await nginx.run(servers)
    } catch (error) {
      await nginx.close()
      throw error
    }
    return nginx
  }

  /** Its certificate, signed by itself. */
  get certificate(): string {
    return readFileSync(join(this.folder, 'chat.crt'), 'utf8')
  }

  /** What was asked of it, a line each. */
  get log(): string {
    return readFileSync(join(this.folder, 'access.log'), 'utf8')
  }

  /** Ends it, and removes what it kept. */
  async close(): Promise<void> {
    this.child?.kill('SIGTERM')
    await this.exit
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async run(servers: readonly [number, number]): Promise<void> {
    const [path, openssl] = [findProgram('nginx'), findProgram('openssl')]
    if (!path || !openssl) throw new Error('there is no nginx or no openssl: run `tsx scripts/ensure.ts nginx openssl`')
    const inside = (name: string) => join(this.folder, name)
    execFileSync(openssl, [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1',
      '-keyout', inside('chat.key'), '-out', inside('chat.crt'),
    ], { stdio: 'pipe' })
    // Its workers may be another user's.
    chmodSync(this.folder, 0o755)
    writeFileSync(inside('nginx.conf'), this.configure(servers))
    const child = this.child = spawn(path, [
      '-p', this.folder, '-c', inside('nginx.conf'), '-e', inside('error.log'),
      '-g', `daemon off; pid ${inside('nginx.pid')};`,
    ], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => { this.output += text })
    }
    let ended = false
    this.exit = new Promise(done => child.once('close', done)).then(() => { ended = true })
    while (!await listens(this.port)) {
      if (ended) throw new Error(`nginx ended: ${this.output}`)
      await new Promise(next => setTimeout(next, 20))
    }
  }

  private configure([first, second]: readonly [number, number]): string {
    // Those of the machine may belong to somebody else.
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map(name => `${name}_temp_path ${this.folder}/${name};`)
    const others: readonly (readonly [string, string])[] = [
      ['127.0.0.1:8787', `127.0.0.1:${first}`], ['127.0.0.1:8788', `127.0.0.1:${second}`],
      ['listen 443 ', `listen 127.0.0.1:${this.port} `], ['/etc/nginx/', `${this.folder}/`],
      ['/var/log/nginx/', `${this.folder}/`], ['http {', `http {\n${temporary.join('\n')}`],
    ]
    return others.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the example has no ${from}`)
      return text.replaceAll(from, to)
    }, readFileSync(example, 'utf8'))
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      done(true)
    })
    socket.on('error', () => done(false))
  })
}
