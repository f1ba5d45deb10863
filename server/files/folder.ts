import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../limits'

/** What is known of a file. */
export interface FileNote {
  /** As its sender called it; never part of a path. */
  name: string
  /** What its bytes are. */
  type: string
  /** In bytes. */
  size: number
  width?: number
  height?: number
  /** The conversation whose members may see it. */
  conversation: string
}

const unfinished = 'part-'
const idForm = /^[0-9a-f]{32}$/

/**
 * Where files are kept: for each a folder of its own, named by a random id, with its bytes (`content`) and what is
 * known of it (`note.json`). It gets its name when all of it is there, in one step: so nodes may share the whole, and
 * a crash leaves nothing but unfinished ones.
 */
export class Folder {
  /** @param path - made when the first file comes */
  constructor(private readonly path: string) {}

  /** Removes what was left unfinished by a process that is gone; what another node may still be taking in stays. */
  async clean(): Promise<void> {
    const names = await readdir(this.path).catch(() => [])
    await Promise.all(names.filter(name => name.startsWith(unfinished)).map(async (name) => {
      const path = join(this.path, name)
      const old = await stat(path).catch(() => undefined)
      if (old && Date.now() - old.mtimeMs > 2 * limits.fileTime) await rm(path, { recursive: true, force: true })
    }))
  }

  /**
   * Takes a file in; what `write` wrote is removed if it fails.
   * @param write - writes the bytes and tells what is known of them
   * @returns its id
   */
  async add(write: (file: FileHandle) => Promise<FileNote>): Promise<{ id: string, note: FileNote }> {
    const id = randomBytes(16).toString('hex')
    const draft = join(this.path, unfinished + id)
    await mkdir(draft, { recursive: true })
    try {
      const note = await this.write(join(draft, 'content'), write)
      await writeFile(join(draft, 'note.json'), JSON.stringify(note), { flush: true })
      await rename(draft, join(this.path, id))
      return { id, note }
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  }

  /** What is known of a file; undefined if there is none of this id, whatever that is. */
  async find(id: string): Promise<FileNote | undefined> {
    if (!idForm.test(id)) return undefined
    try {
      return JSON.parse(await readFile(join(this.path, id, 'note.json'), 'utf8')) as FileNote
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }

  /** Where the bytes of a file are that was found. */
  contentOf(id: string): string {
    return join(this.path, id, 'content')
  }

  private async write(path: string, write: (file: FileHandle) => Promise<FileNote>): Promise<FileNote> {
    const file = await open(path, 'wx+')
    try {
      const note = await write(file)
      await file.sync()
      return note
    } finally {
      await file.close()
    }
  }
}
