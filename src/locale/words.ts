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
  // markdown
  code: string
  copyCode: string
  table: string
  /** What is to do, and whether it is done. */
  taskDone: string
  taskOpen: string
  // answers that are being written
  answering: string
  stopAnswer: string
  /** How the writing of an answer ended, and what is said of one that breaks off. */
  answerEnds: Readonly<Record<'done' | 'stopped' | 'failed', string>>
  /** So many people reacted with an emoji. */
  reactions: (emoji: string, count: number) => string
  /** What is left of a message that was taken back; without a name, by this person. */
  recalled: (name?: string) => string
  unsupported: string
  // changes of a group: who did it, or nothing where it was this person, and whom it is about
  groupCreated: (by?: string) => string
  groupAdded: (by: string | undefined, people: string) => string
  groupJoined: (by?: string) => string
  groupRemoved: (by: string | undefined, people: string) => string
  /** `owner` is the one to whom it went, if it was theirs. */
  groupLeft: (by?: string, owner?: string) => string
  groupOwner: (by: string | undefined, people: string) => string
  groupAdmin: (by: string | undefined, people: string) => string
  groupMember: (by: string | undefined, people: string) => string
  groupTitle: (by: string | undefined, title: string) => string
  /** What is announced; empty where nothing is any more. */
  groupAnnounced: (by: string | undefined, text: string) => string
  /** Whether all may write now, or only those who look after the group. */
  groupWriters: (by: string | undefined, all: boolean) => string
  messagePinned: (by?: string) => string
  messageUnpinned: (by?: string) => string
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
  /** Beside the list, while none is open. */
  chooseChat: string
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
  // kinds of messages
  image: string
  video: string
  voice: string
  file: string
  location: string
  card: string
  link: string
  forward: string
  /** How long something is that was said. */
  seconds: (seconds: number) => string
  play: string
  pause: string
  /** A voice message plays so many times as fast. */
  speed: (times: number) => string
  notPlayed: string
  uploading: (percent: number) => string
  imageFailed: string
  /** On what can be closed: a picture on the whole screen, say. */
  close: string
  previousImage: string
  nextImage: string
  /** Asks whether to follow a link; the address stands below. */
  openLink: string
  open: string
  cancel: string
  /** Where no other page can be opened, a link is copied. */
  linkCopied: string
  /** No app of the phone shows such a file. */
  fileNotOpened: string
  downloadFailed: string
  /** A message that another one speaks of isn't on this device. */
  quoteNotLoaded: string
  // composer: panels, mentions, bars
  emoji: string
  keyboard: string
  /** Opens the panel of what can be sent besides text. */
  more: string
  /** Above the people of whom one can send the card. */
  chooseCard: string
  /** On the button that takes pictures or videos with the camera. */
  shoot: string
  searchEmoji: string
  noEmoji: string
  recentEmoji: string
  /** The groups of emoji, in the panel's order. */
  emojiGroups: readonly [string, string, string, string, string, string, string, string]
  /** Skin tones from none to the darkest. */
  skinTones: readonly [string, string, string, string, string, string]
  /** Takes away the character before the cursor. */
  deleteBack: string
  /** The list of people to mention. */
  mentionSomebody: string
  /** Calls for all members of a group. */
  everyone: string
  /** Above the text, when it answers somebody's message. */
  quoting: (name: string) => string
  unquote: string
  editing: string
  save: string
  quickReplies: string
  muted: string
  /** The server takes no messages. */
  noServer: string
  /** How long the text is, when it nears its limit. */
  length: (length: number, limit: number) => string
  // recording, and files to send
  holdToTalk: string
  /** While one holds: what sliding does. */
  slideHint: string
  releaseToCancel: string
  recording: string
  cancelRecording: string
  sendRecording: string
  recordingTooShort: string
  /** It ends by itself after so many seconds. */
  recordingLeft: (seconds: number) => string
  /** Why nothing can be recorded. */
  microphone: Readonly<Record<'refused' | 'missing' | 'failed', string>>
  /** Why no picture, video or file can be chosen. */
  chooser: Readonly<Record<'refused' | 'missing' | 'failed', string>>
  /** Why no place can be chosen. */
  position: Readonly<Record<'refused' | 'missing' | 'failed', string>>
  myPosition: string
  openSettings: string
  /** Pictures can be sent smaller, or as they are; `size` is a text. */
  compressed: string
  original: (size: string) => string
  /** Why a file could not be uploaded. */
  notUploaded: Readonly<Record<'tooLarge' | 'wrongType' | 'gone' | 'refused' | 'full' | 'failed', string>>
  voiceFailed: string
  // people and rooms
  online: string
  /** `when` is one of the next ones, or a day with a time of it. */
  lastSeen: (when: string) => string
  justNow: string
  minutesAgo: (minutes: number) => string
  dayAndTime: (day: string, time: string) => string
  /** Somebody writes in a direct conversation. */
  typing: string
  /** The names of those who write in a group, two at most, and how many more there are. */
  typingIn: (names: readonly string[], more: number) => string
  memberCount: (count: number) => string
  back: string
  details: string
  owner: string
  admin: string
  members: string
  allMembers: string
  addPeople: string
  searchPeople: string
  nobodyFound: string
  nobodyThere: string
  clearSearch: string
  groupName: string
  announcement: string
  none: string
  onlyAdminsWrite: string
  muteRoom: string
  pinRoom: string
  pinnedMessages: string
  noPinned: string
  unpin: string
  clearRoom: string
  /** Buttons that answer questions: four signs or eight letters at most, as mini-programs take no more. */
  yes: Readonly<Record<'clear' | 'delete' | 'leave' | 'handOver' | 'remove', string>>
  /** What is asked before a chat is cleared for oneself, what follows from it, and that it was done. */
  askClear: string
  clearNote: string
  cleared: string
  leaveGroup: string
  /** What is asked before somebody leaves, and what follows from it; `owner` where it is theirs. */
  askLeave: string
  leaveNote: (owner: boolean) => string
  removePerson: string
  askRemove: (name: string) => string
  makeAdmin: string
  endAdmin: string
  handOver: string
  askHandOver: (name: string) => string
  handOverNote: string
  talkTo: string
  profile: string
  showProfile: string
  /** On the button that takes those who were picked. */
  done: (count: number) => string
  newGroup: string
  createGroup: string
  /** So many have read a message of one's own in a group. */
  readBy: (count: number) => string
  readByAll: string
  hasRead: (count: number) => string
  hasNotRead: (count: number) => string
  /** Why something couldn't be done. */
  problems: Readonly<Record<'offline' | 'forbidden' | 'gone' | 'tooMany' | 'refused' | 'failed', string>>
  // list of conversations, and search
  chats: string
  /** Before what was written and isn't sent. */
  draft: string
  /** What can be done with a conversation. */
  conversationActions: Readonly<Record<
    'read' | 'unread' | 'pin' | 'unpin' | 'mute' | 'unmute' | 'hide' | 'delete', string>>
  mutedChat: string
  pinnedChat: string
  markedUnread: string
  chatHidden: string
  /** What is asked before a chat is deleted for oneself; what follows from it is `clearNote`. */
  askDeleteChat: string
  undo: string
  startChat: string
  search: string
  /** What can be searched: with or without messages. */
  searchHint: (messages: boolean) => string
  foundPeople: string
  foundMessages: string
  nothingFound: (text: string) => string
  showMore: string
  // actions on messages
  messageActions: Readonly<Record<
    | 'copy' | 'quote' | 'forward' | 'edit' | 'recall' | 'pin' | 'unpin' | 'save' | 'reactions' | 'history' | 'select'
    | 'again' | 'retry' | 'discard' | 'cancel' | 'hide' | 'report', string>>
  /** What a menu is about: the message's author and what it says. */
  actionsOf: (name: string, text: string) => string
  moreReactions: string
  copied: string
  saved: string
  /** Why something couldn't be kept in the album. */
  album: Readonly<Record<'refused' | 'missing' | 'failed', string>>
  /** What was asked for comes after the time for it. */
  recallTooLate: string
  /** On the line of a message of one's own that was taken back. */
  rewrite: string
  askHide: (count: number) => string
  hideNote: string
  selected: (count: number) => string
  endSelecting: string
  mostSelected: (count: number) => string
  forwardTo: string
  searchChats: string
  noChatFound: string
  forwardSingly: string
  forwardMerged: string
  addNote: string
  sendTo: (count: number) => string
  /** So many of the chosen messages can't be forwarded. */
  notForwarded: (count: number) => string
  noneForwarded: string
  forwarded: string
  mostChats: (count: number) => string
  /** The title of messages that are forwarded as one. */
  historyOf: (title: string) => string
  historyOfTwo: (one: string, other: string) => string
  /** How many of those who reacted aren't named. */
  othersToo: (count: number) => string
  pinnedMessage: (place: number, count: number) => string
  allPinned: string
}
