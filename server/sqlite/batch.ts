import type { WirePerson, WriteFrame } from '../../src/protocols/native/wire'
import type { Written } from '../store'
import type { SqliteFile } from './database'
import { writeEntry } from './entries'

/** Something that waits for the next commit. */
interface Waiting {
  from: WirePerson
  frame: WriteFrame
  resolve(written: Written): void
  reject(error: unknown): void
}

/** Gathers what is written in the same moment, and commits it together: the disk takes as long for many as for one. */
export class Batch {
  private waiting: Waiting[] = []

  constructor(private readonly db: SqliteFile) {}

  /** Fulfilled when it is committed, or refused. All are answered in the order of the calls. */
  write(from: WirePerson, frame: WriteFrame): Promise<Written> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.commit())
      this.waiting.push({ from, frame, resolve, reject })
    })
  }

  /** Stores all that waits. */
  commit(): void {
    const { waiting } = this
    this.waiting = []
    if (waiting.length === 0) return
    try {
      const all = this.db.transaction(() => waiting.map(({ from, frame }) => this.add(from, frame)))
      all.forEach((written, index) => waiting[index]?.resolve(written))
    } catch (error) {
      // Somebody else holds the file: that took seconds to find out, and must not for each of them again.
      if (/^SQLITE_BUSY/.test(codeOf(error))) waiting.forEach(({ reject }) => reject(error))
      else this.commitEach(waiting)
    }
  }

  private add(from: WirePerson, frame: WriteFrame): Written {
    // The picture is told, and not kept with each entry.
    const { id, name } = from
    const written = writeEntry(this.db, { id, name }, frame)
    return written.outcome === 'stored' ? { ...written, event: { ...written.event, from } } : written
  }

  // One that can't be stored must not take others with it. If it may be later, it does take those of its author, which
  // would overtake it.
  private commitEach(waiting: Waiting[]): void {
    const failed = new Map<string, unknown>()
    for (const { from, frame, resolve, reject } of waiting) {
      try {
        if (failed.has(from.id)) throw failed.get(from.id)
        resolve(this.db.transaction(() => this.add(from, frame)))
      } catch (error) {
        if (failsForEver(error)) {
          resolve({ outcome: 'refused', why: 'unstorable' })
          continue
        }
        failed.set(from.id, error)
        reject(error)
      }
    }
  }
}

/**
 * Whether the same thing would fail in the same way each time: sent again and again, it would end its author's links
 * for ever. The tables have no triggers: one that somebody put there holds things up on purpose, and for a while.
 */
function failsForEver(error: unknown): boolean {
  const code = codeOf(error)
  return /^SQLITE_(TOOBIG|MISMATCH|CONSTRAINT)/.test(code) && code !== 'SQLITE_CONSTRAINT_TRIGGER'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
