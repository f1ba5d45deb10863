import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'libsql'
import { type ServerProcess, type Stage } from '../helpers/server'
import type { Ledger } from './ledger'
import type { Fault } from './plan'

/** What clients connect to in a run: a server, or several, and where they keep everything. */
export interface Host {
  /** Where clients connect to. */
  readonly port: number
  /** Starts all of it. */
  start(): Promise<void>
  /**
   * Makes one of the faults of a server; fulfilled when it is over.
   * @param sure - whether the author of the entry with this id knows for good that it is stored
   */
  bear(fault: Fault, ledger: Ledger, sure: (id: string) => boolean): Promise<void>
  /** Ends what the stage doesn't end. */
  close(): Promise<void>
}

/** One server: a process that is killed and started again, on the same port and the same SQLite file. */
export class FileHost implements Host {
  port = 0
  private running: ServerProcess | null = null
  private readonly file: string

  constructor(private readonly stage: Stage) {
    this.file = stage.file('chat.db')
  }

  /** Starts it, unless it runs. */
  async start(): Promise<void> {
    if (this.running) return
    const args = ['--demo', '--port', String(this.port), '--store', this.file]
    const running = this.running = await this.stage.process(args)
    // It takes the next port when its own is taken, where nobody would find it.
    if (running.port === 0 || (this.port !== 0 && running.port !== this.port)) {
      throw new Error(`the server did not start on port ${this.port}: ${running.output}`)
    }
    this.port = running.port
  }

  async bear({ kind, lasts, choice }: Fault, ledger: Ledger, sure: (id: string) => boolean): Promise<void> {
    if (kind === 'storeFails') return this.failStore(lasts)
    await this.end(kind === 'restart' ? 'SIGTERM' : 'SIGKILL')
    if (kind === 'epoch') this.resetLog(choice, ledger)
    if (kind === 'trim') this.trimLog(choice, ledger, sure)
    await pause(lasts / 4)
    await this.start()
  }

  async close(): Promise<void> {
    await this.end('SIGKILL')
  }

  /** Ends it by a signal, and waits until it is gone. */
  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { running } = this
    this.running = null
    running?.kill(signal)
    await running?.exit
  }

  /** Only while it is down: a log begins anew under another epoch, as after a backup that is too old was restored. */
  private resetLog(choice: number, ledger: Ledger): void {
    this.surgery((db) => {
      const room = pick(rooms(db), choice)
      if (room === undefined) return
      forgive(ledger, entries(db, room))
      for (const table of ['entries', 'mentions', 'reactions', 'reactors']) {
        db.prepare(`DELETE FROM ${table} WHERE conversation = ?`).run(room)
      }
      db.prepare('UPDATE members SET read = 0, delivered = 0 WHERE conversation = ?').run(room)
      db.prepare('UPDATE conversations SET head = 0, last = 0, epoch = ? WHERE id = ?').run(randomUUID(), room)
    })
  }

  /**
   * Only while it is down: the older part of a log is thrown away. What its author isn't `sure` to be stored stays, as
   * it would with any sensible time to keep things: only by the log does the server know what it has got before.
   */
  private trimLog(choice: number, ledger: Ledger, sure: (id: string) => boolean): void {
    this.surgery((db) => {
      const room = pick(rooms(db), choice)
      if (room === undefined) return
      const all = entries(db, room)
      const unsure = all.findIndex(({ id }) => !sure(id))
      const old = all.slice(0, Math.floor((unsure < 0 ? all.length : unsure) * 0.8))
      forgive(ledger, old)
      const end = old.at(-1)?.seq ?? 0
      db.prepare('DELETE FROM entries WHERE conversation = ? AND seq <= ?').run(room, end)
      db.prepare('DELETE FROM mentions WHERE conversation = ? AND seq <= ?').run(room, end)
      for (const table of ['reactions', 'reactors']) {
        db.prepare(`DELETE FROM ${table} WHERE conversation = ? AND target <= ?`).run(room, end)
      }
    })
  }

  /** While it runs: for so many ms, every third entry can't be stored, by chance, as with a disk that fails. */
  private async failStore(ms: number): Promise<void> {
    const db = new Database(this.file, { timeout: 5_000 })
    try {
      db.exec('CREATE TRIGGER chaos BEFORE INSERT ON entries WHEN abs(random()) % 3 = 0 ' +
        'BEGIN SELECT RAISE(ABORT, \'chaos\'); END')
      await pause(ms)
      db.exec('DROP TRIGGER chaos')
    } finally {
      db.close()
    }
  }

  private surgery(work: (db: Database.Database) => void): void {
    if (this.running) throw new Error('the server runs')
    const db = new Database(this.file, { timeout: 5_000 })
    try {
      db.transaction(() => work(db)).immediate()
    } finally {
      db.close()
    }
  }
}

interface Entry {
  seq: number
  id: string
}

function rooms(db: Database.Database): string[] {
  const rows = db.prepare('SELECT id FROM conversations WHERE head > 0 ORDER BY head DESC').all() as { id: string }[]
  return rows.map(({ id }) => id)
}

function entries(db: Database.Database, room: string): Entry[] {
  return db.prepare('SELECT seq, id FROM entries WHERE conversation = ? ORDER BY seq').all(room) as Entry[]
}

function forgive(ledger: Ledger, gone: readonly Entry[]): void {
  for (const { id } of gone) {
    const name = ledger.nameOf(id)
    if (name !== undefined) ledger.voided.add(name)
  }
}

function pick<T>(items: readonly T[], choice: number): T | undefined {
  return items[Math.floor(choice * items.length)]
}
