/**
 * Every limit of the server in one place. Those a client must know are told in `welcome.limits`.
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
  /** The longest id a client may make or name: printable ASCII without spaces. */
  idLength: 64,
  /** The longest name of a person, in characters (code points). */
  nameLength: 40,
  /** The most entries of one `page`. */
  pageEvents: 200,
  /** The most content in one `page` or `welcome`, in bytes: far below `bufferBytes`, so that it always arrives. */
  pageBytes: 1_048_576,
  /** The most cursors of one `delivered`. */
  cursors: 100,
  /** The most persons in one answer to `people`. */
  people: 500,
  /** This many bad frames end a connection. */
  badFrames: 20,
  /** Frames of one connection that may wait for their turn; its socket is not read while there are more. */
  pendingFrames: 64,
  /** Bytes a client may leave unread before it is cut off; it comes back and catches up by `history`. */
  bufferBytes: 8 * 1024 * 1024,
  /** The longest body of an HTTP request, in bytes, but for those that bring frames. */
  bodyBytes: 4096,
  /** The longest body with frames, in bytes: the longest frame fits, with all its quotes escaped. */
  linkBodyBytes: 4 * 131_072,
  /** The most frames of one such body: as many as may wait for their turn. */
  linkBodyFrames: 64,
  /** The longest that a poll may wait for frames, in ms: shorter than proxies wait for an answer. */
  pollWait: 30_000,
} as const
