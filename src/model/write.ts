import type { Content } from './content'
import type { Quote } from './entry'

/** A message by the id that its sender's client made: so it can be named before the server has placed it. */
export interface Target {
  /** The author's id; empty for one's own message as long as nobody has said who one is. */
  readonly from: string
  readonly id: string
}

/** A change of a message. */
export type Change =
  | { readonly type: 'edit', readonly target: Target, readonly content: Content }
  | { readonly type: 'recall', readonly target: Target }
  | { readonly type: 'react', readonly target: Target, readonly emoji: string, readonly on: boolean }

/** A message to be written. */
export interface Draft {
  readonly content: Content
  /** Ids of the persons it calls for; `*` is everyone. */
  readonly mentions?: readonly string[]
  /** The message that it answers. */
  readonly quote?: Quote
}

/** What a message can have besides its content. */
export interface DraftExtras extends Omit<Draft, 'content'> {
  /** The client id to send it under: what was sent under it before isn't stored again. @default a new one */
  readonly id?: string
}

/** What a person adds to a log: a message, or a change of one. */
export type Write = { readonly type: 'send' } & Draft | Change
