import type { Person } from '../model/person'
import type { EngineIoWay } from '../transports/engine-io/engine-io'
import type { EngineIoVersion } from '../transports/engine-io/payload'
import type { HistoryQuery, LinkContext, OutgoingMessage } from './definition'
import type { FieldMap } from './fields'
import type { News, Room } from './news'
import type { Capabilities } from './protocol'

/** An event and what it brings: `['message', { text: 'hello' }]`. Bytes (ArrayBuffer) may be anywhere in it. */
export type Emitted = readonly [event: string, ...args: unknown[]]

/** An object that came; empty if what came was something else. */
export type Fields = Readonly<Record<string, unknown>>

/** How a Socket.IO server speaks, for `socketIo`. Only `me` is needed. */
export interface SocketIoOptions {
  readonly me: Person | (() => Person)
  /** The rooms one is in. @default one with the id `main` */
  readonly rooms?: readonly Room[] | (() => readonly Room[])
  /** @default '/' */
  readonly namespace?: string
  /** Where on the server Socket.IO is. @default '/socket.io/' */
  readonly path?: string
  /** The version of Engine.IO: 3 for a server of Socket.IO 2, or one with `allowEIO3`. @default 4 */
  readonly version?: EngineIoVersion
  /**
   * The ways to the server, the best first: a WebSocket, long polling, or `upgrade`, which begins with long polling and
   * goes over to a WebSocket on the same link. @default ['websocket', 'polling']
   */
  readonly ways?: readonly EngineIoWay[]
  /**
   * What is said to be let in (`socket.handshake.auth`). Servers of version 2 hear it in a namespace only.
   * @default the token as `token`, if there is one
   */
  readonly auth?: (context: LinkContext) => object | null | undefined | ''
  /** Whether people sign in by a token, which `createChatKit`'s `getToken` gives. @default false */
  readonly needsToken?: boolean
  /**
   * What is added to the address. Proxies and servers keep addresses in their logs: it is no place for a token, unless
   * the server is of version 2 and knows no other. @default nothing
   */
  readonly query?: () => Readonly<Record<string, string>>
  /**
   * Whether no further try with the same token helps, when the server refuses (`connect_error`): a new token is tried
   * once then. @default always
   */
  readonly refuses?: (error: { readonly message: string, readonly data?: unknown }) => boolean

  /** The name of the event that a message is, both ways. @default 'message' */
  readonly event?: string
  /**
   * What a message's fields are called.
   * @default { id: 'id', name: 'from', text: 'text', room: 'room', time: 'at', seq: 'seq' }
   */
  readonly fields?: FieldMap
  /** What tells that a message is stored, and that a room was entered: an acknowledgement, as a rule. @default 'ack' */
  readonly acks?: Capabilities['acks']
  /** Whether the server numbers the messages of a room, without holes. @default false */
  readonly counts?: boolean
  /** The kinds of content it carries; null for any. @default ['text'] */
  readonly kinds?: Capabilities['kinds']
  /** What sends a message. @default the event with the fields `id`, `room` and `text` */
  readonly say?: (message: OutgoingMessage, context: LinkContext) => Emitted
  /**
   * What the acknowledgement of a message says.
   * @default refused if it holds `ok: false` or an `error`; else stored, with its `id`, `at` and `seq` by `fields`
   */
  readonly stored?: (answer: Fields, args: readonly unknown[]) =>
    { readonly why: string } | { readonly id?: string, readonly at?: number, readonly seq?: number }

  /** What enters a room, on each link that isn't recovered. @default nothing: the server puts one in */
  readonly enter?: (room: string) => Emitted
  /**
   * What the acknowledgement of it says, besides the newest messages. Not asked if it holds `ok: false` or an `error`.
   * @default nothing
   */
  readonly entered?: (answer: Fields, room: string, args: readonly unknown[]) => News | readonly News[] | null
  /** What asks for a part of a room's past; the acknowledgement brings it, oldest first. @default there is no past */
  readonly history?: (query: HistoryQuery) => Emitted
  /**
   * Where in an acknowledgement the messages are, of `history` and also of `enter`, which spares asking for the newest.
   * @default its list, or its `messages`, or its `history`
   */
  readonly list?: (answer: Fields, args: readonly unknown[]) => readonly unknown[] | undefined
  /** What other events mean, by name: who comes and goes, files. @default nothing */
  readonly on?: Readonly<Record<string, (
    first: Fields, args: readonly unknown[], context: LinkContext,
  ) => News | readonly News[] | null | undefined>>
  /**
   * What the server acknowledges, as a sign of life. With it a dead link shows within 10 s, and at once when the app
   * comes to the front; without it, when the server's own pings stay away, after 45 s as a rule. @default nothing
   */
  readonly probe?: () => Emitted
}
