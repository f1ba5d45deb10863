import type { Content } from '../model/content'
import type { Person } from '../model/person'
import type { Frame } from '../platform/types'

/** A room of a server that knows nothing of logs. */
export interface Room {
  readonly id: string
  /** @default the id */
  readonly title?: string
  /** The other person, if it is a room of two. */
  readonly peer?: Person
}

/** Somebody said something. */
export interface Said {
  readonly type: 'said'
  /** @default the first room */
  readonly room?: string
  /** The server's own id of it, by which it is known again. Without one it is taken for new whenever it comes. */
  readonly id?: string
  /** The id that its sender's kit gave it, if the server tells. */
  readonly clientId?: string
  /** Who, by id and name or by name; nothing where the server doesn't tell. */
  readonly from?: Person | string
  /**
   * Whether this person said it: `perhaps` where the server has names of its own for people, so that only the content
   * can tell. @default whether `from` is this person
   */
  readonly mine?: boolean | 'perhaps'
  /** A text, or any other content. */
  readonly content: Content | string
  /** Milliseconds since 1970. @default now */
  readonly at?: number
  /** Its place in the room, 1, 2, 3 and so on without holes, if the server counts: see `counts` of a definition. */
  readonly seq?: number
}

/** A piece of an answer that is being written, or its end. The first one begins a message of its own. */
export interface Answering {
  readonly type: 'stream'
  /** @default the first room */
  readonly room?: string
  /** The server's id of the answer. */
  readonly id: string
  /** Who writes it; of the first piece. */
  readonly from?: Person | string
  readonly text?: string
  /** Where the piece stands in the answer, in UTF-16 code units. @default behind what has come */
  readonly offset?: number
  /** It is complete, or ends here for another reason. */
  readonly ended?: 'done' | 'stopped' | 'failed'
  /** When it began, in ms since 1970; of the first piece. @default now */
  readonly at?: number
}

/** What a server says, as an adapter reads it. */
export type News =
  | Said
  | Answering
  /** The server has let us in. Where it doesn't say so, an open link is enough: see `waitsForWelcome`. */
  | {
    readonly type: 'welcome'
    readonly me?: Person
    readonly rooms?: readonly Room[]
    /** How often the server asks for a sign of life, or how often it is to be asked, in ms. */
    readonly heartbeat?: number
  }
  /** What was sent under this id is stored. */
  | {
    readonly type: 'stored'
    readonly clientId: string
    readonly id?: string
    readonly at?: number
    readonly seq?: number
  }
  /** What was sent under this id is refused for good. */
  | { readonly type: 'refused', readonly clientId: string, readonly why: string, readonly code?: number }
  /** A line that nobody said, such as "Ann has entered". */
  | {
    readonly type: 'notice'
    readonly room?: string
    readonly id?: string
    readonly text: string
    readonly at?: number
  }
  /** How many people are in a room. */
  | { readonly type: 'members', readonly room?: string, readonly count: number }
  /** The server asks for a sign of life, which is this frame. */
  | { readonly type: 'ping', readonly answer: Frame }
  /** The answer to our sign of life. */
  | { readonly type: 'pong' }
  /** The server ends the link. With `final`, no further try with the same token helps. */
  | { readonly type: 'closing', readonly why: string, readonly retryAfter?: number, readonly final?: boolean }
