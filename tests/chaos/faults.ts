import { setTimeout as pause } from 'node:timers/promises'
import type { FaultProxy } from '../helpers/fault-proxy'
import type { Client } from './client'
import type { Host } from './host'
import type { Ledger } from './ledger'
import { type Fault, fileFaults, nodeFaults } from './plan'

/** What faults are made on. */
export interface Site {
  readonly host: Host
  readonly clients: readonly Client[]
  readonly ledger: Ledger
}

/** Faults of the server: the others are of one client's link or phone. */
const OF_SERVER: ReadonlySet<string> = new Set([...fileFaults, ...nodeFaults])

/**
 * Makes faults. Those of the server come one after another, and so do those of one client, so that none is ended by
 * another; a client's and the server's may come together.
 */
export class Faults {
  /** How many were made. */
  made = 0
  private readonly queues = new Map<string, Promise<void>>()

  constructor(private readonly site: Site) {}

  /** Makes a fault, once those before it are over. */
  make(fault: Fault): void {
    const { clients } = this.site
    if (OF_SERVER.has(fault.kind)) {
      this.enqueue('server', async () => {
        await this.trouble(fault)
        await this.tell(fault, clients)
      })
    } else {
      for (const client of clients) {
        if (fault.target !== 'all' && client.number !== fault.target) continue
        // A disk may fail whatever its phone's link does.
        this.enqueue(`${fault.kind.startsWith('disk') ? 'disk' : 'link'} ${client.number}`, async () => {
          await afflict(fault, client)
          await this.tell(fault, [client])
        })
      }
    }
    this.made += 1
  }

  /** Fulfilled when all are over. */
  async over(): Promise<void> {
    await Promise.all(this.queues.values())
  }

  private enqueue(queue: string, work: () => Promise<void>): void {
    const next = (this.queues.get(queue) ?? Promise.resolve()).then(work)
    // Who waits for the end hears of it.
    next.catch(() => undefined)
    this.queues.set(queue, next)
  }

  /** Those phones that the plan says so learn that there is a network. The others have to find out. */
  private async tell({ wakes }: Fault, clients: readonly Client[]): Promise<void> {
    await Promise.all(clients.map(async (client) => {
      const delay = wakes[client.number] ?? null
      if (delay === null) return
      await pause(delay)
      client.wake()
    }))
  }

  private trouble(fault: Fault): Promise<void> {
    const { host, ledger, clients } = this.site
    let kept: ReadonlySet<string> | undefined
    return host.bear(fault, ledger, (id) => {
      // As it is when the first one is asked for: the server is down then.
      kept ??= new Set(clients.flatMap(({ disk }) => disk.kept()))
      return ledger.settled.has(id) && !kept.has(id)
    })
  }
}

async function afflict({ kind, lasts, choice }: Fault, client: Client): Promise<void> {
  const { proxy, phone, disk } = client
  const way = choice < 0.5 ? 'up' : 'down'
  switch (kind) {
    case 'reset':
      return proxy.reset()
    case 'holeUp':
    case 'holeDown':
    case 'holeBoth': {
      const hole = kind === 'holeUp' ? 'up' : kind === 'holeDown' ? 'down' : 'both'
      return during(lasts, () => proxy.set({ hole }), () => proxy.set({ hole: 'none' }))
    }
    case 'stall':
      return during(lasts, () => proxy.set({ stall: true }), () => proxy.set({ stall: false }))
    case 'slow': {
      const slow = { bytesPerSecond: 1_000 + choice * 20_000, delay: client.delay + choice * 400, jitter: 100 }
      const clear = { bytesPerSecond: Infinity, delay: client.delay, jitter: 0 }
      return during(lasts * 2, () => proxy.set(slow), () => proxy.set(clear))
    }
    case 'cut':
      // Within the next frame or a few.
      return proxy.cut(1 + Math.floor(choice * 1_000) % 500, way)
    case 'refuse':
      await proxy.refuse(choice < 0.5 ? 'closed' : 'reset')
      return during(lasts, () => proxy.reset(), () => proxy.accept())
    case 'block':
      return during(lasts * 4, () => block(proxy), () => proxy.set({ upgrade: 'pass' }))
    case 'network':
      // The old network's links are dead without a word; the new one works at once.
      for (const connection of proxy.connections) connection.set({ hole: 'both' })
      await pause(choice * 500)
      return client.wake()
    case 'background':
      client.sleep()
      await pause(lasts)
      if (choice < 0.7) phone.cut()
      await pause(lasts / 2)
      return client.wake()
    case 'clientKill':
      return client.die()
    case 'diskFails':
      return during(lasts, () => { disk.failing = true }, () => { disk.failing = false })
    case 'diskFull':
      return during(lasts, () => { disk.full = true }, () => { disk.full = false })
  }
}

function block(proxy: FaultProxy): void {
  proxy.set({ upgrade: 403 })
  proxy.reset()
}

async function during(ms: number, begin: () => void, end: () => void | Promise<void>): Promise<void> {
  begin()
  await pause(ms)
  await end()
}
