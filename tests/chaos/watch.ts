import type { Message } from '../../src/model/message'
import type { Findings } from './findings'

/**
 * Looks at one client's view of one room each time that it changes: no key is there twice, and what has its place in
 * the log keeps it. Each fault is told once, however long it shows.
 */
export class Watch {
  private epoch: string | null = null
  private readonly places = new Map<string, number>()
  private readonly told = new Set<string>()

  constructor(private readonly who: string, private readonly findings: Findings) {}

  look(epoch: string | null, messages: readonly Message[]): void {
    if (epoch !== this.epoch) this.places.clear()
    this.epoch = epoch
    const seen = new Set<string>()
    let last = 0
    for (const { key, seq } of messages) {
      if (seen.has(key)) this.tell('duplicated', key, 'the key is shown twice')
      seen.add(key)
      if (seq === null) continue
      const before = this.places.get(key) ?? seq
      if (before !== seq) this.tell('inverted', key, `moved from ${before} to ${seq}`)
      if (seq <= last) this.tell('inverted', key, `${seq} is shown after ${last}`)
      this.places.set(key, seq)
      last = seq
    }
  }

  private tell(figure: 'duplicated' | 'inverted', key: string, words: string): void {
    if (this.told.has(figure + key)) return
    this.told.add(figure + key)
    this.findings.add(figure, `${this.who}: ${key}: ${words}`)
  }
}
