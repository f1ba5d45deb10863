import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import Database from 'libsql'
import { StoreError } from '../store'
import { applicationId, schemaVersion } from './schema'

/**
 * Looks at a database file without changing a byte of it, and throws a {@link StoreError} if it is broken or of
 * another program. A missing or empty file is fine: it will be filled.
 */
export function checkFile(path: string): void {
  if (!existsSync(path)) return
  if (!statSync(path).isFile()) throw broken(path, 'it is not a file')
  if (statSync(path).size === 0) return
  if (!hasHeader(path)) throw broken(path, 'it is not a SQLite database')

  // Even a reader may make these two; what it made is removed again if the file turns out to be broken.
  const made = [`${path}-wal`, `${path}-shm`].filter(file => !existsSync(file))
  try {
    const problem = inspect(path)
    if (problem !== undefined) throw broken(path, problem)
  } catch (error) {
    for (const file of made) rmSync(file, { force: true })
    throw error instanceof StoreError ? error : broken(path, reason(error))
  }
}

function hasHeader(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(16)
    readSync(file, header, 0, 16, 0)
    return header.toString('latin1') === 'SQLite format 3\0'
  } finally {
    closeSync(file)
  }
}

// libsql has no option for it, but it takes SQLite's file: addresses, and so `mode=ro`.
function inspect(path: string): string | undefined {
  const db = new Database(`${pathToFileURL(path).href}?mode=ro`, { timeout: 5000 })
  try {
    const check = first(db.prepare('PRAGMA quick_check(1)').get())
    if (check !== 'ok') return `it is damaged (${String(check).replace(/\s+/g, ' ')})`
    if (first(db.prepare('SELECT count(*) FROM sqlite_master').get()) === 0) return undefined
    if (first(db.prepare('PRAGMA application_id').get()) !== applicationId) return 'it belongs to another program'
    const version = Number(first(db.prepare('PRAGMA user_version').get()))
    if (version > schemaVersion) return 'it was made by a newer version of this server'
    return undefined
  } finally {
    db.close()
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  return /^SQLITE_(CORRUPT|NOTADB)/.test(code) ? `it is damaged (${error.message})` : error.message
}

function first(row: unknown): unknown {
  return Object.values(row as Record<string, unknown>)[0]
}

function broken(path: string, problem: string): StoreError {
  return new StoreError(`cannot use the database ${path}: ${problem}. The file is kept untouched: ` +
    'move it away (with its -wal and -shm files) to start with an empty one, or name another with --store.')
}
