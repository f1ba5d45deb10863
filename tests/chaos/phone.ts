import { MemoryStorage } from '../helpers/memory-storage'
import { NodePlatform } from '../helpers/node-platform'

/** What a phone keeps while the app is killed and started again, with faults to order. */
export class Disk extends MemoryStorage {
  /** While true, nothing can be written. */
  failing = false
  /** While true, there is room for nothing new, nor for anything longer than what it replaces. */
  full = false

  override set(key: string, value: string): void {
    if (this.failing) throw new Error('setStorage:fail')
    if (this.full && value.length > (this.get(key)?.length ?? 0)) throw new Error('setStorage:fail exceeds the quota')
    super.set(key, value)
  }

  /** Ids of what is kept for sending; only of what says this, if that is given. */
  kept(what?: unknown): string[] {
    const said = what === undefined ? '' : JSON.stringify(what)
    return this.keys().filter(key => key.includes('/out/') && this.get(key)?.includes(said))
      .map(key => key.slice(key.lastIndexOf('/') + 1))
  }
}

/** The disk as one life of the app sees it: after its death it must not write there any more. */
class Lease extends MemoryStorage {
  ended = false

  constructor(private readonly disk: Disk) {
    super()
  }

  override get(key: string): string | null {
    return this.use().get(key)
  }

  override set(key: string, value: string): void {
    this.use().set(key, value)
  }

  override remove(key: string): void {
    this.use().remove(key)
  }

  override keys(): readonly string[] {
    return this.use().keys()
  }

  private use(): Disk {
    if (this.ended) throw new Error('the app is dead')
    return this.disk
  }
}

/** A phone whose app can be killed: whatever it had begun ends, and nothing begins any more. */
export class Phone extends NodePlatform {
  override readonly storage: Lease

  /** @param disk outlives the app */
  constructor(disk: Disk, random: () => number) {
    super(random)
    this.storage = new Lease(disk)
  }

  /** Ends the app without a word to it. */
  kill(): void {
    this.storage.ended = true
    this.lifecycle.clear()
    this.clock.setTimeout = () => setTimeout(() => undefined, 0)
    this.connectSocket = () => { throw new Error('the app is dead') }
    this.close()
  }
}
