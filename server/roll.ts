import type { WirePresence } from '../src/protocols/native/wire'
import { encode } from './hub'
import type { Gone, Roll } from './presence'

/** Keeps when people were there last. */
export interface SeenTimes {
  keepSeen(people: readonly Gone[]): Promise<void>
  /** In ms since 1970, by person; without those who never were. */
  seen(people: readonly string[]): Promise<ReadonlyMap<string, number>>
}

/** Who is there, of a server that is one process. */
export class LocalRoll implements Roll {
  private readonly here = new Set<string>()
  private changed: (person: string, encoded: Buffer) => void = () => undefined

  constructor(private readonly times: SeenTimes) {}

  start(changed: (person: string, encoded: Buffer) => void): void {
    this.changed = changed
  }

  async enter(people: readonly string[]): Promise<void> {
    for (const id of people) {
      this.here.add(id)
      this.tell({ id, online: true })
    }
  }

  async leave(people: readonly Gone[]): Promise<void> {
    const kept = this.times.keepSeen(people)
    for (const { id, at } of people) {
      this.here.delete(id)
      this.tell({ id, online: false, seen: at })
    }
    await kept
  }

  async follow(): Promise<void> {}
  unfollow(): void {}

  async states(people: readonly string[]): Promise<WirePresence[]> {
    const seen = await this.times.seen(people)
    return people.map(id => (this.here.has(id) ? { id, online: true } : toPresence(id, seen.get(id))))
  }

  close(left: readonly Gone[]): Promise<void> {
    return this.times.keepSeen(left)
  }

  private tell(state: WirePresence): void {
    this.changed(state.id, encode({ type: 'presence', people: [state] }))
  }
}

/** Somebody who isn't there. */
export function toPresence(id: string, seen: number | undefined): WirePresence {
  return seen === undefined ? { id, online: false } : { id, online: false, seen }
}
