import type { KeyValueStorage } from '../../src/platform/types'

/** A storage that outlives its platform, and can be made to fail. */
export class MemoryStorage implements KeyValueStorage {
  /** How many characters it takes in all. */
  capacity = Infinity
  /** Whether everything throws. */
  broken = false
  /** How many more operations take effect; then the process is dead, and what it does happens no more. */
  operations = Infinity

  /** @param items what it holds: those of an earlier process, if there was one */
  constructor(readonly items = new Map<string, string>()) {}

  /** Whether the process has tried to do more than it lived for. */
  get isDead(): boolean {
    return this.operations < 0
  }

  /** How many characters it holds. */
  get size(): number {
    return [...this.items].reduce((sum, [key, text]) => sum + key.length + text.length, 0)
  }

  get(key: string): string | null {
    this.check()
    return this.items.get(key) ?? null
  }

  set(key: string, value: string): void {
    this.check()
    const before = this.items.get(key)
    const freed = before === undefined ? 0 : key.length + before.length
    if (this.capacity < Infinity && this.size - freed + key.length + value.length > this.capacity) {
      throw new Error('the storage is full')
    }
    if (this.live()) this.items.set(key, value)
  }

  remove(key: string): void {
    this.check()
    if (this.live()) this.items.delete(key)
  }

  keys(): readonly string[] {
    this.check()
    return [...this.items.keys()]
  }

  /** Counts an operation of the process, here or elsewhere; false if it is dead and does nothing. */
  live(): boolean {
    this.operations -= 1
    return !this.isDead
  }

  private check(): void {
    if (this.broken) throw new Error('the storage is broken')
  }
}
