import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'libsql'
import type { WireConversation, WirePerson } from '../../src/protocols/native/wire'
import type { Appended, NewMessage, Page, Range, ReadCursor, Store } from '../store'
import { checkFile, StoreError } from './check'
import { conversationsOf, pageOf, toConversation, toEvent } from './queries'
import type { ConversationRow, MessageRow } from './queries'
import { schema } from './schema'

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

/** A message that waits for the next commit. */
interface WaitingAppend {
  message: NewMessage
  resolve(appended: Appended): void
  reject(error: unknown): void
}

/**
 * The store in one SQLite file. The calls of SQLite itself are synchronous, so each method is done when it returns;
 * a method that changes something has committed, and with `synchronous = FULL` the disk has it. Only messages wait for
 * those of the same moment, to be committed with them: the disk takes as long for many as for one.
 */
class SqliteStore implements Store {
  private readonly db: Database.Database
  private readonly statements = new Map<string, Database.Statement>()
  private waiting: WaitingAppend[] = []

  constructor(path: string) {
    this.db = new Database(path, { timeout: 5000 })
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    this.transaction(() => this.db.exec(schema))
  }

  async putPerson({ id, name }: WirePerson): Promise<void> {
    // The condition spares the disk when nothing changes, which is nearly always.
    this.run('INSERT INTO people (id, name) VALUES (?, ?) ON CONFLICT (id) ' +
      'DO UPDATE SET name = excluded.name WHERE name <> excluded.name', id, name)
  }

  async people(except: string, limit: number): Promise<WirePerson[]> {
    return this.all<WirePerson>('SELECT id, name FROM people WHERE id <> ? ORDER BY name, id LIMIT ?', except, limit)
  }

  async ensureGroup(id: string, title: string): Promise<void> {
    this.run('INSERT INTO conversations (id, kind, title, epoch) VALUES (?, \'group\', ?, ?) ON CONFLICT DO NOTHING',
      id, title, randomUUID())
  }

  async join(conversation: string, person: string): Promise<void> {
    this.run('INSERT INTO members (person, conversation, read) SELECT ?, id, head FROM conversations WHERE id = ? ' +
      'ON CONFLICT DO NOTHING', person, conversation)
  }

  async openDirect(person: string, other: string): Promise<{ id: string, created: boolean } | undefined> {
    const pair = [person, other].sort().join(' ')
    return this.transaction(() => {
      const known = this.get<{ id: string }>('SELECT id FROM conversations WHERE pair = ?', pair)
      if (known) return { id: known.id, created: false }
      if (!this.get('SELECT id FROM people WHERE id = ?', other)) return undefined
      const id = randomUUID()
      this.run('INSERT INTO conversations (id, kind, title, pair, epoch) VALUES (?, \'direct\', \'\', ?, ?)',
        id, pair, randomUUID())
      for (const member of [person, other]) {
        this.run('INSERT INTO members (person, conversation) VALUES (?, ?)', member, id)
      }
      return { id, created: true }
    })
  }

  async conversationIds(person: string): Promise<string[]> {
    return this.all<{ id: string }>('SELECT conversation AS id FROM members WHERE person = ?', person)
      .map(row => row.id)
  }

  async conversations(person: string): Promise<WireConversation[]> {
    return this.all<ConversationRow>(conversationsOf('m.person = ?'), person).map(toConversation)
  }

  async conversation(id: string, person: string): Promise<WireConversation | undefined> {
    const where = 'm.person = ? AND m.conversation = ?'
    return this.all<ConversationRow>(conversationsOf(where), person, id).map(toConversation)[0]
  }

  append(message: NewMessage): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.commit())
      this.waiting.push({ message, resolve, reject })
    })
  }

  async history(conversation: string, person: string, range: Range): Promise<Page | undefined> {
    if (this.readCursor(conversation, person) === undefined) return undefined
    const { epoch, head } = this.head(conversation)
    const rows = range.after === undefined
      ? this.all<MessageRow>(pageOf('before'), conversation, range.before ?? head + 1, range.limit)
      : this.all<MessageRow>(pageOf('after'), conversation, range.after, range.limit)
    return { epoch, head, events: rows.map(toEvent) }
  }

  async read(conversation: string, person: string, seq: number): Promise<ReadCursor | undefined> {
    return this.transaction(() => {
      const before = this.readCursor(conversation, person)
      if (before === undefined) return undefined
      const { head } = this.head(conversation)
      const now = Math.max(before, Math.min(seq, head))
      if (now > before) {
        this.run('UPDATE members SET read = ? WHERE person = ? AND conversation = ?', now, person, conversation)
      }
      const own = this.get<{ n: number }>(
        'SELECT count(*) AS n FROM messages WHERE conversation = ? AND sender = ? AND seq > ?',
        conversation, person, now)
      return { seq: now, unread: head - now - (own?.n ?? 0), moved: now > before }
    })
  }

  async setting(key: string, make: () => string): Promise<string> {
    return this.transaction(() => {
      const kept = this.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)
      if (kept) return kept.value
      const value = make()
      this.run('INSERT INTO settings (key, value) VALUES (?, ?)', key, value)
      return value
    })
  }

  async close(): Promise<void> {
    this.commit()
    this.statements.clear()
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.db.close()
  }

  /** Stores all messages that wait, and answers in their order, so that what is told of them keeps it too. */
  private commit(): void {
    const waiting = this.waiting
    this.waiting = []
    if (waiting.length === 0) return
    try {
      const all = this.transaction(() => waiting.map(({ message }) => this.store(message)))
      all.forEach((appended, index) => waiting[index]?.resolve(appended))
    } catch {
      // One that can't be stored must not take others with it, but for those of its sender: they would overtake it.
      const failed = new Map<string, unknown>()
      for (const { message, resolve, reject } of waiting) {
        const { id } = message.from
        try {
          if (failed.has(id)) throw failed.get(id)
          resolve(this.transaction(() => this.store(message)))
        } catch (error) {
          failed.set(id, error)
          reject(error)
        }
      }
    }
  }

  private store({ conversation, id, from, content }: NewMessage): Appended {
    if (this.readCursor(conversation, from.id) === undefined) return { outcome: 'notMember' }
    const earlier = this.get<{ conversation: string, seq: number, at: number }>(
      'SELECT conversation, seq, at FROM messages WHERE sender = ? AND id = ?', from.id, id)
    if (earlier && earlier.conversation !== conversation) return { outcome: 'idTaken' }
    if (earlier) return { outcome: 'repeated', seq: earlier.seq, at: earlier.at }

    const seq = this.head(conversation).head + 1
    const at = Date.now()
    this.run('UPDATE conversations SET head = ? WHERE id = ?', seq, conversation)
    this.run('INSERT INTO messages (conversation, seq, sender, sender_name, id, at, content) ' +
      'VALUES (?, ?, ?, ?, ?, ?, ?)', conversation, seq, from.id, from.name, id, at, JSON.stringify(content))
    return { outcome: 'stored', event: { seq, type: 'message', id, from, at, content } }
  }

  /** Undefined if the person is no member. */
  private readCursor(conversation: string, person: string): number | undefined {
    return this.get<{ read: number }>(
      'SELECT read FROM members WHERE person = ? AND conversation = ?', person, conversation)?.read
  }

  private head(conversation: string): { head: number, epoch: string } {
    const row = this.get<{ head: number, epoch: string }>(
      'SELECT head, epoch FROM conversations WHERE id = ?', conversation)
    if (!row) throw new Error('a membership without its conversation')
    return row
  }

  // Immediate, because a transaction that first reads and then writes may otherwise find that it's too late to write.
  private transaction<T>(work: () => T): T {
    return this.db.transaction(work).immediate()
  }

  private run(sql: string, ...values: (string | number)[]): void {
    this.statement(sql).run(...values)
  }

  private get<Row>(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined
  }

  private all<Row>(sql: string, ...values: (string | number)[]): Row[] {
    return this.statement(sql).all(...values) as Row[]
  }

  private statement(sql: string): Database.Statement {
    let statement = this.statements.get(sql)
    if (!statement) {
      statement = this.db.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }
}
