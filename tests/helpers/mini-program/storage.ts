import { reply } from './api'
import type { Wx, WxCallbacks, WxResult } from './api'

/** WeChat's limits: 1 MB under one key, 10 MB in all. */
const KEY_BYTES = 1024 * 1024
const ALL_BYTES = 10 * 1024 * 1024

interface KeyOptions extends WxCallbacks {
  key: string
}

interface SetOptions extends KeyOptions {
  data: unknown
}

const size = (text: string): number => Buffer.byteLength(text)

/** Storage that stores, within limits that a test can lower. */
export class HostStorage {
  /** Bytes under one key and in all; lower them to see the app run out of room. */
  limits = { key: KEY_BYTES, all: ALL_BYTES }

  // JSON text, so that what is read is a copy and has lost what JSON can't hold.
  private readonly entries = new Map<string, string>()

  /** The value under a key as the app would read it; `''` when there is none, as on devices. */
  get(key: string): unknown {
    const text = this.entries.get(key)
    return text === undefined ? '' : JSON.parse(text)
  }

  /** The keys in use. */
  keys(): string[] {
    return [...this.entries.keys()]
  }

  /** Stores a value, or says why it can't. */
  set(key: string, value: unknown): string | undefined {
    const text = JSON.stringify(value) ?? '""'
    if (size(text) > this.limits.key) return 'entry size limit reached'
    const others = this.bytes() - size(this.entries.get(key) ?? '')
    if (others + size(text) > this.limits.all) return 'exceed storage max size 10Mb'
    this.entries.set(key, text)
    return undefined
  }

  /** Forgets one key. */
  remove(key: string): void {
    this.entries.delete(key)
  }

  /** Forgets everything and restores the limits. */
  reset(): void {
    this.entries.clear()
    this.limits = { key: KEY_BYTES, all: ALL_BYTES }
  }

  /** Puts the storage functions on `wx`. */
  install(wx: Wx): void {
    const info = (): Record<string, unknown> => ({
      keys: this.keys(),
      currentSize: Math.ceil(this.bytes() / 1024),
      limitSize: Math.floor(this.limits.all / 1024)
    })
    Object.assign(wx, {
      getStorageSync: (key: string) => this.get(key),
      setStorageSync: (key: string, value: unknown): void => {
        const problem = this.set(key, value)
        if (problem) throw new Error(`setStorageSync:fail:${problem}`)
      },
      removeStorageSync: (key: string) => this.remove(key),
      clearStorageSync: () => this.entries.clear(),
      getStorageInfoSync: info,
      getStorage: (options: KeyOptions) => reply(options, this.entries.has(options.key)
        ? { errMsg: 'getStorage:ok', data: this.get(options.key) }
        : { errMsg: 'getStorage:fail data not found' }),
      setStorage: (options: SetOptions) => reply(options, this.answerSet(options)),
      removeStorage: (options: KeyOptions) => {
        this.remove(options.key)
        return reply(options, { errMsg: 'removeStorage:ok' })
      },
      clearStorage: (options: WxCallbacks = {}) => {
        this.entries.clear()
        return reply(options, { errMsg: 'clearStorage:ok' })
      },
      getStorageInfo: (options: WxCallbacks = {}) => reply(options, { errMsg: 'getStorageInfo:ok', ...info() })
    })
  }

  private answerSet(options: SetOptions): WxResult {
    const problem = this.set(options.key, options.data)
    return { errMsg: problem ? `setStorage:fail ${problem}` : 'setStorage:ok' }
  }

  private bytes(): number {
    let sum = 0
    for (const text of this.entries.values()) sum += size(text)
    return sum
  }
}
