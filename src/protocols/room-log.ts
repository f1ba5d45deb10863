import type { ReceivedContent } from '../model/content'
import type { LogEntry, MessageEntry } from '../model/entry'
import type { Person } from '../model/person'

/** What a log takes in. */
export interface Draft {
  /** The server's own id of it. */
  readonly id?: string
  /** The id that its sender's kit gave it. */
  readonly clientId?: string
  readonly author: Person
  readonly content: ReceivedContent
  readonly at: number
  /** Whether `at` is the server's. */
  readonly dated?: boolean
  /** Its place, if the server counts. */
  readonly seq?: number
  /** Whether it may be this person's own. */
  readonly maybeMine?: boolean
}

/** How many entries a log keeps, and how many ids it knows again. */
const MOST_ENTRIES = 1_000
const MOST_IDS = 5_000
/** How many entries in a row may be missing within a page, before it is cut. */
const MOST_MISSING = 1_000

/** What is known of one entry. */
interface Kept {
  readonly entry: MessageEntry
  /** The server's id. */
  id?: string
  readonly dated: boolean
}

/** How to ask for what came before something. */
export type Mark = Pick<Draft, 'id' | 'seq'> & { readonly at?: number }

export type RoomLog = ReturnType<typeof createRoomLog>

/**
 * Makes a log of what a server says that has none: numbers it, knows it again, and keeps the newest of it.
 *
 * @param epoch changes whenever numbers begin anew
 * @param start the number before the first
 * @param makeId makes an id that no other entry has
 */
export function createRoomLog(epoch: string, start: number, makeId: () => string) {
  /** By `seq`. */
  const kept = new Map<number, Kept>()
  /** The `seq` of each id of the server, in the order they were met. */
  const ids = new Map<string, number>()
  /** The `seq` of one's own, by the id that this kit made. */
  const own = new Map<string, number>()
  let first = start + 1
  let head = start
  let last: MessageEntry | undefined
  let oldest: Mark | undefined

  function put(seq: number, { id, clientId, author, content, at, dated = false }: Draft, mine: boolean): MessageEntry {
    const entry: MessageEntry = { seq, type: 'message', id: clientId ?? id ?? makeId(), author, at, content }
    if (id !== undefined) remember(ids, id, seq)
    if (mine && clientId !== undefined) remember(own, clientId, seq)
    kept.set(seq, { entry, id, dated })
    if (!last || seq >= last.seq) last = entry
    return entry
  }

  function reach(seq: number, mark: Mark): void {
    first = seq
    oldest = mark
  }

  /** Forgets the oldest ones that are too many. */
  function trim(): void {
    while (kept.size > MOST_ENTRIES) {
      const low = Math.min(...kept.keys())
      kept.delete(low)
      if (low !== first) continue
      const next = Math.min(...kept.keys())
      reach(next, markOf(kept.get(next)))
    }
  }

  function identify(seq: number, id: string | undefined): void {
    const known = kept.get(seq)
    if (id === undefined) return
    if (known) known.id ??= id
    remember(ids, id, seq)
  }

  return {
    epoch,

    /** The oldest place that is known. */
    get first(): number {
      return first
    },

    get head(): number {
      return head
    },

    /** The oldest that is known; undefined if nothing is. */
    get oldest(): Mark | undefined {
      return oldest
    },

    /** The newest message. */
    get last(): MessageEntry | undefined {
      return last
    },

    /** The entry at a place, as long as it is kept. */
    at: (seq: number): MessageEntry | undefined => kept.get(seq)?.entry,

    /** Where something is that was taken in already. */
    placeOf({ id, clientId }: Pick<Draft, 'id' | 'clientId'>): number | undefined {
      return (id === undefined ? undefined : ids.get(id)) ?? (clientId === undefined ? undefined : own.get(clientId))
    },

    /** The server's id of what is at a place turned out. */
    identify,

    /** Takes in what is new, at its place or at the end. */
    append(draft: Draft, mine: boolean): MessageEntry {
      const seq = draft.seq ?? head + 1
      if (!oldest || seq < first) reach(seq, markOf({ entry: draft, id: draft.id, dated: draft.dated }, draft.seq))
      head = Math.max(head, seq)
      const entry = put(seq, draft, mine)
      trim()
      return entry
    },

    /** A message says something else from now on; gives the place in the log at which it does. */
    amend(target: number, content: ReceivedContent): number {
      head += 1
      const known = kept.get(target)
      if (known) kept.set(target, { ...known, entry: { ...known.entry, content, amended: head } })
      if (last?.seq === target) last = { ...last, content, amended: head }
      return head
    },

    /** Takes in older ones, oldest first, before all others. They are kept as long as there is room. */
    prepend(drafts: readonly Draft[], isMine: (draft: Draft) => boolean): MessageEntry[] {
      const [before] = drafts
      if (!before) return []
      reach(first - drafts.length, markOf({ entry: before, id: before.id, dated: before.dated }))
      const entries = drafts.map((draft, index) => put(first + index, draft, isMine(draft)))
      for (const { seq } of entries) if (kept.size > MOST_ENTRIES) kept.delete(seq)
      return entries
    },

    /**
     * How many of a page, from its first on, are what the log ends with. Lines that nobody said aren't in pages.
     */
    overlap(page: readonly Draft[]): number {
      const said = [...kept.values()].filter(({ entry }) => entry.content.kind !== 'system')
      const tail = said.sort((a, b) => a.entry.seq - b.entry.seq).slice(-page.length)
      for (let count = tail.length; count > 0; count--) {
        const end = tail.slice(-count)
        if (!end.every((known, index) => isSame(known, page[index]))) continue
        end.forEach(({ entry }, index) => identify(entry.seq, page[index]?.id))
        return count
      }
      return 0
    },

    /** Entries from one place to another, both included; what isn't known any more only keeps its place. */
    range(from: number, to: number): LogEntry[] {
      const entries: LogEntry[] = []
      for (let seq = from; seq <= to && entries.length < MOST_MISSING; seq++) {
        entries.push(kept.get(seq)?.entry ?? { seq, type: 'unknown' })
      }
      return entries
    },
  }
}

function remember(map: Map<string, number>, id: string, seq: number): void {
  map.set(id, seq)
  if (map.size <= MOST_IDS) return
  for (const [eldest] of map) {
    map.delete(eldest)
    return
  }
}

function markOf(known: { entry: { at: number }, id?: string, dated?: boolean } | undefined, seq?: number): Mark {
  return { id: known?.id, at: known?.dated ? known.entry.at : undefined, seq }
}

/** Whether a draft is what is kept. Where ids can't tell, author and content do. */
function isSame({ entry, id, dated }: Kept, draft: Draft | undefined): boolean {
  if (!draft) return false
  if (draft.id !== undefined && id !== undefined) return draft.id === id
  if (draft.clientId !== undefined && draft.clientId === entry.id) return true
  return entry.author.id === draft.author.id && sameContent(entry.content, draft.content)
    && !(dated && draft.dated && entry.at !== draft.at)
}

/** Whether two contents are alike. White space around a text doesn't count, as many servers take it away. */
export function sameContent(one: ReceivedContent, other: ReceivedContent): boolean {
  if (one.kind === 'text' && other.kind === 'text') return one.text.trim() === other.text.trim()
  return JSON.stringify(one) === JSON.stringify(other)
}
