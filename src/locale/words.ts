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
  /** The link broke while a message was on its way: it goes again. */
  unknown: string
  cancelSending: string
  sent: string
  /** In place of `sent`, where the server confirms nothing. */
  handedOver: string
  delivered: string
  read: string
  edited: string
  /** So many people reacted with an emoji. */
  reactions: (emoji: string, count: number) => string
  /** What is left of a message that was taken back; without a name, by this person. */
  recalled: (name?: string) => string
  unsupported: string
  // changes of a group: who did it, or nothing where it was this person, and whom it is about
  groupCreated: (by?: string) => string
  groupAdded: (by: string | undefined, people: string) => string
  groupRemoved: (by: string | undefined, people: string) => string
  /** `owner` is the one to whom it went, if it was theirs. */
  groupLeft: (by?: string, owner?: string) => string
  groupOwner: (by: string | undefined, people: string) => string
  groupAdmin: (by: string | undefined, people: string) => string
  groupMember: (by: string | undefined, people: string) => string
  groupTitle: (by: string | undefined, title: string) => string
  /** Some names, and how many more there are. */
  names: (names: readonly string[], more: number) => string
  loadEarlier: string
  loading: string
  loadFailed: string
  tryAgain: string
  emptyRoom: string
  newMessages: (count: number) => string
  toBottom: string
  /** Leads back from a message that one jumped to. */
  toBack: string
  /** Leads to a new message that calls for this person. */
  toMention: (count: number) => string
  /** Stands where the messages begin that were not read. */
  unreadFromHere: string
  /** Stands above the first message of a conversation. */
  startOfHistory: string
  loadLater: string
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
  /** In place of a room that this person has left, was removed from, or never was in. */
  notMember: string
  you: string
  unread: (count: number) => string
  /** An unread message mentions this person. */
  mention: string
  // times
  today: string
  yesterday: string
  weekdays: readonly [string, string, string, string, string, string, string]
  /** A date of this year; `month` from 1 to 12. */
  date: (month: number, day: number) => string
  /** A date of another year. */
  fullDate: (year: number, month: number, day: number) => string
}
