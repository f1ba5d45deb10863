import type { Person, Role, Writers } from './person'

/**
 * The kinds of content that a message can have, by name. A project adds a kind of its own by declaration merging:
 * `declare module 'uni-chat-kit' { interface ContentKinds { order: { number: string } } }`.
 */
export interface ContentKinds {
  text: { readonly text: string }
}

/** What can be sent: `{ kind: 'text', text: 'hello' }`. */
export type Content = { [Kind in keyof ContentKinds]: { readonly kind: Kind } & ContentKinds[Kind] }[keyof ContentKinds]

/** What came in a kind that this version doesn't know; it is shown as such. */
export interface UnsupportedContent {
  readonly kind: 'unsupported'
  /** The name of the kind on the wire. */
  readonly name: string
  /** What came, unread: a version that knows the kind will read it. */
  readonly data: Readonly<Record<string, unknown>>
}

/** What is left of a message that was taken back. */
export interface RecalledContent {
  readonly kind: 'recalled'
  readonly by: Person
}

/** A line that nobody said: somebody entered or left, say. Nobody has to read it. */
export interface SystemContent {
  readonly kind: 'system'
  /** What it says, or what was announced; empty where it tells of another change, which has words in each language. */
  readonly text: string
  /** What the author did to the group. A newer server may tell of more. */
  readonly change?:
    | 'created' | 'added' | 'joined' | 'removed' | 'left' | 'role' | 'title' | 'announcement' | 'writers' | 'pinned'
    | 'unpinned'
  /** Who was there from the start, was added, was removed, has another role; of `left`, who is the owner now. */
  readonly people?: readonly Person[]
  /** The role that they have now. Whoever made another the owner is an admin from then on. */
  readonly role?: Role
  /** The title that the group has now. */
  readonly title?: string
  /** Who may write now. */
  readonly writers?: Writers
  /** How many members it has now. */
  readonly members?: number
}

/** What a received message can hold. */
export type ReceivedContent = Content | UnsupportedContent | RecalledContent | SystemContent
