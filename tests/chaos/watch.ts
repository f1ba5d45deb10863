import type { Conversation } from '../../src/model/conversation'
import type { Message } from '../../src/model/message'
import type { Findings } from './findings'

/**
 * Looks at one client's view of one room each time that it changes: no key is there twice, and what has its place in
 * the log keeps it, and no change of it is taken back. Each fault is told once, however long it shows.
 */
export class Watch {
  private epoch: string | null = null
  private readonly places = new Map<string, number>()
  private readonly amended = new Map<string, number>()
  private readonly told = new Set<string>()

  constructor(private readonly who: string, private readonly findings: Findings) {}

  look(epoch: string | null, messages: readonly Message[]): void {
    if (epoch !== this.epoch) {
      this.places.clear()
      this.amended.clear()
    }
    this.epoch = epoch
    const seen = new Set<string>()
    let last = 0
    for (const { key, seq, amended = 0 } of messages) {
      if (seen.has(key)) this.tell('duplicated', key, 'the key is shown twice')
      seen.add(key)
      if (seq === null) continue
      const before = this.places.get(key) ?? seq
      if (before !== seq) this.tell('inverted', key, `moved from ${before} to ${seq}`)
      if (seq <= last) this.tell('inverted', key, `${seq} is shown after ${last}`)
      this.places.set(key, seq)
      last = seq
      const known = this.amended.get(key) ?? 0
      if (amended < known) this.tell('wrong', key, `changed by ${known}, and then only by ${amended}`)
      if (amended > known) this.amended.set(key, amended)
    }
  }

  /** The app was started again. */
  restarted(): void {
    this.amended.clear()
  }

  private tell(figure: 'duplicated' | 'inverted' | 'wrong', key: string, words: string): void {
    if (this.told.has(figure + key)) return
    this.told.add(figure + key)
    this.findings.add(figure, `${this.who}: ${key}: ${words}`)
  }
}

/** Looks at one client's cursors each time that they may have moved: within a log, none of them moves back. */
export class CursorWatch {
  private readonly before = new Map<string, Conversation>()

  constructor(private readonly who: string, private readonly findings: Findings) {}

  look(conversations: readonly Conversation[]): void {
    for (const now of conversations) {
      const before = this.before.get(now.id)
      this.before.set(now.id, now)
      if (before?.epoch !== now.epoch) continue
      const backward = Object.entries(cursorsOf(before)).filter(([name, seq]) => seq > (cursorsOf(now)[name] ?? 0))
      for (const [name, seq] of backward) {
        const words = `${name} moved back from ${seq} to ${cursorsOf(now)[name]}`
        this.findings.add('wrong', `${this.who} in ${now.id}: ${words}`)
      }
    }
  }
}

function cursorsOf({ read, delivered, reached }: Conversation): Record<string, number> {
  return { read, delivered, 'reached.read': reached?.read ?? 0, 'reached.delivered': reached?.delivered ?? 0 }
}
