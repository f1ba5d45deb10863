// #ifdef H5
import { blobAt, holdBlob } from './files'
// #endif

/** Keeps files until they are uploaded, also over a restart. Any of it may reject: then a file isn't kept, or gone. */
export interface FileShelf {
  /** Keeps the file at a path, under a key. */
  keep(key: string, path: string): Promise<void>
  /** Where the file of a key is now, if it is kept. */
  find(key: string): Promise<string | null>
  drop(key: string): Promise<void>
  /** The keys of all that is kept. */
  keys(): Promise<readonly string[]>
}

// #ifdef H5
const DATABASE = 'chat-files'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(DATABASE)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
}

async function askDatabase<Value>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Value>) {
  const database = await open()
  try {
    return await new Promise<Value>((resolve, reject) => {
      const transaction = database.transaction(DATABASE, mode)
      const request = work(transaction.objectStore(DATABASE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

/** Files kept by the browser, in IndexedDB. */
const browserShelf: FileShelf = {
  async keep(key, path) {
    const blob = await blobAt(path)
    await askDatabase('readwrite', store => store.put(blob, key))
  },
  async find(key) {
    const blob: unknown = await askDatabase('readonly', store => store.get(key))
    return blob instanceof Blob ? holdBlob(blob).path : null
  },
  drop: key => askDatabase('readwrite', store => store.delete(key)),
  keys: async () => (await askDatabase('readonly', store => store.getAllKeys())).map(String),
}
// #endif

// #ifndef H5
/** What all files that are kept begin with. */
const START = 'chat-file-'

interface Answer<Result> {
  success(result: Result): void
  fail(error: { errMsg: string }): void
}

interface Files {
  copyFile(options: { srcPath: string, destPath: string } & Answer<unknown>): void
  access(options: { path: string } & Answer<unknown>): void
  unlink(options: { filePath: string } & Answer<unknown>): void
  readdir(options: { dirPath: string } & Answer<{ files: string[] }>): void
}

function askFiles<Result>(work: (files: Files, answer: Answer<Result>) => void): Promise<Result> {
  return new Promise((success, reject) => {
    // What is missing throws, which rejects.
    work(uni.getFileSystemManager() as unknown as Files, { success, fail: ({ errMsg }) => reject(new Error(errMsg)) })
  })
}

function folder(): string {
  return (uni as unknown as { env: { USER_DATA_PATH: string } }).env.USER_DATA_PATH
}

/** A key as a part of a file's name, whatever is in it, and back. */
const escape = (key: string): string => encodeURIComponent(key).replace(/_/g, '%5F').replace(/%/g, '_')
const unescape = (name: string): string => decodeURIComponent(name.replace(/_/g, '%'))
const pathOf = (key: string): string => `${folder()}/${START}${escape(key)}`

/** Files kept in the mini-program's own folder. */
const folderShelf: FileShelf = {
  keep: async (key, path) =>
    void await askFiles((files, answer) => files.copyFile({ srcPath: path, destPath: pathOf(key), ...answer })),
  async find(key) {
    const path = pathOf(key)
    return askFiles((files, answer) => files.access({ path, ...answer })).then(() => path, () => null)
  },
  drop: async key => void await askFiles((files, answer) => files.unlink({ filePath: pathOf(key), ...answer })),
  async keys() {
    const { files } = await askFiles<{ files: string[] }>((manager, answer) =>
      manager.readdir({ dirPath: folder(), ...answer }))
    return files.filter(name => name.startsWith(START)).map(name => unescape(name.slice(START.length)))
  },
}
// #endif

/** The shelf of this platform. */
export const uniShelf: FileShelf = {
  // #ifdef H5
  ...browserShelf,
  // #endif
  // #ifndef H5
  ...folderShelf,
  // #endif
}
