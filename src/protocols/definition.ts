import type { Content } from '../model/content'
import type { Person } from '../model/person'
import type { Frame, Platform } from '../platform/types'
import type { Transport } from '../transports/transport'
import type { News, Room, Said } from './news'
import type { Capabilities } from './protocol'

/** What is known while a link is up. */
export interface LinkContext {
  readonly me: Person
  /** What `getToken` gave; empty where the app has none. */
  readonly token: string
  readonly platform: Platform
  /** Sends a frame besides, such as a question by `history`; false if there is no link. */
  send(frame: Frame): boolean
}

/** A message on its way to the server. */
export interface OutgoingMessage {
  /** Made by the kit. Sent again after a break, it has the same one: a server that keeps it stores it once. */
  readonly id: string
  readonly room: string
  readonly content: Content
  /** The text, or '' if the content is of another kind. */
  readonly text: string
  /** Ids of the persons it calls for; `*` is everyone. */
  readonly mentions?: readonly string[]
}

/** What is asked of who writes an answer. */
export interface Steering {
  readonly room: string
  /** The answer's id. */
  readonly id: string
  /** Whether to end it here, or to write it anew: as another answer. */
  readonly ask: 'stop' | 'again'
}

/** Which part of a room's past is wanted: the newest, or what comes just before, or just after something. */
export interface HistoryQuery {
  readonly room: string
  /** How many at most. */
  readonly limit: number
  /** The oldest that is known: its id, time and place as far as the server told. */
  readonly before?: Pick<Said, 'id' | 'at' | 'seq'>
  /** The newest that is known before a hole; only where the server counts. */
  readonly after?: number
}

/** How the two sides know of each other that they live. */
export type DefinedHeartbeat =
  /** The kit sends `frame` after so many ms of quiet; any answer counts, and a `pong` measures the round trip. */
  | { readonly kind: 'ask', readonly frame: () => Frame, readonly interval?: number }
  /** The server says something, if only a `ping`, at least every so many ms. */
  | { readonly kind: 'listen', readonly interval: number }
  /** A dead link shows only when the transport says so. */
  | { readonly kind: 'none' }

/** How a server speaks, for {@link defineProtocol}. Only `decode` is needed. */
export interface ProtocolDefinition {
  /** @default 'custom' */
  readonly name?: string
  /** Who one is; a server's welcome can say otherwise. @default a person without a name, with the id `me` */
  readonly me?: Person | (() => Person)
  /** The rooms one is in; others are added when something is said there. @default one, with the id `main` */
  readonly rooms?: readonly Room[] | (() => readonly Room[])
  /** What tells that a message is stored; see {@link Capabilities}. @default 'none': handed over is sent */
  readonly acks?: Capabilities['acks']
  /** The kinds of content it carries; null for any. @default ['text'] */
  readonly kinds?: Capabilities['kinds']
  /** The longest text, in UTF-16 code units. @default 10,000 */
  readonly textLength?: number
  /** Whether the server numbers what is said (`seq`). @default false */
  readonly counts?: boolean
  /** Whether people sign in by a token, which `createChatKit`'s `getToken` gives. @default false */
  readonly needsToken?: boolean
  /** @default none */
  readonly heartbeat?: DefinedHeartbeat
  /** Whether the server says when it has let us in, by a `welcome`. @default false: an open link is enough */
  readonly waitsForWelcome?: boolean
  /** The first frames on a link, if it isn't the server that speaks first. @default none */
  open?(context: LinkContext): Frame | readonly Frame[] | null | undefined
  /**
   * What a frame says: one thing, several, or nothing (null). If it throws, the frame is dropped and counted, with what
   * the error says.
   */
  decode(frame: Frame, context: LinkContext): News | readonly News[] | null | undefined
  /** The frames that say this. @default nothing can be sent */
  encode?(message: OutgoingMessage, context: LinkContext): Frame | readonly Frame[]
  /** The frame that asks to end an answer that is being written, or to write it anew. @default nobody can be asked */
  steer?(wanted: Steering, context: LinkContext): Frame
  /** A part of a room's past, oldest first; an empty one is its beginning. @default there is no past */
  history?(query: HistoryQuery, context: LinkContext): Promise<readonly Said[]> | readonly Said[]
  /** The ways to the server, the best first. @default a WebSocket to the address */
  transports?(url: string, platform: Platform): readonly [Transport, ...Transport[]]
}
