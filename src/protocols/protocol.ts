import type { Conversation } from '../model/conversation'
import type { ChatCommand, ChatEvent } from '../model/events'
import type { Person } from '../model/person'
import type { Frame, Platform } from '../platform/types'
import type { Transport } from '../transports/transport'

/** See `connection/heartbeat.ts`. */
export type HeartbeatKind = 'ask' | 'listen' | 'none'

/** What a server can do. What it can't, the kit doesn't offer. */
export interface Capabilities {
  /** What tells that a message is stored: an acknowledgement, its echo, or nothing: then `sent` means handed over. */
  readonly acks: 'ack' | 'echo' | 'none'
  /** Whether older messages can be fetched. */
  readonly history: boolean
  /** Whether it keeps how far people have read, and tells others. */
  readonly receipts: boolean
  /** Whether messages can be edited, taken back and reacted to. */
  readonly changes: boolean
  /** Whether there are groups that people make, and change: see the groups store. */
  readonly groups: boolean
  /** Whether one can ask whom one can write to, and begin direct conversations. */
  readonly people: boolean
  /**
   * Whether it does what the native protocol has besides: quotes, messages that are hidden or pinned, search, settings
   * of conversations, who types and who is there. @default false
   */
  readonly extras?: boolean
  /** Whether who writes an answer can be asked to stop, or to write it again. @default what `extras` says */
  readonly steers?: boolean
  /** The kinds of content that it carries; null for any. */
  readonly kinds: readonly string[] | null
}

/** Stands for the token where an app has none, as the engine connects for nobody without one. */
export const NO_TOKEN = '-'

/** What the kit lends a protocol. */
export interface ProtocolHost {
  readonly platform: Platform
  /** Hands a frame to the link; false if there is none. Throws a ChatError when it is longer than the server takes. */
  send(frame: Frame): boolean
  /** Tells the kit what the server said. */
  emit(event: ChatEvent): void
  /** What is known of a conversation, also from before the app's last start. */
  known(conversationId: string): Conversation | undefined
}

/** A protocol at work in one app, over all its links. */
export interface ProtocolSession {
  /** A link is open: says the first frame, if it is not the server that speaks first. */
  opened(token: string): void
  /** There is no link any more: what was waited for on it won't come. */
  ended?(): void
  /** A frame came. Must not throw: what can't be understood is emitted as `ignored`. */
  frame(frame: Frame): void
  /** Asks something of the server; false if there is no link. Throws a ChatError if the server can't be asked. */
  command(command: ChatCommand): boolean
  /** A sign of life that the server answers, or null if it has none. */
  ping(id: string): Frame | null
}

/** How a server speaks. Most are made by `defineProtocol`. */
export interface Protocol {
  readonly name: string
  /** How the two sides know of each other that they live: `ask` needs `ping`, and `pong` events for answers. */
  readonly heartbeat: HeartbeatKind
  readonly capabilities: Capabilities
  /** Whether it works without a token. @default false */
  readonly anonymous?: boolean
  /** Who one is, as far as that is known before the server says so: then the last screens are there at once. */
  self?(): Person | undefined
  /** The ways to its server, the best first. @default a WebSocket to the address */
  transports?(url: string, platform: Platform): readonly [Transport, ...Transport[]]
  /** Puts it to work, once for each app. */
  start(host: ProtocolHost): ProtocolSession
}

/** A protocol in which each frame is one event, each command one frame, and nothing has to be remembered. */
export interface Codec {
  hello(token: string): Frame
  ping(id: string): Frame | null
  encode(command: ChatCommand): Frame
  /** Never throws: what can't be understood becomes an `ignored` event. */
  decode(frame: Frame): ChatEvent
}

/** Puts a codec to work. */
export function startCodec(codec: Codec, { send, emit }: ProtocolHost): ProtocolSession {
  return {
    opened: token => void send(codec.hello(token)),
    ping: id => codec.ping(id),
    command: command => send(codec.encode(command)),
    frame: frame => emit(codec.decode(frame)),
  }
}
