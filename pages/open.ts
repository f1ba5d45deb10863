const KEY = 'demo-open'

/** The page on which a conversation is open beside the list; without an id, the list alone. */
export function addressOf(id: string, seq = 0): string {
  const place = seq ? `&seq=${seq}` : ''
  return `/pages/conversations/conversations${id ? `?id=${encodeURIComponent(id)}${place}` : ''}`
}

/** The conversation that was open beside the list the last time. */
export const lastOpen = (): string => String(uni.getStorageSync(KEY) || '')

/** Remembers which conversation is open beside the list, for a reload and for the next time. */
export function keepOpen(id: string): void {
  uni.setStorageSync(KEY, id)
  // #ifdef H5
  // Not as a page of its own: back leads to what was there before the conversations.
  if (location.hash.startsWith('#/pages/conversations')) history.replaceState(history.state, '', `#${addressOf(id)}`)
  // #endif
}
