import { setTimeout as pause } from 'node:timers/promises'
import { Nodes } from '../helpers/balancer'
import { RedisServer } from '../helpers/redis'
import type { Stage } from '../helpers/server'
import type { Host } from './host'
import type { Fault } from './plan'

/** Several servers behind a balancer, each a process of its own, on one Redis whose disk has all it acknowledged. */
export class NodeHost implements Host {
  port = 0
  private redis: RedisServer | undefined
  private nodes: Nodes | undefined

  constructor(private readonly stage: Stage, private readonly count: number) {}

  async start(): Promise<void> {
    this.redis = await RedisServer.start({ appendfsync: 'always' })
    this.nodes = await Nodes.start(this.stage, this.redis.url, this.count)
    this.port = this.nodes.balancer.port
  }

  async bear({ kind, lasts, choice }: Fault): Promise<void> {
    const { nodes, redis } = this
    if (!nodes || !redis) throw new Error('it was not started')
    const node = Math.floor(choice * this.count)
    switch (kind) {
      case 'kill':
      case 'restart':
        await nodes.end(node, kind === 'kill' ? 'SIGKILL' : 'SIGTERM')
        await pause(lasts / 4)
        return nodes.start(node)
      case 'storeKill':
      case 'storeRestart':
        await redis.end(kind === 'storeKill' ? 'SIGKILL' : 'SIGTERM')
        await pause(lasts / 4)
        return redis.start()
      case 'storeStalls':
        redis.pause(true)
        await pause(lasts)
        return redis.pause(false)
      case 'signals':
        // The connections by which nodes hear of each other's entries.
        await redis.inside.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
        return
      default:
        throw new Error(`nodes on Redis have no fault ${kind}`)
    }
  }

  async close(): Promise<void> {
    await this.nodes?.close()
    await this.redis?.close()
  }
}
