import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Redis } from 'ioredis'

/** The scripts of `lua/`, but for those that others are made of. */
export type ScriptName =
  | 'beat' | 'change' | 'come' | 'create' | 'cursor' | 'enter' | 'group' | 'hide' | 'history' | 'join' | 'leave'
  | 'may-type' | 'members' | 'open' | 'person' | 'pin' | 'pins' | 'readers' | 'search' | 'set' | 'states' | 'summary'
  | 'versions' | 'write'

type Argument = string | number

// Signals of calls that failed come soon after, if at all.
const mostFailed = 1000

// What is put before each. Nearly all know a conversation by KEYS[1], and share what they do with it.
const before: Readonly<Partial<Record<ScriptName, readonly string[]>>> = {
  person: [],
  enter: ['presence-parts'],
  leave: ['presence-parts'],
  states: ['presence-parts'],
  beat: ['presence-parts'],
  write: ['common', 'quote', 'append'],
  history: ['common', 'quote', 'look'],
  pins: ['common', 'quote', 'look'],
  pin: ['common', 'append'],
  come: ['common', 'append'],
  change: ['common', 'append', 'group-parts'],
  create: ['common', 'append', 'group-parts'],
}

/** Runs the scripts. Each is one step of Redis: nothing happens between its parts, and all of it reaches the disk. */
export class Scripts {
  /** Names this process among all that share the Redis. */
  readonly node = randomUUID().slice(0, 8)
  private readonly loaded = new Map<ScriptName, { text: string, hash: string }>()
  private readonly running = new Map<string, Promise<boolean>>()
  private readonly failed = new Set<string>()
  private calls = 0

  constructor(private readonly redis: Redis) {}

  /** Runs one, and gives what it gave; the caller knows what that is. */
  async run(name: ScriptName, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    const { text, hash } = this.load(name)
    try {
      return await this.redis.evalsha(hash, keys.length, ...keys, ...args)
    } catch (error) {
      // Redis was started anew since, or sees it for the first time.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return this.redis.eval(text, keys.length, ...keys, ...args)
    }
  }

  /** Tells all nodes something that no script does: see `hub.ts`. */
  async publish(channel: string, kind: string, body: string): Promise<void> {
    await this.redis.publish(channel, `${this.node}.0 ${kind}\n${body}`)
  }

  /** Runs one that tells what it does: its first argument is the origin, which {@link ended} knows. */
  tell(name: ScriptName, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    this.calls += 1
    const origin = `${this.node}.${this.calls}`
    const result = this.run(name, keys, [origin, ...args])
    const end = (succeeded: boolean) => {
      this.running.delete(origin)
      if (!succeeded && this.failed.size < mostFailed) this.failed.add(origin)
      return succeeded
    }
    this.running.set(origin, result.then(() => end(true), () => end(false)))
    return result
  }

  /**
   * What became of a call of this process by its origin. A promise if it still runs, of whether it succeeded. One that
   * failed may have been done all the same.
   */
  ended(origin: string): Promise<boolean> | boolean {
    return this.running.get(origin) ?? !this.failed.delete(origin)
  }

  private load(name: ScriptName) {
    let script = this.loaded.get(name)
    if (!script) {
      const text = [...before[name] ?? ['common'], name].map(read).join('')
      script = { text, hash: createHash('sha1').update(text).digest('hex') }
      this.loaded.set(name, script)
    }
    return script
  }
}

function read(name: string): string {
  return readFileSync(join(__dirname, 'lua', `${name}.lua`), 'utf8')
}
