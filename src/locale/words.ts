/** Every word that the kit shows. A project replaces any of them by `createChatKit({ words: { send: 'Go' } })`. */
export interface Words {
  // composer
  placeholder: string
  send: string
  tooLong: (length: number, limit: number) => string
  // messages
  sending: string
  failed: string
  retry: string
  discard: string
  unsupported: string
  loadEarlier: string
  loading: string
  loadFailed: string
  tryAgain: string
  emptyRoom: string
  newMessages: (count: number) => string
  toBottom: string
  // connection
  connecting: string
  disconnected: string
  retryIn: (seconds: number) => string
  tapToRetry: string
  connected: string
  refused: string
  // conversations
  noConversations: string
  noMessagesYet: string
  you: string
  unread: (count: number) => string
  // times
  today: string
  yesterday: string
  weekdays: readonly [string, string, string, string, string, string, string]
  /** A date of this year; `month` from 1 to 12. */
  date: (month: number, day: number) => string
  /** A date of another year. */
  fullDate: (year: number, month: number, day: number) => string
}
