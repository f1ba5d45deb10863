import type { Content } from './content'

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

/** What a person adds to a log: a message, or a change of one. `mentions` are ids of persons; `*` is everyone. */
export type Write =
  | { readonly type: 'send', readonly content: Content, readonly mentions?: readonly string[] }
  | Change
