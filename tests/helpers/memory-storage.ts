import type { KeyValueStorage } from '../../src/platform/types'

/** A storage that outlives its platform, and can be made to fail. */
export class MemoryStorage implements KeyValueStorage {
  readonly items = new Map<string, string>()
  /** How many characters it takes in all. */
  capacity = Infinity
  /** Whether everything throws. */
  broken = false

  get(key: string): string | null {
    this.check()
    return this.items.get(key) ?? null
  }

  set(key: string, value: string): void {
    this.check()
    let length = key.length + value.length
    for (const [other, text] of this.items) if (other !== key) length += other.length + text.length
    if (length > this.capacity) throw new Error('the storage is full')
    this.items.set(key, value)
  }

  remove(key: string): void {
    this.check()
    this.items.delete(key)
  }

  keys(): readonly string[] {
    this.check()
    return [...this.items.keys()]
  }

  private check(): void {
    if (this.broken) throw new Error('the storage is broken')
  }
}
