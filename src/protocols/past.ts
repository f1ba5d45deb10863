import type { Conversation } from '../model/conversation'
import type { LogEntry, MessageEntry } from '../model/entry'
import type { HistoryCommand } from '../model/events'
import type { Person } from '../model/person'
import type { HistoryQuery } from './definition'
import type { Room } from './news'
import { createRoomLog, type Draft, type Mark, type RoomLog, sameContent } from './room-log'

/** A room at work. */
export interface RoomState extends Room {
  log: RoomLog
  /** Whether its newest page was fetched since the app began. */
  fetched: boolean
  members?: number
}

export interface PastOptions {
  readonly me: () => Person
  readonly counts: boolean
  /** Asks the server; null where it has no past. */
  readonly history: ((query: HistoryQuery) => Promise<readonly Draft[]>) | null
  /** Takes in what a page tells that wasn't known; undefined if it was, under another id. */
  readonly absorb: (room: RoomState, draft: Draft) => MessageEntry | undefined
  /** What the kit knows of a room, also from before the app's last start. */
  readonly known: (room: string) => Conversation | undefined
  readonly makeId: () => string
}

/** Where the numbers of a run begin, so that there is room for older ones. */
const MIDDLE = 1e9
/** How many messages are asked for at once. */
const PAGE = 50
/** How many pages are fetched in a row to answer one question. */
const MOST_PAGES = 20
/** How far it is counted what is unread. */
const MOST_COUNTED = 10_000

export type Past = ReturnType<typeof createPast>

/** What was said before: finds the beginning of a room's log, closes its gaps, and answers for its pages. */
export function createPast({ me, counts, history, absorb, known, makeId }: PastOptions) {
  const kind = counts ? 'server' : history ? 'run' : 'local'

  /** A log for a room that has none in this run. Without a past, it goes on where the app stopped. */
  function begin(room: string): RoomLog {
    const before = known(room)
    if (kind !== 'run' && before?.epoch.startsWith(kind)) return createRoomLog(before.epoch, before.head, makeId)
    return anew(counts ? kind : undefined)
  }

  function anew(epoch = `${kind}-${makeId()}`): RoomLog {
    return createRoomLog(epoch, kind === 'run' ? MIDDLE : 0, makeId)
  }

  const isMine = ({ author }: Draft): boolean => author.id === me().id

  /** Fetches the newest page, and puts what is new in it to the log. */
  async function catchUp(room: RoomState): Promise<void> {
    if (!history) return
    const { log } = room
    const page = await history({ room: room.id, limit: PAGE })
    // Another fetch may have begun another log meanwhile.
    if (room.log !== log) return
    if (counts) takeCounted(room, page)
    else take(room, page)
    room.fetched = true
  }

  function takeCounted(room: RoomState, page: readonly Draft[]): void {
    const { head } = room.log
    const { last } = known(room.id) ?? {}
    const top = page[page.length - 1]?.seq ?? 0
    // The server counts from the beginning again.
    if (top < head || page.some(draft => isOther(draft, last))) room.log = anew()
    for (const draft of page) if (draft.seq !== undefined && !room.log.at(draft.seq)) absorb(room, draft)
  }

  /** Whether something else is now where this was. One's own may have come back under another id. */
  function isOther({ seq, id, author }: Draft, known: MessageEntry | undefined): boolean {
    if (!known || seq !== known.seq || id === undefined) return false
    return author.id !== known.author.id || known.author.id !== me().id && id !== known.id
  }

  function take(room: RoomState, page: readonly Draft[]): void {
    const { log } = room
    const aligned = log.overlap(page)
    let rest = page.slice(aligned)
    let older: readonly Draft[] = []
    const met = aligned > 0 ? 0 : page.findIndex(draft => log.placeOf(draft) !== undefined)
    if (met > 0 && log.placeOf(page[met] as Draft) === log.first) {
      older = page.slice(0, met)
      rest = page.slice(met)
    } else if (met < 0 && !room.fetched && log.head >= log.first) {
      // What is known came by itself, while the page could not be had.
      older = page
      rest = []
    } else if (met < 0 && log.head >= log.first && page.length >= PAGE) {
      // So much was missed that there is a hole before it.
      room.log = anew()
    }
    log.prepend(older, isMine)
    for (const draft of rest) if (room.log.placeOf(draft) === undefined) absorb(room, draft)
  }

  /** Counts what others said from one place to another. */
  function others({ log }: RoomState, from: number, to: number): number {
    let count = 0
    for (let seq = Math.max(from, to - MOST_COUNTED); seq <= to; seq++) {
      const entry = log.at(seq)
      if (entry ? entry.author.id !== me().id && entry.content.kind !== 'system' : counts) count += 1
    }
    return count
  }

  /** How many are unread, and after which place. */
  function standing(room: RoomState): Pick<Conversation, 'read' | 'unread'> {
    const { epoch, first, head } = room.log
    const before = known(room.id)
    if (!before) return { read: head, unread: 0 }
    if (before.epoch === epoch) {
      return { read: before.read, unread: before.unread + others(room, before.head + 1, head) }
    }
    const unread = before.unread + others(room, firstAfter(room, before), head)
    let read = head
    for (let left = unread; left > 0 && read >= first; read--) left -= others(room, read, read)
    return { read, unread }
  }

  /** Where what is new begins, in another log than the one that is known. */
  function firstAfter({ log }: RoomState, { last }: Conversation): number {
    if (!last) return log.first
    let seq = log.head
    while (seq >= log.first) {
      const entry = log.at(seq)
      const isLast = entry && (entry.id === last.id
        || entry.author.id === last.author.id && sameContent(entry.content, last.content) && entry.at <= last.at)
      if (!entry || isLast || entry.at < last.at) break
      seq -= 1
    }
    return seq + 1
  }

  async function fetchBefore(room: RoomState): Promise<LogEntry[]> {
    const { log } = room
    const before = log.oldest
    if (!history || !before) return []
    const page = await history({ room: room.id, limit: PAGE, before })
    const news = page.filter(draft => !isMark(draft, before) && !((log.placeOf(draft) ?? 0) >= log.first))
    return room.log === log ? log.prepend(news, isMine) : []
  }

  async function pageBefore(room: RoomState, before: number, limit: number): Promise<LogEntry[]> {
    const { log } = room
    let fetched: LogEntry[] = []
    for (let pages = 0; log.first >= before && pages < MOST_PAGES; pages++) {
      const page = await fetchBefore(room)
      if (page.length === 0) break
      fetched = [...page, ...fetched]
    }
    const bySeq = new Map(fetched.map(entry => [entry.seq, entry]))
    return log.range(Math.max(log.first, before - limit), before - 1).map(entry => bySeq.get(entry.seq) ?? entry)
  }

  async function pageCounted(
    room: RoomState, ask: (query: HistoryQuery) => Promise<readonly Draft[]>, { before, after, limit }: HistoryCommand,
  ): Promise<LogEntry[]> {
    const { log } = room
    const at = before === undefined ? undefined : log.at(before)?.at
    const mark = before === undefined ? undefined : { seq: before, at }
    const page = await ask({ room: room.id, limit, before: mark, after })
    const entries = new Map<number, LogEntry>()
    for (const draft of page) {
      const { seq } = draft
      if (seq === undefined || seq >= (before ?? Infinity) || seq <= (after ?? 0)) continue
      const entry = log.at(seq) ?? absorb(room, draft)
      if (entry) entries.set(seq, entry)
    }
    if (entries.size === 0) return []
    const seqs = [...entries.keys()]
    const last = before === undefined ? Math.max(...seqs) : before - 1
    return log.range(Math.min(...seqs), last).map(entry => entries.get(entry.seq) ?? entry)
  }

  return {
    begin,
    isOther,
    catchUp,
    standing,

    /** Counts what others said after a place that is known to the kit. */
    othersAfter: (room: RoomState, seq: number): number => others(room, seq + 1, room.log.head),

    /** Answers for a page, with what is known or by asking the server. */
    async page(room: RoomState, command: HistoryCommand): Promise<LogEntry[]> {
      const { before, after, limit } = command
      if (counts && history) return pageCounted(room, history, command)
      if (before === undefined && after === undefined && !room.fetched) await catchUp(room)
      const { log } = room
      if (after !== undefined) return log.range(after + 1, Math.min(log.head, after + limit))
      if (before !== undefined) return pageBefore(room, before, limit)
      return log.range(Math.max(log.first, log.head + 1 - limit), log.head)
    },
  }
}

/** Whether it is what was asked to come before: some servers give it again. */
function isMark({ id }: Draft, before: Mark): boolean {
  return id !== undefined && id === before.id
}
