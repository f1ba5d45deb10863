import type { KeyValueStorage } from './types'

/** What `uni` keeps over restarts: local storage on H5, the mini-program's own elsewhere. */
export const uniStorage: KeyValueStorage = {
  get(key) {
    const value: unknown = uni.getStorageSync(key)
    return typeof value === 'string' && value !== '' ? value : null
  },
  set: (key, value) => uni.setStorageSync(key, value),
  remove: key => uni.removeStorageSync(key),
  keys: () => uni.getStorageInfoSync().keys,
}
