import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type {
  CreateFrame, DeliveredFrame, WireConversation, WireMember, WirePerson, WriteFrame,
} from '../../src/protocols/native/wire'
import { limits } from '../limits'
import { StoreError } from '../store'
import type { Created, Page, Progress, Range, ReadCursor, Store, Written } from '../store'
import { Batch } from './batch'
import { checkFile } from './check'
import { moveDelivered, moveRead } from './cursors'
import { SqliteFile } from './database'
import { createGroup, join } from './groups'
import { conversationsOf, entryAt, membersAfter, pageOf, toConversation, toEvent, toMember } from './queries'
import type { ConversationRow, EntryRow, MemberRow } from './queries'

/**
 * Opens the SQLite file, or makes it and its folder.
 * @throws {@link StoreError} if the file can't be used; it is left as it was
 */
export function openSqliteStore(file: string): Store {
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
class SqliteStore implements Store {
  private readonly db: SqliteFile
  private readonly batch: Batch

  constructor(path: string) {
    this.db = new SqliteFile(path)
    this.batch = new Batch(this.db)
  }

  async putPerson({ id, name }: WirePerson): Promise<void> {
    // The condition spares the disk when nothing changes, which is nearly always.
    this.db.run('INSERT INTO people (id, name) VALUES (?, ?) ON CONFLICT (id) ' +
      'DO UPDATE SET name = excluded.name WHERE name <> excluded.name', id, name)
  }

  async people(except: string, limit: number): Promise<WirePerson[]> {
    return this.db.all<WirePerson>('SELECT id, name FROM people WHERE id <> ? ORDER BY name, id LIMIT ?', except, limit)
  }

  async ensureGroup(id: string, title: string): Promise<void> {
    this.db.run('INSERT INTO conversations (id, kind, title, epoch) VALUES (?, \'group\', ?, ?) ON CONFLICT DO NOTHING',
      id, title, randomUUID())
  }

  async join(conversation: string, person: string): Promise<void> {
    this.db.transaction(() => join(this.db, conversation, person))
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
    if (!this.db.get('SELECT place FROM members WHERE person = ? AND conversation = ?', person, conversation)) return
    return this.db.all<MemberRow>(membersAfter, conversation, after, limit).map(toMember)
  }

  async conversationIds(person: string): Promise<string[]> {
    return this.db.all<{ id: string }>('SELECT conversation AS id FROM members WHERE person = ?', person)
      .map(row => row.id)
  }

  async conversations(person: string): Promise<WireConversation[]> {
    const rows = this.db.all<ConversationRow>(conversationsOf('m.person = ?'), person)
    let room: number = limits.pageBytes
    return rows.map((row) => {
      const last = room > 0 ? this.last(row, person) : undefined
      room -= last?.weight ?? 0
      return withLast(row, room >= 0 ? last : undefined)
    })
  }

  async conversation(id: string, person: string): Promise<WireConversation | undefined> {
    const row = this.db.get<ConversationRow>(conversationsOf('m.person = ? AND m.conversation = ?'), person, id)
    return row && withLast(row, this.last(row, person))
  }

  write(from: WirePerson, frame: WriteFrame): Promise<Written> {
    return this.batch.write(from, frame)
  }

  async history(conversation: string, person: string, range: Range): Promise<Page | undefined> {
    const log = this.db.get<{ head: number, epoch: string }>(
      'SELECT c.head, c.epoch FROM members m JOIN conversations c ON c.id = m.conversation ' +
      'WHERE m.person = ? AND m.conversation = ?', person, conversation)
    if (!log) return undefined
    const { head, epoch } = log
    const rows = range.after === undefined
      ? this.db.all<EntryRow>(pageOf('before'), person, conversation, range.before ?? head + 1, range.limit)
      : this.db.all<EntryRow>(pageOf('after'), person, conversation, range.after, range.limit)
    return { epoch, head, events: rows.map(toEvent) }
  }

  async read(conversation: string, person: string, seq: number): Promise<ReadCursor | undefined> {
    return this.db.transaction(() => moveRead(this.db, conversation, person, seq))
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

  private last({ id, last }: ConversationRow, person: string): EntryRow | undefined {
    return last > 0 ? this.db.get<EntryRow>(entryAt, person, id, last) : undefined
  }
}

function withLast(row: ConversationRow, last: EntryRow | undefined): WireConversation {
  const conversation = toConversation(row)
  const event = last && toEvent(last)
  if (event?.type === 'message' || event?.type === 'change') conversation.last = event
  return conversation
}
