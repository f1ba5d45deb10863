/**
 * Every limit of the server that can't be set, in one place; `bounds.ts` has those that can. Those a client must know
 * are told in `welcome.limits`.
 */
export const limits = {
  /** The longest frame a client may send, in bytes. A longer one closes the link with 1009. */
  frameBytes: 131_072,
  /** The longest text of a message, in UTF-16 code units. */
  textLength: 20_000,
  /** The longest `kind` of a content, in UTF-16 code units. */
  kindLength: 32,
  /** How deep a content may be nested: enough for cards and forms, little enough for any JSON reader. */
  contentDepth: 32,
  /** The most persons that one message may mention. */
  mentions: 50,
  /** The longest emoji, in UTF-16 code units: the longest there are, families and flags, have about 15. */
  emojiLength: 32,
  /** The most different emoji at one message. */
  emojis: 20,
  /** The most persons named with one emoji of a message. */
  reactionPeople: 10,
  /** The longest text of a quote, in UTF-16 code units. */
  quoteText: 200,
  /** The most content of a quote that is no text, in bytes; of a longer one only the kind is left. */
  quoteBytes: 2048,
  /** The most entries that one `hide` names. */
  hides: 100,
  /** Where somebody has hidden the newest entry, the newest one that is left is looked for among so many. */
  lastAmong: 20,
  /** The most messages that are pinned in one conversation at a time. */
  pins: 50,
  /** The most versions of a message that are told. */
  versions: 50,
  /** The longest text to search for, in UTF-16 code units. */
  searchText: 100,
  /** The most messages that one answer to `search` has. */
  searchHits: 50,
  /** A search looks at the newest messages of each conversation, so many of them. */
  searchEach: 2000,
  /** The most entries that one `search` looks at; a next one goes on from there. */
  searchAll: 100_000,
  /** Entries that a search looks at in one step of the store. */
  searchStep: 200,
  /** For each time that a search has looked at so many entries it counts as one more frame. */
  searchCost: 200,
  /** The longest id a client may make or name: printable ASCII without spaces. */
  idLength: 64,
  /** The longest name of a person, in characters (code points). */
  nameLength: 40,
  /** The longest title of a group, in characters (code points). */
  titleLength: 60,
  /** The longest announcement of a group, in characters (code points). */
  announcementLength: 1000,
  /** The longest address of a person's picture. */
  pictureLength: 500,
  /** The most members of a group where others are told who is writing, and who has read what. */
  smallGroup: 200,
  /** The newest messages that were read now whose authors are told so, at most. */
  seenMessages: 50,
  /** The newest entries among which those are looked for. */
  seenEntries: 1000,
  /** The most people that one connection watches. */
  watched: 200,
  /** A `watch` counts as one frame more for each so many people: each has to be looked up. */
  watchCost: 10,
  /** How often a connection may say that its person is writing in a conversation, in ms. */
  typingTime: 2000,
  /** The most conversations in which a connection's person seems to be writing at a time. */
  typingIn: 20,
  /** The most persons that one `create` or `change` names. */
  groupPeople: 100,
  /** The most members of a group, but for those that the demo puts into its own. */
  groupMembers: 5000,
  /** The most groups that one person may make, over all time. */
  groupsMade: 1000,
  /** The most conversations of a person: with more, nobody can add that person to a group. */
  conversations: 2000,
  /** The most entries of one `page`, and members of one `members`. */
  pageEvents: 200,
  /** The most content in one `page` or `welcome`, in bytes: far below `Bounds.buffer`, so that it always arrives. */
  pageBytes: 1_048_576,
  /** The most cursors of one `delivered`. */
  cursors: 100,
  /** The most persons in one answer to `people`. */
  people: 500,
  /** This many bad frames end a connection. */
  badFrames: 20,
  /** Frames of one connection that are worked on at a time; its socket is not read while there are more. */
  pendingFrames: 32,
  /** The same for who has used up a quarter of what may come at once, so that others hardly notice a flood. */
  busyFrames: 8,
  /** A frame counts as one more for each time it has so many UTF-16 code units. */
  frameCostBytes: 4096,
  /** A hello counts as so many frames of its person: it makes the server gather all conversations. */
  helloCost: 10,
  /** Who is too fast is not read for a while, but ended if that would take longer, in ms: clients wait 10 s. */
  longestPause: 5000,
  /** Who is too fast for so long without a calm moment, in ms, is ended. */
  floodTime: 30_000,
  /** How long anybody has to say hello, in ms, however many want to. */
  strangerTime: 2000,
  /** When who was too much is to come back, in ms; up to twice as long, by chance. */
  busyTime: 10_000,
  /** How long who is sent away has to take that in, in ms, before the link is cut. */
  partingTime: 5000,
  /** The most connections that are being sent away as there are too many; more get no answer but 503. */
  turnedAway: 1000,
  /** The longest address of a request, in bytes: ours are short, and the token is never in it. */
  urlLength: 2048,
  /** The most headers of a request. */
  headers: 100,
  /** The most bytes of address and headers of a request together. */
  headerBytes: 16_384,
  /** The longest body of an HTTP request, in bytes, but for those that bring frames or files. */
  bodyBytes: 4096,
  /** The longest body with frames, in bytes: the longest frame fits, with all its quotes escaped. */
  linkBodyBytes: 4 * 131_072,
  /** The most frames of one such body: as many as the kit sends. */
  linkBodyFrames: 64,
  /** How long an upload may take, in ms. */
  fileTime: 300_000,
  /** Uploads of one person at a time. */
  filesAtOnce: 10,
  /** Uploads of one person a second, and a quarter as many at once. */
  fileRate: 20,
  /** The longest name of a file, in characters (code points). */
  fileName: 120,
  /** How long a link to a file holds, in ms. */
  fileLinkTime: 600_000,
  /** How long a client may take nothing of a file that is being sent, in ms. */
  fileQuiet: 60_000,
  /** The longest that a poll may wait for frames, in ms: shorter than proxies wait for an answer. */
  pollWait: 30_000,
} as const
