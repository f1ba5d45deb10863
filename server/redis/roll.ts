import type { Redis } from 'ioredis'
import type { WirePresence } from '../../src/protocols/native/wire'
import type { Gone, Roll } from '../presence'
import { toPresence } from '../roll'
import { channels, keys } from './keys'
import type { Scripts } from './scripts'

// How often a node says that it lives, and after how long without that it is taken for dead, in ms.
const beatEvery = 5000
const defaultLife = 15_000
// One call holds Redis up for everybody.
const most = 200

/** How this node listens to the channels of people. */
export interface States {
  follow(people: readonly string[]): Promise<void>
  unfollow(people: readonly string[]): void
}

/**
 * Who is there, among many nodes. Each writes down who is at it, and says now and then that it lives: where one is
 * dead, the others take its people off the list. People are told of on channels of their own, to which the nodes listen
 * where somebody looks at them.
 */
export class RedisRoll implements Roll {
  private readonly here = new Set<string>()
  private waiting: string[] = []
  private changed: (person: string, encoded: Buffer) => void = () => undefined
  // Whether Redis may know it otherwise.
  private isUnsure = false
  private readonly timer: NodeJS.Timeout

  /** @param life - how long this node is taken for living without a sign of life, in ms */
  constructor(
    private readonly redis: Redis, private readonly scripts: Pick<Scripts, 'node' | 'run'>,
    private readonly channels: States, private readonly life = defaultLife,
  ) {
    this.timer = setInterval(() => void this.beat().catch(() => undefined), Math.min(beatEvery, life / 3))
    this.timer.unref()
  }

  start(changed: (person: string, encoded: Buffer) => void): void {
    this.changed = changed
  }

  /** A change was heard: the frame that says so. */
  heard(person: string, encoded: Buffer): void {
    this.changed(person, encoded)
  }

  /** Those who come in the same moment are written down together. */
  async enter(people: readonly string[]): Promise<void> {
    for (const person of people) this.here.add(person)
    if (this.waiting.length === 0) setImmediate(() => this.flush())
    this.waiting.push(...people)
  }

  async leave(people: readonly Gone[]): Promise<void> {
    this.flush()
    for (const { id } of people) this.here.delete(id)
    await this.sure(this.strike(this.scripts.node, people))
  }

  follow(people: readonly string[]): Promise<void> {
    return this.channels.follow(people)
  }

  unfollow(people: readonly string[]): void {
    this.channels.unfollow(people)
  }

  async states(people: readonly string[]): Promise<WirePresence[]> {
    const found = await this.scripts.run(
      'states', [keys.nodes, keys.seen, ...people.map(keys.nodesOf)], people) as (number | string)[]
    return people.map((id, index) => {
      const [isOnline, seen] = found.slice(2 * index)
      if (isOnline === 1) return { id, online: true }
      return toPresence(id, seen === '' ? undefined : Number(seen))
    })
  }

  /** Says that this node lives, sees to it that Redis has its people, and takes those of dead nodes off the list. */
  async beat(): Promise<void> {
    this.flush()
    // What was sent before is done before.
    const size = this.here.size
    const { node } = this.scripts
    const [count, ...dead] = await this.scripts.run(
      'beat', [keys.nodes, keys.peopleOf(node)], [node, this.life]) as [number, ...string[]]
    if (count !== size || this.isUnsure) await this.compare()
    for (let i = 0; i < dead.length; i += 2) await this.bury(dead[i] ?? '', Number(dead[i + 1]) - this.life)
  }

  /** The others see to those who are here to the end, and who come to them within some seconds. */
  async close(): Promise<void> {
    clearInterval(this.timer)
  }

  private flush(): void {
    const people = this.waiting.splice(0)
    for (let i = 0; i < people.length; i += most) {
      const some = people.slice(i, i + most)
      const { node } = this.scripts
      void this.sure(this.scripts.run('enter', [keys.nodes, keys.peopleOf(node), ...some.map(keys.nodesOf)],
        [node, channels.state(''), ...some]))
    }
  }

  private async compare(): Promise<void> {
    this.isUnsure = false
    const known = new Set(await this.redis.smembers(keys.peopleOf(this.scripts.node)))
    const missing = [...this.here].filter(person => !known.has(person))
    const extra = [...known].filter(person => !this.here.has(person))
    if (missing.length > 0) await this.enter(missing)
    if (extra.length > 0) await this.leave(extra.map(id => ({ id, at: Date.now() })))
  }

  /** All nodes do it at once, each with some of the people. */
  private async bury(node: string, at: number): Promise<void> {
    for (;;) {
      const people = await this.redis.srandmember(keys.peopleOf(node), most)
      if (people.length === 0) break
      await this.strike(node, people.map(id => ({ id, at })))
    }
    await this.redis.zrem(keys.nodes, node)
  }

  private async strike(node: string, people: readonly Gone[]): Promise<void> {
    for (let i = 0; i < people.length; i += most) {
      const some = people.slice(i, i + most)
      await this.scripts.run('leave',
        [keys.nodes, keys.peopleOf(node), keys.seen, ...some.map(({ id }) => keys.nodesOf(id))],
        [node, channels.state(''), ...some.flatMap(({ id, at }) => [id, at])])
    }
  }

  private async sure(work: Promise<unknown>): Promise<void> {
    await work.catch(() => {
      this.isUnsure = true
    })
  }
}
