import Database from 'libsql'
import { entriesFromVersion1, entriesFromVersion3, fromVersion1, fromVersion2, fromVersion3, schema } from './schema'

type Value = string | number | null

/**
 * A SQLite file with this server's tables. SQLite's calls are synchronous: what has returned is done, and outside a
 * transaction the disk has it.
 */
export class SqliteFile {
  private readonly db: Database.Database
  private readonly statements = new Map<string, Database.Statement>()

  /** Opens the file and gives it the tables, those of an older version too. */
  constructor(path: string) {
    this.db = new Database(path, { timeout: 5000 })
    // What is deleted is overwritten: a recalled message must not go on in free pages of the file.
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; ' +
      'PRAGMA secure_delete = ON')
    this.transaction(() => {
      const version = this.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
      const isOld = version >= 1
      if (isOld && version < 2) this.db.exec(fromVersion1)
      if (isOld && version < 3) this.db.exec(fromVersion2)
      if (isOld && version < 4) this.db.exec(fromVersion3)
      if (version === 2 || version === 3) this.db.exec(entriesFromVersion3)
      this.db.exec(schema)
      if (version === 1) this.db.exec(entriesFromVersion1)
    })
  }

  /** Does all of it, or nothing if it throws. */
  transaction<T>(work: () => T): T {
    // Immediate, because one that first reads and then writes may otherwise find that it's too late to write.
    return this.db.transaction(work).immediate()
  }

  /** Changes something. In all three, parameters are numbered: `?1`, `?2`, or `?` each for the next. */
  run(sql: string, ...values: Value[]): void {
    this.statement(sql).run(...values)
  }

  /** The first row, if there is one. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined
  }

  /** All rows. */
  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.statement(sql).all(...values) as Row[]
  }

  /** Lets go of the file. */
  close(): void {
    this.statements.clear()
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.db.close()
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
