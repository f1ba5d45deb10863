/** What of a message was tapped, and is to be opened. */
export interface OpenTarget {
  readonly what:
    | 'content' | 'link' | 'copy' | 'quote' | 'person' | 'reaction' | 'readers' | 'edits' | 'rewrite'
    | 'stop' | 'again'
  /**
   * A link's address, what is to be copied, a person's id, a reaction's emoji. Of a voice message's `content` it may be
   * `speed`: the button for it was tapped.
   */
  readonly value?: string
}

/** Where on the screen a message was pressed, in px. */
export interface Point {
  readonly x: number
  readonly y: number
}
