import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type {
  CreateFrame, DeliveredFrame, WireConversation, WireEvent, WireHidden, WireMember, WireMessage, WirePerson, WireReader,
  WireSettings, WireVersion, WriteFrame,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import { personsIn, putPictures } from '../pictures'
import type { Gone } from '../presence'
import type { SeenTimes } from '../roll'
import { StoreError } from '../store'
import type { Created, Page, Progress, Range, ReadCursor, SearchPoint, SearchStep, Store, Written } from '../store'
import { Batch } from './batch'
import { checkFile } from './check'
import { moveDelivered, moveRead } from './cursors'
import { SqliteFile } from './database'
import { comeIn, createGroup, join } from './groups'
import { epochOf, hide } from './hidden'
import { acquainted, keepSettings, mayType, picturesOf, putPerson, readers, toPerson } from './people'
import type { PersonRow } from './people'
import { pinsOf } from './pins'
import { conversationsOf, entryAt, membersAfter, pageOf, toConversation, toEntry, toMember } from './queries'
import type { ConversationRow, EntryRow, MemberRow } from './queries'
import { searchStep } from './search'
import { versionsOf } from './versions'

/**
 * Opens the SQLite file, or makes it and its folder.
 * @throws {@link StoreError} if the file can't be used; it is left as it was
 */
export function openSqliteStore(file: string): Store & SeenTimes {
  const path = resolve(file)
  try {
    mkdirSync(dirname(path), { recursive: true })
    checkFile(path)
    return new SqliteStore(path)
  } catch (error) {
    if (error instanceof StoreError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreError(`cannot open the database ${path}: ${reason}`)
  }
}

/** The store in one SQLite file: each method is done when it returns, only writes wait for those of the same moment. */
class SqliteStore implements Store, SeenTimes {
  private readonly db: SqliteFile
  private readonly batch: Batch

  constructor(path: string) {
    this.db = new SqliteFile(path)
    this.batch = new Batch(this.db)
  }

  async putPerson(person: WirePerson): Promise<void> {
    putPerson(this.db, person)
  }

  async person(id: string): Promise<WirePerson | undefined> {
    const row = this.db.get<PersonRow>('SELECT id, name, avatar FROM people WHERE id = ?', id)
    return row && toPerson(row)
  }

  async people(except: string, limit: number): Promise<WirePerson[]> {
    return this.db.all<PersonRow>(
      'SELECT id, name, avatar FROM people WHERE id <> ? ORDER BY name, id LIMIT ?', except, limit).map(toPerson)
  }

  async acquainted(person: string, others: readonly string[]): Promise<string[]> {
    return acquainted(this.db, person, others)
  }

  async keepSeen(people: readonly Gone[]): Promise<void> {
    if (people.length === 0) return
    this.db.transaction(() => {
      for (const { id, at } of people) this.db.run('UPDATE people SET seen = ? WHERE id = ?', at, id)
    })
  }

  async seen(people: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map(people.flatMap((id) => {
      const row = this.db.get<{ seen: number | null }>('SELECT seen FROM people WHERE id = ?', id)
      return row && row.seen !== null ? [[id, row.seen] as const] : []
    }))
  }

  async ensureGroup(id: string, title: string): Promise<void> {
    this.db.run('INSERT INTO conversations (id, kind, title, epoch) VALUES (?, \'group\', ?, ?) ON CONFLICT DO NOTHING',
      id, title, randomUUID())
  }

  async join(conversation: string, person: string): Promise<void> {
    this.db.transaction(() => join(this.db, conversation, person))
  }

  async comeIn(conversation: string, person: WirePerson): Promise<WireEvent | undefined> {
    return this.db.transaction(() => comeIn(this.db, conversation, person))
  }

  async createGroup(from: WirePerson, frame: CreateFrame): Promise<Created> {
    return this.db.transaction(() => createGroup(this.db, from, frame))
  }

  async openDirect(person: string, other: string): Promise<{ id: string, created: boolean } | undefined> {
    const pair = [person, other].sort().join(' ')
    return this.db.transaction(() => {
      const known = this.db.get<{ id: string }>('SELECT id FROM conversations WHERE pair = ?', pair)
      if (known) return { id: known.id, created: false }
      if (!this.db.get('SELECT id FROM people WHERE id = ?', other)) return undefined
      const id = randomUUID()
      this.db.run('INSERT INTO conversations (id, kind, title, pair, epoch) VALUES (?, \'direct\', \'\', ?, ?)',
        id, pair, randomUUID())
      for (const member of [person, other]) join(this.db, id, member)
      return { id, created: true }
    })
  }

  async members(
    conversation: string, person: string, after: number, limit: number,
  ): Promise<WireMember[] | undefined> {
    if (!this.isMember(conversation, person)) return
    return this.db.all<MemberRow>(membersAfter, conversation, after, limit).map(toMember)
  }

  async readers(conversation: string, person: string): Promise<WireReader[] | null | undefined> {
    return readers(this.db, conversation, person)
  }

  async mayType(conversation: string, person: string): Promise<boolean> {
    return mayType(this.db, conversation, person)
  }

  async set(conversation: string, person: string, settings: WireSettings): Promise<boolean> {
    return this.db.transaction(() => keepSettings(this.db, conversation, person, settings))
  }

  async conversationIds(person: string): Promise<string[]> {
    return this.db.all<{ id: string }>('SELECT conversation AS id FROM members WHERE person = ?', person)
      .map(row => row.id)
  }

  async conversations(person: string): Promise<WireConversation[]> {
    const rows = this.db.all<ConversationRow>(conversationsOf('m.person = ?'), person)
    let room: number = limits.pageBytes
    const all = rows.map((row) => {
      const last = room > 0 ? this.last(row, person) : undefined
      room -= last?.weight ?? 0
      return withLast(this.db, row, room >= 0 ? last : undefined)
    })
    this.putPictures(all.flatMap(({ last }) => last ?? []))
    return all
  }

  async conversation(id: string, person: string): Promise<WireConversation | undefined> {
    const row = this.db.get<ConversationRow>(conversationsOf('m.person = ? AND m.conversation = ?'), person, id)
    const conversation = row && withLast(this.db, row, this.last(row, person))
    if (conversation?.last) this.putPictures([conversation.last])
    return conversation
  }

  write(from: WirePerson, frame: WriteFrame): Promise<Written> {
    return this.batch.write(from, frame)
  }

  async history(conversation: string, person: string, range: Range): Promise<Page | undefined> {
    const log = this.db.get<{ head: number, epoch: string }>(
      `SELECT c.head, ${epochOf} AS epoch FROM members m JOIN conversations c ON c.id = m.conversation ` +
      'WHERE m.person = ? AND m.conversation = ?', person, conversation)
    if (!log) return undefined
    const { head, epoch } = log
    const rows = range.after === undefined
      ? this.db.all<EntryRow>(pageOf('before'), person, conversation, range.before ?? head + 1, range.limit)
      : this.db.all<EntryRow>(pageOf('after'), person, conversation, range.after, range.limit)
    return { epoch, head, events: this.putPictures(rows.map(row => toEntry(this.db, conversation, row))) }
  }

  async read(conversation: string, person: string, seq: number): Promise<ReadCursor | undefined> {
    return this.db.transaction(() => moveRead(this.db, conversation, person, seq))
  }

  async hide(conversation: string, person: string, seqs: readonly number[]) {
    return this.db.transaction(() => {
      if (!this.isMember(conversation, person)) return
      const hidden = hide(this.db, conversation, person, seqs)
      const log = this.db.get<{ epoch: string }>(
        `SELECT ${epochOf} AS epoch FROM members m JOIN conversations c ON c.id = m.conversation ` +
        'WHERE m.person = ? AND m.conversation = ?', person, conversation)
      return { seqs: hidden, epoch: log?.epoch ?? '' }
    })
  }

  async pins(conversation: string, person: string): Promise<WireMessage[] | undefined> {
    return this.isMember(conversation, person) ? this.putPictures(pinsOf(this.db, conversation, person)) : undefined
  }

  async versions(conversation: string, person: string, seq: number): Promise<WireVersion[] | undefined> {
    return this.isMember(conversation, person) ? versionsOf(this.db, conversation, seq) : undefined
  }

  async places(person: string): Promise<{ conversation: string, at: number }[]> {
    return this.db.all('SELECT c.id AS conversation, coalesce(l.at, 0) AS at FROM members m ' +
      'JOIN conversations c ON c.id = m.conversation ' +
      'LEFT JOIN entries l ON l.conversation = c.id AND l.seq = c.last WHERE m.person = ?', person)
  }

  async searchStep(
    conversation: string, person: string, point: SearchPoint, most: number,
  ): Promise<SearchStep | undefined> {
    // Nobody else has a turn while the file is read.
    await new Promise(next => setImmediate(next))
    return this.isMember(conversation, person) ? searchStep(this.db, conversation, person, point, most) : undefined
  }

  async delivered(person: string, cursors: DeliveredFrame['cursors']): Promise<Progress[]> {
    return this.db.transaction(() => cursors.flatMap(
      ({ conversation, seq }) => moveDelivered(this.db, conversation, person, seq) ?? []))
  }

  async setting(key: string, make: () => string): Promise<string> {
    return this.db.transaction(() => {
      const kept = this.db.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)
      if (kept) return kept.value
      const value = make()
      this.db.run('INSERT INTO settings (key, value) VALUES (?, ?)', key, value)
      return value
    })
  }

  async close(): Promise<void> {
    this.batch.commit()
    this.db.close()
  }

  private putPictures<Event extends WireEvent | WireHidden>(events: Event[]): Event[] {
    putPictures(personsIn(events), picturesOf(this.db))
    return events
  }

  private isMember(conversation: string, person: string): boolean {
    return this.db.get(
      'SELECT place FROM members WHERE person = ? AND conversation = ?', person, conversation) !== undefined
  }

  private last({ id, last }: ConversationRow, person: string): EntryRow | undefined {
    return last > 0 ? this.db.get<EntryRow>(entryAt, person, id, last) : undefined
  }
}

function withLast(db: SqliteFile, row: ConversationRow, last: EntryRow | undefined): WireConversation {
  const conversation = toConversation(row)
  const event = last && toEntry(db, row.id, last)
  if (event?.type === 'message' || event?.type === 'change') conversation.last = event
  else if (row.last_at !== null) conversation.at = row.last_at
  return conversation
}
