import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { freePort } from './redis'
import type { ServerProcess, Stage } from './server'

/** Hands TCP connections to several servers in turn; one that takes none is stepped over. */
export class Balancer {
  port = 0
  private readonly server: Server
  private readonly open = new Set<Socket>()
  private next = 0

  constructor(private readonly targets: readonly number[]) {
    this.server = createServer((client) => {
      // It may be reset before anybody has taken it.
      client.on('error', () => undefined)
      this.pass(client, this.targets.length)
    })
  }

  /** Starts to listen on a free port. */
  async start(): Promise<void> {
    await new Promise<void>(done => this.server.listen(0, '127.0.0.1', done))
    this.port = (this.server.address() as AddressInfo).port
  }

  /** Cuts all connections, and takes no more. */
  async close(): Promise<void> {
    const closed = new Promise(done => this.server.close(done))
    for (const socket of this.open) socket.destroy()
    await closed
  }

  private pass(client: Socket, tries: number): void {
    if (tries === 0) {
      client.destroy()
      return
    }
    const target = this.targets[this.next % this.targets.length] ?? 0
    this.next += 1
    const server = connect(target, '127.0.0.1')
    const refused = () => this.pass(client, tries - 1)
    server.once('error', refused)
    server.once('connect', () => {
      server.off('error', refused)
      for (const [one, other] of [[client, server], [server, client]] as const) {
        this.open.add(one)
        one.on('error', () => other.resetAndDestroy())
        one.on('close', () => {
          this.open.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
  }
}

/** Servers on one store, each a process of its own on a port that it keeps, behind a balancer. */
export class Nodes {
  readonly balancer: Balancer
  private readonly running: (ServerProcess | undefined)[]

  private constructor(
    private readonly stage: Stage, private readonly store: string, private readonly ports: readonly number[],
  ) {
    this.running = ports.map(() => undefined)
    this.balancer = new Balancer(ports)
  }

  /** Starts so many; the stage ends them, but {@link close} has to be called for the balancer. */
  static async start(stage: Stage, store: string, count: number): Promise<Nodes> {
    const ports: number[] = []
    while (ports.length < count) {
      const port = await freePort()
      if (!ports.includes(port)) ports.push(port)
    }
    const nodes = new Nodes(stage, store, ports)
    await Promise.all(ports.map((_, index) => nodes.start(index)))
    await nodes.balancer.start()
    return nodes
  }

  /** The port of one of them, past the balancer. */
  port(index: number): number {
    return this.ports[index] ?? 0
  }

  /** What one of them has written. */
  output(index: number): string {
    return this.running[index]?.output ?? ''
  }

  /** Starts one on its port, unless it runs. */
  async start(index: number): Promise<void> {
    if (this.running[index]) return
    const args = ['--demo', '--port', String(this.port(index)), '--store', this.store]
    const node = this.running[index] = await this.stage.process(args)
    // It takes the next port when its own is taken, where nobody would find it.
    if (node.port !== this.port(index)) throw new Error(`node ${index} did not start: ${node.output}`)
  }

  /** Ends one by a signal, and waits until it is gone. */
  async end(index: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const node = this.running[index]
    this.running[index] = undefined
    node?.kill(signal)
    await node?.exit
  }

  async close(): Promise<void> {
    await this.balancer.close()
  }
}
